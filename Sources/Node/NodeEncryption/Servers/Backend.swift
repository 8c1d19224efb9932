internal import NodePlatform
internal import PostgresConfiguration
package import SecretMemory
internal import TextEncodings

/// A PostgreSQL server behind Pgpool-II, and how a superuser queries it.
package struct Backend: Sendable {
    /// Its name in messages; not yet made printable.
    package let name: String
    private let client: [String]
    private let password: SharedSecret?

    /// - Parameters:
    ///   - name: its name in messages.
    ///   - client: `psql` with the options that log in as a superuser.
    ///   - password: the password that `psql` finds; only if it runs as the same user as this process.
    package init(name: String, client: [String], password: SharedSecret?) {
        self.name = name
        self.client = client
        self.password = password
    }

    /// The backends that `pgpool.conf` lists, in its order.
    package static func all(
        _ layout: NodeLayout,
        user: String,
        password: SharedSecret?
    ) throws(NodeEncryptionError) -> [Backend] {
        let configuration = try layout.settings()
        return (0..<mostBackends).compactMap { number in
            guard let host = configuration.value(of: "backend_hostname\(number)") else { return nil }
            let port = configuration.value(of: "backend_port\(number)") ?? "5432"
            // An empty name is the socket in its usual place, for Pgpool-II and for libpq.
            let place = host.isEmpty ? "" : "host=\(Quoting.connectionValue(host)) "
            let login =
                "port=\(Quoting.connectionValue(port)) dbname=postgres user=\(Quoting.connectionValue(user))"
            return Backend(
                name: host.isEmpty ? "the socket at port \(port)" : "\(host), port \(port)",
                client: ["psql", "-d", place + login + " connect_timeout=5"],
                password: password
            )
        }
    }

    /// MAX_NUM_BACKENDS of Pgpool-II.
    private static let mostBackends = 128

    /// The stored passwords of the roles that exist there; empty if a role has none.
    func storedPasswords(of names: [[UInt8]]) throws(NodeEncryptionError) -> [[UInt8]: SharedSecret] {
        // Names go as bytes, so that neither quoting nor an encoding can change them.
        let list = Set(names).map { "'\\x\(Hexadecimal.encode($0.span))'::bytea" }.sorted()
        guard !list.isEmpty else { return [:] }
        let own = "convert_to(rolname::text, getdatabaseencoding())"
        let statement = """
            SELECT encode(\(own), 'hex') || ' ' || coalesce(rolpassword, '') FROM pg_catalog.pg_authid \
            WHERE \(own) IN (\(list.joined(separator: ", ")));

            """
        let outcome = try PlannedCommand(
            purpose: "a query to \(name)",
            arguments: client + ["-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input: SharedSecret(copying: Array(statement.utf8).span),
            password: password
        ).succeed()
        return try outcome.content.withSpan { (span) throws(NodeEncryptionError) in
            var stored: [[UInt8]: SharedSecret] = [:]
            var start = 0
            for index in span.indices where span[index] == UInt8(ascii: "\n") {
                let line = span.extracting(start..<index)
                start = index + 1
                guard let blank = line.indices.first(where: { line[$0] == UInt8(ascii: " ") }),
                    let name = try? Hexadecimal.decode(line.extracting(..<blank))
                else {
                    throw .commandFailed(
                        purpose: "a query to \(self.name)",
                        status: 0,
                        said: "unexpected answer from psql"
                    )
                }
                stored[name] = SharedSecret(copying: line.extracting((blank + 1)...))
            }
            return stored
        }
    }
}
