import CFuzz
import COpenSSL
import NIOCore
import NIOEmbedded
import Probes

@testable import Net

/// A stranger's bytes as the server's side of a handshake. The first byte chooses the size of the pieces, and whether
/// the client offers TLS 1.3: making a key share takes most of the time that a run does.
func fuzzTLS(_ input: UnsafeRawBufferPointer) {
    guard let first = input.first else { return }
    let peer = TLSPeer(offering: first < 0xE0 ? TLS1_2_VERSION : TLS1_3_VERSION)
    peer.send(UnsafeRawBufferPointer(rebasing: input.dropFirst()), piece: Int(first % 64) + 1)
}

/// A real server's records, changed. The first byte chooses the server, the second the size of the pieces; then, until
/// the input ends: position (2 bytes), change, and what that change needs.
func fuzzTLSHandshake(_ input: UnsafeRawBufferPointer) {
    var script = Script(input)
    guard let choice = script.next(), let piece = script.next() else { return }
    let recording = Recordings.all[Int(choice) % Recordings.all.count]
    var bytes = recording.bytes
    let isUntouched = input.count == 2
    while let high = script.next(), let low = script.next(), let change = script.next(), !bytes.isEmpty {
        let position = (Int(high) << 8 | Int(low)) % bytes.count
        switch change % 8 {
        case 0: bytes[position] = script.next() ?? 0
        case 1: bytes[position] ^= 1 << (change >> 5)
        case 2: bytes.insert(contentsOf: script.take(Int(script.next() ?? 0) % 32), at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + Int(script.next() ?? 0) + 1))
        case 4: bytes.removeSubrange(position...)
        case 5:
            bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + Int(change >> 3) + 1)], at: position)
        case 6: bytes[position] &+= change >> 3
        default: bytes.append(contentsOf: script.take(Int(script.next() ?? 0) % 32))
        }
        if bytes.count > 8192 { bytes.removeSubrange(8192...) }
    }
    let peer = TLSPeer(offering: recording.version)
    bytes.withUnsafeBytes { peer.send($0, piece: (Int(piece) + 1) * 16) }
    // Unchanged, it must come about: otherwise this target would only ever see handshakes that fail at once.
    if isUntouched { precondition(peer.isEstablished, "recording \(choice) is not accepted as it is") }
}

/// A certificate, as its issuer may have made it.
func fuzzCertificate(_ input: UnsafeRawBufferPointer) {
    var start = input.bindMemory(to: UInt8.self).baseAddress
    let certificate = d2i_X509(nil, &start, input.count)
    ERR_clear_error()
    guard let certificate else { return }
    let facts = PeerCertificate(owning: certificate).facts
    ERR_clear_error()
    precondition(facts.subject.utf8.count <= 1024 && facts.issuer.utf8.count <= 1024)
    precondition(facts.names.count <= 100 && facts.names.allSatisfy { $0.utf8.count <= 1024 })
    precondition(facts.notBefore.utf8.count <= 32 && facts.notAfter.utf8.count <= 32)
}

/// A connection that has sent its ClientHello, always the same one.
private final class TLSPeer: @unchecked Sendable {
    // Sendable: one thread fuzzes.
    private let channel = EmbeddedChannel()
    private let mailbox: Mailbox
    private(set) var isEstablished = false
    private var plain = 0
    private var isOver = false

