internal import DERCoding
internal import DurableFiles
internal import Glibc
internal import NodeCertificates
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// What the commands that change a node have in common.
struct NodeRun {
    let options: NodeOptions
    let layout: NodeLayout

    init(_ options: NodeOptions) throws {
        self.options = options
        layout = try options.layout()
    }

    /// What the certificates of this node shall be.
    func settings(user: String, names: [String]) throws -> NodeSettings {
        let metadata = try options.metadata
        var inputs = NodeInputs(
            hostName: HostName.current(),
            metadata: metadata,
            standsAlone: metadata == nil && layout.role == .postgres,
            variable: { Environment.octets($0) }
        )
        inputs.user = user
        inputs.alternativeNames = names
        if metadata == nil { inputs.layer = layout.role.rawValue }
        return try NodeSettings(inputs)
    }

    /// The certificates that the node shall have; what is new of them is in memory alone.
    func certificates(_ settings: NodeSettings, renewing renewal: CertificateFiles.Renewal) throws
        -> CertificateFiles
    {
        var random = OperatingSystemRandom()
        return try CertificateFiles.made(
            layout,
            settings: settings,
            renewing: renewal,
            at: DERTime(secondsSince1970: Int64(time(nil))),
            using: &random
        )
    }

    /// Tells of an earlier run that was interrupted, and what became of it.
    func recover(_ state: borrowing NodeState) throws {
        let recovery =
            switch layout.role {
            case .postgres:
                try state.recover(
                    service: PostgresService(layout, commands: options.commands(), wantsEncryption: false)
                )
            case .pgpool: try state.recover(service: PgpoolService(layout, restart: options.restart))
            }
        switch recovery {
        case .nothing: break
        case .undone(let operation, let kept):
            PostgresSSL.say("an interrupted \(operation) was undone")
            for path in kept {
                PostgresSSL.say("\(printable(path)) was changed by others meanwhile; look at it")
            }
        case .completed(let operation): PostgresSSL.say("an interrupted \(operation) was completed")
        }
    }

    /// Shows a plan.
    func present(_ plan: NodePlan) throws {
        for note in plan.notes { PostgresSSL.say(note) }
        try StandardStream.output.write(plan.difference)
        if !plan.isEmpty { for command in shownCommands { try show("$ " + command) } }
    }

    /// Does a plan.
    ///
    /// - Parameters:
    ///   - wantsEncryption: whether the server must do TLS in the end.
    ///   - remembers: whether the plan can be taken back by uninstall; if not, it is what takes all back.
    func carryOut(
        _ plan: NodePlan,
        state: borrowing NodeState,
        wantsEncryption: Bool = true,
        remembers: Bool = true
    ) throws {
        for note in plan.notes { PostgresSSL.say(note) }
        if plan.isEmpty, remembers {
            try show("nothing to do")
            return
        }
        let baseline = remembers ? (try state.baseline() ?? Baseline()).adding(plan.changes) : nil
        switch layout.role {
        case .postgres:
            let service = PostgresService(
                layout,
                commands: options.commands(),
                wantsEncryption: wantsEncryption
            )
            try state.run(
                operation: plan.operation,
                changes: plan.changes,
                baseline: baseline,
                service: service
            )
        case .pgpool:
            let service = PgpoolService(layout, restart: options.restart)
            try state.run(
                operation: plan.operation,
                changes: plan.changes,
                baseline: baseline,
                service: service
            )
            if options.restart.isEmpty {
                PostgresSSL.say("restart Pgpool-II now: it takes the change up then")
            }
        }
        for change in plan.changes {
            try show("\(change.after == .absent ? "removed" : "wrote") \(printable(change.path))")
        }
    }

    private var shownCommands: [String] {
        switch layout.role {
        case .postgres:
            PostgresService(layout, commands: options.commands(), wantsEncryption: true).shownCommands
        case .pgpool: PgpoolService(layout, restart: options.restart).shownCommands
        }
    }
}
