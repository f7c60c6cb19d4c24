import Foundation

/// A file that the build put into the binary.
struct EmbeddedFile: Sendable {
    var name: StaticString
    var text: StaticString
}

/// Why detectors could not be loaded: which file, where in it, and what is wrong.
public struct DetectorError: Error, Equatable, CustomStringConvertible {
    public var file: String
    /// From 1; `nil` where it is about the file as a whole.
    public var line: Int?
    public var reason: String

    public init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    public var description: String { "detector file \(place): \(reason)" }

    /// The file, and the line where there is one.
    public var place: String { line.map { "\(file), line \($0)" } ?? file }

    /// The same with the line of the key that the reason begins with.
    func located(in text: Data) -> DetectorError {
        guard line == nil else { return self }
        let key = reason.prefix { $0 != ":" }
        return DetectorError(file: file, line: DetectorText(text).line(of: String(key)), reason: reason)
    }
}

/// The detectors in use, sorted by id: the embedded ones, and those of a folder, which replace embedded ones of the
/// same id. Compiled once, shared by all classifiers.
public struct DetectorCatalog: Sendable {
    public let detectors: [Detector]
    let matcher: Matcher

    /// Detectors that can be in use at once.
    public static let maximumDetectors = 10_000

    /// - Parameters:
    ///   - embedded: whether the detectors that the binary carries are used.
    ///   - folder: a folder of `*.json` detector files (and a `lexicons/` of `*.txt`), or `nil`.
    ///   - packs: imported code systems, or `nil`.
    /// - Throws: `DetectorError` for the first file that cannot be read or is wrong.
    public init(embedded: Bool = true, folder: String? = nil, packs: PackSet? = nil) throws {
        var byID: [String: (detector: Detector, file: String)] = [:]
        var lexicons: [String: LexiconText] = [:]
        if embedded {
            for file in EmbeddedFile.detectors {
                let detector = try Self.decode(Data("\(file.text)".utf8), file: "\(file.name)")
                byID[detector.id] = (detector, "\(file.name)")
            }
            for file in EmbeddedFile.lexicons {
                lexicons["\(file.name)".droppingSuffix(".txt")] = .embedded(file.text)
            }
        }
        if let folder {
            try Self.read(folder, &byID, &lexicons)
        }
        let sorted = byID.values.sorted { $0.detector.id < $1.detector.id }
        guard !sorted.isEmpty else { throw DetectorError(file: folder ?? "", reason: "there is no detector") }
        guard sorted.count <= Self.maximumDetectors else {
            throw DetectorError(
                file: folder ?? "",
                reason: "\(sorted.count) detectors in all, and no more than \(Self.maximumDetectors) can be in use")
        }
        for entry in sorted {
            let detector = entry.detector
            let named = [
                ("lexicons", detector.lexicons), ("ambiguous", detector.ambiguous),
                ("abbreviations", detector.abbreviations), ("everyday", detector.everyday),
                ("harmless", detector.harmless),
            ]
            for (key, names) in named {
                for name in names ?? [] where lexicons[name] == nil {
                    throw Self.located(
                        DetectorError(file: entry.file, reason: "\(key): there is no lexicon \(name).txt"))
                }
            }
        }
        detectors = sorted.map(\.detector)
        do throws(DetectorError) {
            matcher = try Matcher(sorted.map { ($0.detector, $0.file) }, lexicons: lexicons, packs: packs)
        } catch {
            throw Self.located(error)
        }
    }

    /// An error with its line, where the file can be read again.
    private static func located(_ error: DetectorError) -> DetectorError {
        FileManager.default.contents(atPath: error.file).map(error.located) ?? error
    }

    /// The detector of that id.
    public func detector(_ id: String) -> Detector? {
        detectors.first { $0.id == id }
    }

    private static func read(
        _ folder: String, _ byID: inout [String: (detector: Detector, file: String)],
        _ lexicons: inout [String: LexiconText]
    ) throws {
        let manager = FileManager.default
        let names: [String]
        do {
            names = try manager.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw DetectorError(file: folder, reason: "the folder cannot be read")
        }
        for name in names where name.hasSuffix(".json") {
            let path = "\(folder)/\(name)"
            guard let data = manager.contents(atPath: path) else {
                throw DetectorError(file: path, reason: "the file cannot be read")
            }
            let detector = try decode(data, file: path)
            byID[detector.id] = (detector, path)
        }
        let lexiconFolder = "\(folder)/lexicons"
        for name in (try? manager.contentsOfDirectory(atPath: lexiconFolder)) ?? [] where name.hasSuffix(".txt") {
            guard let data = manager.contents(atPath: "\(lexiconFolder)/\(name)") else {
                throw DetectorError(file: "\(lexiconFolder)/\(name)", reason: "the file cannot be read")
            }
            lexicons[name.droppingSuffix(".txt")] = .loaded([UInt8](data))
        }
    }

