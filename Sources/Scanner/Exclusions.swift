/// What is never dialled. Exclusions win over everything else that is named.
public struct Exclusions: Sendable, Equatable {
    public private(set) var addresses: AddressSet
    public private(set) var names: [NamePattern]
    private var blocks: [CIDR]

    public init(blocks: [CIDR] = [], names: [NamePattern] = []) {
        self.blocks = blocks
        self.names = names
        addresses = AddressSet(blocks)
    }

    public var isEmpty: Bool { blocks.isEmpty && names.isEmpty }

    /// Adds host names, patterns (`*.example.org`), addresses and ranges; all of a list in one go, because each call
    /// costs as much as all that was added before.
    mutating func add(_ texts: [String], whose: String) throws(UsageError) {
        for text in texts { try note(text, whose: whose) }
        addresses = AddressSet(blocks)
    }

    mutating func add(_ more: [CIDR]) {
        blocks += more
        addresses = AddressSet(blocks)
    }

    private mutating func note(_ text: String, whose: String) throws(UsageError) {
        let shown = TargetParser.shown(text)
        guard !text.isEmpty else {
            throw UsageError("\(whose) has an empty entry; write it like 192.0.2.7,198.51.100.0/24,db.example.org.")
        }
        do {
            if text.contains("/") {
                blocks.append(try CIDR(parsing: text, strict: false))
                return
            }
        } catch {
            throw UsageError(TargetParser.sentence(error, for: shown, whose: whose))
        }
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if let address = IPAddress(bare) {
            blocks.append(CIDR(address, prefixLength: address.family.bits))
            return
        }
        do {
            names.append(try NamePattern(parsing: text))
        } catch {
            throw UsageError(TargetParser.sentence(error, for: shown, whose: whose))
        }
    }

    func union(_ other: Exclusions) -> Exclusions {
        Exclusions(blocks: blocks + other.blocks, names: names + other.names)
    }

    /// Whether the address, or the host it was found by, is excluded.
    public func contains(_ address: IPAddress, name: String?) -> Bool {
        if addresses.contains(address) { return true }
        if let embedded = address.embeddedIPv4, addresses.contains(embedded) { return true }
        return name.map(contains(name:)) ?? false
    }

    public func contains(name: String) -> Bool { names.contains { $0.matches(name) } }
}
