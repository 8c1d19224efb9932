internal import DurableFiles

extension NamedPlaces {
    /// The first of the configuration's files that somebody else than root, the running user and `owner` could have
    /// written, or could put another file in the place of, in any folder on the way to it; `nil` if there is none.
    ///
    /// A group is somebody else, whoever is in it.
    package func fileOpenToOthers(besides owner: UInt32?) -> String? {
        let own = owner.map { Writer.user($0) }
        return paths.first { path in Self.writers(onWayTo: path).contains { $0 != own } }
    }

    /// The most symbolic links that are followed on one way, as the system has it.
    private static let mostLinks = 40

    /// Who can change what stands at the end of a way, or where it leads; everybody, where that cannot be seen.
    private static func writers(onWayTo path: String) -> Set<Writer> {
        var writers: Set<Writer> = []
        // The names that are still before us, the next one last.
        var names = Array(PathText.names(in: path).reversed())
        var place = "/"
        var linkCount = 0
        while let name = names.popLast() {
            if name == "." { continue }
            if name == ".." {
                place = PathText.folder(of: place)
                continue
            }
            guard let folder = try? Folder(place), let around = try? folder.status(),
                let status = try? folder.status(of: name)
            else { return [.everybody] }
            writers.formUnion(Writer.all(around))
            guard status.kind == .symbolicLink else {
                writers.formUnion(Writer.all(status))
                place = PathText.joining(place, name)
                continue
            }
            linkCount += 1
            guard linkCount <= mostLinks, let target = try? folder.linkTarget(of: name) else {
                return [.everybody]
            }
            // The mode of a link means nothing; who has it can exchange it, also where nobody else can.
            writers.formUnion(Writer.all(ownerOf: status))
            if PathText.isAbsolute(target) { place = "/" }
            names += PathText.names(in: target).reversed()
        }
        return writers
    }
}

extension NamedPlaces.Writer {
    /// Whoever has something, root and the running user apart.
    static func all(ownerOf status: FileStatus) -> [Self] {
        let userID = status.owner.userID
        return [0, FileOwner.running.userID].contains(userID) ? [] : [.user(userID)]
    }
}
