/// Where the readers of every format push what they find, value by value; nothing is collected on the way.
///
/// The calls of one record nest: `beginRecord`, then for each field `enter(name)`, its value or its own fields,
/// `leave`; then `endRecord`. Array positions are left out: each element of an array is a further value (or further
/// fields) of the field that holds the array. The bytes are only valid during the call.
public protocol RecordSink: AnyObject {
    func beginRecord()
    /// Goes into the field of that name (UTF-8) of the current object.
    func enter(_ name: UnsafeRawBufferPointer)
    /// A value of the field that was entered last. `bytes` are its text, unescaped, in UTF-8.
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind)
    func leave()
    /// A field with one value: the same as `enter`, `value` and `leave`. Called between `beginMembers` and `endMembers` only: until then
    /// the bytes of the value stay valid.
    func member(_ name: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, _ kind: ValueKind)
    func endRecord()
    /// A record that could not be parsed, and was passed over. It may have been begun, and is then not ended.
    func brokenRecord()
    /// The records that follow belong to the dataset of that name (UTF-8): a table or collection within a dump, which may
    /// come again later. Called between records. Before the first such call they belong to the input as a whole.
    func selectDataset(_ name: UnsafeRawBufferPointer)
    /// Around what a chunk holds, so that values of several records may be looked at together. A record may begin before, or end after.
    func beginMembers()
    func endMembers()
}

extension RecordSink {
    public func member(_ name: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        enter(name)
        value(bytes, kind)
        leave()
    }

    /// Most sinks take one dataset.
    public func selectDataset(_ name: UnsafeRawBufferPointer) {}

    /// Most sinks look at values as they come.
    public func beginMembers() {}
    public func endMembers() {}
}

/// What the format said a value is. The classifier treats a number's text like a string's.
public enum ValueKind: Sendable, Equatable {
    case string
    case number
    case boolean
    case null
    /// A point in time, as ISO 8601 text.
    case timestamp
    /// Bytes that are not text; given as they are.
    case binary
    /// A key that the database made itself (ObjectId, UUID), as hexadecimal text.
    case identifier
}
