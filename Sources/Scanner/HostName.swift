/// A host name after RFC 1123 section 2.1, in lower case and without the final dot. Underscores are let through:
/// container networks use them.
enum HostName {
    enum Fault: Error, Equatable {
        case malformed
        /// It ends in a number, and so some resolvers take it for an IPv4 address in an old notation.
        case looksNumeric
        case notASCII
    }

    static func parse(_ text: some StringProtocol) throws(Fault) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII }
        var name = text.lowercased()
        if name.hasSuffix("."), name.utf8.count > 1 { name.removeLast() }
        guard (1...253).contains(name.utf8.count) else { throw .malformed }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-",
                label.utf8.allSatisfy({
                    (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x5f
                })
            else { throw .malformed }
        }
        // `127.1`, `0x7f000001` and `010.0.0.1` are addresses to getaddrinfo, and not those that they seem.
        if let end = labels.last,
            end.utf8.allSatisfy({ (0x30...0x39).contains($0) })
                || (end.hasPrefix("0x")
                    && end.utf8.dropFirst(2).allSatisfy({
                        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
                    }))
        {
            throw .looksNumeric
        }
        return name
    }
}

/// A host name, or `*.` and a domain for every name below it (not the domain itself).
public struct NamePattern: Hashable, Sendable, CustomStringConvertible {
    /// The name, or the domain after `*.`.
    public let name: String
    public let isWildcard: Bool

    init(parsing text: String) throws(HostName.Fault) {
        isWildcard = text.hasPrefix("*.")
        name = try HostName.parse(isWildcard ? String(text.dropFirst(2)) : text)
        // `*.org` is no one's domain.
        if isWildcard, !name.contains(".") { throw .malformed }
    }

    public init?(_ text: String) {
        guard let pattern = try? NamePattern(parsing: text) else { return nil }
        self = pattern
    }

    /// - Parameter host: in lower case, without the final dot.
    public func matches(_ host: String) -> Bool {
        isWildcard ? host.hasSuffix("." + name) : host == name
    }

    public var description: String { isWildcard ? "*.\(name)" : name }
}
