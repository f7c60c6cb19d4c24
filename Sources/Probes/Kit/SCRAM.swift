import COpenSSL
import Foundation

/// The client's side of one login by SCRAM (RFC 5802, RFC 7677), without channel binding.
///
///     first() ─► server ─► proof(answering:) ─► server ─► verify(_:)
///
/// The password never leaves this process, and a server that does not know it is found out by `verify`. All bytes of
/// the server are hostile until then.
public struct SCRAM: Sendable {
    public enum Mechanism: String, Sendable, CaseIterable {
        case sha256 = "SCRAM-SHA-256"
        case sha1 = "SCRAM-SHA-1"

        fileprivate var digest: Digest { self == .sha256 ? .sha256 : .sha1 }
    }

    /// Why the login was broken off.
    enum Failure: Error, Equatable {
        /// The password or user name has characters that SASLprep (RFC 4013) forbids.
        case unusableName
        /// What the server sent is no message of SCRAM's, or too long for one.
        case malformed
        /// The server's nonce does not begin with ours: it answers somebody else.
        case wrongNonce
        /// Fewer rounds than RFC 5802 allows would help who listens to guess; more than the limit would only cost time.
        case iterations
        /// The server said `e=`: it refuses.
        case refused
        /// The server does not know the password either.
        case wrongSignature
        /// libcrypto does not compute this, as where MD5 is forbidden.
        case unavailable
    }

    /// RFC 5802, section 5.1, and RFC 7677, section 4: at least 4096. A million take about a second.
    static let iterations = 4096...1_000_000
    /// Longer messages of the server are not read.
    static let maximumMessageBytes = 4096

    let mechanism: Mechanism
    private let user: String
    private let password: Secret
    private let nonce: String
    private var signature: [UInt8] = []

    /// - Parameters:
    ///   - password: as the mechanism wants it, so prepared.
    ///   - nonce: printable ASCII without a comma, never used before.
    private init(_ mechanism: Mechanism, user: String, preparedPassword password: Secret, nonce: String) {
        self.mechanism = mechanism
        self.user = user
        self.password = password
        self.nonce = nonce
    }

    /// As RFC 5802 says: user and password go through SASLprep.
    init(_ mechanism: Mechanism, user: String, password: Secret, nonce: String = Self.freshNonce()) throws(Failure) {
        guard let prepared = SASLprep.prepared(password.reveal()), !prepared.isEmpty,
            let user = SASLprep.prepared(user), !user.isEmpty
        else { throw .unusableName }
        self.init(mechanism, user: user, preparedPassword: Secret(prepared), nonce: nonce)
    }

