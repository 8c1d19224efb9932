internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// Finds on the host what an operator did not say about a node.
struct NodeFinding {
    private let choices: NodeChoices
    private let metadata: NodeMetadata?

    init(_ choices: NodeChoices, _ metadata: NodeMetadata?) {
        self.choices = choices
        self.metadata = metadata
    }

    /// Where the node's files are, and the server that runs on them, of a PostgreSQL.
    func node() throws(NodeEncryptionError) -> (NodeLayout, RunningServer?) {
        switch try role() {
        case .postgres: try postgres()
        case .pgpool: (try pgpool(), nil)
        }
    }

    /// What the node runs.
    func role() throws(NodeEncryptionError) -> NodeLayout.Role {
        if let role = choices.role { return role }
        if let configuration = choices.configuration {
            return PathText.lastName(of: configuration) == "pgpool.conf" ? .pgpool : .postgres
        }
        if choices.data != nil || choices.cluster != nil { return .postgres }
        let type = try onPlatform { () throws(NodePlatformError) in try metadata?.value("COMPUTE_TYPE") }
        if let type { return type.utf8.elementsEqual("postgres".utf8) ? .postgres : .pgpool }
        let hasPgpool = Self.isThere(Self.standardPgpool) || !RunningPgpool.configurations().isEmpty
        // Whoever may start a server makes none of a Pgpool-II's node.
        let hasPostgres = !(hasPgpool ? FoundServer.all() : FoundServer.everywhere()).isEmpty
        guard hasPgpool != hasPostgres else {
            throw .invalidOption(
                hasPgpool
                    ? "this node has both PostgreSQL and Pgpool-II; give --role postgres or --role pgpool"
                    : "neither PostgreSQL nor Pgpool-II was found on this node; give --configuration"
            )
        }
        return hasPgpool ? .pgpool : .postgres
    }

    /// Where the files of a Pgpool-II are.
    func pgpool() throws(NodeEncryptionError) -> NodeLayout {
        var layout = NodeLayout(role: .pgpool)
        layout.configuration = try pgpoolConfiguration(among: RunningPgpool.configurations())
        let folder = layout.configurationFolder
        layout.authentication = folder + "pool_hba.conf"
        layout.passwords = folder + PoolPasswdLocation.standardName
        try layout.followSettings(choices)
        return layout
    }

    /// The configuration that was named, or else that of the only Pgpool-II there is.
    ///
    /// - Parameters:
    ///   - running: those of this host that run, looked for only where they matter.
    ///   - standard: the platform's or the distribution's, which may have one that does not run.
    func pgpoolConfiguration(
        among running: @autoclosure () -> [String],
        standard: String = NodeFinding.standardPgpool
    ) throws(NodeEncryptionError) -> String {
        if let configuration = choices.configuration { return configuration }
        // On the platform it is the platform's, whatever runs beside it.
        if metadata != nil { return standard }
        let running = running()
        let isRunning = running.contains { ChangeList.leadToSameFile($0, standard) }
        let all = isRunning || !Self.isThere(standard) ? running : [standard] + running
        guard all.count > 1 else { return all.first ?? standard }
        let names = running.map { "\(printable($0)) (running)" } + (isRunning ? [] : [printable(standard)])
        throw .invalidOption(
            "this node has several Pgpool-II; give --configuration with one of \(listed(names.sorted()))"
        )
    }

    /// Where the files of a PostgreSQL are, and the server that runs on them.
    func postgres() throws(NodeEncryptionError) -> (NodeLayout, RunningServer?) {
        let server = try server(among: FoundServer.everywhere())
        var layout = NodeLayout(role: .postgres)
        layout.configuration = server.configuration
        layout.authentication = layout.configurationFolder + "pg_hba.conf"
        layout.data = server.data
        let beside = layout.authentication
        try layout.followSettings(choices)
        // A server may be told by its command line alone where its data are.
        if layout.data == nil, !Self.isThere(layout.dataFolder + "/PG_VERSION") {
            layout.data = FoundServer.running(with: layout.configuration)?.data
            if layout.data == nil, choices.looksOnly {
                layout.data = FoundServer.dataFolder(ofServerWith: layout.configuration)
            }
        }
        let running = try running(on: layout.dataFolder)
        if running == nil { try requireOneServer(layout) }
        let withData = layout.dataFolder + "/pg_hba.conf"
        if isSamePath(layout.authentication, beside), !Self.isThere(beside), Self.isThere(withData) {
            layout.authentication = withData
        }
        // What the command line says overrules every file.
        if choices.authentication == nil, let running, let text = running.arguments.settings["hba_file"] {
            let path = PathText.joining(layout.dataFolder, text)
            let standard = layout.authentication
            if NamedPlaces.allows(path, onCommandLineOf: running.userID, standard: standard) {
                layout.authentication = path
                layout.authenticationFault = nil
            } else {
                layout.authenticationFault = .foreignPlace(
                    setting: "hba_file",
                    path: path,
                    configuration: "the command line of the server",
                    option: "--hba"
                )
            }
        }
        layout.majorVersion = try majorVersion(layout)
        return (layout, running)
    }

    /// The server that runs on a data folder; `nil` also where whoever only looks may not see it.
    private func running(on folder: String) throws(NodeEncryptionError) -> RunningServer? {
        do throws(NodeEncryptionError) {
            return try RunningServer.find(on: folder)
        } catch {
            if choices.looksOnly, error.exitStatus == .noPermission { return nil }
            throw error
        }
    }

