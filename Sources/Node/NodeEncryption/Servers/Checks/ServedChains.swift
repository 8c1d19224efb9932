internal import PKIX
internal import PostgresConfiguration
internal import ServerProbe
internal import TLSHandshake

/// How what a server shows compares with the certificate's file.
enum ServedComparison: Equatable, Sendable {
    /// It shows the certificate, and all that stands behind it in the file.
    case same
    /// It shows the certificate, and not all that stands behind it.
    case cut
    /// It shows another certificate, or there is none in the file.
    case other
}

extension ServerLook {
    /// The certificates that were seen, in DER, the server's own first: those of each handshake, where they differ.
    var chains: [[[UInt8]]] {
        switch self {
        case .whole(let peers):
            let all = peers.map(\.certificates)
            return all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }
        case .begun(let shown, _): return shown.isEmpty ? [] : [shown]
        }
    }

    /// Why no whole handshake was made; `nil` if one was. Not yet made printable.
    var unproved: String? {
        switch self {
        case .whole: nil
        case .begun(_, .alert): "its cipher suites, groups or signatures are none that this tool has"
        case .begun(_, let reason): "\(reason)"
        }
    }

    /// Whether clients are asked for certificates of other authorities than those in a file, as a server asks that has
    /// read another; `false` where it names none, or not all of the file can be read here.
    func asksForOthers(than authorities: CertificateFile) -> Bool {
        guard case .whole(let peers) = self, authorities.isWhole else { return false }
        let known = Set(authorities.certificates.map(\.subject.encoding))
        return peers.contains { peer in
            let asked = Set(peer.clientCertificateAuthorities)
            return !asked.isEmpty && asked != known
        }
    }

    /// Compares all that was shown with a file. Roots need not be sent.
    func comparison(with file: CertificateFile) -> ServedComparison {
        guard let leaf = file.firstEncoding, chains.allSatisfy({ $0.first == leaf }) else { return .other }
        let others = file.certificates.filter { !$0.seemsSelfSigned }.map(\.encoding)
        return chains.allSatisfy { chain in others.allSatisfy(chain.contains) } ? .same : .cut
    }
}

extension NodeLayout {
    /// Looks at a server that should serve the certificate in a file, by a name that this has.
    ///
    /// Where its settings take TLS 1.3 alone, nothing else is tried: that would be an error in its log.
    ///
    /// - Parameter deadline: the end of all of it.
    func look(
        at host: String,
        _ port: Int,
        serving file: String,
        by deadline: Deadline = Deadline(in: .seconds(10))
    ) throws(ServerProbeError) -> ServerLook {
        let leaf = CertificateFile(reading: file).certificates.first
        return try ServerLook.at(
            host: host,
            port: port,
            name: leaf?.nameToAskFor,
            triesOlder: !takesTLS13Alone,
            by: deadline
        )
    }

    private var takesTLS13Alone: Bool {
        guard role == .postgres, let settings = try? settings() else { return false }
        let running = (try? RunningServer.find(on: dataFolder)) ?? nil
        let name = "ssl_min_protocol_version"
        let least = running?.arguments.settings[name] ?? settings.value(of: name)
        // PostgreSQL takes the words in any case (`config_enum_lookup_by_name`).
        return least?.lowercased().utf8.elementsEqual("tlsv1.3".utf8) ?? false
    }

    /// How clients see a server that serves the certificate in a file, by the roots that they are given, whatever they
    /// call it; `nil` where that is neither the set's nor the one that the settings name.
    func view(ofServing file: String) -> ClientView? {
        let now = ClientFault.now
        if ChangeList.leadToSameFile(file, certificate(ServedFiles.certificate)) {
            var view = ClientView(ofServerIn: self, at: now)
            view.roots = ClientRoots(of: self, at: now).inForce
            return view
        }
        guard let own = OperatorsCertificate(self), let named = own.files.certificate,
            ChangeList.leadToSameFile(named, file)
        else { return nil }
        return own.view(called: [], at: now)
    }
}

extension Certificate {
    /// A name by which clients may call a server with it: a host's, as long as one may be (RFC 1035, section 2.3.4).
    var nameToAskFor: String? {
        dnsNames.first { name in
            (1...253).contains(name.utf8.count) && name.utf8.allSatisfy(Self.isOfHostName)
        }
    }

    private static func isOfHostName(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._".utf8.contains(octet)
        }
    }
}

extension ClientView {
    /// The same of a server that sends these certificates, in DER, in place of what is in its files.
    func showing(_ certificates: [[UInt8]]) -> ClientView {
        var view = self
        view.chain = CertificateFile(chain.path, der: certificates)
        return view
    }

    /// What clients find wrong in what a server sends, and not in its files, of which is told by these.
    func findings(ofServed certificates: [[UInt8]]) -> [ClientFinding] {
        let known = Set(findings.map(\.fault))
        return showing(certificates).findings.filter { !known.contains($0.fault) }
    }
}
