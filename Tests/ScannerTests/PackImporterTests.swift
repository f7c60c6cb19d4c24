import Classifier
import Foundation
import Testing

@testable import Scanner

/// Files of code systems in, a pack out: whichever way they are handed out, and whatever is wrong with them.
@Suite struct PackImporterTests {
    private static let catalog: DetectorCatalog = {
        do { return try DetectorCatalog() } catch { fatalError("\(error)") }
    }()

    /// A folder of its own for each test.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ajar-packs-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func put(_ text: String, _ path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static let concepts =
        "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\r\n100\t20260401\t1\t9\t9\r\n"
    private static let descriptions = """
        id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\r
        1\t20260401\t1\t9\t100\ten\t900000000000003001\tZorbitis alta (disorder)\t9\r
        2\t20260401\t1\t9\t100\ten\t900000000000013009\tZorb fever\t9\r

        """

    private func release(in folder: String) throws -> String {
        let root = "\(folder)/SnomedCT_Made_Up"
        try put(Self.concepts, "\(root)/Snapshot/Terminology/sct2_Concept_Snapshot_GB_20260401.txt")
        try put(Self.descriptions, "\(root)/Snapshot/Terminology/sct2_Description_Snapshot-en_GB_20260401.txt")
        try put(Self.descriptions, "\(root)/Full/Terminology/sct2_Description_Full-en_GB_20260401.txt")
        try put("not a release", "\(root)/Readme_en_20260401.txt")
        return root
    }

    private func run(_ kind: PackKind, _ paths: [String], into folder: String) throws -> PackImporter.Result {
        try PackImporter(kind, catalog: Self.catalog).run(paths, into: folder, name: kind.rawValue, now: 1_700_000_000)
    }

    @Test func aReleaseFolderBecomesAPackOfItsSnapshot() throws {
        try withFolder { folder in
            let result = try run(.snomed, [try release(in: folder)], into: "\(folder)/new/packs")
            #expect(result.path == "\(folder)/new/packs/snomed.ajarpack")
            #expect(result.files.count == 2)
            #expect(result.information.terms == 2)
            #expect(result.information.read == 2)
            #expect(result.information.codes == 1)
            #expect(result.information.version == "20260401")
            #expect(result.information.created == 1_700_000_000)
            #expect(try PackFile.open(result.path).information == result.information)
            // Nothing else is left there.
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/new/packs") == ["snomed.ajarpack"])
        }
    }

