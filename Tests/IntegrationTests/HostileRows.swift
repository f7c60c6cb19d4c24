import Exposure
import NIOCore
import Synchronization
import TestSupport
import Testing

/// One way to be hostile, and what is right to say of a server that is.
struct HostileRow: Sendable, CustomTestStringConvertible {
    var name: String
    /// `postgres`, `mongodb` or `http`, with `s` where TLS comes first.
    var scheme: String
    var access: Set<Access>
    /// MiB that the kernel may take of what the server says: what was read, and what waits in buffers.
    var mebibytes = 24
    /// MiB of memory that the command may use at the most.
    var memory = 128
    /// What the command is given for it: enough for a debug build on a busy machine to wait for its first byte.
    var seconds = 8
    var behaviour: @Sendable () -> HostileServer.Behaviour

    /// Scanned without others beside it.
    var isAlone: Bool { mebibytes > 24 || memory > 128 || seconds != 8 }

    var testDescription: String { "\(scheme): \(name)" }

    func target(_ port: Int) -> String {
        switch scheme {
        case "mongodbs": "mongodb://127.0.0.1:\(port)/?tls=true"
        default: "\(scheme)://127.0.0.1:\(port)/"
        }
    }

    // MARK: What can be done to each protocol

    private static let schemes = ["postgres", "mongodb", "http"]

    /// A handshake record (22) of TLS 1.2 that says it holds 16 KiB.
    private static let recordHead: [UInt8] = [0x16, 3, 3, 0x40, 0]
    /// HelloRequests, which a client in a handshake passes over (RFC 5246 section 7.4.1.1).
    private static let helloRequest: [UInt8] = [0x16, 3, 3, 0, 4, 0, 0, 0, 0]
    /// MySQL's greeting, MongoDB's refusal of HTTP, and the first words of others.
    private static let mysql = Array(
        "J\u{0}\u{0}\u{0}\n8.0.36\u{0}\u{9}\u{0}\u{0}\u{0}AAAAAAAA\u{0}\u{7f}\u{7f}\u{7f}\u{2}\u{0}\u{7f}caching_sha2_password\u{0}"
            .utf8)

