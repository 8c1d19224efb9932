internal import TextEncodings

extension NodeEncryptionError {
    /// What is wrong with settings of this tool that are not in its records, and how to go on, or without TLS; `nil`
    /// for any other error.
    var lostRecords: (fault: String, cure: String)? {
        switch self {
        case .notRecorded(let state, let setting, let path, let line, let rules):
            (
                "\(printable(path)), line \(line): \(setting) names a certificate of this tool, but the install of it "
                    + "is not recorded in \(printable(state))",
                "give the --state that it had, or bring its records back, or \(Self.withoutTLS(path, rules)), after "
                    + "which its files stay"
            )
        case .leftInForce(let setting, let path, let line, let rules):
            (
                "\(printable(path)), line \(line): \(setting) names a certificate of this tool, and did so before the "
                    + "records of this node began, so that uninstall leaves TLS on",
                Self.withoutTLS(path, rules)
            )
        case .renamed(let records, let from, let to):
            (
                "\(printable(from)) is gone, and \(printable(to)) has settings of this tool that are not recorded "
                    + "of it",
                "if it is the same server by another name, give it its old name back (as by pg_renamecluster), "
                    + "uninstall, and rename it again; if it is another, move \(printable(records)) elsewhere"
            )
        default: nil
        }
    }

    /// How an operator takes back the settings of which a line was named.
    private static func withoutTLS(_ settings: String, _ rules: String) -> String {
        "to be without TLS, take out the lines of \(printable(settings)) that turn ssl on and name files of its set, "
            + "write host for hostssl in \(printable(rules)), and restart the server"
    }
}