    /// Throws if the configuration and the data that were given are two servers', as far as files show it; a server
    /// that runs says it itself (``PostgresService/requireOwnServer()``).
    private func requireOneServer(_ layout: NodeLayout) throws(NodeEncryptionError) {
        guard let configuration = choices.configuration, let data = choices.data else { return }
        let folder = PathText.folder(of: configuration)
        var own = (try? layout.settings())?.value(of: "data_directory").map { PathText.joining(folder, $0) }
        if own == nil, Self.isThere(folder + "/PG_VERSION") { own = folder }
        guard let own, !isSamePath(realFolder(own), realFolder(data)) else { return }
        throw .invalidOption(
            "--configuration is \(printable(configuration)), of the data in \(printable(own)), and --data is "
                + "\(printable(data)); give those of one server"
        )
    }

    /// The server that was named, or else the only one there is.
    ///
    /// - Parameter servers: those of this host, looked for only where they matter.
    func server(among servers: @autoclosure () -> [FoundServer]) throws(NodeEncryptionError) -> FoundServer {
        if let configuration = choices.configuration {
            return FoundServer(name: configuration, configuration: configuration, data: choices.data)
        }
        let found = servers().sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        if let data = choices.data {
            let known = found.first { $0.data.map { isSamePath($0, data) } ?? false }
            return known ?? FoundServer(name: data, configuration: data + "/postgresql.conf", data: data)
        }
        let own = found.filter { $0.stranger == nil }
        let names = listed((own + found.filter { $0.stranger != nil }).map(\.shown))
        if let cluster = choices.cluster {
            guard let server = found.first(where: { isSamePath($0.name, cluster) }) else {
                throw .invalidOption(
                    "--cluster is \"\(printable(cluster))\"; "
                        + (found.isEmpty ? "there is none on this node" : "there are \(names)")
                )
            }
            return server
        }
        // On the platform it is the platform's, whatever runs beside it.
        let platform = NodeLayout(role: .postgres).configuration
        if metadata != nil, Self.isThere(platform) {
            return own.first { isSamePath($0.configuration, platform) }
                ?? FoundServer(name: platform, configuration: platform, data: nil)
        }
        // A stranger's is listed, and stands in nobody's way: anybody can start one.
        if own.count > 1 || own.isEmpty && found.count > 1 {
            throw .invalidOption(
                "this node has several PostgreSQL servers; give --cluster with one of \(names)"
            )
        }
        guard own.isEmpty, let stranger = found.first else {
            return own.first ?? FoundServer(name: platform, configuration: platform, data: nil)
        }
        throw .invalidOption(
            "the only PostgreSQL server that was found is \(names), and not of \(Platform.serverAccount); if it is "
                + "meant, give --cluster \(printable(stranger.name))"
        )
    }

    private func majorVersion(_ layout: NodeLayout) throws(NodeEncryptionError) -> Int {
        func leadingNumber(_ bytes: some Sequence<UInt8>) -> Int? {
            Int(String(decoding: bytes.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
        }
        var version = choices.majorVersion
        if version == nil,
            let content = try? FileState.read(layout.dataFolder + "/PG_VERSION", limit: 64).content
        {
            version = leadingNumber(content.publicBytes)
        }
        if version == nil {
            let text = try onPlatform { () throws(NodePlatformError) in
                try metadata?.value("COMPUTE_TYPE_VERSION")
            }
            version = text.flatMap { leadingNumber($0.utf8) }
        }
        let known = version ?? 15
        guard known >= 11 else {
            throw .invalidOption("PostgreSQL \(known) has no SCRAM channel binding; 11 or later is needed")
        }
        return known
    }

    /// The commands that reach the server: its own programs, and psql on its own socket and port.
    func commands(
        _ layout: NodeLayout,
        _ running: RunningServer?
    ) throws(NodeEncryptionError) -> PostgresService.Commands {
        let programs = ServerPrograms(
            of: running,
            on: layout.dataFolder,
            majorVersion: layout.majorVersion
        )
        var client = [programs.path("psql"), "-d", "postgres"]
        if let socket = running?.file.socketFolder ?? running?.file.host { client += ["-h", socket] }
        if let port = running?.file.port { client += ["-p", "\(port)"] }
        let asServer =
            if let given = choices.asServer { given } else {
                try UserChange.prefix(to: running?.userID ?? layout.owner?.userID)
            }
        return PostgresService.Commands(
            asServer: asServer,
            server: choices.serverProgram ?? programs.path("postgres"),
            control: programs.path("pg_ctl"),
            client: choices.client ?? client,
            reload: choices.reload
        )
    }

    /// How the Pgpool-II of the node is restarted.
    func restart(_ layout: NodeLayout) throws(NodeEncryptionError) -> PgpoolRestart {
        if choices.leavesRestart { return .left("--no-restart leaves it to you") }
        if let command = choices.restart { return .command(command) }
        return try .find(layout, asServer: choices.asServer)
    }

    /// The platform's `pgpool.conf`, or the distribution's.
    static var standardPgpool: String {
        let platform = NodeLayout(role: .pgpool).configuration
        return isThere(platform) ? platform : PoolPasswdLocation.defaultConfigurationFile()
    }

    private static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
