internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import TextEncodings

/// A PostgreSQL server of this host that was found without being told where it is.
struct FoundServer: Equatable, Sendable {
    /// What an operator calls it: `17/main` for a cluster of Debian's, else the path of its data.
    let name: String
    /// Its `postgresql.conf`.
    let configuration: String
    /// The folder of its data, where that is known; `nil`: its configuration says it.
    let data: String?
    /// Whether it was found running.
    var isRunning = false
    /// Whose it is, if he is none whose processes are believed to be servers (``serverUsers``): such a server is shown,
    /// and never meant where nobody names it.
    var stranger: UInt32?

    /// What an operator tells it from others by.
    var shown: String {
        let facts = [isRunning ? "running" : nil, stranger.map { "of \(shownUser($0))" }].compactMap(\.self)
        return printable(name) + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
    }

    /// Where packages and images put a server: a pattern of the path of `postgresql.conf`, in which `*` stands for the
    /// names in a folder.
    private static let places = [
        // The platform, and Red Hat's own packages.
        "/var/lib/pgsql/data/postgresql.conf",
        // The packages of the PostgreSQL project for Red Hat's distributions.
        "/var/lib/pgsql/*/data/postgresql.conf",
        // Debian and Ubuntu.
        "/etc/postgresql/*/*/postgresql.conf",
        // The official image, up to 17 and since 18.
        "/var/lib/postgresql/data/postgresql.conf",
        "/var/lib/postgresql/*/docker/postgresql.conf",
        // Bitnami's image.
        "/opt/bitnami/postgresql/conf/postgresql.conf",
    ]

    /// The servers of this host: those that run, and those that are installed in one of the known places.
    ///
    /// - Parameters:
    ///   - root: the folder that stands for the root of the file system, for tests.
    ///   - users: whose processes may be servers besides.
    static func all(in root: String = "", ofUsers users: Set<UInt32> = []) -> [FoundServer] {
        var found: [FoundServer] = []
        var known: Set<[UInt8]> = []
        func add(_ server: FoundServer) {
            if known.insert(Array(server.configuration.utf8)).inserted { found.append(server) }
        }
        if root.isEmpty { running(of: serverUsers.union(users)).forEach(add) }
        for place in places {
            for path in paths(matching: place, in: root) {
                add(FoundServer(name: name(of: path, in: root), configuration: path, data: nil))
            }
        }
        return found
    }

    /// The same, and behind them those that other users run elsewhere, as root sees them.
    static func everywhere() -> [FoundServer] {
        let own = all()
        guard FileOwner.runningIsRoot else { return own }
        let known = serverUsers
        let strangers = running(ofUsers: { !known.contains($0) && $0 != 0 }).filter { server in
            !own.contains { isSamePath($0.configuration, server.configuration) }
        }
        return own
            + strangers.map { server in
                var server = server
                server.stranger = server.data.flatMap { NamedPlaces.owner(of: $0) }
                return server
            }
    }

    /// The server that runs with a configuration.
    static func running(with configuration: String) -> FoundServer? {
        let real = (try? ChangeList.realPath(configuration)) ?? configuration
        let users = serverUsers.union(NamedPlaces.owner(of: real).map { [$0] } ?? [])
        return running(of: users).first {
            isSamePath((try? ChangeList.realPath($0.configuration)) ?? "", real)
        }
    }

    /// The data folder of a server that runs with a configuration, by the words alone that it was started with: where a
    /// process of somebody else's works is not shown to everybody.
    ///
    /// - Returns: `nil` where none of the servers' account says it.
    static func dataFolder(ofServerWith configuration: String) -> String? {
        let real = (try? ChangeList.realPath(configuration)) ?? configuration
        let users = serverUsers.union(NamedPlaces.owner(of: real).map { [$0] } ?? [])
        let processes = (try? Folder("/proc").names()) ?? []
        for number in processes.compactMap({ Int32($0) }) {
            guard let process = try? Folder("/proc/\(number)"),
                let owner = try? process.status().owner.userID,
                users.contains(owner)
            else { continue }
            let arguments = ServerArguments(Array(process.processWords("cmdline").dropFirst()))
            guard let named = arguments.settings["config_file"], let folder = arguments.folder,
                PathText.isAbsolute(named), PathText.isAbsolute(folder),
                isSamePath((try? ChangeList.realPath(named)) ?? named, real)
            else { continue }
            return folder
        }
        return nil
    }

