internal import NodePlatform

/// The user that a client certificate is for.
struct UserName {
    /// The most bytes of a role's name: one less than PostgreSQL's `NAMEDATALEN`. A CN holds 64 characters.
    static let byteLimit = 63

    /// Names whose files would collide with other files of the set.
    private static let reserved: Set<String> = ["root", "server", "server-req", "client"]

    let text: String

    var fileStem: String { ClientSettings.fileStem(of: text) }

    init(_ inputs: NodeInputs) throws(NodeCertificatesError) {
        let variable = try inputs.variable(named: "PG_USER")
        let input =
            inputs.argument(inputs.user, "USER") ?? variable
            ?? Input(text: Platform.user, origin: .standard("USER"))
        guard Self.isName(input.text) else { throw input.refused(by: .userName) }
        guard !Self.reserved.contains(input.text) else { throw input.refused(by: .unreservedUserName) }
        text = input.text
    }

    /// Whether it is the name of a role for whom a certificate is made.
    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= Self.byteLimit
            && !["-", ".", " "].contains { text.hasPrefix($0) }
            && !text.hasSuffix(" ")
            && !text.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
                // U+FFFD stands for bytes that were not UTF-8.
                default: scalar == "/" || scalar == "\u{FFFD}"
                }
            }
    }

    /// Whether a user of that name can have a pair beside the other files of the set.
    fileprivate static func hasFiles(_ text: String) -> Bool { isName(text) && !reserved.contains(text) }
}

extension ClientSettings {
    /// Whether a certificate and key can be made for a user, and have files of their own.
    package static func canBeMade(for user: String) -> Bool { UserName.hasFiles(user) }
}