    init(offering highest: Int32) {
        Recordings.beginClient()
        mailbox = Mailbox(eventLoop: channel.embeddedEventLoop)
        guard
            let session = TLSSession(context: Context.offering(highest), serverName: Recordings.serverName),
            let address = try? SocketAddress(ipAddress: "127.0.0.1", port: 5432)
        else { preconditionFailure("no session") }
        do {
            try Connection.addHandlers(
                to: channel, framing: .bytes, mailbox: mailbox, limits: ConnectionLimits(),
                budget: EndpointBudget(time: .seconds(60), bytes: 65_536))
            channel.connect(to: address, promise: nil)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
                TLSHandler(session: session), position: .after(try pipeline.handler(type: WireMeter.self)))
        } catch {
            preconditionFailure("a pipeline could not be built")
        }
        wait()
    }

    func send(_ bytes: UnsafeRawBufferPointer, piece: Int) {
        var offset = 0
        while offset < bytes.count, !isOver {
            let end = min(bytes.count, offset + piece)
            let piece = channel.allocator.buffer(bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
            channel.pipeline.fireChannelRead(NIOAny(piece))
            channel.pipeline.fireChannelReadComplete()
            channel.embeddedEventLoop.run()
            offset = end
        }
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()
        precondition(isOver, "the connection's end was not said")
    }

    private func wait() {
        let patience = Mailbox.Patience(firstByte: .hours(1), idle: .hours(1), total: .hours(1))
        mailbox.next(patience).whenSuccess { [unowned self] in take($0) }
    }

    private func take(_ message: Mailbox.Message) {
        precondition(!isOver, "a message after the end")
        switch message {
        case .established(let facts):
            precondition(!isEstablished, "established twice")
            isEstablished = true
            precondition(facts.version.hasPrefix("TLSv1"), "a version that is not spoken")
            channel.writeAndFlush(channel.allocator.buffer(string: "hello"), promise: nil)
            wait()
        case .bytes(let bytes):
            precondition(isEstablished, "plain bytes before the handshake's end")
            plain += bytes.readableBytes
            precondition(plain <= 65_536, "more plain bytes than were sent")
            wait()
        case .ended(let end, _):
            if case .tlsFailed(.other(let words)) = end { precondition(words.utf8.count <= 256) }
            isOver = true
        case .response, .timedOut:
            preconditionFailure("a message that TLS does not bring")
        }
    }
}

/// The command's settings for strangers, and as quick as they get.
private enum Context {
    private static let shared: TLSContext = {
        guard let context = TLSContext.shared else { preconditionFailure("no context") }
        fuzz_context_make_quick(UnsafeMutableRawPointer(context.pointer))
        return context
    }()

    /// - Parameter highest: what the next session offers.
    static func offering(_ highest: Int32) -> TLSContext {
        fuzz_context_offer(UnsafeMutableRawPointer(shared.pointer), highest)
        return shared
    }
}

/// What real servers of libssl's own answer to the one ClientHello that `TLSPeer` sends: made once, at the start.
private enum Recordings {
    static let serverName = "db.example"

    static let all: [(version: Int32, bytes: [UInt8])] = {
        // The first of all draws a few numbers more than those after it.
        _ = record(0)
        return (0..<fuzz_server_kinds()).map { record($0) }
    }()

    /// From here on the client's random numbers are those of every other run.
    static func beginClient() {
        fuzz_random_begin(0)
    }

    private static func record(_ kind: Int32) -> (version: Int32, bytes: [UInt8]) {
        let version = max(fuzz_server_version(kind), TLS1_2_VERSION)
        guard let server = fuzz_server_make(kind) else { preconditionFailure("no server of kind \(kind)") }
        defer { fuzz_server_free(server) }
        beginClient()
        guard let session = TLSSession(context: Context.offering(version), serverName: serverName) else {
            preconditionFailure()
        }
        var recorded: [UInt8] = []
        for _ in 0..<8 {
            let step = session.handshake()
            var outgoing = ByteBuffer()
            session.takeOutgoing(into: &outgoing)
            var answer = [UInt8](repeating: 0, count: 16_384)
            let count = outgoing.withUnsafeReadableBytes { bytes in
                // The server draws from a stream of its own.
                fuzz_random_pause()
                defer { fuzz_random_resume() }
                return fuzz_server_answer(server, bytes.baseAddress, Int32(bytes.count), &answer, Int32(answer.count))
            }
            let bytes = answer[..<Int(max(count, 0))]
            recorded += bytes
            if step == .done || bytes.isEmpty { break }
            guard bytes.withUnsafeBytes({ session.receive($0) }) else { preconditionFailure() }
        }
        return (version, recorded)
    }
}