    /// Whose processes are believed to be servers: anybody can start one that calls itself so.
    static var serverUsers: Set<UInt32> {
        let account = try? Accounts.ofThisHost().user(named: Platform.serverAccount)?.owner.userID
        return Set([account, FileOwner.running.userID].compactMap(\.self))
    }

    /// The servers of these users that run, by the processes of this host.
    ///
    /// A server's user names files on its command line that root changes then; so they are his, or where packages put
    /// them.
    ///
    /// Anybody can start any number of processes in any folders, so that a folder is looked at for the sake of these
    /// users' processes alone, once, and of their folders no more than ``mostFolders``.
    private static func running(of users: Set<UInt32>) -> [FoundServer] {
        running(ofUsers: { users.contains($0) })
    }

    private static func running(ofUsers isMeant: (UInt32) -> Bool) -> [FoundServer] {
        var folders: Set<[UInt8]> = []
        let processes = (try? Folder("/proc").names()) ?? []
        return processes.compactMap { Int32($0) }.compactMap { number in
            guard folders.count < mostFolders, let process = try? Folder("/proc/\(number)"),
                let owner = try? process.status().owner.userID, isMeant(owner),
                // The postmaster works in the folder of its data, and so do the processes that it starts.
                let data = try? process.linkTarget(of: "cwd"), folders.insert(Array(data.utf8)).inserted,
                let server = (try? RunningServer.find(on: data)) ?? nil, let user = server.userID,
                isMeant(user)
            else { return nil }
            let own = server.arguments
            // What is not absolute was meant from wherever the server was started.
            let folder = own.folder.flatMap { PathText.isAbsolute($0) ? $0 : nil } ?? data
            let named = own.settings["config_file"].flatMap { PathText.isAbsolute($0) ? $0 : nil }
            let configuration = named ?? folder + "/postgresql.conf"
            guard NamedPlaces.owner(of: configuration) == user || isKnownPlace(configuration),
                unsafe access(configuration, F_OK) == 0
            else { return nil }
            return FoundServer(
                name: name(of: configuration, in: ""),
                configuration: configuration,
                data: data,
                isRunning: true
            )
        }
    }

    /// The most folders in which processes work that are looked at.
    static let mostFolders = 1_000

    private static func isKnownPlace(_ path: String) -> Bool {
        let names = PathText.names(in: path)
        return places.contains { place in
            let pattern = PathText.names(in: place)
            return names.count == pattern.count
                && zip(names, pattern).allSatisfy { $1 == "*" || isSamePath($0, $1) }
        }
    }

    /// Debian's name of a cluster, or the path without the name of the file.
    static func name(of configuration: String, in root: String) -> String {
        let path = String(Substring(configuration.utf8.dropFirst(root.utf8.count)))
        let names = PathText.names(in: path)
        if names.count == 5, names[0] == "etc", names[1] == "postgresql" { return names[2] + "/" + names[3] }
        return PathText.folder(of: path)
    }

    private static func paths(matching pattern: String, in root: String) -> [String] {
        var paths = [root]
        for part in PathText.names(in: pattern) {
            paths = paths.flatMap { path -> [String] in
                guard part == "*" else { return [path + "/" + part] }
                return ((try? Folder(path.isEmpty ? "/" : path).names()) ?? []).map { path + "/" + $0 }
            }
        }
        return paths.filter { unsafe access($0, F_OK) == 0 }
    }
}
