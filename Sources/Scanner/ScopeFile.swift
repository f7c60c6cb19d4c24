import Foundation

/// Who allowed a scan of public addresses, of which, and until when. `docs/scope.md` shows one.
public struct ScopeFile: Sendable, Equatable {
    /// The path, as sentences name it.
    public var file: String
    public var authorisedBy: String
    /// Someone to write to; the client names it to the servers it talks to.
    public var contact: String
    /// The last day on which it holds, in UTC.
    public var expires: CalendarDay
    public var ranges: AddressSet
    public var names: [NamePattern]
    public var exclusions: Exclusions

    /// The largest file that is read.
    static let maximumSize = 1 << 20

    /// - Throws: a sentence that names the file, and the key where it is one key's fault.
    public static func read(_ path: String, today: CalendarDay = CalendarDay(Date())) throws(UsageError) -> ScopeFile {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            data = try handle.read(upToCount: maximumSize + 1) ?? Data()
        } catch {
            throw UsageError("Scope file \(printable(path)) cannot be read: \(reason(for: error)).")
        }
        return try parse(data, file: path, today: today)
    }

    /// Reads JSON, with the comments and trailing commas of JSON5.
    public static func parse(_ data: Data, file path: String, today: CalendarDay) throws(UsageError) -> ScopeFile {
        let file = printable(path)
        guard data.count <= maximumSize else {
            throw UsageError("Scope file \(file) is larger than \(grouped(maximumSize)) bytes.")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        guard let root = try? decoder.decode(Node.self, from: data), case .object(let keys) = root else {
            throw UsageError(
                "Scope file \(file) is not a JSON object; docs/scope.md shows one, and a comma or quote may be missing."
            )
        }
        return try ScopeReader(file: file, keys: keys).read(today: today)
    }

    private static func reason(for error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "it does not exist"
        case .fileReadNoPermission: "permission denied"
        default: "it is not a readable file"
        }
    }
}

/// Any JSON value, so that unknown keys and wrong types can be named.
private enum Node: Decodable {
    case object([String: Node])
    case array([Node])
    case string(String)
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let object = try? value.decode([String: Node].self) {
            self = .object(object)
        } else if let array = try? value.decode([Node].self) {
            self = .array(array)
        } else {
            self = .other
        }
    }
}

private struct ScopeReader {
    let file: String
    let keys: [String: Node]

    private static let known = ["authorised_by", "contact", "exclude", "expires", "names", "ranges"]

    func read(today: CalendarDay) throws(UsageError) -> ScopeFile {
        if let unknown = keys.keys.filter({ !Self.known.contains($0) }).min() {
            throw UsageError(
                "Scope file \(file) has the unknown key '\(printable(unknown))'; known are "
                    + Self.known.joined(separator: ", ") + ".")
        }
        let authorisedBy = try text("authorised_by")
        let contact = try text("contact")
        let expiresText = try text("expires")
        guard let expires = CalendarDay(expiresText) else {
            throw UsageError(
                "Scope file \(file): 'expires' is '\(printable(expiresText))', which is no date; write it like 2026-12-31."
            )
        }
        var blocks: [CIDR] = []
        for entry in try list("ranges") { blocks.append(try range(entry)) }
        var names: [NamePattern] = []
        for entry in try list("names") {
            do {
                names.append(try NamePattern(parsing: entry))
            } catch {
                throw UsageError(
                    "Scope file \(file): 'names' has '\(printable(entry))', which is not a host name; "
                        + "write it like db.example.org or *.example.org.")
            }
        }
        guard !blocks.isEmpty || !names.isEmpty else {
            throw UsageError("Scope file \(file) allows nothing: 'ranges' or 'names' needs an entry.")
        }
        var exclusions = Exclusions()
        try exclusions.add(list("exclude"), whose: "Scope file \(file): 'exclude' entry")
        guard today <= expires else {
            throw UsageError(
                "Scope file \(file) expired on \(expires); have the authorisation renewed, then change 'expires'.")
        }
        return ScopeFile(
            file: file, authorisedBy: authorisedBy, contact: contact, expires: expires, ranges: AddressSet(blocks),
            names: names, exclusions: exclusions)
    }

    private func range(_ entry: String) throws(UsageError) -> CIDR {
        let block: CIDR
        do {
            if let address = IPAddress(entry) { return CIDR(address, prefixLength: address.family.bits) }
            // Strict: who authorised 203.0.113.7/24 may have meant one host.
            block = try CIDR(parsing: entry, strict: true)
        } catch {
            throw UsageError(
                TargetParser.sentence(error, for: printable(entry), whose: "Scope file \(file): 'ranges' entry"))
        }
        let shortest = block.base.family == .v4 ? 8 : 16
        guard block.prefixLength >= shortest else {
            throw UsageError(
                "Scope file \(file): 'ranges' entry '\(printable(entry))' is wider than /\(shortest), "
                    + "more than one organisation can authorise.")
        }
        return block
    }

    private func text(_ key: String) throws(UsageError) -> String {
        guard let node = keys[key] else { throw UsageError("Scope file \(file) lacks the key '\(key)'.") }
        guard case .string(let value) = node else {
            throw UsageError("Scope file \(file): '\(key)' must be a text in quotes.")
        }
        let trimmed = value.trimmed
        guard !trimmed.isEmpty else { throw UsageError("Scope file \(file): '\(key)' is empty.") }
        guard trimmed == printable(trimmed) else {
            throw UsageError("Scope file \(file): '\(key)' is longer than 200 characters or has control characters.")
        }
        return trimmed
    }

    private func list(_ key: String) throws(UsageError) -> [String] {
        guard let node = keys[key] else { return [] }
        guard case .array(let nodes) = node else {
            throw UsageError("Scope file \(file): '\(key)' must be a list of texts, like [\"…\", \"…\"].")
        }
        var entries: [String] = []
        for node in nodes {
            guard case .string(let entry) = node else {
                throw UsageError("Scope file \(file): '\(key)' must be a list of texts, like [\"…\", \"…\"].")
            }
            entries.append(entry.trimmed)
        }
        return entries
    }
}
