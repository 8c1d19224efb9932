import DERCoding
import Glibc
import NodeEncryption
import NodePlatform
import SecretMemory

@testable import postgres_ssl

/// A command line that is carried out in the tests' own process, by what the program's command calls.
///
/// The program itself takes ten times as long, nearly all of it for looking its options over, which the library for
/// arguments does at every start of a debug build. So it runs for what only it does (options that are refused,
/// passwords from files, `connect`, `scram`), and where a case says `run: the program`, as at least one of every
/// command does.
struct CaseCommand {
    /// What a command left.
    struct Outcome {
        let status: Int32
        let output: [UInt8]
        let errors: [UInt8]

        var text: String { String(decoding: output, as: UTF8.self) }
        var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    private var words: [String]
    private let input: [UInt8]
    private let variables: [String: String]
    /// Where its Pgpool-II is asked.
    private let port: Int?

    private var choices = NodeChoices()
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    private static let flagNames: Set = [
        "--dry-run", "--force", "--all-rules", "--password-stdin", "--json", "--force-managed",
        "--authenticated-only", "--new-password", "--replace-certificate", "--verbose", "--no-restart",
    ]
    private static let valueNames: Set = [
        "--user", "--client-auth", "--server-version", "--hba", "--data", "--pool-passwd",
        "--restart-command", "--owner", "--backend-root", "--san", "--drop-san", "--within",
        "--layer", "--env",
    ]

    /// `nil` where the program has to run.
    init?(_ arguments: [String], on node: CaseNode, input: [UInt8], variables: [String: String]) {
        self.input = input
        self.variables = variables
        port = node.isPgpool ? node.port : nil
        words = arguments
        var options = node.options[...]
        choices.role = node.isPgpool ? .pgpool : .postgres
        while let name = options.popFirst(), let value = options.popFirst() { take(name, value) }
        while let place = words.firstIndex(where: { $0.hasPrefix("--") }) {
            let name = words.remove(at: place)
            if Self.flagNames.contains(name) {
                flags.insert(name)
            } else if Self.valueNames.contains(name), place < words.count {
                let value = words.remove(at: place)
                values[name] = value
                take(name, value)
            } else {
                return nil
            }
        }
        choices.leavesRestart = flags.contains("--no-restart")
        choices.forcesManaged = flags.contains("--force-managed")
        guard canRun else { return nil }
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "--certificates": choices.certificates = value
        case "--redeploy": choices.redeploy = value
        case "--metainf": choices.metadata = value
        case "--state": choices.state = value
        case "--configuration": choices.configuration = value
        case "--hba": choices.authentication = value
        case "--data": choices.data = value
        case "--pool-passwd": choices.passwords = value
        case "--pool-key": choices.poolKey = value
        case "--owner": choices.owner = value
        case "--server-version": choices.majorVersion = Int(value)
        case "--server": choices.serverProgram = value
        case "--psql": choices.client = [value]
        case "--as-server": choices.asServer = [value]
        case "--reload-command": choices.reload = ["sh", "-c", value]
        case "--layer": choices.layer = value
        case "--env": choices.environment = value
        case "--backend-root": choices.backendRoots = value
        case "--restart-command": choices.restart = ["sh", "-c", value]
        default: break
        }
    }

    /// Whether nothing but what the node layer does is asked for.
    private var canRun: Bool {
        switch words.first {
        case "install":
            let hasPassword = input.first.map { $0 != 10 } ?? false
            return (values["--client-auth"] ?? "cert") == "cert"
                && hasPassword == flags.contains("--password-stdin")
        case "reissue": return words.count == 2 && ["all", "server", "client"].contains(words[1])
        case "uninstall", "renew": return true
        case "status": return !flags.contains("--password-stdin")
        case "cluster": return words == ["cluster", "import"] && variables["KEY_PASS"]?.isEmpty == false
        default: return false
        }
    }

