import DERCoding
import DurableFiles
import Glibc
import MessageDigests
import SecretMemory
import TestSupport
import Testing
import TextEncodings

@testable import NodeEncryption

@Suite("What is remembered of the nodes of a host")
final class NodeRecordsTests {
    private let host: TemporaryFolder
    let one: ExampleNode
    private let other: ExampleNode

    init() throws {
        host = try TemporaryFolder()
        one = try ExampleNode(.pgpool)
        other = try ExampleNode(.pgpool)
    }

    private var state: String { host.path("state") }

    /// What an operator says of a node at its install.
    func choices(_ example: ExampleNode) -> NodeChoices {
        var choices = NodeChoices()
        choices.role = .pgpool
        choices.configuration = example.layout.configuration
        choices.authentication = example.layout.authentication
        choices.certificates = example.layout.certificates
        choices.redeploy = example.layout.redeploy
        choices.metadata = host.path("none")
        choices.state = state
        return choices
    }

    /// What he says later.
    private func later(_ change: (inout NodeChoices) -> Void = { _ in }) -> NodeChoices {
        var choices = NodeChoices()
        choices.state = state
        change(&choices)
        return choices
    }

    @discardableResult
    private func perform(_ operation: some NodeOperation, _ choices: NodeChoices) throws -> String {
        var random = OperatingSystemRandom()
        let result = try Node(choices).perform(operation, dryRun: false, at: .now, using: &random) { _ in }
        return String(decoding: result.text, as: UTF8.self)
    }

    func install(_ example: ExampleNode, _ choices: NodeChoices? = nil) throws {
        try perform(PlannedInstallation(), choices ?? self.choices(example))
    }

    @Test("of two nodes each has its own records, and the one stays whole when the other is uninstalled")
    func two() throws {
        let before = [try one.everything(), try other.everything()]
        try install(one)
        try install(other)
        #expect(host.names(in: "state").count == 2)
        let installed = try other.everything()
        try perform(Uninstallation(), later { $0.configuration = self.one.layout.configuration })
        #expect(try one.everything() == before[0])
        #expect(try other.everything() == installed)
        // The only one that is left is meant without a word.
        let text = try perform(Uninstallation(), later())
        #expect(text.contains("\nremoved \(state)\n"))
        #expect(try other.everything() == before[1])
        #expect(host.names().isEmpty)
    }

    @Test("the records are the running user's alone, and those of a node are in a folder of their own")
    func modes() throws {
        try install(one)
        let name = try #require(host.names(in: "state").first)
        for path in [state, state + "/" + name] {
            #expect(try Folder(path).status().mode == 0o700, "\(path)")
        }
        #expect(try Folder(state + "/" + name).status(of: "baseline")?.mode == 0o600)
    }

    @Test("of several, none is guessed, and what tells them apart is said")
    func several() throws {
        try install(one)
        try install(other)
        let error = #expect(throws: NodeEncryptionError.self) { try Node(later()) }
        let places = [one, other].map { "--configuration " + $0.layout.configuration }.sorted()
        let text = try #require(error?.description)
        #expect(text.hasPrefix("several nodes of this host are installed; say which is meant, by --conf"))
        #expect(places.allSatisfy { text.contains($0) })
        #expect(error?.exitStatus == .usage)
        // A node that is not installed is found as ever.
        let third = try ExampleNode(.pgpool)
        let node = try Node(choices(third))
        #expect(node.layout.configuration == third.layout.configuration)
    }

    @Test("what was said at install is said once, and what is said later counts in that run")
    func remembered() throws {
        var given = choices(one)
        given.owner = "\(geteuid()):\(getegid())"
        given.restart = ["sh", "-c", "true"]
        let listener = try LoopbackListener()
        let content = "listen_addresses = '127.0.0.1'\nport = \(listener.port)\n"
        try one.folder.write(content, to: "settings.conf", mode: 0o640)
        given.poolKeyVariable = host.path("variable's")
        given.layer = "sqldb"
        try install(one, given)
        let node = try Node(later())
        #expect(node.layout.role == .pgpool)
        #expect(node.layout.configuration == one.layout.configuration)
        #expect(node.layout.authentication == one.layout.authentication)
        #expect(node.layout.certificates == one.layout.certificates)
        #expect(try node.poolKeyPath() == host.path("variable's"))
        #expect(try Node(later { $0.poolKeyVariable = "/now" }).poolKeyPath() == "/now")
        guard case .pgpool(let server) = node.server else { fatalError("it is a Pgpool-II") }
        #expect("\(server.restart)".contains(#"command(["sh", "-c", "true"])"#))
        let now = try Node(later { $0.certificates = "/elsewhere" })
        #expect(now.layout.certificates == "/elsewhere")
        #expect(now.layout.authentication == one.layout.authentication)
        // That was not an install, so it counts no more.
        #expect(try Node(later()).layout.certificates == one.layout.certificates)
        var settings = try node.certificateSettings(user: "webadmin", names: []) { _ in nil }
        #expect(settings.rootName.commonName?.hasPrefix("sqldb.") == true)
        settings = try Node(later { $0.layer = "now" }).certificateSettings(user: "w", names: []) { _ in nil }
        #expect(settings.rootName.commonName?.hasPrefix("now.") == true)
    }

