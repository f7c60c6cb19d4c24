/// Reads records of any format that Ajar knows, chunk by chunk; the format is told from the first bytes.
public struct RecordReader {
    /// How the records are written.
    public enum Format: Sendable, Equatable {
        case json(JSONReader.Layout)
        case delimited(DelimitedDialect)
        /// Statements of a dump. `hasBackslash`: see `SQLReader`.
        case sql(hasBackslash: Bool)
        case bson(isArchive: Bool)
        case hl7
        case xml
        case text
    }

    /// How the text is written.
    public enum Encoding: Sendable, Equatable {
        /// UTF-8, or Windows-1252 in its place.
        case utf8
        case utf16
        /// No text.
        case binary
    }

    public let format: Format
    public let encoding: Encoding
    private var reader: Reader
    private var utf8 = UTF8Repair()
    private var utf16: UTF16Decoder?

    private enum Reader {
        case json(JSONReader)
        case delimited(DelimitedReader)
        case sql(SQLReader)
        case bson(BSONReader)
        case hl7(HL7FileReader)
        case xml(XMLReader)
        case text(TextReader)
    }

    /// Bytes that are enough to tell the format by.
    public static let sniffLength = 64 << 10

    /// What the first bytes look like.
    /// - Parameters:
    ///   - head: the first bytes of the input, `sniffLength` of them unless it is shorter.
    ///   - fileName: helps where the content leaves it open.
    /// - Returns: `nil` for a binary file of no known format.
    public init?(head: UnsafeRawBufferPointer, fileName: String) {
        let isWhole = head.count < Self.sniffLength
        let name = fileName.lowercased()
        if let isArchive = FormatSniffer.bson(head, isWhole: isWhole) {
            format = .bson(isArchive: isArchive)
            encoding = .binary
            reader = .bson(BSONReader(isArchive: isArchive))
            return
        }
        let found: Reader?
        if let decoder = UTF16Decoder(head: head) {
            utf16 = decoder
            encoding = .utf16
            var first = decoder
            let text = first.decode(UnsafeRawBufferPointer(rebasing: head.prefix(Self.sniffLength)))
            found = text.withUnsafeBytes { Self.reader(of: $0, isWhole: isWhole, name: name) }
        } else {
            encoding = .utf8
            var text: [UInt8] = []
            var first = UTF8Repair()
            first.feed(head) { text = Array($0) }
            if isWhole { first.finish { text += $0 } }
            // What is no UTF-8 in a binary file would become letters: it is looked at as it is.
            found =
                FormatSniffer.isBinary(head) && !FormatSniffer.isHL7(head) && FormatSniffer.sql(head, name: name) == nil
                ? nil : text.withUnsafeBytes { Self.reader(of: $0, isWhole: isWhole, name: name) }
        }
        guard let found else { return nil }
        reader = found
        format =
            switch found {
            case .json(let json): .json(json.layout)
            case .delimited(let delimited): .delimited(delimited.dialect)
            case .sql(let sql): .sql(hasBackslash: sql.hasBackslash)
            case .bson(let bson): .bson(isArchive: bson.isArchive)
            case .hl7: .hl7
            case .xml: .xml
            case .text: .text
            }
    }

