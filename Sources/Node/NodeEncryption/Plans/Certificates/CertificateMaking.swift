package import DERCoding
package import NodeCertificates
internal import PKIX
package import SecretMemory
internal import TextEncodings

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
        try completed(
            layout,
            settings: settings,
            renewing: renewal.ofSet,
            knowing: ClientCertificates(layout),
            at: now,
            using: &random
        )
    }

    /// The files that an install puts in place: the same, with a set of `selfcertgen` taken over.
    static func installed(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: SetRenewal,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        try completed(
            layout,
            settings: settings,
            renewing: renewal,
            movedFrom: try FlatSet(layout, client: settings.client?.fileStem),
            knowing: ClientCertificates(layout),
            at: now,
            using: &random
        )
    }

    /// The same.
    ///
    /// - Parameters:
    ///   - earlier: what was made for the node just before, and is not yet there.
    ///   - flatSet: a set whose files are moved to where the node has its own.
    ///   - certificates: those of the clients, by which a root that needs repair is known.
    ///   - signers: the roots by which the node signs or has signed.
    static func completed(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: SetRenewal,
        besides earlier: [SetFile] = [],
        movedFrom flatSet: FlatSet? = nil,
        knowing certificates: ClientCertificates,
        signers: [Certificate] = [],
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let places = Places(client: settings.client?.fileStem, alone: settings.isOfClientAlone)
        let (present, staying) = try presentFiles(of: places, layout, besides: earlier, movedFrom: flatSet)
        let moved = (flatSet?.moves ?? []).filter { move in
            !places.all.contains { isSamePath($0, move.place) }
        }.compactMap { move in move.content.content.map { SetFile(move.place, $0) } }
        let others =
            otherCertificates(certificates, besides: places)
            + moved.filter { $0.name.utf8.ends(with: ".crt") }.map { file in
                SetFile(Places.name(file.name), file.content)
            }
        let made: MadeSet
        do throws(NodeCertificatesError) {
            var set = CertificateSet(path: layout.certificates, settings: settings, owner: nil)
            set.signers = signers
            made = try set.completing(
                present + others,
                shownPath: { name in
                    let place = places.place(of: name)
                    return layout.certificate(flatSet?.move(to: place)?.name ?? place)
                },
                renewing: renewal,
                at: now,
                using: &random
            )
        } catch {
            throw OtherAuthorities.refusal(error, layout)
        }
        // Of two files with a name, the new one. Requests are left out: no node needs them.
        return CertificateFiles(
            places.all.compactMap { place in
                (made.files + present).first { $0.name == Places.name(place) }.map { file in
                    SetFile(place, file.content)
                }
            } + moved,
            staying: staying.filter { place in !made.files.contains { $0.name == Places.name(place) } },
            notes: certificates.notes + made.members.compactMap(\.nameChange).flatMap(\.lines)
                + notes(onRootOf: made, wasThere: present.contains { $0.name == "root.crt" }, layout)
                + [
                    [.nothing, .foreign].contains(renewal) ? note(onKeysOf: made, settings) : nil,
                    flatSet?.note(layout),
                ].compactMap(\.self),
            movedFrom: flatSet,
            at: now
        )
    }

    /// Whether something would be made or renewed of a client's set; see ``completed``.
    static func isDue(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: SetRenewal,
        signers: [Certificate],
        at now: DERTime
    ) throws(NodeEncryptionError) -> Bool {
        let places = Places(client: settings.client?.fileStem)
        let (present, _) = try presentFiles(of: places, layout)
        do throws(NodeCertificatesError) {
            var set = CertificateSet(path: layout.certificates, settings: settings, owner: nil)
            set.signers = signers
            return try set.isDue(
                present,
                shownPath: { layout.certificate(places.place(of: $0)) },
                renewing: renewal,
                at: now
            )
        } catch {
            throw OtherAuthorities.refusal(error, layout)
        }
    }

    /// What is there of a set, by its names in one, and the places of what was read for that.
    private static func presentFiles(
        of places: Places,
        _ layout: NodeLayout,
        besides earlier: [SetFile] = [],
        movedFrom flatSet: FlatSet? = nil
    ) throws(NodeEncryptionError) -> (files: [SetFile], staying: [String]) {
        var present: [SetFile] = []
        var staying: [String] = []
        for place in places.all {
            var content = earlier.first { isSamePath($0.name, place) }?.content
            if content == nil {
                content = try FileState.read(layout.certificate(place), limit: mostBytes).content
                if content != nil { staying.append(place) }
            }
            if content == nil { content = flatSet?.move(to: place)?.content.content }
            if let content { present.append(SetFile(Places.name(place), content)) }
        }
        return (present, staying)
    }

    /// The clients' certificates that belong to no pair of this set, by which the root is known, and which may be
    /// without one afterwards.
    private static func otherCertificates(
        _ certificates: ClientCertificates,
        besides places: Places
    ) -> [SetFile] {
        let own = places.all.map(Places.name)
        return certificates.all.map { SetFile($0.stem + ".crt", $0.content) }
            .filter { file in !own.contains { isSamePath($0, file.name) } }
    }

    /// What becomes of the keys where others were asked for.
    private static func note(onKeysOf made: MadeSet, _ settings: NodeSettings) -> String? {
        let type = settings.keyType.map { " \(KeyType.option) \($0.rawValue)" } ?? ""
        return settings.note(
            onKeysKept: made.members,
            remedy: "\"postgres-ssl reissue all\(type)\" makes all again"
        )
    }

    /// What becomes of the clients where the root is another one, or has another certificate.
    private static func notes(onRootOf made: MadeSet, wasThere: Bool, _ layout: NodeLayout) -> [String] {
        var notes: [String] = []
        let root = printable(layout.certificate("server/root.crt"))
        // What another authority signed needs no new root.
        let servesOther = made.members.contains { member in
            member.role == "server"
                && member.doubts.contains { if case .otherRoot = $0 { true } else { false } }
        }
        switch made.members.first?.action {
        case .certified where servesOther: break
        case .made where wasThere:
            let pool =
                layout.role == .postgres
                ? ", and so does a Pgpool-II before this server (cluster export, and cluster import --force there)"
                : ""
            notes.append("every client needs the new \(root) in the place of the root.crt that it has\(pool)")
        case .certified(because: .expired(let end)):
            notes.append("every client needs the new \(root): the root.crt that it has ended at \(end)")
        case .certified(because: .ends(let end)):
            notes.append("every client needs the new \(root): the root.crt that it has ends at \(end)")
        case .made, .certified, .kept, nil: break
        }
        if !made.orphans.isEmpty {
            notes.append(
                "not signed by the root of now: "
                    + listed(made.orphans.map { printable(layout.certificate("client/" + $0)) })
                    + "; run \"postgres-ssl reissue client --user NAME\" for each of these users"
            )
        }
        return notes
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

    /// - Parameter isAlone: whether the server's pair is left out.
    init(client stem: String?, alone isAlone: Bool = false) {
        all =
            ["server/root.key", "server/root.crt", "server/root.srl"]
            + (isAlone ? [] : ["server/server.key", "server/server.crt"])
            + (stem.map { ["client/\($0).key", "client/\($0).crt"] } ?? [])
    }

    /// The name in a set, as `root.key`.
    static func name(_ place: String) -> String {
        String(place.drop { $0 != "/" }.dropFirst())
    }

    func place(of name: String) -> String {
        all.first { isSamePath(Self.name($0), name) } ?? "client/" + name
    }
}
