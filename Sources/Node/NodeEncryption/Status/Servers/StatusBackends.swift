internal import DurableFiles
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension NodeStatus {
    /// Adds whether Pgpool-II verifies its backends; nothing where all of them are reached through sockets.
    mutating func readBackends(_ layout: NodeLayout, _ configuration: EffectiveConfiguration) {
        let places = (try? layout.backends()) ?? []
        guard layout.role == .pgpool, places.contains(where: { !$0.isSocket }),
            RequiredSettings.isSame(configuration.value(of: "ssl") ?? "", "on")
        else { return }
        for name in ["ssl_ca_cert", "ssl_ca_cert_dir"] {
            guard let found = configuration.setting(of: name), !found.assignment.text.isEmpty else {
                continue
            }
            let value = found.assignment.text
            let isMissing = value.utf8.first == UInt8(ascii: "/") && !Self.isThere(value)
            // Pgpool-II then has no TLS at all.
            let text =
                isMissing
                ? "\(name) is \(printable(value)), which cannot be read: Pgpool-II offers no TLS then"
                : "backends that answer by TLS are verified against \(printable(value)); Pgpool-II still takes one "
                    + "that answers without"
            let code: Code = isMissing ? .backendsRootMissing : .backendsVerified
            add(code, text, path: found.path, line: found.assignment.line)
            return
        }
        add(
            .backendsNotVerified,
            "ssl_ca_cert is not set, so Pgpool-II verifies none of its backends, and takes one that answers without "
                + "TLS",
            path: layout.configuration,
            cure:
                "once each of them has TLS on, with the file of their root: postgres-ssl install --backend-root FILE"
        )
    }

    /// Adds which backends offer no TLS, whatever Pgpool-II verifies others by, and which show a certificate that it
    /// refuses, or could not be asked.
    package mutating func readBackendsServed(_ node: Node) {
        guard case .pgpool = node.server, let settings = try? node.layout.settings(),
            RequiredSettings.isSame(settings.value(of: "ssl") ?? "", "on")
        else { return }
        let deadline = Deadline(in: .seconds(30))
        let path = (try? node.layout.backendRoots) ?? nil
        let roots = path.map { CertificateFile(reading: $0) } ?? CertificateFile("its roots", [])
        let places = ((try? node.layout.backends()) ?? []).filter { !$0.isSocket }
        for (index, place) in places.enumerated() {
            if deadline.isOver {
                let names = listed(places[index...].map(\.name))
                add(.backendNotSeen, "\(names) could not be asked in time how they offer TLS")
                break
            }
            let name = printable(place.name)
            switch BackendLook(place, roots, by: deadline) {
            case .verified: continue
            case .unseen(let reason):
                add(.backendNotSeen, "how \(name) offers TLS was not seen: \(printable(reason))")
            case .refused(let reason):
                guard let path else { continue }
                findings.removeAll { $0.code == .backendsVerified }
                add(
                    .backendRefused,
                    "\(name) \(printable(reason)); Pgpool-II, which verifies it by \(printable(path)) (ssl_ca_cert), "
                        + "lets nobody in through it once that is in force",
                    cure: "give that server another certificate"
                )
            case .withoutTLS:
                findings.removeAll { $0.code == .backendsVerified }
                add(
                    .backendWithoutTLS,
                    "\(name) offers no TLS, so connections to it are not encrypted",
                    cure: "turn TLS on there"
                )
            case .ofOtherRoot:
                guard let path else { continue }
                findings.removeAll { $0.code == .backendsVerified }
                add(
                    .backendOtherRoot,
                    "\(name) shows a certificate that \(printable(path)) does not verify, by which Pgpool-II does "
                        + "(ssl_ca_cert), so that nobody gets in through it once that is in force",
                    cure: "with the file of that server's root: postgres-ssl install --backend-root FILE"
                )
            }
        }
    }

    private static func isThere(_ path: String) -> Bool {
        guard let real = try? ChangeList.realPath(path), let state = try? FileState.read(real) else {
            return false
        }
        return state != .absent
    }
}
