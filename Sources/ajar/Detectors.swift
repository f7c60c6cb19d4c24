import ArgumentParser
import Scanner

struct Detectors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show, make and test what is recognised.",
        discussion: """
            A detector recognises one kind of data. It is a file that holds what it looks for, how rarely that occurs \
            by chance, and examples that must and must not match.

            EXAMPLES
              ajar detectors list
              ajar detectors show nhs_number
              ajar detectors new staff_number --dir ./our-detectors
              ajar detectors test --detectors ./our-detectors
            """,
        subcommands: [List.self, Show.self, New.self, Test.self])

    struct Options: ParsableArguments {
        @Option(
            help: ArgumentHelp("Further detectors; one with a known id replaces it.", valueName: "dir"),
            completion: .directory)
        var detectors: String?
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every detector, one a line.")
        @OptionGroup var options: Options

        func run() throws { try listDetectors(from: options.detectors) }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one detector: what it looks for, why it believes it, where that is documented.")
        @Argument(help: "Its id, as ajar detectors list shows it.")
        var id: String
        @OptionGroup var options: Options

        func run() throws { try showDetector(id, from: options.detectors) }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a detector file to begin with.",
            discussion:
                "The file loads and its examples come out right, so that each change to it can be tried at once.")
        @Argument(help: "The type's name in reports: lower-case letters, digits and _.")
        var id: String
        @Option(
            help: ArgumentHelp("Where to put it; made where it is not there.", valueName: "dir"), completion: .directory
        )
        var dir = "."

        func run() throws { try newDetector(id, in: dir) }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the examples of every detector.",
            discussion: """
                EXIT CODES
                  0  every example came out as its detector says
                  1  some did not; they are listed
                  2  wrong usage, or a detector file that cannot be read
                """)
        @OptionGroup var options: Options

        func run() throws { try testDetectors(from: options.detectors) }
    }
}
