internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension NodeLayout {
    /// The rules of the node, includes followed.
    func rules(
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) throws(NodeEncryptionError) -> HostBasedAuthenticationRules {
        if let authenticationFault { throw authenticationFault }
        do throws(PostgresConfigurationError) {
            return try HostBasedAuthenticationRules(
                path: authentication,
                dialect: authenticationDialect,
                from: source
            )
        } catch {
            throw .configuration(error)
        }
    }

    /// The files with rules that are the node's; none where they cannot be read, of which a plan says why.
    func ownRuleFiles() throws(NodeEncryptionError) -> [String] {
        guard let rules = try? rules() else { return [] }
        return try RuleFiles(rules, self).own
    }
}

/// The files that hold the rules of a node, and those of them that are its own.
///
/// What includes a file is written by the server's user, and root acts on it: so an included file is the node's only
/// where that user has everything anyway and could have written it himself, and where it belongs to nobody else.
struct RuleFiles {
    /// The main file and those included ones that are the node's, each once, without symbolic links at their ends.
    let own: [String]
    private let owned: Set<[UInt8]>

    init(_ rules: HostBasedAuthenticationRules, _ layout: NodeLayout) throws(NodeEncryptionError) {
        var own = [try ChangeList.realPath(layout.authentication)]
        var owned: Set<[UInt8]> = [Array(layout.authentication.utf8)]
        var known: Set<[UInt8]> = [Array(own[0].utf8)]
        let folders = (layout.ownFolders + [PathText.folder(of: layout.authentication)])
            .compactMap { try? Folder($0).path }
        for path in NamedPlaces(in: rules.paths).allowedIncludes where !owned.contains(Array(path.utf8)) {
            guard let real = Self.realPath(ofOwn: path, in: folders, layout.owner) else { continue }
            owned.insert(Array(path.utf8))
            if known.insert(Array(real.utf8)).inserted { own.append(real) }
        }
        self.own = own
        self.owned = owned
    }

    /// Whether a file, by the path that the rules have for it, is the node's.
    func isOwn(_ path: String) -> Bool { owned.contains(Array(path.utf8)) }

    /// The path of a file without symbolic links; `nil` if it is not the node's.
    private static func realPath(ofOwn path: String, in folders: [String], _ owner: FileOwner?) -> String? {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true),
            let status = try? folder.status(of: name), status.kind == .file, status.nameCount == 1,
            [0, FileOwner.running.userID, owner?.userID].contains(status.owner.userID)
        else { return nil }
        let names = PathText.names(in: folder.path)
        let isInside = folders.contains { own in
            names.starts(with: PathText.names(in: own)) { $0.utf8.elementsEqual($1.utf8) }
        }
        // Volumes that Kubernetes fills have their files in a folder of such a name.
        let isVolume = names.contains { $0.utf8.starts(with: "..".utf8) }
        return isInside && !isVolume ? folder.path(of: name) : nil
    }
}
