import Foundation
import Glibc

/// A port on loopback that behaves in one way to everybody.
final class Listener: Sendable {
    enum Behaviour: Sendable {
        /// Refuses connections; the port is taken all the same, so that nobody else comes by it.
        case refuses
        /// Accepts, and says nothing.
        case silent
        /// Says its line first.
        case greets(String)
        /// Says its line when something was received.
        case answers(String)
    }

    struct Failure: Error {}

    let port: Int
    private let descriptor: Int32

    init(_ behaviour: Behaviour) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.descriptor = descriptor
        if case .refuses = behaviour { return }
        guard listen(descriptor, 64) == 0 else { throw Failure() }
        Thread.detachNewThread {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else {
                    // Closed here and not by `stop`: its number could be another's by the time of `accept`.
                    close(descriptor)
                    return
                }
                Thread.detachNewThread { Listener.talk(client, behaviour) }
            }
        }
    }

    func stop() {
        // Ends the accepting thread; without one there is nothing to end but the socket.
        if shutdown(descriptor, Int32(SHUT_RDWR)) != 0 { close(descriptor) }
    }

    private static func talk(_ client: Int32, _ behaviour: Behaviour) {
        defer { close(client) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 4096)
        func say(_ text: String) { _ = send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
        switch behaviour {
        case .refuses: return
        case .silent: while read(client, &buffer, buffer.count) > 0 {}
        case .greets(let line):
            say(line)
            // As such servers do: at the first line that they do not understand, they go.
            _ = read(client, &buffer, buffer.count)
        case .answers(let line):
            if read(client, &buffer, buffer.count) > 0 { say(line) }
        }
    }
}
