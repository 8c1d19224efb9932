internal import NodeCertificates

/// How clients reach a node with encryption: command lines and addresses for a user.
package struct ClientCommands: Sendable {
    /// One way.
    package struct Way: Sendable, Equatable {
        /// What it is for.
        package let title: String
        /// The lines to copy.
        package let lines: [String]
    }

    /// The ways, the plainest first.
    package let ways: [Way]

    /// - Parameters:
    ///   - folder: where the client keeps `root.crt`, `client.crt` and `client.key`; the latter are called after
    ///     another user than the platform's.
    ///   - hasClientCertificate: whether the node makes certificates for clients; Pgpool-II nodes do not.
    package init(
        host: String,
        port: Int,
        database: String,
        user: String,
        folder: String,
        hasClientCertificate: Bool
    ) {
        let stem = folder + "/" + ClientSettings.fileStem(of: user)
        let base =
            "host=\(Self.value(host)) port=\(port) dbname=\(Self.value(database)) user=\(Self.value(user))"
        let root = "sslrootcert=\(Self.value(folder + "/root.crt"))"
        let pair =
            "sslcert=\(Self.value(stem + ".crt")) sslkey=\(Self.value(stem + ".key"))"
        let authority = "\(host.contains(":") ? "[\(host)]" : host):\(port)/\(Self.percent(database))"
        var ways = [
            Way(
                title: "psql, encrypted, the server not verified",
                lines: ["psql \(Self.quoted(base + " sslmode=require"))"]
            ),
            Way(
                title: "psql, the server verified",
                lines: ["psql \(Self.quoted(base + " sslmode=verify-full " + root))"]
            ),
        ]
        if hasClientCertificate {
            ways.append(
                Way(
                    title: "psql, the server verified, with a client certificate",
                    lines: ["psql \(Self.quoted(base + " sslmode=verify-full " + root + " " + pair))"]
                )
            )
        }
        var query = "sslmode=verify-full&sslrootcert=\(Self.percent(folder + "/root.crt"))"
        let address = "postgresql://\(Self.percent(user))@\(authority)?\(query)"
        ways.append(Way(title: "an address, for libpq and most drivers", lines: [address]))
        var fields = [
            "Host name/address: \(host)", "Port: \(port)", "Maintenance database: \(database)",
            "Username: \(user)",
            "Parameters: SSL mode verify-full; Root certificate \(folder)/root.crt",
        ]
        if hasClientCertificate {
            fields.append(
                "for a client certificate: Client certificate \(stem).crt; Client certificate key \(stem).key"
            )
        }
        ways.append(Way(title: "pgAdmin", lines: fields))
        query = "user=\(Self.percent(user))&" + query
        let jdbc = "jdbc:postgresql://\(authority)?\(query)"
        ways.append(Way(title: "JDBC", lines: [jdbc]))
        if hasClientCertificate {
            let files =
                "&sslcert=\(Self.percent(stem + ".crt"))&sslkey=\(Self.percent(stem + ".pk8"))"
            ways.append(
                Way(
                    title:
                        "JDBC with a client certificate, whose key the driver reads in DER: make that first",
                    lines: [
                        "openssl pkcs8 -topk8 -inform PEM -outform DER -nocrypt"
                            + " -in \(Self.quoted(stem + ".key")) -out \(Self.quoted(stem + ".pk8"))",
                        jdbc + files,
                    ]
                )
            )
        }
        self.ways = ways
    }

    /// A value of a connection string: in quotes where it is not a plain word.
    static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && !text.contains { $0 == " " || $0 == "'" || $0 == "\\" || $0.isWhitespace }
        if isPlain { return text }
        return "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }

    /// A word of a shell: in quotes always, since a connection string has blanks.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A part of an address (RFC 3986, section 2.3), slashes of a path left as they are.
    static func percent(_ text: String) -> String {
        text.utf8.map { octet in
            switch octet {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                return String(UnicodeScalar(octet))
            default:
                let digits = String(octet, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }.joined()
    }
}
