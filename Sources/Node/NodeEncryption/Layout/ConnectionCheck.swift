internal import DurableFiles
internal import Glibc
internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import ServerProbe
internal import TextEncodings

extension Node {
    /// Throws where nobody gets to the server by the lines of ``ClientCommands``: its certificate does not name the
    /// host, it is not running, nobody listens at the port, or no rule lets the user into the database from elsewhere.
    ///
    /// What whoever runs the tool may not see is taken for right.
    ///
    /// - Parameters:
    ///   - host: the host that the lines name.
    ///   - port: the port that the operator gave; `nil` for the server's own.
    /// - Returns: what the operator should know of the lines.
    package func requireConnection(
        to host: String,
        port: Int?,
        of user: String,
        database: String
    ) throws(NodeEncryptionError) -> [String] {
        try requireName(host)
        let notes = try noteOnRules(for: user, database: database, host: host)
        switch server {
        case .postgres(let service):
            guard let isRunning = try? service.isRunning else { return notes }
            guard isRunning else {
                throw .noLogin("the server is not running; start it: \(service.shownStart)", .failure)
            }
            guard let running else { return notes }
            guard let own = running.file.host else {
                throw .noLogin(
                    "the server takes no TCP connections; set listen_addresses, and restart it",
                    .failure
                )
            }
            if let port, port != running.file.port {
                try requireListener(at: port, on: [own, host])
            } else if let port = running.file.port {
                try requireAnswer(from: host, port, own: own)
            }
        case .pgpool:
            guard let own = layout.poolHost else {
                throw .noLogin(
                    "Pgpool-II takes no TCP connections; set listen_addresses, and restart it",
                    .failure
                )
            }
            try requireTLS(at: port ?? self.port, on: [own, host])
        }
        return notes
    }

    /// Throws where the server's certificate does not name a host.
    private func requireName(_ host: String) throws(NodeEncryptionError) {
        let chain = CertificateFile(reading: layout.certificate(ServedFiles.certificate))
        guard !chain.isFirstUnread, let server = chain.certificates.first else { return }
        guard let name = CalledName(typed: host, .option), name.spelling != .complete else {
            // One that a company's certificate has all the same is compared as the octets that it is.
            if server.dnsNames.contains(where: { $0.utf8.elementsEqual(host.utf8) }) { return }
            throw .noLogin(
                "\(printable(host)) is no name or address that a certificate has, so that nobody verifies the "
                    + "server by it; give --host another",
                .data
            )
        }
        if VerifyingClient.libpq.finds(name, in: server) { return }
        throw .noLogin(
            "the server's certificate has no name \(printable(host)), so that libpq does not verify it by that; give "
                + "--host another, or run postgres-ssl reissue server --san \(Quoting.shellWord(host))",
            .data
        )
    }

    /// Throws where the rules let a user into a database from this host alone, and into another from elsewhere, too.
    ///
    /// - Returns: that they let him into none from elsewhere.
    private func noteOnRules(
        for user: String,
        database: String,
        host: String
    ) throws(NodeEncryptionError) -> [String] {
        let groups = groups(of: user)
        guard !HostName.isLoopback(host),
            layout.admitsFromElsewhere(user, to: database, groups: groups) == false
        else { return [] }
        let rules = printable(layout.authentication)
        guard layout.admitsFromElsewhere(user, to: nil, groups: groups) == false else {
            throw .noLogin(
                "\(rules): no rule lets \(printable(user)) into the database \(printable(database)) by TLS from "
                    + "another host; change the rules, or give another --database",
                .data
            )
        }
        return [
            "\(rules): no rule lets \(printable(user)) in by TLS from another host, so the lines work on this one"
        ]
    }

    /// Throws where the host of the lines leads to an address at which the server does not listen.
    ///
    /// A name that is not known here, or leads through somebody who keeps silent, may be known to clients.
    private func requireAnswer(
        from host: String,
        _ port: Int,
        own: String
    ) throws(NodeEncryptionError) {
        do throws(ServerProbeError) {
            _ = try TCPConnection(host: host, port: port, by: Deadline(in: .seconds(5)))
        } catch {
            guard case .notReached(_, let reason) = error,
                reason.utf8.elementsEqual(SystemError(code: ECONNREFUSED).description.utf8)
            else { return }
            throw .noLogin(
                "\(error.description): the server listens at \(printable(own)), by listen_addresses; give another "
                    + "--host, or have it listen there, too, and restart it",
                .failure
            )
        }
    }

    /// Throws where nobody takes connections at a port, on none of some hosts.
    private func requireListener(at port: Int, on hosts: [String]) throws(NodeEncryptionError) {
        try requireOne(of: hosts) { (host) throws(NodeEncryptionError) in
            _ = try onServers { () throws(ServerProbeError) in
                try TCPConnection(host: host, port: port, by: Deadline(in: .seconds(5)))
            }
        }
    }

    /// The same, and where who answers offers no TLS, or lets nobody through its handshake.
    private func requireTLS(at port: Int, on hosts: [String]) throws(NodeEncryptionError) {
        try requireOne(of: hosts) { (host) throws(NodeEncryptionError) in
            do throws(ServerProbeError) {
                let deadline = Deadline(in: .seconds(5))
                _ = try ServerLook.at(host: host, port: port, triesOlder: false, by: deadline)
            } catch {
                let place = "at \(printable(host)), port \(port)"
                switch error {
                case .notReached: throw .probe(error)
                case .encryptionOff:
                    throw .noLogin(
                        "Pgpool-II offers no TLS \(place); restart it, and see postgres-ssl status",
                        .failure
                    )
                case .otherProtocol, .handshake, .messages: throw .noLogin(error.description, .failure)
                }
            }
        }
    }

    /// Throws what is wrong with the first of some hosts where all cannot be reached.
    private func requireOne(
        of hosts: [String],
        reach: (String) throws(NodeEncryptionError) -> Void
    ) throws(NodeEncryptionError) {
        var first: NodeEncryptionError?
        for host in hosts {
            do throws(NodeEncryptionError) {
                return try reach(host)
            } catch {
                guard case .probe(.notReached) = error else { throw error }
                first = first ?? error
            }
        }
        if let first { throw .noLogin("\(first.description); start what should listen there", .failure) }
    }
}
