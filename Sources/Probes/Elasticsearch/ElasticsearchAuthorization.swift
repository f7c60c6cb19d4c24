import Foundation

/// How an account shows itself over HTTP. Both ways hold the secret itself, so whoever reads the request has it.
struct ElasticsearchAuthorization {
    /// As it is reported: `basic` or `api_key`.
    let method: String
    let header: Secret

    /// `nil` where the credential does not fit into a header: a colon in the user's name ends it (RFC 7617, section 2),
    /// and an API key is `id:key` or base64 (Elasticsearch reference, "Create API key").
    init?(_ credential: Credential) {
        switch credential {
        case .password(let user, let password, _):
            guard !user.isEmpty, !user.contains(":") else { return nil }
            method = "basic"
            header = Secret("Basic " + Data("\(user):\(password.reveal())".utf8).base64EncodedString())
        case .apiKey(let key):
            let text = key.reveal()
            let encoded = text.contains(":") ? Data(text.utf8).base64EncodedString() : text
            guard !encoded.isEmpty, encoded.utf8.allSatisfy(Self.isToken) else { return nil }
            method = "api_key"
            header = Secret("ApiKey " + encoded)
        case .libpq:
            return nil
        }
    }

    /// RFC 9110, section 11.2: `token68`.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