    @Test("another install remembers what it is told, although there is nothing else to do")
    func again() throws {
        try install(one)
        #expect(
            try perform(PlannedInstallation(), later { $0.redeploy = "/nowhere/redeploy" })
                == "nothing to do\n"
        )
        #expect(try Node(later()).layout.redeploy == "/nowhere/redeploy")
        #expect(try Node(later()).layout.authentication == one.layout.authentication)
    }

    @Test(
        "a command that may hold a password is not remembered, and it is said",
        arguments: [
            (["psql", "-d", "host=x password=hush"], false), (["psql", "-h", "/tmp/password-pwd"], true),
        ]
    )
    func secrets(command: [String], isKept: Bool) throws {
        var given = choices(one)
        given.client = command
        let node = try Node(given)
        try install(one, given)
        #expect(node.forgottenOptions == (isKept ? [] : ["--psql"]))
        let name = try #require(host.names(in: "state").first)
        let record = try host.text("state/\(name)/baseline")
        #expect(!record.contains("hush"))
        #expect(record.contains("--psql") == isKept)
    }

    @Test("a name of records is bounded, plain, and of one node only")
    func names() {
        func name(_ path: String, _ role: NodeLayout.Role = .postgres) -> String {
            var layout = NodeLayout(role: role)
            layout.configuration = path
            return NodeRecords.name(of: layout)
        }
        let paths = [
            "/srv/a/b/postgresql.conf", "/srv/a-b/postgresql.conf", "/srv/a/b/other.conf",
            // Equal as texts, and not as paths.
            "/srv/\u{E9}/postgresql.conf", "/srv/e\u{301}/postgresql.conf",
            "/srv/" + String(repeating: "x/", count: 500) + "postgresql.conf", "/../\n/postgresql.conf",
        ]
        let names = paths.map { name($0) } + [name(paths[0], .pgpool)]
        #expect(Set(names.map { Array($0.utf8) }).count == names.count)
        for name in names {
            #expect(name.utf8.count <= 120)
            #expect(name.utf8.allSatisfy { $0 == 0x2D || 0x30...0x39 ~= $0 || 0x41...0x7A ~= $0 }, "\(name)")
        }
        #expect(names[0].hasPrefix("postgres-srv-a-b-"))
    }

    @Test("a folder of data that moved, with a link in its place, is the same node's")
    func moved() throws {
        try install(one)
        let installed = try one.everything()
        let old = one.folder.path
        #expect(rename(old, host.path("disk")) == 0)
        #expect(symlink(host.path("disk"), old) == 0)
        defer {
            unlink(old)
            rename(host.path("disk"), old)
        }
        let node = try Node(later { $0.configuration = old + "/settings.conf" })
        #expect(node.recordsFault == nil)
        #expect(try NodeState.baseline(at: node.statePath) != nil)
        _ = installed
    }

    // MARK: What an earlier version left

    /// A baseline in the format of an earlier version: the same without what was said of the node, or only without
    /// whether it is what an uninstall left.
    func earlier(_ baseline: Baseline, version: Int = 3) -> [UInt8] {
        var baseline = baseline
        baseline.choices = nil
        baseline.beganInForce = false
        let encoded = baseline.encoded()
        let body = (0..<(encoded.count - 65)).map { encoded.span[$0] }
        let first = Array("postgres-ssl baseline 6\n".utf8)
        // Flags of an earlier version's end.
        let last = Array(String(repeating: "1:0\n", count: 6 - version).utf8)
        precondition(body.starts(with: first) && body.suffix(last.count).elementsEqual(last))
        let text =
            Array("postgres-ssl baseline \(version)\n".utf8) + body[first.count...].dropLast(last.count)
        return text + Array((Hexadecimal.encode(SHA256.hash(text.span).span) + "\n").utf8)
    }

    /// Installs, and puts the records where an earlier version had them, as it wrote them.
    private func installByEarlierVersion(_ example: ExampleNode) throws {
        try install(example)
        let place = try Node(choices(example)).statePath
        let baseline = try #require(try NodeState.baseline(at: place))
        try host.write(earlier(baseline), to: "state/baseline")
        unlink(place + "/baseline")
        rmdir(place)
    }

    @Test("what an earlier version installed is found, undone, and remembered by the next install")
    func earlierVersion() throws {
        let before = try one.everything()
        try installByEarlierVersion(one)
        let node = try Node(choices(one))
        #expect(node.statePath == state)
        #expect(try perform(PlannedInstallation(), choices(one)) == "nothing to do\n")
        #expect(host.names(in: "state") == ["baseline"])
        #expect(try Node(later()).layout.configuration == one.layout.configuration)
        #expect(try perform(Uninstallation(), later()).contains("\nremoved \(state)\n"))
        #expect(try one.everything() == before)
    }

    @Test("the records that an earlier version left of a node are nobody else's")
    func earlierVersionOfAnother() throws {
        let before = [try one.everything(), try other.everything()]
        try installByEarlierVersion(one)
        let installed = try one.everything()
        try install(other)
        #expect(try one.everything() == installed)
        #expect(host.names(in: "state").count == 2)
        try perform(Uninstallation(), choices(other))
        #expect(try one.everything() == installed)
        #expect(try other.everything() == before[1])
        #expect(host.names(in: "state") == ["baseline"])
        try perform(Uninstallation(), choices(one))
        #expect(try one.everything() == before[0])
    }

    // MARK: What somebody else, or a kill, left

    @Test(
        "records that are damaged stop whoever may mean them, and whoever would take away what they may need"
    )
    func damaged() throws {
        try install(one)
        try install(other)
        let place = try Node(choices(one)).statePath
        let path = place + "/baseline"
        #expect(chmod(path, 0o620) == 0)
        let error = NodeEncryptionError.writableRecords(path: path, mode: 0o620)
        #expect(throws: error) { try perform(Uninstallation(), choices(one)) }
        #expect(throws: error) { try perform(Uninstallation(), later()) }
        #expect(try Node(choices(one)).statePath == place)
        #expect(throws: NodeEncryptionError.unreadableBeside(path: place, error)) {
            try perform(Uninstallation(), choices(other))
        }
        #expect(throws: Never.self) { try install(other) }
        #expect(chmod(path, 0o600) == 0)
        #expect(throws: Never.self) { try perform(Uninstallation(), choices(other)) }
        #expect(chmod(place, 0o770) == 0)
        #expect(throws: NodeEncryptionError.writableRecords(path: place, mode: 0o770)) {
            try perform(Uninstallation(), later())
        }
        #expect(chmod(place, 0o700) == 0)
        #expect(chmod(state, 0o707) == 0)
        #expect(throws: NodeEncryptionError.writableRecords(path: state, mode: 0o707)) {
            try perform(Uninstallation(), choices(one))
        }
        #expect(chmod(state, 0o700) == 0)
        #expect(throws: Never.self) { try perform(Uninstallation(), later()) }
    }

    @Test("a record that says what none would say is refused")
    func hostile() throws {
        var texts: [(String, StateReader.Refusal)] = []
        func add(_ reason: String, _ write: (inout StateWriter) -> Void) {
            var writer = StateWriter(kind: "postgres-ssl baseline")
            writer.append(0)
            writer.append(0)
            writer.append(1)
            write(&writer)
            do throws(StateReader.Refusal) {
                _ = try Baseline(encoded: writer.finish())
                Issue.record("\(reason) is not refused")
            } catch {
                texts.append((reason, error))
            }
        }
        func node(_ writer: inout StateWriter, _ role: String = "pgpool", _ path: String = "/p") {
            for text in [role, path, ""] { writer.append(text) }
        }
        add("unknown kind of node") { node(&$0, "oracle") }
        add("the path of a node is not absolute") { node(&$0, "pgpool", "p") }
        add("the path of a node is not absolute") { writer in
            for text in ["postgres", "/p", "d"] { writer.append(text) }
        }
        add("unknown option") {
            node(&$0)
            $0.append(1)
            $0.append("--force")
            $0.append("x")
        }
        add("unknown command") {
            node(&$0)
            $0.append(0)
            $0.append(1)
            $0.append("--owner")
        }
        add("malformed value") {
            node(&$0)
            $0.append(1_000_000_000)
        }
        add("there is data after its end") {
            node(&$0)
            for number in [0, 0, 0, 0, 0] { $0.append(number) }
        }
        add("what is either so or not is neither") {
            node(&$0)
            for number in [0, 0, 0, 2] { $0.append(number) }
        }
        #expect(texts.count == 8)
        for (reason, error) in texts { #expect(error.reason == reason) }
    }

    @Test("a host of more nodes than there are is refused, not read")
    func many() throws {
        try install(one)
        let digits = String(repeating: "0", count: 28)
        for number in 1_000..<1_256 { mkdir(state + "/pgpool-x-\(digits)\(number)", 0o700) }
        #expect(try Node(choices(one)).recordsFault?.description.contains("more than 256 nodes") == true)
    }

    @Test("an install that stops at any step leaves a node that is found without a word, or none")
    func interrupted() throws {
        let before = try one.everything()
        var found = 0
        for step in stride(from: 1, to: 200, by: 3) {
            let steps = Steps(failingFrom: step)
            let isWhole = FileInterception.$current.withValue(steps.interception) {
                (try? install(one)) != nil
            }
            // Nothing later than the journal was done where nothing is found.
            if (try? NodeRecords(at: state).meant(by: later())) ?? nil != nil {
                found += 1
                try perform(Uninstallation(), later())
            } else {
                try perform(Uninstallation(), choices(one))
            }
            #expect(try one.everything() == before, "stopped at step \(step)")
            #expect(host.names().isEmpty, "stopped at step \(step)")
            if isWhole { break }
        }
        #expect(found > 5)
    }
}