    /// As MongoDB has it: the user's name as it is; SHA-256 with a prepared password, SHA-1 with the hexadecimal MD5 of
    /// `user:mongo:password` in its place (MongoDB specifications, "Authentication").
    static func mongoDB(
        _ mechanism: Mechanism, user: String, password: Secret, nonce: String = Self.freshNonce()
    ) throws(Failure) -> SCRAM {
        guard !user.isEmpty else { throw .unusableName }
        let prepared: String
        switch mechanism {
        case .sha256:
            guard let text = SASLprep.prepared(password.reveal()), !text.isEmpty else { throw .unusableName }
            prepared = text
        case .sha1:
            guard let digest = Digest.md5.of(Array("\(user):mongo:\(password.reveal())".utf8)) else {
                throw .unavailable
            }
            prepared = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        return SCRAM(mechanism, user: user, preparedPassword: Secret(prepared), nonce: nonce)
    }

    /// 24 random bytes in base64.
    static func freshNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).base64EncodedString()
    }

    /// client-first-message. `n`: this client does no channel binding.
    func first() -> [UInt8] { Array(("n,," + firstBare).utf8) }

    private var firstBare: String {
        let name = user.replacingOccurrences(of: "=", with: "=3D").replacingOccurrences(of: ",", with: "=2C")
        return "n=\(name),r=\(nonce)"
    }

    /// client-final-message, which proves knowledge of the password without showing it.
    mutating func proof(answering bytes: UnsafeRawBufferPointer) throws(Failure) -> [UInt8] {
        let (message, attributes) = try Self.read(bytes)
        guard attributes.count >= 3, attributes[0].key == "r", attributes[1].key == "s", attributes[2].key == "i"
        else {
            // `m=` first is an extension that must be understood, and none is.
            throw attributes.first?.key == "e" ? .refused : .malformed
        }
        let combined = attributes[0].value
        guard combined.hasPrefix(nonce), combined.utf8.count > nonce.utf8.count else { throw .wrongNonce }
        guard let salt = Data(base64Encoded: attributes[1].value), !salt.isEmpty else { throw .malformed }
        let digits = attributes[2].value
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformed }
        guard let rounds = Int32(digits), Self.iterations.contains(Int(rounds)) else { throw .iterations }

        // `biws` is `n,,` in base64.
        let withoutProof = "c=biws,r=\(combined)"
        let signed = Array("\(firstBare),\(message),\(withoutProof)".utf8)
        let digest = mechanism.digest
        guard let salted = digest.stretched(password.reveal(), salt: Array(salt), rounds: rounds),
            let clientKey = digest.keyed(salted, Array("Client Key".utf8)), let storedKey = digest.of(clientKey),
            let clientSignature = digest.keyed(storedKey, signed),
            let serverKey = digest.keyed(salted, Array("Server Key".utf8)),
            let serverSignature = digest.keyed(serverKey, signed)
        else { throw .unavailable }
        signature = serverSignature
        let proof = Data(zip(clientKey, clientSignature).map { $0 ^ $1 }).base64EncodedString()
        return Array("\(withoutProof),p=\(proof)".utf8)
    }

    /// Takes the server-final-message; returns if the server knows the password.
    func verify(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        let attributes = try Self.read(bytes).attributes
        guard let first = attributes.first, first.key == "v" else {
            throw attributes.first?.key == "e" ? .refused : .malformed
        }
        guard let claimed = Data(base64Encoded: first.value) else { throw .malformed }
        guard !signature.isEmpty, Array(claimed) == signature else { throw .wrongSignature }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(Failure) -> (message: String, attributes: [(key: Character, value: String)]) {
        guard !bytes.isEmpty, bytes.count <= maximumMessageBytes,
            let message = String(validating: bytes, as: UTF8.self)
        else { throw .malformed }
        var attributes: [(key: Character, value: String)] = []
        for part in message.split(separator: ",", omittingEmptySubsequences: false) {
            guard let key = part.first, part.dropFirst().first == "=" else { throw .malformed }
            attributes.append((key, String(part.dropFirst(2))))
        }
        return (message, attributes)
    }
}

/// What SCRAM computes with, from the system's libcrypto.
enum Digest: Sendable {
    case md5, sha1, sha256

    private var kind: OpaquePointer? {
        switch self {
        case .md5: EVP_md5()
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        }
    }

    /// `nil` where libcrypto refuses.
    func of(_ bytes: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        let length = Int(ajar_digest(kind, bytes, bytes.count, &digest))
        return length > 0 ? Array(digest.prefix(length)) : nil
    }

    /// HMAC.
    func keyed(_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard HMAC(kind, key, Int32(clamping: key.count), bytes, bytes.count, &digest, &length) != nil else {
            return nil
        }
        return Array(digest.prefix(Int(length)))
    }

    /// PBKDF2 with HMAC (`Hi` of RFC 5802, section 2.2).
    func stretched(_ password: String, salt: [UInt8], rounds: Int32) -> [UInt8]? {
        guard let length = of([])?.count else { return nil }
        let password = password.utf8.map { CChar(bitPattern: $0) }
        var key = [UInt8](repeating: 0, count: length)
        let done = PKCS5_PBKDF2_HMAC(
            password, Int32(clamping: password.count), salt, Int32(clamping: salt.count), rounds, kind,
            Int32(clamping: length), &key)
        return done == 1 ? key : nil
    }
}