    @Test func anArchiveIsReadLikeTheFolderItWasMadeOf() throws {
        try withFolder { folder in
            let root = try release(in: folder)
            for method in [Zip.Method.stored, .deflated] {
                let zip = "\(folder)/\(method).zip"
                try Zip.archive(of: root, method).write(to: URL(fileURLWithPath: zip))
                let one = try run(.snomed, [root], into: "\(folder)/one")
                let two = try run(.snomed, [zip], into: "\(folder)/two")
                #expect(
                    FileManager.default.contents(atPath: one.path) == FileManager.default.contents(atPath: two.path))
            }
        }
    }

    /// Cut anywhere or with any byte changed, an archive is refused or read; it never traps.
    @Test func brokenArchivesCannotTrap() throws {
        try withFolder { folder in
            let whole = try Zip.archive(of: try release(in: folder), .deflated)
            let zip = "\(folder)/broken.zip"
            for end in stride(from: 0, to: whole.count, by: 13) {
                try whole[..<end].write(to: URL(fileURLWithPath: zip))
                #expect(throws: PackImporter.Failure.self) { try run(.snomed, [zip], into: "\(folder)/packs") }
            }
            for index in stride(from: 0, to: whole.count, by: 5) {
                for value in [UInt8(0), 0xff, whole[index] ^ 0x40] {
                    var damaged = whole
                    damaged[index] = value
                    try damaged.write(to: URL(fileURLWithPath: zip))
                    do { _ = try run(.snomed, [zip], into: "\(folder)/packs") } catch is PackImporter.Failure {}
                }
            }
        }
    }

    @Test func anEntryThatUnpacksToSomethingElseIsRefused() throws {
        try withFolder { folder in
            var whole = try Zip.archive(of: try release(in: folder), .deflated)
            // The checksum in the directory entry of each file.
            for start in 0..<(whole.count - 4) where Array(whole[start..<(start + 4)]) == [0x50, 0x4b, 1, 2] {
                whole[start + 16] ^= 1
            }
            let zip = "\(folder)/x.zip"
            try whole.write(to: URL(fileURLWithPath: zip))
            #expect(throws: PackImporter.Failure.self) { try run(.snomed, [zip], into: "\(folder)/packs") }
        }
    }

    @Test func listsAndElementsAreRead() throws {
        try withFolder { folder in
            try put(
                "A01.1\tZorbotomy of lobe\r\nA01.2\tZorbectomy NEC\r\n",
                "\(folder)/o/OPCS410 CodesAndTitles Nov 2026 V1.0.txt")
            let opcs = try run(.opcs4, ["\(folder)/o"], into: "\(folder)/packs")
            #expect(opcs.information.codes == 2)
            try put("code,description\nQ55.1,Zorbitis of knee\nnonsense\n", "\(folder)/mine.csv")
            let icd = try run(.icd10, ["\(folder)/mine.csv"], into: "\(folder)/packs")
            #expect(icd.information.codes == 1)
            #expect(icd.broken == 1)
            try put(
                "<VIRTUAL_THERAPEUTIC_MOIETIES><VTM><VTMID>774656009</VTMID><NM>Zorbizole</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>",
                "\(folder)/d/f_vtm2_3060426.xml")
            let dmd = try run(.dmd, ["\(folder)/d"], into: "\(folder)/packs")
            #expect(dmd.information.terms == 1)
            #expect(dmd.information.version == "20260406")
            let environment = ["XDG_DATA_HOME": folder]
            #expect(PackFile.paths(detectors: folder, environment: environment).count == 3)
            #expect(try PackFile.load(PackFile.paths(detectors: folder, environment: environment))?.packs.count == 3)
        }
    }

    @Test func wrongFilesAreTheOperatorsMistake() throws {
        try withFolder { folder in
            func refusal(_ kind: PackKind, _ paths: [String]) -> String? {
                do {
                    _ = try run(kind, paths, into: "\(folder)/packs")
                    return nil
                } catch PackImporter.Failure.usage(let error) {
                    return error.sentence
                } catch { return "\(error)" }
            }
            try put("hello\n", "\(folder)/text.txt")
            #expect(
                refusal(.snomed, ["\(folder)/text.txt"])
                    == "There is no description file of an RF2 snapshot (sct2_Description_Snapshot-…txt) in '\(folder)/text.txt'."
            )
            #expect(refusal(.dmd, [folder])?.hasPrefix("There is no file of dm+d in XML") == true)
            #expect(
                refusal(.opcs4, ["\(folder)/none"])
                    == "'\(folder)/none' cannot be read: there is no such file or folder.")
            #expect(refusal(.icd10, ["\(folder)/text.txt"])?.contains("no term and no code was found in it") == true)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/packs/icd10.ajarpack"))
        }
    }

    /// What is there is replaced as a whole or not at all.
    @Test func aFailedImportLeavesTheOldPack() throws {
        try withFolder { folder in
            let first = try run(.snomed, [try release(in: folder)], into: "\(folder)/packs")
            let before = FileManager.default.contents(atPath: first.path)
            try put("hello\n", "\(folder)/text.txt")
            #expect(throws: PackImporter.Failure.self) {
                try run(.snomed, ["\(folder)/text.txt"], into: "\(folder)/packs")
            }
            #expect(FileManager.default.contents(atPath: first.path) == before)
        }
    }

    @Test func filesThatAreNoPacksAreRefusedByName() throws {
        try withFolder { folder in
            try put("hello", "\(folder)/x.ajarpack")
            try put("", "\(folder)/empty.ajarpack")
            for (name, reason) in [
                ("x", "it is too short for a pack; import it again"),
                ("empty", "it is too short for a pack; import it again"),
                ("none", "No such file or directory"),
            ] {
                do throws(UsageError) {
                    _ = try PackFile.open("\(folder)/\(name).ajarpack")
                    Issue.record("it was opened")
                } catch {
                    #expect(error.sentence == "Pack '\(folder)/\(name).ajarpack' cannot be used: \(reason).")
                }
            }
            #expect(throws: UsageError.self) { try PackFile.open(folder) }
        }
    }

    @Test func theDefaultFolderFollowsTheEnvironment() {
        #expect(PackFile.defaultFolder(environment: ["XDG_DATA_HOME": "/d", "HOME": "/h"]) == "/d/ajar/packs")
        #expect(PackFile.defaultFolder(environment: ["HOME": "/h"]) == "/h/.local/share/ajar/packs")
        #expect(
            PackFile.defaultFolder(environment: ["XDG_DATA_HOME": "relative", "HOME": "/h"])
                == "/h/.local/share/ajar/packs")
        #expect(PackFile.defaultFolder(environment: [:]) == nil)
    }

    @Test func progressEndsWithAllThatIsRead() throws {
        try withFolder { folder in
            var last = (0, 0)
            let importer = PackImporter(.snomed, catalog: Self.catalog) { last = ($0, $1) }
            _ = try importer.run([try release(in: folder)], into: "\(folder)/packs", name: "a", now: 0)
            #expect(last.0 == last.1)
            #expect(last.0 > 0)
        }
    }
}

