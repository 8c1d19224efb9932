internal import DurableFiles
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// The set that `selfcertgen` makes, all in one folder, where a node has it in the folders `server` and `client`.
struct FlatSet {
    /// A file of it that moves.
    struct Move {
        /// Its name in the folder of the certificates.
        let name: String
        /// Its name there from now on, as `server/root.key`.
        let place: String
        let content: FileState

        var kind: FileChange.Kind { name.utf8.ends(with: ".key") ? .setKey : .setFile }
    }

    private(set) var moves: [Move] = []
    /// Whether the node has a set of its own already, so that this one stays where it is.
    let isLeft: Bool

    private static let serverNames = ["root.key", "root.crt", "root.srl", "server.key", "server.crt"]

    /// `nil` if there is none: without a root, what is there is somebody's own.
    ///
    /// - Parameter stem: the name of the client's files, whose pair moves although half of it is missing; `nil` where
    ///   clients have no certificates.
    init?(_ layout: NodeLayout, client stem: String?) throws(NodeEncryptionError) {
        let names = try CertificateFiles.names(in: layout.certificates)
        func isThere(_ name: String) -> Bool { names.contains { isSamePath($0, name) } }
        guard ["root.key", "root.crt"].contains(where: isThere) else { return nil }
        let own = try CertificateFiles.names(in: layout.certificate("server"))
        isLeft = own.contains { name in Self.serverNames.contains { isSamePath($0, name) } }
        if isLeft { return }
        for name in Self.serverNames where isThere(name) {
            try add(name, as: "server/" + name, layout)
        }
        guard let stem else { return }
        let clients = [stem] + Self.otherClients(among: names, besides: stem, layout)
        for name in clients.flatMap({ [$0 + ".key", $0 + ".crt"] }) where isThere(name) {
            try add(name, as: "client/" + name, layout)
        }
    }

    /// The names of the pairs of other users, before their dots: of those that the set's root signed. Any other is
    /// somebody else's, who has put it there.
    private static func otherClients(
        among names: [String],
        besides stem: String,
        _ layout: NodeLayout
    ) -> [String] {
        func certificate(_ name: String) -> Certificate? {
            guard
                let content =
                    (try? FileState.read(layout.certificate(name), limit: CertificateFiles.mostBytes))?
                    .content
            else { return nil }
            return try? Certificate(pem: content.publicBytes.span)
        }
        guard let root = certificate("root.crt") else { return [] }
        let stems = names.filter { $0.utf8.ends(with: ".crt") }.map { String(Substring($0.utf8.dropLast(4))) }
        return stems.prefix(ClientCertificates.mostFiles).filter { name in
            !["root", "server", stem].contains { isSamePath($0, name) }
                && names.contains { isSamePath($0, name + ".key") }
                && ((try? certificate(name + ".crt")?.isSigned(by: root)) ?? false)
        }
    }

    private mutating func add(
        _ name: String,
        as place: String,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        // It is given to the owner as it is read here.
        let state = try FileState.read(layout.certificate(name), for: .changing(ownedBy: layout.owner))
        guard state.isFile, try FileState.read(layout.certificate(place)) == .absent else { return }
        moves.append(Move(name: name, place: place, content: state))
    }

    /// What moves to a place.
    func move(to place: String) -> Move? { moves.first { isSamePath($0.place, place) } }

    /// What the operator should know.
    func note(_ layout: NodeLayout) -> String {
        let folder = printable(layout.certificates)
        return isLeft
            ? "the set of selfcertgen in \(folder) is not used: the node has its own in "
                + printable(layout.certificate("server"))
            : "the set of selfcertgen in \(folder) moves into the directories server and client there; whatever else "
                + "names its files needs their new paths"
    }

    /// Throws if there is one that only an install takes over.
    static func requireNone(_ layout: NodeLayout) throws(NodeEncryptionError) {
        guard let set = try FlatSet(layout, client: nil), !set.isLeft else { return }
        throw .notOnThisNode(
            "\(printable(layout.certificates)) has a set of selfcertgen; run install first, which takes it over"
        )
    }

    /// Plans that the files are no longer where they were; the last step, since a server may have been told of them.
    func planRemoval(_ layout: NodeLayout, _ list: inout ChangeList) throws(NodeEncryptionError) {
        for move in moves { try list.put(.absent, at: layout.certificate(move.name), kind: move.kind) }
    }
}
