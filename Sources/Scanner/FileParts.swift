import Classifier
import Formats
import Foundation

/// A large file, read in parts at the same time, each into a classifier of its own.
///
/// A part begins after a line break that is supposed to end a record. Whether it did is known when the part before it has
/// been read: where it did not (a line break between quotes), that part's reader goes on through the next part, and what
/// was found there is dropped. So the records are those of reading from the front, whatever the number of parts.
struct FileParts {
    /// Smaller parts cost more than they save.
    static let minimumPart = 8 << 20

    let file: FileSource
    let size: Int
    /// Has read nothing yet.
    let reader: RecordReader
    let chunkSize: Int
    let make: @Sendable () -> DatasetClassifier

    /// What one thread made of its part.
    private final class Part: @unchecked Sendable {
        // Belongs to its thread until the group is done, then to the one that waited.
        var reader: RecordReader
        var classifier: DatasetClassifier
        var error: FileError?

        init(reader: RecordReader, classifier: DatasetClassifier) {
            self.reader = reader
            self.classifier = classifier
        }
    }

    func classify(in count: Int) -> (DatasetClassifier, FileError?) {
        let first = Part(reader: reader, classifier: make())
        // The first part's beginning may tell what the fields are called.
        var start = 0
        while start < size, !first.reader.canContinue, first.error == nil {
            let end = min(size, start + (1 << 16))
            read(start, end, into: first)
            start = end
        }
        guard first.error == nil, first.reader.canContinue, start < size / count else {
            if first.error == nil { read(start, size, into: first) }
            first.reader.finish(into: first.classifier)
            return (first.classifier, first.error)
        }
        var bounds = [start]
        for part in 1..<count {
            let wanted = max(size / count * part, bounds[bounds.count - 1])
            if let bound = lineStart(after: wanted), bound < size, bound > bounds[bounds.count - 1] {
                bounds.append(bound)
            }
        }
        bounds.append(size)
        var parts = [first]
        for _ in 2..<max(bounds.count, 2) { parts.append(Part(reader: first.reader.continued(), classifier: make())) }
        let group = DispatchGroup()
        let ready = parts
        let limits = bounds
        let (file, chunkSize) = (file, chunkSize)
        for index in ready.indices {
            group.enter()
            let thread = Thread {
                Self.read(file, limits[index], limits[index + 1], chunkSize, into: ready[index])
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()

        let last = first
        for index in 1..<max(parts.count, 1) where last.error == nil {
            let part = parts[index]
            if last.reader.isBetweenRecords {
                last.reader = part.reader
                last.error = part.error
                last.classifier.merge(part.classifier)
            } else {
                part.classifier = make()
                let again = Part(reader: last.reader, classifier: part.classifier)
                last.reader = reader
                read(bounds[index], bounds[index + 1], into: again)
                last.reader = again.reader
                last.error = again.error
                last.classifier.merge(again.classifier)
            }
        }
        last.reader.finish(into: last.classifier)
        return (last.classifier, last.error)
    }

    private func read(_ start: Int, _ end: Int, into part: Part) {
        Self.read(file, start, end, chunkSize, into: part)
    }

    private static func read(_ file: FileSource, _ start: Int, _ end: Int, _ chunkSize: Int, into part: Part) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 4096)
        defer { chunk.deallocate() }
        var offset = start
        do throws(FileError) {
            while offset < end {
                let room = UnsafeMutableRawBufferPointer(rebasing: chunk[..<min(chunkSize, end - offset)])
                let count = try file.read(room, at: offset)
                // The file has become shorter since.
                if count == 0 { return }
                part.reader.feed(UnsafeRawBufferPointer(rebasing: room[..<count]), into: part.classifier)
                offset += count
            }
        } catch {
            part.error = error
        }
    }

    /// The offset after the first line break at or after that one.
    private func lineStart(after start: Int) -> Int? {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
        defer { chunk.deallocate() }
        var offset = start
        // A longer line is no place to split at.
        while offset < size, offset - start < 4 << 20 {
            guard let count = try? file.read(chunk, at: offset), count > 0 else { return nil }
            if let place = chunk[..<count].firstIndex(of: 0x0a) { return offset + place + 1 }
            offset += count
        }
        return nil
    }
}

extension FileSource: @unchecked Sendable {
    // All that is stored is constant; reading at an offset moves nothing.
}
