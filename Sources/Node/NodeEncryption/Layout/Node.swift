internal import DurableFiles
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
    /// The folder that the records of all nodes of the host are in.
    package let recordsPath: String
    /// Why what is remembered cannot be read; then nothing is changed.
    let recordsFault: NodeEncryptionError?
    /// The PostgreSQL server that runs on its data, if one does.
    let running: RunningServer?
    /// The Pgpool-II that runs with its configuration, if one does.
    let runningPgpool: RunningPgpool?
    /// The option that says whose the server is, behind a blank, where that was not said and is another user than the
    /// platform's; else empty.
    package let ownerOption: String
    /// The options that this run named the node by, as a command that is shown has them behind a blank; else empty.
    let namingOptions: String
    private let choices: NodeChoices

    /// Finds what `given` does not say: by what was said when the node was installed, or else on the host.
    package init(_ given: NodeChoices) throws(NodeEncryptionError) {
        let given = given.resolved()
        namingOptions = given.namingOptions
        let records = NodeRecords(at: given.state ?? Platform.state)
        var choices = given
        var unreadable: (path: String, fault: NodeEncryptionError)?
        do throws(NodeRecords.Unclear) {
            choices = try records.meant(by: given)?.completing(given) ?? given
        } catch {
            switch error {
            case .several(let error): throw error
            case .unreadable(let path, let fault): unreadable = (path, fault)
            }
        }
        self.choices = choices
        let metadata = try onPlatform { () throws(NodePlatformError) in
            try NodeMetadata(readingFrom: choices.metadata ?? Platform.metadata)
        }
        let finding = NodeFinding(choices, metadata)
        var layout: NodeLayout
        let running: RunningServer?
        do throws(NodeEncryptionError) {
            (layout, running) = try finding.node()
        } catch {
            // What is remembered might have said it.
            throw unreadable?.fault ?? error
        }
        layout.certificates = choices.certificates ?? layout.certificates
        layout.redeploy = choices.redeploy ?? layout.redeploy
        layout.owner = try onPlatform { () throws(NodePlatformError) in
            try ServerOwner.find(given: choices.owner)
        }
        // What is changed is another user's only where that was said.
        let other = choices.looksOnly && choices.owner == nil ? ServerAccess.otherOwner(of: layout) : nil
        layout.owner = other ?? layout.owner
        ownerOption = other.map { " --owner \($0.userID):\($0.groupID)" } ?? ""
        runningPgpool = layout.role == .pgpool ? RunningPgpool.find(layout) : nil
        if choices.authentication == nil, let runningPgpool { layout.followRules(of: runningPgpool) }
        self.metadata = metadata
        self.layout = layout
        let place = records.place(for: layout)
        statePath = unreadable?.path ?? place.path
        recordsPath = records.path
        recordsFault = unreadable?.fault ?? place.fault
        self.running = running
        switch layout.role {
        case .postgres:
            server = .postgres(PostgresService(layout, commands: try finding.commands(layout, running)))
        case .pgpool:
            let pgpool = PgpoolService(layout, restart: try finding.restart(layout))
            // What a killed run was restarting is started all the same.
            let wasInterrupted = (try? NodeState.isInterrupted(at: statePath)) ?? true
            server = .pgpool(given.restart != nil || wasInterrupted ? pgpool : pgpool.leavingStopped())
        }
    }

    /// Whether it is known where its certificates are: it was said now, or no record that may not be read says it.
    package var knowsCertificates: Bool {
        recordsFault?.exitStatus != .noPermission || choices.certificates != nil
    }

    /// The port at which clients reach its server: the one of the server that runs, which its command line may say, or
    /// else the one in the settings.
    package var port: Int { running?.file.port ?? layout.port }

    /// Throws if a file that an operation changes is written by another program, unless that was said to be right.
    func requireOwnFiles(for operation: Operation) throws(NodeEncryptionError) {
        if choices.forcesManaged { return }
        try ManagedFiles.requireOwnCertificates(layout)
        // New certificates are in force where the server has them by its settings, which another program writes then.
        let isInForce = operation != .reissue || layout.role != .postgres || isSetInForce
        if operation == .install || !isInForce { try ManagedFiles.requireOwnConfiguration(layout) }
    }

    /// Whether TLS is on in the settings, with the certificate of the node's set.
    private var isSetInForce: Bool {
        guard let files = TLSFiles(of: layout), files.isEncrypted, let certificate = files.certificate,
            let real = try? ChangeList.realPath(certificate),
            let own = try? ChangeList.realPath(layout.certificate("server/server.crt"))
        else { return false }
        return isSamePath(real, own)
    }

    /// The pool key's path: the one given, else that of the Pgpool-II that runs, else in the home directory of the user
    /// who runs it.
    package func poolKeyPath() throws(NodeEncryptionError) -> String {
        if !isPoolKeyGiven, let path = try poolKeyOfRunning() { return path }
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

    private var isPoolKeyGiven: Bool {
        [choices.poolKey, choices.poolKeyVariable].contains { $0.map { !$0.isEmpty } ?? false }
    }

    /// What later runs are to find the node by.
    var remembered: RememberedChoices {
        var choices = choices
        // Pgpool-II may be stopped by then.
        if !isPoolKeyGiven, let path = (try? poolKeyOfRunning()) ?? nil,
            !isSamePath(path, runningPgpool?.standardPoolKey ?? "")
        {
            choices.poolKey = path
        }
        return RememberedChoices(choices, layout)
    }

    /// The user whose password is stored and who gets a client certificate.
    package var user: String { choices.user ?? Platform.user }

    /// The options of commands that are not remembered, since they may hold a password.
    var forgottenOptions: [String] { RememberedChoices.secretCommands(of: choices) }

    /// The file of the roots that backends are verified against, if the operator names one.
    var backendRoots: String? { choices.backendRoots }

    /// The backends of a Pgpool-II node, and how a superuser queries each: by the command that was given, else by
    /// `user`.
    ///
    /// - Parameters:
    ///   - given: the password that the operator gave.
    ///   - stored: the one that Pgpool-II has for the user. The operator's own command does not get it: it may log in
    ///     as somebody else.
    ///   - isVerified: whether a server is verified before it gets a password.
    package func backends(
        user: String,
        given: SharedSecret?,
        stored: SharedSecret?,
        isVerified: Bool
    ) throws(NodeEncryptionError) -> [Backend] {
        let trust = isVerified ? try BackendTrust(layout, roots: choices.backendRoots) : nil
        guard let client = choices.client else {
            return try Backend.all(layout, user: user, password: given ?? stored, trust: trust)
        }
        return [Backend(name: "the backend", client: client, password: given, trust: trust)]
    }

    /// Whether the backends are asked by the password that Pgpool-II has for the user who asks.
    func asksByEntry(given: SharedSecret?) -> Bool { given == nil && choices.client == nil }

    /// What the certificates of the node should be.
    ///
    /// - Parameters:
    ///   - user: the user of the client certificate.
    ///   - names: further names and addresses of the server.
    ///   - dropped: names and addresses that its certificate loses.
    ///   - keyType: the kind of the keys that are made; `nil` for that of those whose place they take.
    ///   - variable: gives the bytes of an environment variable's value.
    func certificateSettings(
        user: String,
        names: [String],
        dropped: [String] = [],
        keyType: String? = nil,
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
        inputs.droppedNames = dropped
        inputs.keyType = keyType
        inputs.namesRootByOptions = true
        inputs.layer = choices.layer
        inputs.environment = choices.environment
        if metadata == nil { inputs.standardLayer = layout.role.rawValue }
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
