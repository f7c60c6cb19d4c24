import Foundation

/// A JSON value that tells booleans, whole numbers and other numbers apart.
public indirect enum JSON: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    public init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let value = try? box.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? box.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? box.decode(Double.self) {
            self = .number(value)
        } else if let value = try? box.decode(String.self) {
            self = .string(value)
        } else if let value = try? box.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try box.decode([String: JSON].self))
        }
    }

    public static func parse(_ text: String) throws -> JSON {
        try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    public subscript(key: String) -> JSON? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text, where it is one.
    public var text: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The whole number, where it is one.
    public var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The elements, where it is an array.
    public var elements: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

/// Checks a value against the part of JSON Schema 2020-12 that `docs/schema/` uses. A keyword that it does not know is
/// a problem, so that no rule goes unchecked.
public struct SchemaValidator {
    public let schema: JSON

    /// The schema of one kind of line, from `docs/schema/`.
    public init(kind: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("docs/schema/\(kind).schema.json")
        schema = try JSON.parse(String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    public init(schema: JSON) { self.schema = schema }

    /// What is wrong, each with the path at which it is; empty where the value is valid.
    public func problems(in value: JSON) -> [String] { check(value, schema, at: "$") }

    private func check(_ value: JSON, _ schema: JSON, at path: String) -> [String] {
        guard case .object(let rules) = schema else { return ["\(path): the schema is not an object"] }
        var out: [String] = []
        for (keyword, rule) in rules {
            switch (keyword, rule) {
            case ("$schema", .string), ("title", .string), ("description", .string): continue
            case ("type", .string(let name)):
                if !SchemaValidator.has(value, type: name) { out.append("\(path): not of type \(name)") }
            case ("const", let constant): if value != constant { out.append("\(path): not the constant") }
            case ("enum", .array(let values)): if !values.contains(value) { out.append("\(path): not in the enum") }
            case ("minimum", let bound):
                if let number = value.double, let least = bound.double, number < least {
                    out.append("\(path): below \(least)")
                }
            case ("maximum", let bound):
                if let number = value.double, let most = bound.double, number > most {
                    out.append("\(path): above \(most)")
                }
            case ("minLength", .integer(let least)):
                if case .string(let text) = value, text.unicodeScalars.count < least {
                    out.append("\(path): too short")
                }
            case ("pattern", .string(let pattern)):
                guard case .string(let text) = value else { continue }
                if (try? Regex(pattern).firstMatch(in: text)) == nil { out.append("\(path): not like \(pattern)") }
            case ("items", let items):
                guard case .array(let elements) = value else { continue }
                for (index, element) in elements.enumerated() { out += check(element, items, at: "\(path)[\(index)]") }
            case ("required", .array(let names)):
                for case .string(let name) in names where value[name] == nil { out.append("\(path): lacks \(name)") }
            case ("properties", .object(let properties)):
                for (name, rule) in properties {
                    if let member = value[name] { out += check(member, rule, at: "\(path).\(name)") }
                }
            case ("propertyNames", let names):
                guard case .object(let members) = value else { continue }
                for name in members.keys { out += check(.string(name), names, at: "\(path) key \(name)") }
            case ("additionalProperties", let rest):
                guard case .object(let members) = value else { continue }
                for (name, member) in members where rules["properties"]?[name] == nil {
                    if rest == .bool(false) {
                        out.append("\(path): \(name) is not described")
                    } else {
                        out += check(member, rest, at: "\(path).\(name)")
                    }
                }
            default: out.append("\(path): the schema's keyword \(keyword) is not known to this validator")
            }
        }
        return out
    }

    private static func has(_ value: JSON, type: String) -> Bool {
        switch (type, value) {
        case ("string", .string), ("boolean", .bool), ("integer", .integer), ("array", .array), ("object", .object):
            true
        case ("number", .integer), ("number", .number): true
        default: false
        }
    }
}
