internal import TextEncodings

/// The settings that turn encryption on: what install sets and status looks for.
struct RequiredSettings {
    /// Names and values, in the order in which they are written.
    let all: [(name: String, value: String)]

    /// The settings for the server of a node.
    init(of layout: NodeLayout) {
        switch layout.role {
        case .postgres:
            all = [
                ("ssl", "on"), ("ssl_cert_file", layout.certificate("server/server.crt")),
                ("ssl_ca_file", layout.certificate("server/root.crt")),
                ("ssl_key_file", layout.certificate("server/server.key")),
                ("password_encryption", "scram-sha-256"),
            ]
        case .pgpool:
            all = [
                ("ssl", "on"), ("ssl_key", layout.certificate("server/server.key")),
                ("ssl_cert", layout.certificate("server/server.crt")), ("enable_pool_hba", "on"),
                ("pool_passwd", "pool_passwd"),
            ]
        }
    }

    /// A value as a finding shows it.
    static func shown(_ value: String) -> String { value.isEmpty ? "empty" : printable(value) }

    /// Whether two values mean the same: "on" has several spellings.
    static func isSame(_ text: String, _ value: String) -> Bool {
        value == "on"
            ? ["on", "true", "tru", "tr", "t", "yes", "ye", "y", "1"].contains(text.lowercased())
            : text.utf8.elementsEqual(value.utf8)
    }
}
