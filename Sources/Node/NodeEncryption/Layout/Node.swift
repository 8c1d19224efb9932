internal import DurableFiles
internal import Glibc
internal import NodeCertificates
package import NodePlatform
package import SecretMemory
internal import TextEncodings

/// A node as it was found, once: what it runs, where its files are, and its server.
package struct Node: Sendable {
    /// Where its files are.
    package let layout: NodeLayout
    /// What the platform says about it; `nil` off the platform.
    package let metadata: NodeMetadata?
    /// Its server.
    package let server: NodeServer
    /// The folder of what the tool remembers about it.
    package let statePath: String
    private let choices: NodeChoices

    /// Finds what `choices` does not say.
    package init(_ choices: NodeChoices) throws(NodeEncryptionError) {
        self.choices = choices
        statePath = choices.state ?? Platform.state
        let metadata = try onPlatform { () throws(NodePlatformError) in
            try NodeMetadata(readingFrom: choices.metadata ?? Platform.metadata)
        }
        let role = try Self.role(choices, metadata)
        var layout = NodeLayout(role: role)
        if let configuration = choices.configuration {
            let folder = PathText.folderPrefix(of: configuration)
            layout.configuration = configuration
            layout.authentication = folder + (role == .postgres ? "pg_hba.conf" : "pool_hba.conf")
            layout.passwords = folder + PoolPasswdLocation.standardName
        }
        layout.followSettings()
        layout.authentication = choices.authentication ?? layout.authentication
        layout.passwords = choices.passwords ?? layout.passwords
        layout.certificates = choices.certificates ?? layout.certificates
        layout.redeploy = choices.redeploy ?? layout.redeploy
        layout.owner = try onPlatform { () throws(NodePlatformError) in
            try ServerOwner.find(given: choices.owner)
        }
        if role == .postgres { layout.majorVersion = try Self.majorVersion(choices, metadata, layout) }
        self.metadata = metadata
        self.layout = layout
        server = Self.server(choices, layout)
    }

    private static func role(
        _ choices: NodeChoices,
        _ metadata: NodeMetadata?
    ) throws(NodeEncryptionError) -> NodeLayout.Role {
        if let role = choices.role { return role }
        let type = try onPlatform { () throws(NodePlatformError) in try metadata?.value("COMPUTE_TYPE") }
        if let type { return type.utf8.elementsEqual("postgres".utf8) ? .postgres : .pgpool }
        for role in NodeLayout.Role.allCases {
            if unsafe access(NodeLayout(role: role).configuration, F_OK) == 0 { return role }
        }
        guard let configuration = choices.configuration else {
            throw .invalidOption(
                "cannot determine what this node runs; give --role postgres or --role pgpool"
            )
        }
        return PathText.lastName(of: configuration) == "pgpool.conf" ? .pgpool : .postgres
    }

    private static func majorVersion(
        _ choices: NodeChoices,
        _ metadata: NodeMetadata?,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) -> Int {
        func leadingNumber(_ bytes: some Sequence<UInt8>) -> Int? {
            Int(String(decoding: bytes.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
        }
        var version = choices.majorVersion
        if version == nil, let content = try? FileState.read(layout.dataFolder + "/PG_VERSION").content {
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

    private static func server(_ choices: NodeChoices, _ layout: NodeLayout) -> NodeServer {
        switch layout.role {
        case .postgres:
            var commands = PostgresService.Commands()
            if let asServer = choices.asServer {
                commands.asServer = asServer
            } else if !FileOwner.runningIsRoot {
                commands.asServer = []
            }
            commands.server = choices.serverProgram ?? commands.server
            commands.client = choices.client ?? commands.client
            commands.reload = choices.reload
            return .postgres(PostgresService(layout, commands: commands))
        case .pgpool: return .pgpool(PgpoolService(restart: choices.restart))
        }
    }

    /// The pool key's path: the one given, else in the home directory of the user who runs Pgpool-II.
    package func poolKeyPath() throws(NodeEncryptionError) -> String {
        let userID = layout.owner?.userID ?? FileOwner.running.userID
        let path = try onPlatform { () throws(NodePlatformError) in
            try PoolKeyPath.find(
                given: choices.poolKey,
                variable: choices.poolKeyVariable,
                homeOf: userID
            )
        }
        guard let path else { throw .platform(.noHome(userID: userID)) }
        return path
    }

    /// The backends of a Pgpool-II node, and how a superuser queries each: by the command that was given, else by
    /// `user` and `password`.
    package func backends(user: String, password: SharedSecret?) throws(NodeEncryptionError) -> [Backend] {
        guard let client = choices.client else {
            return try Backend.all(layout, user: user, password: password)
        }
        return [Backend(name: "the backend", client: client, password: password)]
    }

    /// What the certificates of the node should be.
    ///
    /// - Parameters:
    ///   - user: the user of the client certificate.
    ///   - names: further names and addresses of the server.
    ///   - variable: gives the bytes of an environment variable's value.
    func certificateSettings(
        user: String,
        names: [String],
        variable: @escaping @Sendable (String) -> [UInt8]?
    ) throws(NodeEncryptionError) -> NodeSettings {
        var inputs = NodeInputs(
            hostName: HostName.current(),
            metadata: metadata,
            standsAlone: metadata == nil && layout.role == .postgres,
            variable: variable
        )
        inputs.user = user
        inputs.alternativeNames = names
        if metadata == nil { inputs.layer = layout.role.rawValue }
        do throws(NodeCertificatesError) {
            return try NodeSettings(inputs)
        } catch {
            throw .certificates(error)
        }
    }
}

/// Runs `body`, and turns a platform error into an error of this module.
func onPlatform<Result: ~Copyable>(
    _ body: () throws(NodePlatformError) -> Result
) throws(NodeEncryptionError) -> Result {
    do throws(NodePlatformError) {
        return try body()
    } catch {
        throw .platform(error)
    }
}
