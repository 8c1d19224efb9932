internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import TextEncodings

extension PostgresService {
    /// What starts the server, as an operator would type it: the way of whoever packed it, else its own program.
    var shownStart: String {
        let isSystemdRunning = Self.isThere("/run/systemd/system")
        if let (version, name) = debianCluster {
            if isSystemdRunning {
                return "systemctl start \(Quoting.shellWord("postgresql@\(version)-\(name)"))"
            }
            if Self.isThere("/usr/bin/pg_ctlcluster") {
                return "pg_ctlcluster \(version) \(Quoting.shellWord(name)) start"
            }
        }
        let units = ["postgresql-\(layout.majorVersion)", "postgresql"]
        let isUsual =
            isSamePath(layout.dataFolder, Platform.postgresFolder)
            || isSamePath(layout.dataFolder, "/var/lib/pgsql/\(layout.majorVersion)/data")
        if isSystemdRunning, isUsual, let unit = units.first(where: Self.isUnit) {
            return "systemctl start \(unit)"
        }
        // Without a file for its log the server keeps the operator's terminal, and whoever waits for its end waits on.
        let log = ["-l", PathText.joining(layout.dataFolder, "startup.log")]
        let place =
            layout.isReadByAnotherPath
            ? ["-D", layout.dataFolder, "-o", "-c config_file=" + Quoting.shellWord(layout.configuration)]
            : ["-D", PathText.folder(of: layout.configuration)]
        let words = commands.asServer + [commands.control, "start"] + place + log
        return words.map { Quoting.shellWord($0) }.joined(separator: " ")
    }

    /// Version and name of the cluster where its configuration is in Debian's place; both are plain words.
    private var debianCluster: (version: String, name: String)? {
        let names = PathText.names(in: layout.configuration)
        guard names.count == 5, names[0] == "etc", names[1] == "postgresql", Int(names[2]) != nil else {
            return nil
        }
        return (names[2], names[3])
    }

    private static func isUnit(_ name: String) -> Bool {
        ["/etc/systemd/system/", "/usr/lib/systemd/system/", "/lib/systemd/system/"].contains {
            isThere($0 + name + ".service")
        }
    }

    private static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
