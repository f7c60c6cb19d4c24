/// Which indices are worth reading first.
enum ElasticsearchPromise {
    /// In the order of reading: by what the name promises, then by size, then by name; the server's own come last.
    static func ordered(_ indices: [ListedIndex]) -> [ListedIndex] {
        indices.map { (index: $0, rank: $0.name.isSystem ? Int.max : -Promise.of($0.name.text)) }
            .sorted { left, right in
                if left.rank != right.rank { return left.rank < right.rank }
                let sizes = (left.index.documents ?? 0, right.index.documents ?? 0)
                if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
                return left.index.name.text < right.index.name.text
            }
            .map(\.index)
    }
}
