internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl install`.
struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put encryption in force: certificates, settings, rules, passwords.",
        discussion: """
            Only rules that are the platform's catch-all (host all all, every address, md5 or scram-sha-256) turn to \
            hostssl with scram-sha-256; other rules that let connections in without encryption are named. Run again, \
            it changes nothing.

            The password is that of --user, and stays the same: it is stored as a SCRAM secret computed here. On a \
            Pgpool-II node its AES entry is written; a second line is the password of the user pgpool.
            """
    )

    @OptionGroup var node: NodeOptions
    @OptionGroup var password: PasswordOptions

    @Option(help: "The user whose password and client certificate are meant.")
    var user = "webadmin"

    @Option(help: "A further name or address of the server; repeatable.")
    var san: [String] = []

    @Flag(help: "Turn every rule that lets connections in without encryption.")
    var allRules = false

    @Option(
        help:
            "cert: add a rule by which --user logs in with a client certificate, and with a password no more."
    )
    var clientAuth: String?

    @Flag(help: "Show what would change and run, and change nothing.")
    var dryRun = false

    func run() throws {
        try failing {
            if let clientAuth, clientAuth != "cert" {
                throw ToolFailure(
                    "--client-auth is \"\(printable(clientAuth))\"; it must be cert",
                    status: .usage
                )
            }
            let run = try NodeRun(node)
            if clientAuth != nil, run.layout.role == .pgpool {
                throw NodeEncryptionError.notOnThisNode(
                    "a Pgpool-II node has no client certificates; --client-auth is for PostgreSQL nodes"
                )
            }
            let passwords = try password.lines()
            let settings = try run.settings(user: user, names: san)
            var options = InstallOptions()
            options.allRules = allRules
            options.clientCertificatesFor = clientAuth == nil ? nil : user
            if dryRun {
                let plan = try plan(
                    run,
                    try run.certificates(settings, renewing: .nothing),
                    options,
                    passwords
                )
                if let statement = try roleStatement(run, passwords) { try show("$ " + statement.shown) }
                try run.present(plan)
                return
            }
            let state = try NodeState(path: node.statePath)
            try run.recover(state)
            let plan = try plan(run, try run.certificates(settings, renewing: .nothing), options, passwords)
            // A SCRAM secret is good under md5 rules too, so that it comes first.
            if let statement = try roleStatement(run, passwords) {
                try statement.succeed()
                try show("stored the password of \(printable(user)) as a SCRAM secret")
            }
            try run.carryOut(plan, state: state)
        }
    }

    private func plan(
        _ run: NodeRun,
        _ certificates: CertificateFiles,
        _ options: InstallOptions,
        _ passwords: [SharedSecret]
    ) throws -> NodePlan {
        var changes: [FileChange] = []
        if run.layout.role == .pgpool {
            let users = zip([user, "pgpool"], passwords).map { (user: $0, password: $1) }
            if users.isEmpty {
                PostgresSSL.say("no password was given, so that pool_passwd stays as it is")
            } else if users.count == 1 {
                PostgresSSL.say("no second password was given, so that the entry of pgpool stays as it is")
            }
            var random = OperatingSystemRandom()
            let keyPath = try node.poolKeyPath(run.layout)
            changes = try PasswordPlan.changes(run.layout, passwords: users, keyPath: keyPath, using: &random)
        }
        return try NodePlan.install(
            run.layout,
            certificates: certificates,
            options: options,
            passwords: changes
        )
    }

    /// The statement that stores the password for SCRAM, where it is not yet.
    private func roleStatement(_ run: NodeRun, _ passwords: [SharedSecret]) throws -> PlannedCommand? {
        guard run.layout.role == .postgres else { return nil }
        guard let password = passwords.first else {
            PostgresSSL.say(
                "no password was given, so that the one of \(printable(user)) stays stored as it is"
            )
            return nil
        }
        let service = PostgresService(run.layout, commands: node.commands(), wantsEncryption: true)
        guard try service.isRunning else {
            throw ToolFailure("the server does not run, so that no password can be stored", status: .failure)
        }
        let question = "SELECT rolpassword FROM pg_authid WHERE rolname = " + RolePassword.literal(user)
        let stored = Array(try service.answer(question).utf8.prefix { $0 != UInt8(ascii: "\n") })
        let isStored = password.withSpan { RolePassword.isStored(stored.span, madeOf: $0) }
        if isStored { return nil }
        var random = OperatingSystemRandom()
        let secret = try password.withSpan { span in try RolePassword.secret(of: span, using: &random) }
        return service.statement(
            RolePassword.statement(user: user, secret: secret),
            purpose: "storing the password of \(printable(user))"
        )
    }
}
