internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import TextEncodings

extension Node {
    /// A name or address by which a client verifies the server: the first of `KEY_HOST`, the host's own name, and the
    /// names of the certificate that it has; the host's own name where it has none.
    ///
    /// - Parameter variable: gives the bytes of an environment variable's value.
    package func clientHost(variable: (String) -> [UInt8]?) throws(NodeEncryptionError) -> String {
        let keyHost = try keyHost(variable)
        let own = HostName.current()
        let content = (try? FileState.read(layout.certificate("server/server.crt")))?.content
        guard let server = content.flatMap({ try? Certificate(pem: $0.publicBytes.span) }) else { return own }
        let candidates = [keyHost, own].compactMap(\.self).filter { !$0.isEmpty }
        if let known = candidates.first(where: server.isVerified(by:)) { return known }
        let plain = server.dnsNames.first { !$0.utf8.contains(UInt8(ascii: "*")) }
        return plain ?? server.ipAddresses.first.map { "\($0)" } ?? own
    }

    /// By what clients call the node: `KEY_HOST`, else the host's own name.
    ///
    /// - Parameter variable: gives the bytes of an environment variable's value.
    package func calledNames(variable: (String) -> [UInt8]?) throws(NodeEncryptionError) -> [CalledName] {
        func name(_ text: String, _ origin: CalledName.Origin) -> [CalledName] {
            GeneralName(ofHost: text).map { [CalledName($0, origin)] } ?? []
        }
        let given = try keyHost(variable) ?? ""
        return given.isEmpty ? name(HostName.current(), .host) : name(given, .variable)
    }

    private func keyHost(_ variable: (String) -> [UInt8]?) throws(NodeEncryptionError) -> String? {
        let given = try onPlatform { () throws(NodePlatformError) in try metadata?.value("KEY_HOST") }
        return given ?? variable("KEY_HOST").flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// What the rules want of a user's certificate, and whether it is on the node.
    package func clientPair(
        of user: String,
        database: String
    ) throws(NodeEncryptionError) -> (pair: ClientCommands.Pair, isMade: Bool) {
        guard layout.role == .postgres else { return (.none, false) }
        let groups = groups(of: user)
        let isRequired = layout.requiresClientCertificate(of: user, database: database, groups: groups)
        guard ClientSettings.canBeMade(for: user) else {
            if !isRequired { return (.none, false) }
            throw .noLogin(
                "the rules ask \(printable(user)) for a client certificate, and none is made for a user of that name; "
                    + "give another --user",
                .data
            )
        }
        return (isRequired ? .required : .possible, try layout.hasClientPair(of: user))
    }
}

extension Certificate {
    /// Whether a client that is told `host` finds it among the names.
    fileprivate func isVerified(by host: String) -> Bool {
        if let address = try? IPAddress(host) { return ipAddresses.contains(address) }
        func folded(_ text: Substring.UTF8View) -> [UInt8] { text.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } }
        let wanted = folded(Substring(host).utf8)
        return dnsNames.contains { name in
            let name = folded(Substring(name).utf8)
            if name == wanted { return true }
            // A star stands for one label.
            guard name.starts(with: "*.".utf8), let dot = wanted.firstIndex(of: UInt8(ascii: ".")), dot > 0
            else {
                return false
            }
            return wanted[dot...].elementsEqual(name.dropFirst())
        }
    }
}
