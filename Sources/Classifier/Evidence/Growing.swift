extension UnsafeMutablePointer {
    /// Moves the first `count` elements into room for `capacity`, and gives the old room back.
    mutating func grow(to capacity: Int, keeping count: Int) {
        let larger = Self.allocate(capacity: capacity)
        larger.moveInitialize(from: self, count: count)
        deallocate()
        self = larger
    }
}
