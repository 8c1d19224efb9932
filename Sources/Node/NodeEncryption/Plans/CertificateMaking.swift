package import DERCoding
package import NodeCertificates
package import SecretMemory

extension CertificateFiles {
    /// What is reissued although it is valid.
    package enum Renewal: String, Sendable, CaseIterable {
        /// Nothing.
        case nothing
        /// Root, server and client.
        case all
        /// The server's pair; root and client are kept.
        case server
        /// The client's pair; root and server are kept.
        case client
    }

    /// The files that a node should have, in memory: those that are there and valid, and those that had to be made.
    package static func made(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: Renewal,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        try completed(layout, settings: settings, renewing: renewal.ofSet, at: now, using: &random)
    }

    /// The same.
    ///
    /// - Parameter earlier: what was made for the node just before, and is not yet there.
    static func completed(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: SetRenewal,
        besides earlier: [SetFile] = [],
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let places = Places(client: settings.client?.fileStem)
        var present: [SetFile] = []
        for place in places.all {
            var content = earlier.first { isSamePath($0.name, place) }?.content
            if content == nil { content = try FileState.read(layout.certificate(place)).content }
            if let content { present.append(SetFile(Places.name(place), content)) }
        }
        let made: MadeSet
        do throws(NodeCertificatesError) {
            let set = CertificateSet(path: layout.certificates, settings: settings, owner: nil)
            made = try set.completing(
                present,
                shownPath: { layout.certificate(places.place(of: $0)) },
                renewing: renewal,
                at: now,
                using: &random
            )
        } catch {
            throw .certificates(error)
        }
        // Of two files with a name, the new one. Requests are left out: no node needs them.
        return CertificateFiles(
            places.all.compactMap { place in
                (made.files + present).first { $0.name == Places.name(place) }.map { file in
                    SetFile(place, file.content)
                }
            },
            notes: made.members.compactMap(\.nameChange).flatMap(\.lines),
            at: now
        )
    }
}

extension CertificateFiles.Renewal {
    fileprivate var ofSet: SetRenewal {
        switch self {
        case .nothing: .nothing
        case .all: .all
        case .server: .server
        case .client: .client
        }
    }
}

/// Where the files of a set are on a node, as `server/root.key`.
private struct Places {
    let all: [String]

    init(client stem: String?) {
        all =
            [
                "server/root.key", "server/root.crt", "server/root.srl", "server/server.key",
                "server/server.crt",
            ]
            + (stem.map { ["client/\($0).key", "client/\($0).crt"] } ?? [])
    }

    /// The name in a set, as `root.key`.
    static func name(_ place: String) -> String {
        String(place.drop { $0 != "/" }.dropFirst())
    }

    func place(of name: String) -> String {
        all.first { Self.name($0) == name } ?? name
    }
}
