internal import NodeCertificates
internal import NodePlatform

/// How clients connect to a node with encryption: command lines and URLs for a user.
package struct ClientCommands: Sendable {
    /// One way.
    package struct Way: Sendable, Equatable {
        /// The client, and what it verifies.
        package let title: String
        /// The lines to copy.
        package let lines: [String]
    }

    /// The ways, the simplest first.
    package let ways: [Way]

    /// - Parameters:
    ///   - folder: where the client keeps `root.crt`, `client.crt` and `client.key`; for a user other than the
    ///     platform's, the latter two are named after the user.
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
            "host=\(Quoting.connectionValue(host)) port=\(port) dbname=\(Quoting.connectionValue(database))"
            + " user=\(Quoting.connectionValue(user))"
        let root = "sslrootcert=\(Quoting.connectionValue(folder + "/root.crt"))"
        let pair =
            "sslcert=\(Quoting.connectionValue(stem + ".crt")) sslkey=\(Quoting.connectionValue(stem + ".key"))"
        let authority =
            "\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)/\(Quoting.percentEncoded(database))"
        var ways = [
            Way(
                title: "psql, encrypted, server not verified",
                lines: ["psql \(Quoting.shellQuoted(base + " sslmode=require"))"]
            ),
            Way(
                title: "psql, server verified",
                lines: ["psql \(Quoting.shellQuoted(base + " sslmode=verify-full " + root))"]
            ),
        ]
        if hasClientCertificate {
            ways.append(
                Way(
                    title: "psql, server verified, with a client certificate",
                    lines: ["psql \(Quoting.shellQuoted(base + " sslmode=verify-full " + root + " " + pair))"]
                )
            )
        }
        var query = "sslmode=verify-full&sslrootcert=\(Quoting.percentEncoded(folder + "/root.crt"))"
        let address = "postgresql://\(Quoting.percentEncoded(user))@\(authority)?\(query)"
        ways.append(Way(title: "URL, for libpq and most drivers", lines: [address]))
        var fields = [
            "Host name/address: \(host)", "Port: \(port)", "Maintenance database: \(database)",
            "Username: \(user)",
            "Parameters: SSL mode verify-full; Root certificate \(folder)/root.crt",
        ]
        if hasClientCertificate {
            fields.append(
                "With a client certificate, also: Client certificate \(stem).crt; Client certificate key \(stem).key"
            )
        }
        ways.append(Way(title: "pgAdmin", lines: fields))
        query = "user=\(Quoting.percentEncoded(user))&" + query
        let jdbc = "jdbc:postgresql://\(authority)?\(query)"
        ways.append(Way(title: "JDBC", lines: [jdbc]))
        if hasClientCertificate {
            let files =
                "&sslcert=\(Quoting.percentEncoded(stem + ".crt"))&sslkey=\(Quoting.percentEncoded(stem + ".pk8"))"
            ways.append(
                Way(
                    title:
                        "JDBC, with a client certificate; the driver reads the key as DER, so convert it first",
                    lines: [
                        "openssl pkcs8 -topk8 -inform PEM -outform DER -nocrypt"
                            + " -in \(Quoting.shellQuoted(stem + ".key")) -out \(Quoting.shellQuoted(stem + ".pk8"))",
                        jdbc + files,
                    ]
                )
            )
        }
        self.ways = ways
    }
}
