internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension RunningPgpool {
    /// The configurations of the Pgpool-II of this host that run, by its processes.
    ///
    /// Anybody can start a process that calls itself so: what is believed is one of a user that servers run as, or of
    /// `users`, with a configuration that is his or root's. The processes that one starts have other names.
    static func configurations(ofUsers users: Set<UInt32> = []) -> [String] {
        let users = FoundServer.serverUsers.union(users).union([0])
        var found: [String] = []
        for number in (try? Folder("/proc").names())?.compactMap({ Int32($0) }) ?? [] {
            guard found.count < mostFound, let process = try? Folder("/proc/\(number)"),
                let user = try? process.status().owner.userID, users.contains(user)
            else { continue }
            let words = process.processWords("cmdline")
            guard let name = words.first, PathText.lastName(of: name) == "pgpool" else { continue }
            let own = PgpoolArguments(Array(words.dropFirst())).configuration
            let path = own ?? PoolPasswdLocation.defaultConfigurationFile()
            // What is not absolute was meant from wherever it was started.
            guard PathText.isAbsolute(path), let owner = NamedPlaces.owner(of: path),
                [0, user].contains(owner),
                !found.contains(where: { isSamePath($0, path) })
            else { continue }
            found.append(path)
        }
        return found
    }

    /// The most that are looked at.
    private static let mostFound = 100
}
