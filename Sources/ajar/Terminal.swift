import Glibc

/// Why output did not arrive.
enum OutputError: Error, Equatable {
    /// The reader of a pipe has gone, as `head` does when it has enough.
    case closedPipe
    case failed(place: String, reason: String)
}

/// Standard error, and what kind of terminal there is.
enum Terminal {
    /// `ajar: <sentence>` on standard error.
    static func complain(_ sentence: String) {
        try? write("ajar: \(sentence)\n", to: STDERR_FILENO)
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal; 100 where there is none.
    static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    /// Colours only on a terminal that has them, and not where `NO_COLOR` is set (no-color.org).
    static func hasColour(_ descriptor: Int32) -> Bool {
        isTerminal(descriptor) && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Writes everything, however often the system takes only a part.
    static func write(_ text: String, to descriptor: Int32, place: String = "standard output") throws(OutputError) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EPIPE {
                throw .closedPipe
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, 1_000)
            } else if errno != EINTR {
                throw .failed(place: place, reason: reason(errno))
            }
        }
    }

    /// The system's words for an error, in lower case as the end of a sentence.
    static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "the directory does not exist"
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is read-only"
        case ENOSPC, EDQUOT: "no space is left"
        case EISDIR: "it is a directory"
        case ENOTDIR: "a part of the path is not a directory"
        default: String(cString: strerror(code)).lowercased()
        }
    }
}

/// One line on the terminal's standard error that tells how far a scan is. Does nothing where there is no terminal.
struct ProgressLine {
    private let isShown: Bool
    private var isOnScreen = false
    private var lastShown: ContinuousClock.Instant?

    init() {
        isShown = Terminal.isTerminal(STDERR_FILENO)
    }

    mutating func show(done: Int, total: Int, latest: String) {
        show(done: done, total: total) { "\(done)/\(total) endpoints · \(latest)" }
    }

    /// - Parameter text: what to say, asked only where it is shown: not more than ten times a second.
    mutating func show(done: Int, total: Int, _ text: () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastShown, now - lastShown < .milliseconds(100), done < total { return }
        lastShown = now
        let width = max(20, Terminal.width(of: STDERR_FILENO) - 1)
        try? Terminal.write("\r\u{1b}[K\(text().prefix(width))", to: STDERR_FILENO)
        isOnScreen = true
    }

    /// Takes the line away, so that something else can be written.
    mutating func clear() {
        guard isOnScreen else { return }
        try? Terminal.write("\r\u{1b}[K", to: STDERR_FILENO)
        isOnScreen = false
    }
}

/// How far reading has come: a bar on a terminal, and else a line for each quarter.
struct ProgressBar {
    private var line = ProgressLine()
    private let label: String
    private let isTerminal = Terminal.isTerminal(STDERR_FILENO)
    private var quarters = 0
    private static let width = 30

    init(_ label: String) { self.label = label }

    /// - Parameters: bytes read, of how many.
    mutating func show(_ done: Int, of total: Int) {
        let share = total > 0 ? min(Double(done) / Double(total), 1) : 1
        guard isTerminal else {
            let reached = Int(share * 4)
            if reached > quarters { try? Terminal.write("\(label): \(reached * 25) % read\n", to: STDERR_FILENO) }
            quarters = max(quarters, reached)
            return
        }
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        let text = "\(label) [\(bar)] \(Int(share * 100)) % of \(max(total >> 20, 1)) MB"
        line.show(done: done, total: total) { text }
    }

    mutating func clear() { line.clear() }
}
