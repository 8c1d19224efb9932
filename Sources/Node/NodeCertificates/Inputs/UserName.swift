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
        let isName =
            input.text.utf8.count <= Self.byteLimit
            && !["-", ".", " "].contains { input.text.hasPrefix($0) }
            && !input.text.hasSuffix(" ")
            && !input.text.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
                // U+FFFD stands for bytes that were not UTF-8.
                default: scalar == "/" || scalar == "\u{FFFD}"
                }
            }
        guard isName else { throw input.refused(by: .userName) }
        guard !Self.reserved.contains(input.text) else { throw input.refused(by: .unreservedUserName) }
        text = input.text
    }
}
