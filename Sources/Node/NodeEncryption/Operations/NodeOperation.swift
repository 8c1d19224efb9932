package import DERCoding
package import SecretMemory

/// A change of a node that the operator asks for: which files it may touch, and its plan on a given node.
package protocol NodeOperation: Sendable {
    /// The kind of operation, as the journal and the messages call it.
    var operation: Operation { get }

    /// What is printed where there is nothing to do.
    var nothingToDo: String { get }

    /// Throws if this kind of node cannot do it, before anything is read.
    func check(_ node: Node) throws(NodeEncryptionError)

    /// The files whose folders the plan reads and changes, so that they are locked before it is made.
    func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String]

    /// Asks the running server what the plan needs to know, before anything is locked.
    func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers

    /// Makes the plan from what is there now; nothing is changed.
    ///
    /// - Parameters:
    ///   - baseline: what an earlier run left; `nil` if nothing is installed.
    ///   - answers: what ``ask(_:_:)`` gave.
    ///   - now: the time of the run.
    ///   - random: gives keys, salts and serial numbers.
    func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan

    /// What a plan has that no server loads, made without the rest of it, where that is of use by itself; `nil` where
    /// it is not.
    func part(
        on node: Node,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan?

    /// The login that is to succeed once the change is in force; `nil` where there is none to be tried.
    ///
    /// - Throws: why there is none, where the rules want a certificate and it is of no use.
    func login(on node: Node) throws(NodeEncryptionError) -> NodeLogin?
}

/// What came of an operation on a node.
package struct OperationResult: Sendable {
    /// Whole lines: what was done, or on a dry run the differences, with the bytes of the files, and the commands.
    package let text: [UInt8]
    /// What the operation did not come to, though all else is done: the line and the status to end with; `nil` for
    /// nothing.
    package private(set) var leftUndone: NodeEncryptionError?
}

/// What the server answered.
package struct ServerAnswers: Sendable {
    /// The roles whose passwords are affected, and what is stored for each.
    var roles: [(user: String, stored: SharedSecret?)] = []
    /// Whether the server runs.
    var isRunning = false
    /// The roles that may log in and whose password is stored as md5, by their names' bytes.
    var md5Roles: [[UInt8]] = []
    /// What keeps the user out of a standby, which cannot store the password that was given, if he is one of them and
    /// his rule comes to ask for SCRAM; `nil` elsewhere.
    var userOnStandby: LoginObstacle?
    /// psql as the server's superuser, as an operator would type it.
    var client = "psql"
    /// The iterations of a new SCRAM secret; `nil` for PostgreSQL's own number.
    var iterationCount: Int?
    /// Whether the extension pgaudit writes down what is done in the server.
    var isAudited = false
    /// The roles of which the server could not be asked.
    var unasked: [String] = []
    /// What the backends of Pgpool-II are verified against.
    var backendRoots: BackendRoots = .asTheyAre
    /// What the user is a member of, as rules for groups see it; `nil` where it could not be asked.
    var groups: RoleGroups?
    /// What the server says of its rules, if it runs.
    var rules: RuleVerdict?
    /// The backends that let nobody in without TLS.
    var backendsOfTLSAlone: [NodeLayout.BackendPlace] = []
    /// What the operator should know.
    var notes: [String] = []

    /// Nothing was asked.
    package init() {}
}

extension NodeOperation {
    /// What is recorded when the plan is done: how the node was before the first change.
    func baseline(
        after plan: NodePlan,
        _ answers: ServerAnswers,
        from baseline: Baseline?,
        besides others: [UndoPlan.Item]
    ) throws(NodeEncryptionError) -> Baseline? {
        guard operation == .uninstall else {
            return try (baseline ?? Baseline()).adding(plan, besides: others)
        }
        return baseline?.left(for: answers.unasked)
    }

    /// Says so, as most operations do.
    package var nothingToDo: String { "nothing to do\n" }

    /// Accepts every node, as most operations do.
    package func check(_ node: Node) {}

    /// None, as for most operations.
    package func login(on node: Node) -> NodeLogin? { nil }

    /// None, as for most operations.
    package func part(
        on node: Node,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan? { nil }

    /// Asks nothing, as most operations do.
    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        ServerAnswers()
    }
}

extension NodeLayout {
    /// The files that install and reissue may change, with symbolic links at the end followed.
    func paths(poolKey: String?) throws(NodeEncryptionError) -> [String] {
        var texts = [configuration, authentication, redeploy]
        switch role {
        case .postgres: texts.append(ownSettings)
        case .pgpool: texts.append(passwords)
        }
        var paths = certificatePaths + [poolKey].compactMap(\.self)
        for text in texts { paths.append(try ChangeList.realPath(text)) }
        return paths + (try ownRuleFiles())
    }

    /// A file in each folder of certificates.
    var certificatePaths: [String] {
        [certificates] + ["server", "server/root.crt", "client/root.crt"].map { certificate($0) }
            + [replaced("server.key")]
    }
}
