import ArgumentParser
import Scanner

struct Detectors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show, make and test what is recognised, and import licensed code systems.",
        discussion: """
            A detector recognises one kind of data. It is a file that holds what it looks for, how rarely that occurs \
            by chance, and examples that must and must not match.

            EXAMPLES
              ajar detectors list
              ajar detectors show nhs_number
              ajar detectors new staff_number --dir ./our-detectors
              ajar detectors test --detectors ./our-detectors
              ajar detectors import snomed ./SnomedCT_UKClinicalRF2_PRODUCTION.zip
              ajar detectors packs
            """,
        subcommands: [List.self, Show.self, New.self, Test.self, Import.self, Packs.self])

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

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a pack of a code system that you are licensed for.",
            discussion: """
                Reads the files as their publisher hands them out (folders, zip archives or single files) as a stream, and \
                writes a pack, which ajar scan and ajar classify use from then on. A pack holds hashes of terms and \
                codes, no wording. A pack of the same name is replaced.

                  snomed  SNOMED CT, RF2 snapshot: Description and Concept files; a Language file named by itself \
                restricts the descriptions to its own
                  dmd     dm+d in XML: f_vtm2, f_vmp2, f_amp2, f_ingredient2
                  icd10   ICD-10: codes and titles, as text, XML, or a table with tabs or commas
                  opcs4   OPCS-4: codes and titles, likewise

                EXAMPLES
                  ajar detectors import snomed ./SnomedCT_UKClinicalRF2_PRODUCTION.zip
                  ajar detectors import dmd ./nhsbsa_dmd_4.1.0
                  ajar detectors import icd10 codes.csv --into ./our-detectors/packs

                EXIT CODES
                  0  the pack is made
                  2  wrong usage, or files that hold no such code system
                  3  something could not be read or written; what was there before is as it was
                """)

        @Argument(help: "The code system: snomed, dmd, icd10 or opcs4.")
        var system: CodeSystem

        @Argument(help: "Its files, folders or zip archives.", completion: .file())
        var paths: [String]

        @Option(
            help: ArgumentHelp(
                "Folder for the pack; default: $XDG_DATA_HOME/ajar/packs, else ~/.local/share/ajar/packs.",
                valueName: "dir"), completion: .directory)
        var into: String?

        @Option(
            help: ArgumentHelp(
                "Name of the pack, where there are several of a system; default: the system's.", valueName: "name"))
        var name: String?

        func run() throws { try importPack(system.kind, paths, into: into, name: name) }
    }

    struct Packs: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the packs of licensed code systems, and what each was made from.")
        @OptionGroup var options: Options

        func run() throws { try listPacks(options.detectors) }
    }
}
