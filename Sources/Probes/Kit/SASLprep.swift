import Foundation

/// SASLprep (RFC 4013): one form for names and passwords, so that what is typed differently is the same.
enum SASLprep {
    /// - Returns: `nil` where the text holds what RFC 4013 prohibits. Unassigned code points are let through, as
    ///   section 2.5 allows for queries.
    static func prepared(_ text: String) -> String? {
        // ASCII is its own form; of it, only the control characters are prohibited.
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
        var mapped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isNothing(scalar) {
            mapped.append(isOtherSpace(scalar) ? " " : scalar)
        }
        let normal = String(mapped).precomposedStringWithCompatibilityMapping
        guard !normal.unicodeScalars.contains(where: isProhibited), hasOneDirection(normal) else { return nil }
        return normal
    }

    /// RFC 3454, table B.1: commonly mapped to nothing.
    private static func isNothing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00AD, 0x034F, 0x1806, 0x180B...0x180D, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }

    /// RFC 3454, table C.1.2: spaces outside ASCII.
    private static func isOtherSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00A0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// RFC 3454, tables C.1.2, C.2.1, C.2.2, C.3, C.4, C.5, C.6, C.7, C.8 and C.9, which RFC 4013 section 2.3 names.
    private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
        if isOtherSpace(scalar) || scalar.value & 0xFFFE == 0xFFFE { return true }
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x06DD, 0x070F, 0x180E, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060...0x2063,
            0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC, 0x1D173...0x1D17A:
            return true
        case 0xE000...0xF8FF, 0xF0000...0x10FFFF, 0xFDD0...0xFDEF, 0xD800...0xDFFF, 0xFFFD, 0x2FF0...0x2FFB: return true
        case 0x0340, 0x0341, 0x200E, 0x200F, 0x202A...0x202E, 0xE0001, 0xE0020...0xE007F: return true
        default: return false
        }
    }

    /// RFC 3454, section 6: a text with a letter that runs to the left begins and ends with such letters, and has none
    /// that run to the right.
    private static func hasOneDirection(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(where: runsLeft) else { return true }
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, runsLeft(first),
            runsLeft(last)
        else { return false }
        return !text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: !runsLeft(scalar)
            default: false
            }
        }
    }

    /// RFC 3454, table D.1.
    private static func runsLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x05BE, 0x05C0, 0x05C3, 0x05D0...0x05EA, 0x05F0...0x05F4, 0x061B, 0x061F, 0x0621...0x063A, 0x0640...0x064A,
            0x066D...0x066F, 0x0671...0x06D5, 0x06DD, 0x06E5, 0x06E6, 0x06FA...0x06FE, 0x0700...0x070D, 0x0710,
            0x0712...0x072C, 0x0780...0x07A5, 0x07B1, 0x200F:
            true
        case 0xFB1D, 0xFB1F...0xFB28, 0xFB2A...0xFB36, 0xFB38...0xFB3C, 0xFB3E, 0xFB40, 0xFB41, 0xFB43, 0xFB44,
            0xFB46...0xFBB1, 0xFBD3...0xFD3D, 0xFD50...0xFD8F, 0xFD92...0xFDC7, 0xFDF0...0xFDFC, 0xFE70...0xFE74,
            0xFE76...0xFEFC:
            true
        default: false
        }
    }
}
