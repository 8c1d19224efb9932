internal import NodeCertificates
internal import NodePlatform
internal import PKIX

/// How clients connect to a node with encryption: command lines and URLs for a user.
package struct ClientCommands: Sendable {
    /// What the node's rules want of the user's own certificate.
    package enum Pair: Sendable, Equatable {
        /// There is none: a Pgpool-II node makes no certificates for clients.
        case none
        /// It may be shown.
        case possible
        /// Nobody gets in without it.
        case required
    }

    /// One way.
    package struct Way: Sendable, Equatable {
        /// The client, and what it verifies.
        package let title: String
        /// The lines to copy; none where the title says all.
        package let lines: [String]
    }

    /// The ways, the simplest first.
    package private(set) var ways: [Way] = []

    /// - Parameters:
    ///   - host: a name or an address of the server.
    ///   - folder: where the client keeps `root.crt`, `client.crt` and `client.key`; for a user other than the
    ///     platform's, the latter two are named after the user.
    ///   - pair: what becomes of the latter two.
    ///   - isPairMade: whether they are on the node; else what makes them comes first.
    package init(
        host: String,
        port: Int,
        database: String,
        user: String,
        folder: String,
        pair: Pair,
        isPairMade: Bool
    ) {
        let stem = folder + "/" + ClientSettings.fileStem(of: user)
        let address = try? IPAddress(host)
        if pair != .none, !isPairMade {
            let command = "postgres-ssl reissue client --user \(Quoting.shellWord(user))"
            ways.append(
                Way(title: "first, on the node: the certificate and key of this user", lines: [command])
            )
        }
        let base =
            "host=\(Quoting.connectionValue(host)) port=\(port) dbname=\(Quoting.connectionValue(database))"
            + " user=\(Quoting.connectionValue(user))"
        let root = " sslrootcert=\(Quoting.connectionValue(folder + "/root.crt"))"
        let files =
            " sslcert=\(Quoting.connectionValue(stem + ".crt")) sslkey=\(Quoting.connectionValue(stem + ".key"))"
        func psql(_ title: String, _ rest: String) {
            ways.append(Way(title: title, lines: ["psql \(Quoting.shellQuoted(base + rest))"]))
        }
        let own = pair == .required ? files : ""
        psql("psql, encrypted, server not verified", " sslmode=require" + own)
        if pair != .required { psql("psql, server verified", " sslmode=verify-full" + root) }
        if pair != .none {
            psql("psql, server verified, with a client certificate", " sslmode=verify-full" + root + files)
        }
        if address != nil {
            ways.append(
                Way(
                    title: "before PostgreSQL 15, psql and libpq verify no address: give --host a name",
                    lines: []
                )
            )
        }
        var query = "sslmode=verify-full&sslrootcert=\(Quoting.percentEncoded(folder + "/root.crt"))"
        let certificate = "&sslcert=\(Quoting.percentEncoded(stem + ".crt"))"
        let key = "&sslkey=\(Quoting.percentEncoded(stem + ".key"))"
        let place = ":\(port)/\(Quoting.percentEncoded(database, keepingSlashes: false))?"
        ways.append(
            Way(
                title: "URL, for libpq and most drivers",
                lines: [
                    "postgresql://\(Quoting.percentEncoded(user, keepingSlashes: false))@"
                        + Self.authority(host, address) + place + query
                        + (pair == .required ? certificate + key : "")
                ]
            )
        )
        ways.append(pgAdmin(host, port, database, user, root: folder + "/root.crt", stem: stem, pair))
        query = "user=\(Quoting.percentEncoded(user))&" + query
        let jdbc = "jdbc:postgresql://\(Self.javaAuthority(host, address))\(place)\(query)"
        if pair != .required { ways.append(Way(title: "JDBC", lines: [jdbc])) }
        if pair != .none {
            ways.append(
                Way(
                    title:
                        "JDBC, with a client certificate; the driver reads the key as DER, so convert it first",
                    lines: [
                        "openssl pkcs8 -topk8 -inform PEM -outform DER -nocrypt"
                            + " -in \(Quoting.shellQuoted(stem + ".key")) -out \(Quoting.shellQuoted(stem + ".pk8"))",
                        jdbc + certificate + "&sslkey=\(Quoting.percentEncoded(stem + ".pk8"))",
                    ]
                )
            )
        }
    }

    private func pgAdmin(
        _ host: String,
        _ port: Int,
        _ database: String,
        _ user: String,
        root: String,
        stem: String,
        _ pair: Pair
    ) -> Way {
        let own = "Client certificate \(stem).crt; Client certificate key \(stem).key"
        let parameters = "Parameters: SSL mode verify-full; Root certificate \(root)"
        var fields = [
            "Host name/address: \(host)", "Port: \(port)", "Maintenance database: \(database)",
            "Username: \(user)",
            pair == .required ? parameters + "; " + own : parameters,
        ]
        if pair == .possible { fields.append("With a client certificate, also: " + own) }
        return Way(title: "pgAdmin", lines: fields)
    }

    /// The host in a URL (RFC 3986, section 3.2.2).
    private static func authority(_ host: String, _ address: IPAddress?) -> String {
        address.map(\.isVersion4) == false ? "[\(host)]" : Quoting.percentEncoded(host)
    }

    /// The same for Java, whose driver compares an address with the certificate's as texts; Java writes the one of
    /// version 6 in eight groups, of which none is left out.
    private static func javaAuthority(_ host: String, _ address: IPAddress?) -> String {
        guard let address, !address.isVersion4 else { return authority(host, address) }
        let groups = stride(from: 0, to: 16, by: 2).map { place in
            String(Int(address.octets[place]) << 8 | Int(address.octets[place + 1]), radix: 16)
        }
        return "[" + groups.joined(separator: ":") + "]"
    }
}
