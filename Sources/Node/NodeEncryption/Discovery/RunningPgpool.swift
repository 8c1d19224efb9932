internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// The Pgpool-II that runs with a configuration, as its pid file and the system show it.
struct RunningPgpool: Equatable, Sendable {
    /// Its first process.
    let processID: Int32
    /// The user whom it runs as.
    let userID: UInt32
    /// The program; `nil` if the running user may not see it.
    let program: String?
    let arguments: PgpoolArguments
    /// Those variables of its own that it takes paths from, each `NAME=value`.
    let variables: [String]
    /// Whether its variables were seen.
    let seesVariables: Bool

    /// Where builds have their pid file, if no setting says it: Debian's, and the project's own.
    private static let places = [
        "/var/run/postgresql/pgpool.pid", "/var/run/pgpool/pgpool.pid", "/var/run/pgpool-II/pgpool.pid",
    ]

    /// The one of a node; `nil` if none is seen.
    ///
    /// The server's user names the file and writes it, and what is found is restarted with root's rights. So a process
    /// is one only if it is of whoever wrote the file, and he is one who has to do with the node.
    static func find(_ layout: NodeLayout) -> RunningPgpool? {
        let named = (try? layout.settings())?.value(of: "pid_file_name")
        let paths = named.map { [PathText.joining(layout.configurationFolder, $0)] } ?? places
        for path in paths {
            guard let state = try? FileState.read(path), case .file(let content, let attributes) = state,
                let writer = attributes.owner?.userID, users(of: layout).contains(writer),
                let number = processID(content.publicBytes),
                let found = RunningPgpool(number, of: writer), found.isOf(layout)
            else { continue }
            return found
        }
        return nil
    }

    /// Whether it runs with the node's configuration.
    private func isOf(_ layout: NodeLayout) -> Bool {
        let own = arguments.configuration ?? PoolPasswdLocation.defaultConfigurationFile()
        // What is not absolute was meant from wherever it was started.
        guard PathText.isAbsolute(own) else {
            return PathText.lastName(of: own) == PathText.lastName(of: layout.configuration)
        }
        return ChangeList.leadToSameFile(own, layout.configuration)
    }

    /// Who may run the Pgpool-II of a node.
    private static func users(of layout: NodeLayout) -> Set<UInt32> {
        let account = try? Accounts.ofThisHost().user(named: Platform.serverAccount)?.owner.userID
        let known = [0, account, layout.owner?.userID, FileOwner.running.userID]
        return Set((known + [NamedPlaces.owner(of: layout.configuration)]).compactMap(\.self))
    }

    /// The number in a pid file, behind which a zero may stand.
    static func processID(_ content: [UInt8]) -> Int32? {
        let digits = content.prefix { (0x30...0x39).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 1 ? $0 : nil }
    }
}

extension RunningPgpool {
    /// `nil` if the process is gone, another program's, or not of whoever wrote its number down.
    fileprivate init?(_ number: Int32, of writer: UInt32) {
        guard let process = try? Folder("/proc/\(number)"), let status = try? process.status(),
            status.owner.userID == writer
        else { return nil }
        let words = process.processWords("cmdline")
        guard let name = words.first, PathText.lastName(of: name) == "pgpool" else { return nil }
        processID = number
        userID = writer
        program = process.processLink("exe")
        arguments = PgpoolArguments(Array(words.dropFirst()))
        let environment = process.processWords("environ")
        variables = environment.filter { $0.utf8.starts(with: "PGPOOL".utf8) }
        seesVariables = !environment.isEmpty
    }
}