    /// - Parameter isWhole: whether the head is the whole input, so that its last line is not cut.
    private static func reader(of head: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> Reader? {
        let mark = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let text = UnsafeRawBufferPointer(rebasing: head[mark...])
        if FormatSniffer.isHL7(text) { return .hl7(HL7FileReader()) }
        if let hasBackslash = FormatSniffer.sql(text, name: name) { return .sql(SQLReader(hasBackslash: hasBackslash)) }
        guard !FormatSniffer.isBinary(text) else { return nil }
        if let plan = XMLReader.plan(text, isWhole: isWhole, name: name) { return .xml(XMLReader(plan: plan)) }
        if let layout = FormatSniffer.jsonLayout(text, isWhole: isWhole, name: name) {
            return .json(JSONReader(layout: layout))
        }
        if let dialect = FormatSniffer.dialect(text, isWhole: isWhole, name: name) {
            return .delimited(DelimitedReader(dialect: dialect))
        }
        return .text(TextReader())
    }

    /// Whether records come with the name of the dataset they belong to.
    public var namesDatasets: Bool {
        switch format {
        case .sql: true
        case .bson(let isArchive): isArchive
        case .json, .delimited, .hl7, .xml, .text: false
        }
    }

    /// Whether parts of the text that begin after a line break can be read at the same time (`continued`).
    public var canBeSplit: Bool {
        guard encoding == .utf8 else { return false }
        switch format {
        case .json(.lines), .delimited, .text: return true
        case .json, .sql, .bson, .hl7, .xml: return false
        }
    }

    /// Whether a reader that `continued` makes would read the rest as this one does, from the next record on.
    public var canContinue: Bool {
        if case .delimited(let reader) = reader { reader.hasNames } else { canBeSplit }
    }

    /// Whether the next byte begins a record.
    public var isBetweenRecords: Bool {
        switch reader {
        case .json(let reader): reader.isBetweenLines
        case .delimited(let reader): reader.isBetweenRows
        case .text(let reader): reader.isBetweenLines
        case .sql, .bson, .hl7, .xml: false
        }
    }

    /// A reader for records further on in the same text, which knows what this one does of their fields.
    public func continued() -> RecordReader {
        var other = self
        other.utf8 = UTF8Repair()
        switch reader {
        case .json(let reader): other.reader = .json(reader.continued())
        case .delimited(let reader): other.reader = .delimited(reader.continued())
        case .text(let reader): other.reader = .text(reader.continued())
        case .sql, .bson, .hl7, .xml: break
        }
        return other
    }

    /// Takes the next bytes of the input.
    public mutating func feed(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        switch encoding {
        case .binary: read(chunk, into: sink)
        case .utf8:
            var decoder = UTF8Repair()
            swap(&decoder, &utf8)
            decoder.feed(chunk) { read($0, into: sink) }
            swap(&decoder, &utf8)
        case .utf16:
            guard var decoder = utf16 else { return }
            decoder.decode(chunk).withUnsafeBytes { read($0, into: sink) }
            utf16 = decoder
        }
    }

    /// Takes the end of the input.
    public mutating func finish(into sink: some RecordSink) {
        var decoder = UTF8Repair()
        swap(&decoder, &utf8)
        decoder.finish { if !$0.isEmpty { read($0, into: sink) } }
        if var decoder = utf16 { decoder.finish().withUnsafeBytes { read($0, into: sink) } }
        switch reader {
        case .json(var reader): reader.finish(into: sink)
        case .delimited(var reader): reader.finish(into: sink)
        case .sql(var reader): reader.finish(into: sink)
        case .bson(var reader): reader.finish(into: sink)
        case .hl7(var reader): reader.finish(into: sink)
        case .xml(var reader): reader.finish(into: sink)
        case .text(var reader): reader.finish(into: sink)
        }
    }

    private mutating func read(_ chunk: UnsafeRawBufferPointer, into sink: some RecordSink) {
        // Taken out and put back, so that what the reader holds is not copied for each chunk.
        let taken = reader
        reader = .text(TextReader())
        switch taken {
        case .json(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .json(reader)
        case .delimited(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .delimited(reader)
        case .sql(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .sql(reader)
        case .bson(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .bson(reader)
        case .hl7(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .hl7(reader)
        case .xml(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .xml(reader)
        case .text(var reader):
            reader.feed(chunk, into: sink)
            self.reader = .text(reader)
        }
    }
}

extension RecordReader {
    /// Whether a value that its format calls binary is no text.
    public static func isBinaryValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        FormatSniffer.isBinary(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes.prefix(4096))))
    }
}

/// Counts what a text holds.
final class CountingSink: RecordSink {
    var names = 0
    var strings = 0
    var values = 0
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) { names += 1 }
    /// Whether a value says so: FHIR's `resourceType`.
    var isBundle = false
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        values += 1
        if kind == .string { strings += 1 }
        if bytes.elementsEqual("Bundle".utf8) { isBundle = true }
    }
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}

/// Takes records and does nothing with them.
final class NullSink: RecordSink {
    func beginRecord() {}
    func enter(_ name: UnsafeRawBufferPointer) {}
    func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {}
    func leave() {}
    func endRecord() {}
    func brokenRecord() {}
}
