import Foundation

/// A day in the Gregorian calendar, for the expiry of a scope.
public struct CalendarDay: Sendable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Reads `2026-12-31`; `nil` for other notations and for days that do not exist.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year > 0, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day it is in UTC.
    public init(_ date: Date) {
        // The inverse of counting days from a year that starts in March, so that the leap day comes last.
        let seconds = min(max(date.timeIntervalSince1970, -1e12), 1e12)
        let days = Int((seconds / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// Decides, for the address that is about to be dialled, whether it may be.
///
///     excluded ─► no     never dialled (multicast, …) ─► no     loopback, private ─► yes     public ─► by the scope file
///
/// It is asked after DNS, for every single connection; the name only says how the operator came to the address.
public struct ScopeGuard: Sendable {
    public let scope: ScopeFile?
    public let exclusions: Exclusions
    private let today: @Sendable () -> CalendarDay

    public init(
        scope: ScopeFile?, exclusions: Exclusions,
        today: @escaping @Sendable () -> CalendarDay = { CalendarDay(Date()) }
    ) {
        self.scope = scope
        self.exclusions = scope.map { exclusions.union($0.exclusions) } ?? exclusions
        self.today = today
    }

    public enum Decision: Sendable, Equatable {
        case allowed
        /// The operator said so.
        case excluded
        /// Why not, in a sentence.
        case refused(String)
    }

    /// - Parameter name: the host name that the operator named, in lower case, if the address came from one.
    public func decide(_ address: IPAddress, name: String? = nil) -> Decision {
        if exclusions.contains(address, name: name) { return .excluded }
        let shown = name.map { "\(address) (\($0))" } ?? "\(address)"
        switch AddressKind(address) {
        case .never(let kind):
            return .refused("\(shown) is \(kind), which Ajar never dials.")
        case .loopback, .privateUse:
            return .allowed
        case .publicUse:
            guard let scope else {
                return .refused(
                    "\(shown) is a public address, and those are scanned only with a scope file (--scope FILE) "
                        + "that says who authorised it.")
            }
            guard today() <= scope.expires else {
                return .refused(
                    "\(shown) is a public address, and the scope file \(scope.file) expired on \(scope.expires).")
            }
            if scope.ranges.contains(address) { return .allowed }
            if let name, scope.names.contains(where: { $0.matches(name) }) { return .allowed }
            return .refused("\(shown) is a public address that the scope file \(scope.file) does not cover.")
        }
    }
}

/// What an address is for, as far as permission depends on it.
enum AddressKind: Equatable {
    case loopback
    /// RFC 1918, link-local and unique local addresses: only who is inside reaches them.
    case privateUse
    /// Everything else, also shared address space (100.64.0.0/10, RFC 6598, belongs to the carrier and not to its
    /// customer) and the documentation ranges.
    case publicUse
    case never(String)

    init(_ address: IPAddress) {
        // A NAT64 gateway forwards to the IPv4 address inside; what may never be dialled is not dialled that way either.
        if let embedded = address.embeddedIPv4, case .never(let kind) = AddressKind(embedded) {
            self = .never(kind)
            return
        }
        self = Self.table.first { $0.block.contains(address) }?.kind ?? .publicUse
    }

    /// From the IANA special-purpose registries for IPv4 (RFC 6890) and IPv6, first match first.
    private static let table: [(block: CIDR, kind: AddressKind)] = [
        ("127.0.0.0/8", .loopback),
        ("10.0.0.0/8", .privateUse),
        ("172.16.0.0/12", .privateUse),
        ("192.168.0.0/16", .privateUse),
        ("169.254.0.0/16", .privateUse),
        // Linux connects to the machine itself for 0.0.0.0.
        ("0.0.0.0/8", .never("an unspecified address")),
        ("224.0.0.0/4", .never("a multicast address")),
        ("255.255.255.255/32", .never("the broadcast address")),
        ("240.0.0.0/4", .never("a reserved address")),
        ("::1/128", .loopback),
        ("::/128", .never("an unspecified address")),
        ("ff00::/8", .never("a multicast address")),
        ("fc00::/7", .privateUse),
        ("fe80::/10", .privateUse),
    ].compactMap { text, kind in CIDR(text).map { ($0, kind) } }
}