    /// What the program would print and end with.
    func run() -> Outcome {
        var notes = ""
        var output: [UInt8] = []
        var status: Int32 = 0
        func say(_ line: String) { notes += "postgres-ssl: \(line)\n" }
        do {
            var choices = choices
            choices.looksOnly = words.first == "status"
            if words.first == "install" { choices.user = values["--user"] }
            let node = try Node(choices)
            switch words.first {
            case "install": try perform(installation(), on: node, say, &output)
            case "reissue":
                var reissuing = Reissuing(CertificateFiles.Renewal(rawValue: words[1]) ?? .nothing)
                reissuing.user = values["--user"]
                reissuing.replacesCertificate = flags.contains("--replace-certificate")
                reissuing.names = values["--san"].map { [$0] } ?? []
                reissuing.droppedNames = values["--drop-san"].map { [$0] } ?? []
                try perform(reissuing, on: node, say, &output)
            case "renew":
                var renewing = Renewing()
                renewing.within = values["--within"]
                try perform(renewing, on: node, say, &output)
                try renewing.requireAll(
                    on: node,
                    isDryRun: flags.contains("--dry-run"),
                    at: Self.now,
                    say: say
                )
            case "uninstall": try perform(Uninstallation(), on: node, say, &output)
            case "cluster": try perform(try rootImport(), on: node, say, &output)
            default:
                let (text, level) = try self.status(of: node)
                (output, status) = (Array(text.utf8), level)
            }
        } catch let error as any OperatorError {
            say(error.description)
            status = error.exitStatus.rawValue
        } catch {
            say("\(error)")
            status = -1
        }
        return Outcome(status: status, output: output, errors: Array(notes.utf8))
    }

    private func perform(
        _ operation: some NodeOperation,
        on node: Node,
        _ say: (String) -> Void,
        _ output: inout [UInt8]
    ) throws {
        var random = OperatingSystemRandom()
        let result = try node.perform(
            operation,
            dryRun: flags.contains("--dry-run"),
            at: Self.now,
            using: &random,
            say: say
        )
        output = result.text
        if let left = result.leftUndone { throw left }
    }

    private func installation() -> Installation {
        var installation = Installation()
        installation.replacesCertificate = flags.contains("--replace-certificate")
        installation.passwordsAreNew = flags.contains("--new-password")
        installation.names = values["--san"].map { [$0] } ?? []
        installation.turnsAllRules = flags.contains("--all-rules")
        installation.addsClientRule = values["--client-auth"] != nil
        if flags.contains("--password-stdin") {
            installation.passwords = PasswordLines.all(of: input.span).map {
                SharedSecret(copying: input.span.extracting($0.bytes))
            }
        }
        return installation
    }

    private func rootImport() throws -> RootImport {
        let phrase = Array((variables["KEY_PASS"] ?? "").utf8)
        let content = SharedSecret(
            try ClusterExport.decrypt(
                input.span,
                passPhrase: phrase.span,
                authenticatedOnly: flags.contains("--authenticated-only")
            )
        )
        return RootImport(try ClusterRoot(content), force: flags.contains("--force"))
    }

    private func status(of node: Node) throws -> (String, Int32) {
        var status = NodeStatus(
            node.layout,
            called: try node.calledNames { name in variables[name].map { Array($0.utf8) } },
            statePath: node.statePath,
            recordsPath: node.recordsPath,
            knowsCertificates: node.knowsCertificates,
            client: node.server.postgres?.shownClient ?? "psql",
            at: Self.now
        )
        switch node.server {
        case .postgres(let server): status.readRunning(server, node.layout)
        case .pgpool:
            try status.readPasswords(of: node, user: Platform.user, given: nil, isVerified: true)
        }
        status.readAccess(node)
        var random = OperatingSystemRandom()
        status.readServed(node, host: nil, port: port, using: &random)
        let text =
            flags.contains("--json")
            ? "\(status.json(of: node.shown))\n" : status.text(isVerbose: flags.contains("--verbose"))
        return (text, status.level.exitStatus)
    }

    private static var now: DERTime { DERTime(secondsSince1970: Int64(time(nil))) }
}