    static let any: [HostileRow] = schemes.flatMap { scheme in
        var rows = HostileRows(scheme)
        rows.add("silence", .unknown) { .silence }
        rows.add("one byte at a time", .unknown, .notThis) {
            .init(onBytes: { channel, _ in
                let opening = scheme == "http" ? "HTTP/1.1 200 OK\r\nX: " : scheme == "postgres" ? "E" : ""
                channel.drip(Array(opening.utf8), then: 0x61, every: .milliseconds(300))
            })
        }
        rows.add("a stream of zeros without end", .unknown, .notThis) {
            .endless(bytes: [UInt8](repeating: 0, count: 8192), onRequest: false)
        }
        rows.add("a stream of letters without end", .unknown, .notThis) {
            .endless(String(repeating: "E", count: 8192), onRequest: true)
        }
        rows.add("FIN at once", .unknown) { .closeAtOnce }
        rows.add("RST at once", .unknown) { .resetAtOnce }
        rows.add("FIN at the first request", .unknown) {
            .init(onBytes: { channel, _ in channel.close(promise: nil) })
        }
        rows.add("RST at the first request", .unknown) { .init(onBytes: { channel, _ in channel.reset() }) }
        rows.add("echo of the request", .notThis) {
            .init(onBytes: { channel, bytes in channel.say(Array(bytes.readableBytesView)) })
        }
        rows.add("HTTP 200 to everything", .notThis) { .answer(HTTPSays.response("<p>Welcome</p>")) }
        rows.add("HTTP 200 and {\"ok\":1} to everything", .notThis) {
            .answer(HTTPSays.response(#"{"ok":1,"databases":[{"name":"a"}]}"#))
        }
        rows.add("SSH", .notThis) { .greet("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n") }
        rows.add("SMTP", .notThis) { .greet("220 mail.example ESMTP\r\n") }
        rows.add("Redis", .notThis) { .answer("-NOAUTH Authentication required.\r\n") }
        rows.add("memcached", .notThis) { .answer("ERROR\r\n") }
        rows.add("MySQL", .notThis) { .init(onConnect: { $0.say(mysql) }) }
        rows.add("a TLS alert to plain bytes", .unknown, .notThis) {
            .answer(bytes: [0x15, 3, 3, 0, 2, 2, 70], thenClose: true)
        }
        return rows.list
    }

    /// `S` for PostgreSQL; the others are asked for TLS from the start.
    private static func tls(_ scheme: String, _ talk: @escaping @Sendable (any Channel) -> Void)
        -> HostileServer.Behaviour
    {
        .init(onBytes: { channel, bytes in
            if scheme == "postgres", bytes.readableBytes == 8 {
                channel.say("S")
            } else {
                talk(channel)
            }
        })
    }

    static let tls: [HostileRow] = ["postgres", "mongodbs", "https"].flatMap { scheme in
        var rows = HostileRows(scheme)
        rows.add("TLS: silence in the handshake", .unknown) { tls(scheme) { _ in } }
        rows.add("TLS: a record that never comes whole", .unknown) {
            tls(scheme) { $0.drip(recordHead, then: 2, every: .milliseconds(100)) }
        }
        rows.add("TLS: handshake messages without end", .unknown, .tlsRequired, mebibytes: 80) {
            tls(scheme) { $0.sayForever(ByteBuffer(bytes: repeated(helloRequest, 500))) }
        }
        rows.add("TLS: agreed to, then garbage", .unknown, .notThis) { tls(scheme) { $0.say("garbage") } }
        rows.add("TLS: agreed to, then FIN", .unknown) { tls(scheme) { $0.close(promise: nil) } }
        rows.add("TLS: agreed to, then RST", .unknown) { tls(scheme) { $0.reset() } }
        rows.add("TLS: a record that is longer than any", .unknown, .tlsRequired, .notThis) {
            tls(scheme) { $0.say(joined([0x16, 3, 3, 0xff, 0xff], [UInt8](repeating: 2, count: 70_000))) }
        }
        rows.add("TLS: a ServerHello that breaks off", .unknown, .tlsRequired, .notThis) {
            tls(scheme) { channel in
                channel.say([0x16, 3, 3, 0, 60, 2, 0, 0, 56, 3, 3, 0, 0, 0])
                channel.close(promise: nil)
            }
        }
        rows.add("TLS: a handshake message of 16 MiB", .unknown, .tlsRequired, .notThis) {
            tls(scheme) { channel in
                channel.say(joined(recordHead, [2, 0xff, 0xff, 0xff], [UInt8](repeating: 3, count: 16_380)))
                channel.sayForever(ByteBuffer(bytes: joined(recordHead, [UInt8](repeating: 3, count: 16_384))))
            }
        }
        return rows.list
    }

    // MARK: PostgreSQL

    static let postgres: [HostileRow] = {
        var rows = HostileRows("postgres")
        rows.add("N to everything", .unknown, .notThis) { .answer("N") }
        rows.add("S and more in one go", .unknown, .notThis) { .answer("Sinjected") }
        rows.add("S to everything", .unknown, .notThis) { .answer("S") }
        rows.startup("a message of length -1", .notThis, answer: PostgresSays.message("R", length: 0xffff_ffff))
        rows.startup("a message of length 0", .notThis, answer: PostgresSays.message("R", length: 0))
        rows.startup("a message of length 3", .notThis, answer: PostgresSays.message("E", length: 3))
        rows.startup("a message of 2 GiB", .notThis, answer: PostgresSays.message("S", length: 0x7fff_ffff))
        rows.startup(
            "a message of 512 KiB that never comes whole", .unknown,
            answer: PostgresSays.message("N", length: 512 << 10))
        rows.startup("half a message", .unknown, answer: Array(PostgresSays.granted.dropLast()))
        rows.startup(
            "an authentication that does not exist", .unknown, .authRequired, .notThis,
            answer: PostgresSays.message("R", PostgresSays.big(99)))
        rows.startup(
            "a list of mechanisms without an end", .authRequired, .notThis,
            answer: PostgresSays.message("R", joined(PostgresSays.big(10), [UInt8](repeating: 0x41, count: 5_000))))
        rows.startup("ready without a login", .unknown, answer: PostgresSays.ready())
        rows.startup(
            "a login, and then a password after all", .unknown,
            answer: joined(PostgresSays.granted, PostgresSays.message("R", PostgresSays.big(3))))
        rows.startup("a login, and no session", .unknown, answer: PostgresSays.granted)
        rows.startup(
            "an error of 512 KiB without a code", .unknown, .notThis,
            answer: PostgresSays.message("E", joined([0x4d], [UInt8](repeating: 0x41, count: 500_000), [0, 0])))
        rows.startup("an error without fields", .unknown, .notThis, answer: PostgresSays.message("E"))
        rows.startup(
            "too many parameters", .unknown,
            answer: joined(PostgresSays.granted, repeated(PostgresSays.parameter, 1_000)))
        rows.startup(
            "protocol options without an end", .unknown, .notThis,
            answer: PostgresSays.message("v", joined(PostgresSays.big(0x30000), PostgresSays.big(0xffff_ffff))))
        rows.add("notices without end", .unknown) {
            .init(onBytes: { channel, bytes in
                guard bytes.readableBytes != 8 else { return channel.say("N") }
                channel.sayForever(ByteBuffer(bytes: PostgresSays.notice))
            })
        }
        // What comes behind a clean login is libpq's to read.
        rows.add("a session, then silence", .open) { PostgresSays.server() }
        rows.add("a session, then RST", .open) { PostgresSays.server { channel, _ in channel.reset() } }
        rows.add("a session, then FIN", .open) {
            PostgresSays.server { channel, _ in channel.close(promise: nil) }
        }
        rows.add("a session, then garbage", .open) {
            PostgresSays.server { channel, _ in channel.say("HTTP/1.1 200 OK\r\n\r\n") }
        }
        rows.add("a session, then a byte at a time", .open) {
            PostgresSays.server { channel, _ in channel.drip([0x44, 0, 0, 0xff], then: 0xff, every: .milliseconds(50)) }
        }
        rows.add("a session, then a password at the next login", .open) {
            let logins = Mutex(0)
            return .init(onBytes: { channel, bytes in
                guard bytes.readableBytes != 8 else { return channel.say("N") }
                let first = logins.withLock { logins in
                    logins += 1
                    return logins == 1
                }
                channel.say(first ? PostgresSays.login : PostgresSays.message("R", PostgresSays.big(3)))
            })
        }
        rows.add("a session, then another protocol at the next login", .open) {
            let connections = Mutex(0)
            return .init(onBytes: { channel, bytes in
                let isSSLRequest = bytes.readableBytes == 8
                let count = connections.withLock { connections in
                    connections += isSSLRequest ? 1 : 0
                    return connections
                }
                channel.say(
                    count > 1 ? Array("SSH-2.0-x\r\n".utf8) : isSSLRequest ? [0x4e] : PostgresSays.login)
            })
        }
        rows.add("a session, then notices without end", .open, mebibytes: 96) {
            PostgresSays.flooding(0, [], PostgresSays.notice)
        }
        rows.add("a session, then parameters without end", .open, mebibytes: 96) {
            PostgresSays.flooding(0, [], PostgresSays.message("S", PostgresSays.text("a\u{0}b")))
        }
        // libpq keeps them in a list, and goes through all of it for each.
        rows.add("a session, then 70,000 parameters over and over", .open, mebibytes: 96) {
            var many: [UInt8] = []
            for number in 0..<70_000 {
                many += PostgresSays.message("S", PostgresSays.text("p\(number)\u{0}"))
            }
            return PostgresSays.flooding(0, [], many)
        }
        rows.add("a session, then rows without end", .open, mebibytes: 96) {
            PostgresSays.flooding(2, PostgresSays.columns, PostgresSays.row("x"))
        }
        rows.add("a session, then rows of 1 MiB without end", .open, mebibytes: 96) {
            PostgresSays.flooding(2, PostgresSays.columns, PostgresSays.row(String(repeating: "x", count: 1 << 20)))
        }
        rows.add("a session, then a row of a gigabyte", .open, mebibytes: 96, memory: 256) {
            PostgresSays.flooding(
                2,
                joined(
                    PostgresSays.columns, [0x44], PostgresSays.big(0x3fff_ffff), [0, 1], PostgresSays.big(0x3fff_fff0)),
                [UInt8](repeating: 0x78, count: 1 << 16))
        }
        rows.add("a session, then 65,535 columns without end", .open, mebibytes: 96, memory: 256) {
            PostgresSays.flooding(
                2, joined(PostgresSays.message("1"), PostgresSays.message("2")), PostgresSays.description(65_535))
        }
        rows.add("a session, then columns of negative length", .open) {
            PostgresSays.server { channel, statement in
                guard statement == 2 else { return channel.say(PostgresSays.done) }
                channel.say(
                    joined(
                        PostgresSays.columns, PostgresSays.message("D", joined([0, 1], PostgresSays.big(0x8000_0000)))))
            }
        }
        rows.add("a session, then a transaction that may write", .open) {
            PostgresSays.server { channel, _ in channel.say(joined(Array(PostgresSays.done.dropLast()), [0x49])) }
        }
        rows.add("a session, then COPY", .open) {
            PostgresSays.server { channel, _ in
                channel.say(
                    joined(PostgresSays.message("1"), PostgresSays.message("2"), PostgresSays.message("G", [0, 0, 0])))
            }
        }
        return rows.list
    }()

    // MARK: MongoDB

    private static let greeting = MongoSays.honest("hello")

    static let mongodb: [HostileRow] = {
        var rows = HostileRows("mongodb")
        for length in [Int32.min, -1, 0, 4, 15, 16, 25, 35, 49 << 20, .max] {
            rows.hello("a reply of length \(length)", .notThis, .unknown) {
                MongoSays.reply(to: $0, greeting, length: length)
            }
        }
        rows.hello("a compressed reply", .notThis) { MongoSays.reply(to: $0, greeting, opcode: 2012) }
        rows.hello("a reply to another request", .notThis) { request in
            MongoSays.reply(to: joined([0, 0, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f], Array(request.dropFirst(8))), greeting)
        }
        rows.hello("half a reply", .unknown) { Array(MongoSays.reply(to: $0, greeting).dropLast(9)) }
        rows.hello("a document longer than its frame", .notThis) {
            MongoSays.reply(to: $0, joined(MongoSays.little(Int32(9_000)), Array(greeting.dropFirst(4))))
        }
        rows.hello("a document of length -1", .notThis) {
            MongoSays.reply(to: $0, joined(MongoSays.little(Int32(-1)), Array(greeting.dropFirst(4))))
        }
        rows.hello("a nesting bomb", .notThis) {
            MongoSays.reply(
                to: $0,
                MongoSays.document([("maxWireVersion", .int(17)), ("a", MongoSays.nested(20_000)), MongoSays.ok]))
        }
        rows.hello("a text of length -1", .notThis) {
            MongoSays.reply(
                to: $0, MongoSays.document([("a", .raw(2, joined(MongoSays.little(Int32(-1)), [0]))), MongoSays.ok]))
        }
        rows.hello("ok without anything else", .notThis) { MongoSays.reply(to: $0, MongoSays.document([MongoSays.ok])) }
        rows.add("ok to everything", .unknown, .notThis, .open) {
            MongoSays.server { command, request in
                MongoSays.reply(
                    to: request,
                    command.isEmpty || command == "hello"
                        ? greeting : MongoSays.document([("result", .array([])), MongoSays.ok]))
            }
        }
        rows.add("hello to everything", .unknown) {
            MongoSays.server { _, request in MongoSays.reply(to: request, greeting) }
        }
        rows.add("hello, then silence", .unknown) { MongoSays.server { $0 == "hello" ? nil : $1.isEmpty ? nil : [] } }
        rows.add("hello, then garbage", .unknown) {
            MongoSays.server { $0 == "hello" || $1.isEmpty ? nil : Array("HTTP/1.1 200 OK\r\n\r\n".utf8) }
        }
        rows.after(
            "listDatabases", "a list that is none", .unknown,
            document: MongoSays.document([("databases", .text("x")), MongoSays.ok]))
        rows.after(
            "listDatabases", "20,000 names", .open, .unknown,
            document: MongoSays.document([
                ("databases", .array((0..<20_000).map { .document([("name", .text("d\($0)"))]) })), MongoSays.ok,
            ]))
        rows.after(
            "listDatabases", "names that no server has", .open, .unknown,
            document: MongoSays.document([
                (
                    "databases",
                    .array(
                        ["", "a.b", "$x", String(repeating: "y", count: 5_000)].map { .document([("name", .text($0))]) }
                    )
                ),
                MongoSays.ok,
            ]))
        rows.add("listCollections: a cursor without end", .open, .unknown) {
            let count = Mutex(0)
            return MongoSays.server { command, request in
                guard command == "listCollections" || command == "getMore" else { return nil }
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                let names: [MongoSays.Value] = (0..<100).map { .document([("name", .text("c\(number)-\($0)"))]) }
                return MongoSays.reply(to: request, MongoSays.cursor(names, id: 7, next: command == "getMore"))
            }
        }
        rows.after(
            "find", "a nesting bomb", .open, document: MongoSays.cursor([.document([("a", MongoSays.nested(20_000))])]))
        rows.after(
            "find", "records of impossible lengths", .open,
            document: MongoSays.cursor([
                .raw(3, joined(MongoSays.little(Int32.max), [0])), .raw(2, MongoSays.little(Int32.min)),
            ]))
        rows.after(
            "find", "a batch that is none", .open, .unknown,
            document: MongoSays.document([("cursor", .int(1)), MongoSays.ok]))
        rows.after(
            "find", "20,000 records", .open,
            document: MongoSays.cursor((0..<20_000).map { .document([("i", .int($0))]) }))
        rows.add("find: a reply of 48 MB", .open, mebibytes: 64, memory: 320, seconds: 20) {
            MongoSays.server(
                "find", MongoSays.cursor([.document([("a", .text(String(repeating: "x", count: 47_900_000)))])]))
        }
        rows.add("find: a reply longer than any", .open, .unknown) {
            MongoSays.server { command, request in
                command == "find" ? MongoSays.reply(to: request, greeting, length: 100 << 20) : nil
            }
        }
        rows.add("find: RST", .open, .unknown) {
            .init(onBytes: { channel, bytes in
                let request = Array(bytes.readableBytesView)
                let command = MongoSays.name(of: request)
                guard command != "find" else { return channel.reset() }
                channel.say(MongoSays.reply(to: request, MongoSays.honest(command)))
            })
        }
        rows.add("open on the first connection, locked on the next", .unknown, .partial, .authRequired) {
            // The connection breaks at the listing, and the next one wants a login.
            let connections = Mutex(0)
            return .init(
                onConnect: { _ in connections.withLock { $0 += 1 } },
                onBytes: { channel, bytes in
                    let request = Array(bytes.readableBytesView)
                    let command = MongoSays.name(of: request)
                    let isFirst = connections.withLock { $0 } == 1
                    guard !isFirst || command != "listCollections" else { return channel.reset() }
                    channel.say(
                        MongoSays.reply(to: request, isFirst ? MongoSays.honest(command) : MongoSays.refused(13)))
                })
        }
        return rows.list
    }()

    // MARK: Elasticsearch

    private static let bomb =
        String(repeating: "{\"a\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000)

    static let elasticsearch: [HostileRow] = {
        var rows = HostileRows("http")
        for coding in ["gzip", "zstd", "br", "deflate", "x-gzip", "gzip, identity"] {
            rows.root(
                "a body in \(coding)", .notThis, .unknown,
                answer: HTTPSays.response(HTTPSays.root, headers: ["Content-Encoding: \(coding)"]))
        }
        rows.root(
            "a body in the transfer coding gzip", .notThis, .unknown,
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
        rows.root(
            "a redirect to itself", .notThis,
            answer: HTTPSays.response("", status: "302 Found", headers: ["Location: /"]))
        rows.root(
            "a refresh and a redirect out of scope", .notThis,
            answer: HTTPSays.response(
                "", status: "301 Moved Permanently",
                headers: ["Location: http://192.0.2.1/", "Refresh: 0; url=http://192.0.2.1/"]))
        rows.root("Content-Length -1", .notThis, .unknown, answer: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")
        rows.root(
            "Content-Length of 16 EiB", .notThis, .unknown,
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n{}")
        rows.root(
            "a chunk of 8 EiB", .notThis, .unknown,
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}")
        rows.root(
            "a chunk of negative length", .notThis, .unknown,
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}")
        rows.root("half a body", .notThis, .unknown, answer: String(HTTPSays.response(HTTPSays.root).dropLast(20)))
        rows.root(
            "a switch to another protocol", .notThis, .unknown,
            answer: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\nPRI")
        rows.root(
            "a body that is no JSON", .notThis, .unknown,
            answer: HTTPSays.response("{\"tagline\":\"You Know, for Search\""))
        rows.root("a nesting bomb", .notThis, answer: HTTPSays.response(bomb))
        rows.root(
            "a nesting bomb of arrays", .notThis, answer: HTTPSays.response(String(repeating: "[", count: 1 << 20)))
        rows.add("a body without end", .notThis, .unknown) {
            .endless(String(repeating: "x", count: 8192), after: "HTTP/1.1 200 OK\r\n\r\n", onRequest: true)
        }
        // Who it is was told before the cut, so it is asked on, and each answer has no end: the endpoint's bytes end it.
        rows.add("an Elasticsearch whose root has no end", .unknown, mebibytes: 96) {
            .endless(
                #","a":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#,
                after: "HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\n\r\n" + HTTPSays.root.dropLast(),
                onRequest: true)
        }
        rows.add("chunks of one byte without end", .notThis, .unknown, mebibytes: 96) {
            .endless("1\r\nx\r\n", after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", onRequest: true)
        }
        rows.add("a chunk extension without end", .notThis, .unknown) {
            .endless(";a=b", after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", onRequest: true)
        }
        rows.add("headers without end", .notThis, .unknown) {
            .endless("X-Y: zzzzzzzz\r\n", after: "HTTP/1.1 200 OK\r\n", onRequest: true)
        }
        rows.add("one header without end", .notThis, .unknown) {
            .endless(String(repeating: "z", count: 8192), after: "HTTP/1.1 200 OK\r\nX: ", onRequest: true)
        }
        rows.add("interim responses without end", .notThis, .unknown) {
            .endless("HTTP/1.1 100 Continue\r\n\r\n", onRequest: true)
        }
        rows.add("answers to questions not asked", .notThis, .unknown) {
            .endless(HTTPSays.response("{}"), onRequest: true)
        }
        rows.add("the root's answer to everything", .unknown, .partial) {
            HTTPSays.server { _ in HTTPSays.response(HTTPSays.root) }
        }
        rows.add("_resolve: without end", .unknown, .open, mebibytes: 64, seconds: 20) {
            HTTPSays.endless(
                "/_resolve", #"{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","attributes":["open"]},"#,
                after: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"indices\":[")
        }
        rows.add("_resolve: 20,000 names", .open) {
            let names = (0..<20_000).map { #"{"name":"i\#($0)","attributes":["open"]}"# }.joined(separator: ",")
            return HTTPSays.server { path in
                path.hasPrefix("/_resolve")
                    ? HTTPSays.response(#"{"indices":[\#(names)],"aliases":[],"data_streams":[]}"#) : nil
            }
        }
        rows.add("_search: without end", .open, .unknown, mebibytes: 64, seconds: 20) {
            HTTPSays.endless(
                "/people/_search",
                #"{"_index":"people","_source":{"a":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}},"#,
                after: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
                    + String(HTTPSays.hits("").dropLast(3)))
        }
        // Searched, but nothing tells that there is no access control.
        rows.add("_search: a nesting bomb", .partial, .unknown) {
            HTTPSays.server { path in
                path.contains("_search")
                    ? HTTPSays.response(HTTPSays.hits(#"{"_index":"people","_source":\#(bomb)}"#)) : nil
            }
        }
        rows.add("_search: compressed", .partial, .unknown) {
            HTTPSays.server { path in
                path.contains("_search") ? HTTPSays.response("xxxx", headers: ["Content-Encoding: gzip"]) : nil
            }
        }
        rows.add("_search: no shard searched", .partial) {
            HTTPSays.server { path in
                path.contains("_search")
                    ? HTTPSays.response(
                        #"{"_shards":{"total":0,"successful":0},"hits":{"total":{"value":0},"hits":[]}}"#) : nil
            }
        }
        rows.add("_search: a redirect", .partial) {
            HTTPSays.server { path in
                path.contains("_search")
                    ? HTTPSays.response("", status: "307 Temporary Redirect", headers: ["Location: http://192.0.2.1/"])
                    : nil
            }
        }
        rows.add("_search: silence", .partial, .unknown) { HTTPSays.server { $0.contains("_search") ? "" : nil } }
        rows.add("locked at the root, open on the next connection", .authRequired, .unknown) {
            let asked = Mutex(0)
            return .init(onBytes: { channel, bytes in
                guard let path = HTTPSays.path(of: bytes) else { return }
                let first = asked.withLock { asked in
                    asked += 1
                    return asked == 1
                }
                channel.say(
                    first
                        ? HTTPSays.response(
                            "{}", status: "401 Unauthorized", headers: ["WWW-Authenticate: Basic realm=\"security\""])
                        : HTTPSays.honest(path))
                channel.close(promise: nil)
            })
        }
        return rows.list
    }()
}

/// Makes the rows of one scheme.
private struct HostileRows {
    let scheme: String
    var list: [HostileRow] = []

    init(_ scheme: String) {
        self.scheme = scheme
    }

    mutating func add(
        _ name: String, _ access: Access..., mebibytes: Int = 24, memory: Int = 128, seconds: Int = 8,
        _ behaviour: @escaping @Sendable () -> HostileServer.Behaviour
    ) {
        list.append(
            HostileRow(
                name: name, scheme: scheme, access: Set(access), mebibytes: mebibytes, memory: memory,
                seconds: seconds, behaviour: behaviour))
    }

    /// What PostgreSQL says to a startup message.
    mutating func startup(_ name: String, _ access: Access..., answer: [UInt8]) {
        list.append(
            HostileRow(name: name, scheme: scheme, access: Set(access)) { PostgresSays.server(login: answer) })
    }

    /// What MongoDB says to its greetings, honest otherwise.
    mutating func hello(_ name: String, _ access: Access..., frame: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        list.append(
            HostileRow(name: name, scheme: scheme, access: Set(access)) {
                MongoSays.server { command, request in
                    ["hello", "isMaster", ""].contains(command) ? frame(request) : nil
                }
            })
    }

    /// What MongoDB says to one command, honest otherwise.
    mutating func after(_ command: String, _ name: String, _ access: Access..., document: [UInt8]) {
        list.append(
            HostileRow(name: "\(command): \(name)", scheme: scheme, access: Set(access)) {
                MongoSays.server(command, document)
            })
    }

    /// What is said to every HTTP request.
    mutating func root(_ name: String, _ access: Access..., answer: String) {
        list.append(HostileRow(name: name, scheme: scheme, access: Set(access)) { .answer(answer) })
    }
}
