/// A check that detector files name by `check`: whether what their pattern matched is an identifier of that kind.
public enum Check: String, Codable, CaseIterable, Sendable {
    case nhsNumber = "nhs_number"
    case iban

    /// Whether the match is checked as it is written. Of all others, spaces, hyphens, dots and slashes are removed and letters are
    /// in upper case.
    public var takesTextAsWritten: Bool { false }

    /// - Parameter text: ASCII, in upper case and without separators unless it is taken as written. Any bytes are safe.
    public func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .nhsNumber:
            guard text.count == 10, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
            return text.map { $0 - 0x30 }.withUnsafeBufferPointer(Checks.nhsNumber)
        case .iban: return Checks.iban(text)
        }
    }
}
