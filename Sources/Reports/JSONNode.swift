/// A JSON value under construction. Foundation's encoder knows no declaration order, only sorted or random keys.
enum JSONNode {
    case null
    case bool(Bool)
    /// Text of a number, already in JSON's form.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(key: String, value: JSONNode)])

    init(encoding value: some Encodable, path: [any CodingKey]) throws {
        // Concrete scalars first: their own `encode(to:)` would only come back here by a longer way.
        switch value {
        case let text as String: self = .string(text)
        case let flag as Bool: self = .bool(flag)
        case let number as Int: self = .number(String(number))
        case let number as Double: self = try JSONNode(number, path: path)
        default:
            let isDictionary = value is any StringKeyedDictionary
            let encoder = NodeEncoder(codingPath: path, keepsKeys: isDictionary)
            try value.encode(to: encoder)
            self = encoder.box.node
            if isDictionary, case .object(let members) = self {
                self = .object(members.sorted { $0.key < $1.key })
            }
        }
    }

    /// Six decimals are kept: nobody's decision hangs on the seventh, and lines stay short and stable.
    init(_ number: Double, path: [any CodingKey]) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: path, debugDescription: "\(number) is not a JSON number")
            throw EncodingError.invalidValue(number, context)
        }
        let scaled = (number * 1_000_000).rounded()
        let rounded = scaled.magnitude < 1e15 ? scaled / 1_000_000 : number
        if let whole = Int(exactly: rounded) {
            self = .number(String(whole))
        } else {
            self = .number(rounded.description)
        }
    }

    func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let flag): out += flag ? "true" : "false"
        case .number(let text): out += text
        case .string(let text): JSONNode.quote(text, to: &out)
        case .array(let elements):
            out += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { out += "," }
                element.write(to: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," }
                JSONNode.quote(member.key, to: &out)
                out += ":"
                member.value.write(to: &out)
            }
            out += "}"
        }
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if SafeText.isInvisible(scalar) {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        out += "\""
    }

    /// `recordsSampled` → `records_sampled`, `elapsedMs` → `elapsed_ms`.
    static func snakeCase(_ name: String) -> String {
        var out = ""
        for character in name {
            if character.isUppercase {
                out += "_" + character.lowercased()
            } else {
                out.append(character)
            }
        }
        return out
    }
}

/// Marks dictionaries whose keys are strings, so that they can be told from structures.
private protocol StringKeyedDictionary {}
extension Dictionary: StringKeyedDictionary where Key == String {}

/// Where an encoder leaves its node: containers outlive the call that asked for them.
private final class NodeBox {
    private enum Content {
        case empty
        case single(JSONNode)
        case members([(key: String, value: NodeBox)])
        case elements([NodeBox])
    }

    private var content = Content.empty

    var node: JSONNode {
        switch content {
        case .empty: .object([])
        case .single(let node): node
        case .members(let members): .object(members.map { ($0.key, $0.value.node) })
        case .elements(let elements): .array(elements.map(\.node))
        }
    }

    var count: Int {
        if case .elements(let elements) = content { elements.count } else { 0 }
    }

    init() {}

    init(_ node: JSONNode) { content = .single(node) }

    func set(_ node: JSONNode) { content = .single(node) }

    func becomeObject() { if case .empty = content { content = .members([]) } }

    func becomeArray() { if case .empty = content { content = .elements([]) } }

    func append(_ key: String, _ value: NodeBox) {
        guard case .members(var members) = content else { return }
        members.append((key, value))
        content = .members(members)
    }

    func append(_ value: NodeBox) {
        guard case .elements(var elements) = content else { return }
        elements.append(value)
        content = .elements(elements)
    }
}

private struct NodeEncoder: Encoder {
    let box: NodeBox
    var codingPath: [any CodingKey]
    /// Whether keys are data (those of a dictionary) and stay as they are.
    let keepsKeys: Bool
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(box: NodeBox = NodeBox(), codingPath: [any CodingKey], keepsKeys: Bool = false) {
        self.box = box
        self.codingPath = codingPath
        self.keepsKeys = keepsKeys
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        box.becomeObject()
        return KeyedEncodingContainer(KeyedNodes<Key>(box: box, codingPath: codingPath, keepsKeys: keepsKeys))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        box.becomeArray()
        return ListedNodes(box: box, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleNode(box: box, codingPath: codingPath)
    }
}

private struct KeyedNodes<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: NodeBox
    var codingPath: [any CodingKey]
    let keepsKeys: Bool

    private func name(_ key: Key) -> String { keepsKeys ? key.stringValue : JSONNode.snakeCase(key.stringValue) }

    mutating func encodeNil(forKey key: Key) { box.append(name(key), NodeBox(.null)) }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        box.append(name(key), NodeBox(try JSONNode(encoding: value, path: codingPath + [key])))
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nested(key).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        let child = NodeBox()
        box.append("super", child)
        return NodeEncoder(box: child, codingPath: codingPath)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: Key) -> NodeEncoder {
        let child = NodeBox()
        box.append(name(key), child)
        return NodeEncoder(box: child, codingPath: codingPath + [key])
    }
}

private struct ListedNodes: UnkeyedEncodingContainer {
    let box: NodeBox
    var codingPath: [any CodingKey]
    var count: Int { box.count }

    mutating func encodeNil() { box.append(NodeBox(.null)) }

    mutating func encode<T: Encodable>(_ value: T) throws {
        box.append(NodeBox(try JSONNode(encoding: value, path: codingPath)))
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        nested().container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { nested() }

    private func nested() -> NodeEncoder {
        let child = NodeBox()
        box.append(child)
        return NodeEncoder(box: child, codingPath: codingPath)
    }
}

private struct SingleNode: SingleValueEncodingContainer {
    let box: NodeBox
    var codingPath: [any CodingKey]

    mutating func encodeNil() { box.set(.null) }
    mutating func encode(_ value: Bool) { box.set(.bool(value)) }
    mutating func encode(_ value: String) { box.set(.string(value)) }
    mutating func encode(_ value: Double) throws { box.set(try JSONNode(value, path: codingPath)) }
    mutating func encode(_ value: Float) throws { box.set(try JSONNode(Double(value), path: codingPath)) }
    mutating func encode(_ value: Int) { box.set(.number(String(value))) }
    mutating func encode(_ value: Int8) { box.set(.number(String(value))) }
    mutating func encode(_ value: Int16) { box.set(.number(String(value))) }
    mutating func encode(_ value: Int32) { box.set(.number(String(value))) }
    mutating func encode(_ value: Int64) { box.set(.number(String(value))) }
    mutating func encode(_ value: UInt) { box.set(.number(String(value))) }
    mutating func encode(_ value: UInt8) { box.set(.number(String(value))) }
    mutating func encode(_ value: UInt16) { box.set(.number(String(value))) }
    mutating func encode(_ value: UInt32) { box.set(.number(String(value))) }
    mutating func encode(_ value: UInt64) { box.set(.number(String(value))) }

    mutating func encode<T: Encodable>(_ value: T) throws {
        box.set(try JSONNode(encoding: value, path: codingPath))
    }
}