    static func decode(_ data: Data, file: String) throws(DetectorError) -> Detector {
        do throws(DetectorError) {
            return try decode(unlocated: data, file: file)
        } catch {
            throw error.located(in: data)
        }
    }

    private static func decode(unlocated data: Data, file: String) throws(DetectorError) -> Detector {
        do {
            if let unknown = try unknownKey(data) {
                throw DetectorError(file: file, reason: "\(unknown): the key is not known")
            }
            let detector = try JSONDecoder().decode(Detector.self, from: data)
            try validate(detector, file: file)
            return detector
        } catch let error as DetectorError {
            throw error
        } catch let DecodingError.keyNotFound(key, context) {
            let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            throw DetectorError(file: file, reason: "\(path): the key is missing")
        } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
            throw DetectorError(file: file, reason: "\(Self.path(context)): \(context.debugDescription)")
        } catch let DecodingError.typeMismatch(_, context) {
            throw DetectorError(file: file, reason: "\(Self.path(context)): \(context.debugDescription)")
        } catch let DecodingError.valueNotFound(_, context) {
            throw DetectorError(file: file, reason: "\(Self.path(context)): \(context.debugDescription)")
        } catch {
            guard let fault = DetectorText(data).fault else {
                throw DetectorError(file: file, reason: "it is not valid JSON: \(error.localizedDescription)")
            }
            throw DetectorError(
                file: file, line: fault.line, reason: "it is not valid JSON: \(fault.reason), at column \(fault.column)"
            )
        }
    }

    /// Names of keys, without the places of elements.
    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.filter { $0.intValue == nil }.map(\.stringValue).joined(separator: ".")
    }

    /// The path of the first key that a detector file does not have.
    private static func unknownKey(_ data: Data) throws -> String? {
        guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { return nil }
        func first(_ keys: some Sequence<String>, _ known: [String]) -> String? {
            keys.sorted().first { !known.contains($0) }
        }
        if let key = first(object.keys, Detector.CodingKeys.allCases.map(\.rawValue)) { return key }
        if let inner = object["field_names"] as? [String: Any],
            let key = first(inner.keys, Detector.FieldNames.CodingKeys.allCases.map(\.rawValue))
        {
            return "field_names.\(key)"
        }
        if let inner = object["examples"] as? [String: Any],
            let key = first(inner.keys, Detector.Examples.CodingKeys.allCases.map(\.rawValue))
        {
            return "examples.\(key)"
        }
        return nil
    }

    private static func validate(_ detector: Detector, file: String) throws(DetectorError) {
        func fail(_ reason: String) throws(DetectorError) -> Never { throw DetectorError(file: file, reason: reason) }
        if !Detector.isID(detector.id) { try fail("id: lower-case letters, digits and _ only") }
        if !(detector.p0 > 0 && detector.p0 < 1) { try fail("p0: a probability above 0 and below 1") }
        if let p1 = detector.p1, !(p1 > detector.p0 && p1 < 1) { try fail("p1: a probability above p0 and below 1") }
        if let prior = detector.prior, !(prior > 0 && prior < 1) {
            try fail("prior: a probability above 0 and below 1")
        }
        if let share = detector.minimumShare, !(share > 0 && share < 1) {
            try fail("minimum_share: above 0 and below 1")
        }
        if let mask = detector.mask, mask.count != 2 || mask.contains(where: { $0 < 0 || $0 > 8 }) {
            try fail("mask: two numbers, each 0 to 8")
        }
        if detector.check != nil, (detector.patterns ?? []).isEmpty {
            try fail("check: there are no patterns to check")
        }
        if detector.recogniser == nil, (detector.patterns ?? []).isEmpty, (detector.lexicons ?? []).isEmpty,
            (detector.terms ?? []).isEmpty
        {
            try fail("it says nothing to look for: recogniser, patterns, lexicons or terms")
        }
        if detector.examples.match.isEmpty { try fail("examples.match: at least one value that must match") }
        if detector.examples.noMatch.isEmpty { try fail("examples.no_match: at least one value that must not match") }
    }
}

extension String {
    func droppingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
