import Glibc
import Synchronization

/// The user as whom servers run in tests: PostgreSQL refuses to run as root.
public enum ServerAccount {
    /// The user that the distribution's package made, where the tests run as root; nil: the running user.
    public static let postgres: (userID: UInt32, groupID: UInt32)? = {
        guard geteuid() == 0, let entry = getpwnam("postgres") else { return nil }
        return (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }()

    /// Whether a server can be run at all.
    public static let exists = geteuid() != 0 || postgres != nil && setpriv != nil

    private static let setpriv = Program.find("setpriv")

    /// `program` with its arguments, to be run as that user.
    public static func command(_ program: Program, _ arguments: [String]) -> (
        program: Program, arguments: [String]
    ) {
        guard let postgres, let setpriv else { return (program, arguments) }
        let change = ["--reuid=\(postgres.userID)", "--regid=\(postgres.groupID)", "--clear-groups"]
        return (setpriv, change + [program.path] + arguments)
    }

    /// Gives a file or folder to that user.
    public static func give(_ path: String) throws {
        guard let postgres else { return }
        guard lchown(path, postgres.userID, postgres.groupID) == 0 else {
            throw FileFailure(path: path, errno: errno)
        }
    }

    /// Makes folders in another one that are that user's, in their order: those of a set where none are named.
    public static func makeFolders(
        _ names: [String] = ["SSL-TLS", "SSL-TLS/server"],
        in folder: TemporaryFolder
    ) throws {
        for path in names.map(folder.path) {
            guard mkdir(path, 0o755) == 0 else { throw FileFailure(path: path, errno: errno) }
            try give(path)
        }
    }
}

/// Numbers of ports for servers on loopback.
public enum FreePort {
    private static let given = Mutex<Set<Int>>([])

    /// A port of TCP on loopback that nobody has, and that is given once.
    ///
    /// The system takes the ports of clients from 32768 on: one of those could be a client's by the time that its
    /// server starts.
    public static func any() -> Int {
        given.withLock { given in
            while true {
                let port = Int.random(in: 10_000..<32_000)
                if isFree(port), given.insert(port).inserted { return port }
            }
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
