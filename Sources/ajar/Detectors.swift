import ArgumentParser
import Scanner

struct Detectors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show and test what is recognised.",
        discussion: """
            A detector recognises one kind of data. It is a file that holds what it looks for, how rarely that occurs \
            by chance, and examples that must and must not match.

            EXAMPLES
              ajar detectors list
              ajar detectors show nhs_number
              ajar detectors test --detectors ./our-detectors
            """,
        subcommands: [List.self, Show.self, Test.self])

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
