/// What values hold in other writings: hexadecimal text, URL encoding, query strings, XML. Each function is pure, linear in
/// the text, and says `nil` or `false` where the text is not written so.
public enum InnerText {
    /// Longest text that is looked into.
    public static let maximumLength = 4 << 20

    /// Which marks of URL encoding and of queries stand in the text.
    public static func marks(_ text: UnsafeBufferPointer<UInt8>) -> (percent: Bool, equals: Bool) {
        let bytes = UnsafeRawBufferPointer(text)
        let (percent, equals) = (UInt8(ascii: "%"), UInt8(ascii: "="))
        let first = ByteSearch.first(of: percent, equals, equals, in: bytes, from: 0, to: bytes.count)
        guard first < bytes.count else { return (false, false) }
        let other = bytes[first] == percent ? equals : percent
        let hasOther = bytes.firstOffset(of: other, from: first) != nil
        return (bytes[first] == percent || hasOther, bytes[first] == equals || hasOther)
    }

    /// Whether marks stand in the text that hexadecimal and base64 have none of: those of addresses, hosts and times.
    public static func isAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(text)
        return ByteSearch.first(
            of: UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: ":"), in: bytes, from: 0, to: bytes.count)
            < bytes.count
    }

    /// Decodes text in hexadecimal digits, as `\x48692e`, `0x48692E` or without a prefix.
    ///
    /// Digits of which none is a letter are a number unless a prefix says otherwise.
    /// - Returns: `nil` where it is no such text, or where what it stands for is none.
    public static func hexadecimal(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count >= 16, text.count <= maximumLength else { return nil }
        let hasPrefix =
            (text[0] == UInt8(ascii: "\\") || text[0] == UInt8(ascii: "0")) && text[1] | 0x20 == UInt8(ascii: "x")
        let digits = hasPrefix ? text[2...] : text[...]
        guard digits.count % 2 == 0, digits.count >= 8 else { return nil }
        // The first bytes tell nearly always, and the very first without memory for them.
        guard digits.prefix(8).allSatisfy({ Hexadecimal.digit($0) != nil }), let head = decode(digits.prefix(32)),
            Base64.isText(head)
        else { return nil }
        let isLetter = { (digit: UInt8) in digit > UInt8(ascii: "9") }
        guard hasPrefix || digits.contains(where: isLetter) else { return nil }
        guard let whole = decode(digits), Base64.isText(whole) else { return nil }
        return whole
    }

    private static func decode(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for byte in digits {
            guard let digit = Hexadecimal.digit(byte) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }

    /// Undoes URL encoding (RFC 3986, section 2.1).
    /// - Parameter isForm: whether `+` stands for a space, as in forms and queries.
    /// - Returns: `nil` where nothing in it is encoded.
    public static func percentDecoded(_ text: UnsafeBufferPointer<UInt8>, isForm: Bool) -> [UInt8]? {
        guard text.count <= maximumLength else { return nil }
        var bytes: [UInt8] = []
        var hasDecoded = false
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            if byte == UInt8(ascii: "%"), offset + 2 < text.count, let high = Hexadecimal.digit(text[offset + 1]),
                let low = Hexadecimal.digit(text[offset + 2])
            {
                if !hasDecoded {
                    bytes.reserveCapacity(text.count)
                    hasDecoded = true
                }
                bytes.append(high << 4 | low)
                offset += 3
            } else if isForm, byte == UInt8(ascii: "+") {
                bytes.append(0x20)
                hasDecoded = true
                offset += 1
            } else {
                bytes.append(byte)
                offset += 1
            }
        }
        return hasDecoded ? bytes : nil
    }

    /// Pushes the parameters of a query string, or of a URL's query, as fields.
    /// - Returns: `nil` where there is no query, else whether it is all of the text, and not a part of a URL.
    public static func query(_ text: UnsafeBufferPointer<UInt8>, into sink: some RecordSink) -> Bool? {
        guard text.count <= 64 << 10 else { return nil }
        let mark = text.firstIndex(of: UInt8(ascii: "?"))
        let isURL = mark != nil
        let start = mark.map { $0 + 1 } ?? 0
        let end = text[start...].firstIndex(of: UInt8(ascii: "#")) ?? text.count
        let pairs = text[start..<end].split(separator: UInt8(ascii: "&"), maxSplits: 255)
        guard isURL || pairs.count >= 2 else { return nil }
        // Each is a name and a value: `a=b&c=d`, and neither `x && y` nor base64.
        guard !pairs.isEmpty, pairs.allSatisfy({ isPair($0) }) else { return nil }
        for pair in pairs {
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = UnsafeBufferPointer(rebasing: pair[..<equals])
            let value = UnsafeBufferPointer(rebasing: pair[(equals + 1)...])
            sink.enter(UnsafeRawBufferPointer(name))
            if let decoded = percentDecoded(value, isForm: true) {
                decoded.withUnsafeBytes { sink.value($0, .string) }
            } else {
                sink.value(UnsafeRawBufferPointer(value), .string)
            }
            sink.leave()
        }
        return !isURL
    }

    private static func isPair(_ pair: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return false }
        let name = pair[..<equals]
        return !name.isEmpty && name.count <= 64
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
    }

    /// Pushes the elements and attributes of a whole XML document as fields. Text with marks of HTML in it is none.
    /// - Returns: whether it was one; where not, nothing was pushed.
    public static func xml(_ text: UnsafeBufferPointer<UInt8>, into sink: some RecordSink) -> Bool {
        guard text.count >= 7, text.count <= maximumLength, text[0] == UInt8(ascii: "<"),
            text[text.count - 1] == UInt8(ascii: ">")
        else { return false }
        let bytes = UnsafeRawBufferPointer(text)
        var trial = XMLReader(plan: XMLReader.Plan())
        trial.feed(bytes, into: NullSink())
        guard trial.isWholeDocument, !htmlNames.contains(trial.rootName) else { return false }
        var reader = XMLReader(plan: XMLReader.Plan())
        reader.feed(bytes, into: InnerSink(sink))
        return true
    }

    private static let htmlNames: Set<String> = [
        "a", "b", "blockquote", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "hr",
        "html", "i",
        "img", "li", "ol", "p", "pre", "small", "span", "strong", "table", "tr", "td", "u", "ul",
    ]

    /// Hands on the fields of what is inside a value, whose record is that of the value.
    private final class InnerSink<Sink: RecordSink>: RecordSink {
        private let sink: Sink
        init(_ sink: Sink) { self.sink = sink }
        func beginRecord() {}
        func enter(_ name: UnsafeRawBufferPointer) { sink.enter(name) }
        func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) { sink.value(bytes, kind) }
        func leave() { sink.leave() }
        func endRecord() {}
        func brokenRecord() {}
    }
}