/// Archives as the zip format has them, made here, with stored entries or such that deflate left as they are.
private enum Zip {
    enum Method { case stored, deflated }

    /// Little-endian numbers and bytes, one behind the other.
    private struct Bytes {
        var data = Data()

        mutating func put(_ values: UInt16...) {
            for value in values { withUnsafeBytes(of: value.littleEndian) { data += $0 } }
        }
        mutating func put(_ values: UInt32...) {
            for value in values { withUnsafeBytes(of: value.littleEndian) { data += $0 } }
        }
        mutating func put(signature third: UInt8, _ fourth: UInt8) { data += [0x50, 0x4b, third, fourth] }
        mutating func put(_ more: Data) { data += more }
    }

    static func archive(of root: String, _ method: Method) throws -> Data {
        var files = Bytes()
        var directory = Bytes()
        var count: UInt16 = 0
        let names = (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []).sorted()
        for name in names {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(name)", isDirectory: &isFolder),
                !isFolder.boolValue,
                let content = FileManager.default.contents(atPath: "\(root)/\(name)")
            else { continue }
            var packed = Bytes()
            let length = UInt16(content.count)
            if method == .deflated {
                // One block that is stored (RFC 1951, section 3.2.4).
                packed.data += [1]
                packed.put(length, ~length)
            }
            packed.put(content)
            var fields = Bytes()
            fields.put(UInt16(20), UInt16(0), UInt16(method == .stored ? 0 : 8))
            fields.put(UInt32(0), crc(content), UInt32(packed.data.count), UInt32(content.count))
            fields.put(UInt16(name.utf8.count), UInt16(0))
            directory.put(signature: 1, 2)
            directory.put(UInt16(20))
            directory.put(fields.data)
            directory.put(UInt16(0), UInt16(0), UInt16(0))
            directory.put(UInt32(0), UInt32(files.data.count))
            directory.put(Data(name.utf8))
            files.put(signature: 3, 4)
            files.put(fields.data)
            files.put(Data(name.utf8))
            files.put(packed.data)
            count += 1
        }
        var end = Bytes()
        end.put(signature: 5, 6)
        end.put(UInt32(0))
        end.put(count, count)
        end.put(UInt32(directory.data.count), UInt32(files.data.count))
        end.put(UInt16(0))
        return files.data + directory.data + end.data
    }

    /// CRC-32 of RFC 1952, section 8.
    private static func crc(_ data: Data) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xedb8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
