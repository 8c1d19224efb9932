package import DERCoding
package import NodeCertificates
package import SecretMemory

extension CertificateFiles {
    /// What is made anew although it is whole.
    package enum Renewal: String, Sendable, CaseIterable {
        /// Nothing.
        case nothing
        /// Root, server and client.
        case all
        /// The server's pair; root and client stay.
        case server
        /// The client's pair; root and server stay.
        case client
    }

    /// The files that a node shall have: what is there and whole, and what had to be made, in memory.
    package static func made(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: Renewal,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let places = Places(client: settings.client?.fileStem)
        var present: [SetFile] = []
        for place in places.all where renewal.keeps(place) {
            guard let content = try FileState.read(layout.certificate(place)).content else { continue }
            present.append(SetFile(Places.name(place), content))
        }
        let new: [SetFile]
        do throws(NodeCertificatesError) {
            let set = CertificateSet(path: layout.certificates, settings: settings, owner: nil)
            new = try set.completing(
                present,
                shownPath: { layout.certificate(places.place(of: $0)) },
                at: now,
                using: &random
            )
        } catch {
            throw .certificates(error)
        }
        // The new one of two of a name; of requests no node has a use.
        return CertificateFiles(
            places.all.compactMap { place in
                (new + present).first { $0.name == Places.name(place) }.map { file in
                    SetFile(place, file.content)
                }
            }
        )
    }
}

extension CertificateFiles.Renewal {
    fileprivate func keeps(_ place: String) -> Bool {
        switch self {
        case .nothing: true
        case .all: false
        case .server: !place.hasPrefix("server/server.")
        case .client: !place.hasPrefix("client/")
        }
    }
}

/// Where the files of a set lie on a node, as `server/root.key`.
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
