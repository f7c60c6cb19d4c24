import ArgumentParser
import Glibc
import Scanner

/// The version of the command, in `--version`, in what it tells servers and in every summary.
enum Version {
    static let current = "0.1.0"
}

@main
struct Ajar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ajar",
        abstract: "Finds databases left open to strangers, and says how bad it is.",
        discussion: """
            Ajar reaches a database the way a stranger would: without a password. It decides what a stranger may do \
            there, reads a few records without changing anything, recognises what they hold (NHS numbers, diagnoses, \
            bank details, keys and some more), and rates how much harm they could do. No value is kept or shown.

            Scan only what is yours, or what you have been authorised to scan.

            EXAMPLES
              Look at this machine:
                ajar scan localhost
              Fail a build if anything exposed is rated high or worse:
                ajar scan db:5432 mongodb://mongo --fail-on high
              Rate the records of a file:
                ajar classify patients.ndjson
              Completions for your shell (zsh, bash or fish):
                ajar --generate-completion-script bash > /etc/bash_completion.d/ajar

            EXIT CODES
              0  done, and nothing at or above the threshold of --fail-on
              1  something is at or above it
              2  wrong usage or configuration; nothing was done
              3  not everything could be done; the report says what and why
            """,
        version: "ajar \(Version.current)",
        subcommands: [Scan.self, Classify.self, Detectors.self])

    static func main() async {
        // Writes to a closed pipe then fail with an error that is handled where it comes up.
        signal(SIGPIPE, SIG_IGN)
        do {
            // By their types, not as `any AsyncParsableCommand`: a cast to that could bring in a conformance that is
            // bound to an actor.
            switch try parseAsRoot() {
            case let scan as Scan: try await scan.run()
            case let classify as Classify: try await classify.run()
            case var other: try other.run()
            }
        } catch {
            Glibc.exit(report(error))
        }
    }

    /// Says what went wrong on standard error.
    ///
    /// - Returns: the exit code.
    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let exit as Exit:
            return exit.code
        case let error as UsageError:
            Terminal.complain(error.sentence)
            return 2
        case OutputError.closedPipe:
            // As if the signal had ended it: quietly, and not as a success.
            return 128 + SIGPIPE
        case OutputError.failed(let place, let reason):
            Terminal.complain("\(place) could not be written: \(reason).")
            return 3
        default:
            break
        }
        let text = fullMessage(for: error)
        if exitCode(for: error).rawValue == EXIT_SUCCESS {
            // Help, the version and completion scripts are what was asked for.
            return (try? Terminal.write(text + "\n", to: STDOUT_FILENO)) == nil ? 128 + SIGPIPE : 0
        }
        let label = "Error: "
        Terminal.complain(text.hasPrefix(label) ? String(text.dropFirst(label.count)) : text)
        return 2
    }
}

/// Ends the command with a code; everything has been said.
struct Exit: Error {
    var code: Int32
}
