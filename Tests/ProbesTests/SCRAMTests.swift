import Foundation
import Testing

@testable import Probes

/// One login as the standards write it down.
struct SCRAMExample: Sendable, CustomTestStringConvertible {
    var mechanism: SCRAM.Mechanism
    var nonce: String
    var first: String
    var challenge: String
    var proof: String
    var verdict: String
    var testDescription: String { mechanism.rawValue }

    static let all = [
        // RFC 5802, section 5.
        SCRAMExample(
            mechanism: .sha1, nonce: "fyko+d2lbbFgONRv9qkxdawL", first: "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
            challenge: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            proof: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            verdict: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
        // RFC 7677, section 3.
        SCRAMExample(
            mechanism: .sha256, nonce: "rOprNGfwEbeRWgbNEkqO", first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            proof: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            verdict: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
    ]

    func start() throws -> SCRAM {
        try SCRAM(mechanism, user: "user", password: Secret("pencil"), nonce: nonce)
    }
}

@Suite struct SCRAMTests {
    private static func bytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try Array(text.utf8).withUnsafeBytes(body)
    }

    /// Why the login is broken off; `nil` if it is not.
    private static func failure(_ work: () throws -> Void) -> SCRAM.Failure? {
        do {
            try work()
            return nil
        } catch {
            return error as? SCRAM.Failure
        }
    }

    @Test(arguments: SCRAMExample.all)
    func theExamplesOfTheStandardsComeOut(example: SCRAMExample) throws {
        var scram = try example.start()
        #expect(String(decoding: scram.first(), as: UTF8.self) == example.first)
        let proof = try Self.bytes(example.challenge) { try scram.proof(answering: $0) }
        #expect(String(decoding: proof, as: UTF8.self) == example.proof)
        try Self.bytes(example.verdict) { try scram.verify($0) }
    }

    /// Computed apart, with Python's `hashlib` and `hmac`, from the challenge below.
    @Test func mongoDBsSHA1LoginTakesTheDigestForThePassword() throws {
        let digest = Digest.md5.of(Array("user:mongo:pencil".utf8))?.map { String(format: "%02x", $0) }.joined()
        #expect(digest == "1c33006ec1ffd90f9cadcbcc0e118200")
        let nonce = "fyko+d2lbbFgONRv9qkxdawL"
        var scram = try SCRAM.mongoDB(.sha1, user: "user", password: Secret("pencil"), nonce: nonce)
        let proof = try Self.bytes("r=\(nonce)Ho+VgHf5vHxFFKTZqQhD,s=rQ9ZY3MntBeuP3E1TDVC4w==,i=10000") {
            try scram.proof(answering: $0)
        }
        let expected = "c=biws,r=\(nonce)Ho+VgHf5vHxFFKTZqQhD,p=k/uRHwdPGg+8u4N1oRnCcbNv6OE="
        #expect(String(decoding: proof, as: UTF8.self) == expected)
        try Self.bytes("v=MXHvCIhSaw3lDd2ZM2txRrsZnmI=") { try scram.verify($0) }
    }

    @Test func namesAreEscapedAndNoncesNeverTheSame() throws {
        let scram = try SCRAM.mongoDB(.sha256, user: "a=b,c", password: Secret("x"), nonce: "N")
        #expect(String(decoding: scram.first(), as: UTF8.self) == "n,,n=a=3Db=2Cc,r=N")
        let nonces = Set((0..<100).map { _ in SCRAM.freshNonce() })
        #expect(nonces.count == 100)
        #expect(nonces.allSatisfy { $0.count == 32 && !$0.contains(",") })
    }

    private static let nonce = "rOprNGfwEbeRWgbNEkqO"
    private static let challenges: [(String, SCRAM.Failure)] = [
        ("", .malformed), ("r", .malformed), (",,,", .malformed), ("r=\(nonce)x,s=QQ==", .malformed),
        ("s=QQ==,r=\(nonce)x,i=4096", .malformed), ("m=x,r=\(nonce)x,s=QQ==,i=4096", .malformed),
        ("e=other-error", .refused), ("r=\(nonce),s=QQ==,i=4096", .wrongNonce),
        ("r=x\(nonce),s=QQ==,i=4096", .wrongNonce),
        ("r=,s=QQ==,i=4096", .wrongNonce), ("r=\(nonce)x,s=,i=4096", .malformed),
        ("r=\(nonce)x,s=Q!==,i=4096", .malformed),
        ("r=\(nonce)x,s=QQ==,i=4095", .iterations), ("r=\(nonce)x,s=QQ==,i=1", .iterations),
        ("r=\(nonce)x,s=QQ==,i=0", .iterations), ("r=\(nonce)x,s=QQ==,i=-4096", .malformed),
        ("r=\(nonce)x,s=QQ==,i=1000001", .iterations), ("r=\(nonce)x,s=QQ==,i=2147483647", .iterations),
        ("r=\(nonce)x,s=QQ==,i=99999999999999999999", .iterations), ("r=\(nonce)x,s=QQ==,i=", .malformed),
        ("r=\(nonce)x,s=QQ==,i=4096 ", .malformed), ("r=\(nonce)x,s=QQ==,i=0x1000", .malformed),
        ("r=\(nonce)x,s=\(String(repeating: "QQQQ", count: 2000)),i=4096", .malformed),
    ]

    @Test(arguments: challenges)
    func aHostileChallengeGetsNoProof(challenge: String, expected: SCRAM.Failure) throws {
        var scram = try SCRAM(.sha256, user: "user", password: Secret("pencil"), nonce: Self.nonce)
        let failure = Self.failure { _ = try Self.bytes(challenge) { try scram.proof(answering: $0) } }
        #expect(failure == expected)
    }

    @Test func bytesThatAreNoTextGetNoProof() throws {
        var scram = try SCRAM(.sha256, user: "user", password: Secret("pencil"), nonce: Self.nonce)
        let failure = Self.failure {
            _ = try ([0x72, 0x3D, 0xFF, 0xFE] as [UInt8]).withUnsafeBytes { try scram.proof(answering: $0) }
        }
        #expect(failure == .malformed)
    }

    @Test(
        arguments: [
            ("v=!!!!", .malformed), ("v=", .wrongSignature), ("v=QQ==", .wrongSignature),
            ("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", .wrongSignature), ("e=invalid-proof", .refused),
            ("", .malformed), ("x=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", .malformed),
        ] as [(String, SCRAM.Failure)])
    func aServerThatDoesNotKnowThePasswordIsFoundOut(verdict: String, expected: SCRAM.Failure) throws {
        let example = SCRAMExample.all[1]
        var scram = try example.start()
        _ = try Self.bytes(example.challenge) { try scram.proof(answering: $0) }
        let failure = Self.failure { try Self.bytes(verdict) { try scram.verify($0) } }
        #expect(failure == expected)
    }

    @Test func aVerdictBeforeTheChallengeIsNone() throws {
        let scram = try SCRAMExample.all[1].start()
        #expect(Self.failure { try Self.bytes("v=") { try scram.verify($0) } } == .wrongSignature)
    }

    /// RFC 4013, section 3, and the prohibited tables.
    private static let texts: [(String, String?)] = [
        ("I\u{AD}X", "IX"), ("user", "user"), ("USER", "USER"), ("\u{AA}", "a"), ("\u{2168}", "IX"), ("\u{7}", nil),
        ("\u{627}\u{31}", nil), ("p\u{A0}w", "p w"), ("p\u{200B}w", "pw"), ("\u{FB01}", "fi"),
        ("e\u{301}", "\u{E9}"),
        ("\u{627}\u{628}", "\u{627}\u{628}"), ("\u{627}a\u{628}", nil), ("\u{E000}", nil), ("\u{FFFD}x", nil),
        ("a\u{202E}b", nil), ("\u{85}", nil), ("\u{1F512}", "\u{1F512}"),
        ("", ""),
    ]

    @Test(arguments: texts)
    func textIsPreparedAsSASLprepSays(text: String, expected: String?) {
        #expect(SASLprep.prepared(text)?.unicodeScalars.map(\.value) == expected?.unicodeScalars.map(\.value))
    }

    @Test(arguments: [0xFDD0, 0x1FFFE, 0x10FFFF] as [UInt32])
    func whatIsNoCharacterIsProhibited(code: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(code))
        #expect(SASLprep.prepared("a" + String(Character(scalar))) == nil)
    }

    @Test func aSecretShowsNothing() {
        let secret = Secret("hunter2")
        let credential = Credential.password(user: "me", secret)
        var options = ProbeOptions()
        options.credential = credential
        let request = ElasticsearchRequest(.root, options: options)
        var dumped = ""
        dump(options, to: &dumped)
        dump(Credential.libpq(["password": secret]), to: &dumped)
        dump(Credential.apiKey(secret), to: &dumped)
        dump(request, to: &dumped)
        dumped +=
            "\(secret) \(credential) \(options) \(request) " + String(reflecting: credential) + secret.debugDescription
        #expect(dumped.contains("•••"))
        for form in ["hunter2", "bWU6aHVudGVyMg", "aHVudGVyMg"] { #expect(!dumped.contains(form)) }
    }
}
