import DERCoding
import DurableFiles
import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What two nodes of a host rely on, told path by path")
final class SharedFilesTests {
    private let host: TemporaryFolder
    private let before: [String: FileState]
    private var notes: [String] = []
    private var choices: [String: NodeChoices] = [:]

    init() throws {
        let pair = try TwoPgpools()
        host = pair.folder
        for name in TwoPgpools.names { choices[name] = pair.choices(name, certificates: "set-" + name) }
        before = try Self.everything(host)
    }

    private static func everything(_ host: TemporaryFolder) throws -> [String: FileState] {
        var found: [String: FileState] = [:]
        var rest = [host.path]
        while let path = rest.popLast() {
            for name in try Folder(path).names() where name != "state" {
                let state = try FileState.read(path + "/" + name)
                found[path + "/" + name] = state
                if case .folder = state { rest.append(path + "/" + name) }
            }
        }
        return found
    }

    private func perform(
        _ operation: some NodeOperation,
        on name: String,
        _ change: (inout NodeChoices) -> Void = { _ in }
    ) throws {
        var random = OperatingSystemRandom()
        notes = []
        var choices = try #require(choices[name])
        change(&choices)
        _ = try Node(choices).perform(operation, dryRun: false, at: .now, using: &random) { notes.append($0) }
    }

    /// What uninstall is told of a node: not where its files are, which it remembers.
    private func uninstall(_ name: String, certificates: String? = nil) throws {
        try perform(Uninstallation(), on: name) { node in
            node.certificates = certificates
            node.poolKey = nil
            node.redeploy = nil
            node.authentication = nil
            node.passwords = nil
        }
    }

    /// Has both nodes use what one is told, by one option.
    private func share(_ option: WritableKeyPath<NodeChoices, String?>, _ value: String) {
        for name in ["one", "other"] { choices[name]?[keyPath: option] = value }
    }

    private func isSet(in folder: String, _ mark: String = "one") -> Bool {
        let key = (try? FileState.read(folder + "/server/root.key"))?.content?.publicBytes
        return key == Array("\(mark) server/root.key\n".utf8)
    }

    @Test("what a killed install put on the list of a redeploy stays where another node relies on it since")
    func killed() throws {
        try host.write("port = 9999\nlisten_addresses = ''\n", to: "one/pgpool.conf")
        let (state, copy) = (host.path("state"), host.path("state-copy"))
        try perform(PlannedInstallation(), on: "one") { $0.restart = ["cp", "-a", state, copy] }
        // As it was while the server took the change up.
        let put = try #require(Program.find("sh")).run(["-c", "rm -r \(state) && mv \(copy) \(state)"])
        try #require(put.status == 0)
        try perform(PlannedInstallation(), on: "other")
        try uninstall("one")
        #expect(notes.contains("an interrupted install was undone"), "\(notes)")
        let lines = try host.text("redeploy.conf").split(separator: "\n").map(String.init)
        #expect(Set(lines) == ["/etc/hosts", host.path("set-other"), state])
        try uninstall("other")
        #expect(try host.text("redeploy.conf") == "/etc/hosts\n")
    }

    private func keptNote(_ place: String) -> String {
        "\(place) is kept, since it is in use by another node of this host, that of "
            + "\(host.path("other/pgpool.conf")); the uninstall of the last one removes it"
    }

    @Test(
        "A set stays where the node that made it has another by now, or is told of another at its uninstall",
        arguments: [true, false]
    )
    func elsewhere(atInstall: Bool) throws {
        let set = host.path("set")
        share(\.certificates, set)
        try perform(PlannedInstallation(), on: "one")
        try perform(PlannedInstallation(), on: "other")
        let elsewhere = host.path("elsewhere")
        if atInstall {
            try perform(PlannedInstallation(mark: "new"), on: "one") { $0.certificates = elsewhere }
        }
        try uninstall("one", certificates: atInstall ? nil : elsewhere)
        #expect(isSet(in: set))
        #expect(notes.contains(keptNote(set)))
        #expect(!host.names().contains("elsewhere"))
        try uninstall("other")
        #expect(try Self.everything(host) == before)
    }

    @Test("What another node reaches by a link in its folder stays, and goes with the last")
    func linkedFolder() throws {
        let (set, linked) = (host.path("set-one"), host.path("set-other"))
        try perform(PlannedInstallation(), on: "one")
        #expect(mkdir(linked, 0o755) == 0)
        #expect(symlink("../set-one/server", linked + "/server") == 0)
        try perform(PlannedInstallation(), on: "other")
        try uninstall("one")
        #expect(isSet(in: set))
        #expect(notes.contains(keptNote(set + "/server")))
        try uninstall("other")
        #expect(!host.names().contains("set-one"))
    }

    @Test(
        "So does what a link of a single file in its folder, or its settings, lead to",
        arguments: [true, false]
    )
    func linkedFile(isLink: Bool) throws {
        let (set, linked) = (host.path("set-one"), host.path("set-other"))
        try perform(PlannedInstallation(), on: "one")
        try perform(PlannedInstallation(), on: "other")
        if isLink {
            #expect(unlink(linked + "/server/root.key") == 0)
            #expect(symlink(set + "/server/root.key", linked + "/server/root.key") == 0)
        } else {
            let text = try host.text("other/pgpool.conf")
            try host.write(text + "ssl_ca_cert = '\(set)/server/root.key'\n", to: "other/pgpool.conf")
        }
        try uninstall("one")
        #expect(isSet(in: set))
        #expect(try Folder(set + "/server").names() == ["root.key"])
        #expect(notes.contains(keptNote(set + "/server/root.key")))
    }

    @Test("A folder of certificates around the configurations shares no more than the set")
    func around() throws {
        share(\.certificates, host.path)
        try perform(PlannedInstallation(), on: "one")
        try perform(PlannedInstallation(), on: "other")
        try uninstall("one")
        #expect(isSet(in: host.path))
        for name in ["one/pgpool.conf", "one/pool_hba.conf"] {
            #expect(try FileState.read(host.path(name)) == before[host.path(name)])
        }
        try uninstall("other")
        #expect(try Self.everything(host) == before)
    }

    @Test(
        "Where a node's records cannot be read, uninstall of another does nothing until they are out of the way"
    )
    func unreadable() throws {
        try perform(PlannedInstallation(), on: "one")
        let names = host.names(in: "state")
        try perform(PlannedInstallation(), on: "other")
        let name = try #require(host.names(in: "state").first { !names.contains($0) })
        try host.write("damaged", to: "state/\(name)/baseline")
        let installed = try Self.everything(host)
        for _ in 1...2 {
            let error = #expect(throws: NodeEncryptionError.self) { try uninstall("one") }
            guard case .unreadableBeside(let path, .brokenState) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(path == host.path("state/\(name)"))
            #expect(error?.exitStatus == .data)
            #expect(try Self.everything(host) == installed)
        }
        #expect(rename(host.path("state/\(name)"), host.path("set-aside")) == 0)
        try uninstall("one")
        #expect(!host.names().contains("set-one"))
    }

    @Test(
        "A pool key stays while another Pgpool-II has it, and goes with the last",
        arguments: [true, false]
    )
    func poolKey(makerFirst: Bool) throws {
        let key = host.path("key")
        for name in ["one", "other"] { try perform(PlannedInstallation(key: key), on: name) }
        let content = try host.read("key")
        try uninstall(makerFirst ? "one" : "other")
        #expect(try host.read("key") == content)
        if makerFirst { #expect(notes.contains(keptNote(key))) }
        try uninstall(makerFirst ? "other" : "one")
        #expect(try Self.everything(host) == before)
    }

    @Test("An entry of a pool_passwd that two have stays for the other", arguments: [true, false])
    func poolPasswords(makerFirst: Bool) throws {
        share(\.passwords, host.path("pool_passwd"))
        for name in ["one", "other"] { try perform(PlannedInstallation(key: host.path("key")), on: name) }
        let content = try host.read("pool_passwd")
        try uninstall(makerFirst ? "one" : "other")
        #expect(try host.read("pool_passwd") == content)
        try uninstall(makerFirst ? "other" : "one")
        #expect(try Self.everything(host) == before)
    }

    @Test("An entry of a pool_passwd that two have is not written anew with a key that the other has not")
    func otherPoolKey() throws {
        share(\.passwords, host.path("pool_passwd"))
        try perform(PlannedInstallation(key: host.path("key")), on: "other")
        try host.write("another\n", to: "another")
        for key in ["none", "another"] {
            let node = try Node(try #require(choices["one"]))
            let present = try PoolEntriesInForce(node.layout, keyPath: host.path(key), of: ["webadmin"])
            let entry = SealedEntry(
                user: "webadmin",
                path: host.path("pool_passwd"),
                line: 1,
                key: host.path(key),
                isKeyMissing: key == "none"
            )
            let refusal = InstallRefusal.sharedEntries(entry, other: host.path("other/pgpool.conf"))
            #expect(throws: NodeEncryptionError.notInstalled(refusal)) {
                try present.requireKey { () throws(NodeEncryptionError) in
                    try node.namesOfOthers(using: node.layout.passwords)
                }
            }
            try present.requireKey { [] }
        }
        let node = try Node(try #require(choices["one"]))
        try PoolEntriesInForce(node.layout, keyPath: host.path("key"), of: ["webadmin"]).requireKey {
            () throws(NodeEncryptionError) in
            try node.namesOfOthers(using: node.layout.passwords)
        }
    }

    @Test("Of a list of what a redeploy keeps, each node's lines go with it", arguments: [true, false])
    func redeploy(makerFirst: Bool) throws {
        for name in ["one", "other"] { try perform(PlannedInstallation(), on: name) }
        let (first, last) = makerFirst ? ("one", "other") : ("other", "one")
        try uninstall(first)
        #expect(
            Set(try host.text("redeploy.conf").split(separator: "\n").map(String.init))
                == ["/etc/hosts", host.path("state"), host.path("set-" + last)]
        )
        try uninstall(last)
        #expect(try Self.everything(host) == before)
    }

    @Test(
        "Rules that two nodes have are neither left to one without TLS nor taken from the other until they part"
    )
    func rules() throws {
        share(\.authentication, host.path("one/pool_hba.conf"))
        for name in ["one", "other"] { try perform(PlannedInstallation(), on: name) }
        let installed = try Self.everything(host)
        let error = #expect(throws: NodeEncryptionError.self) { try uninstall("one") }
        #expect(
            error
                == .sharedRules(
                    path: host.path("one/pool_hba.conf"),
                    others: [host.path("other/pgpool.conf")]
                )
        )
        #expect(try Self.everything(host) == installed)
        try perform(PlannedInstallation(), on: "other") {
            $0.authentication = host.path("other/pool_hba.conf")
        }
        try uninstall("one")
        #expect(try host.text("one/pool_hba.conf") == "host all all 0.0.0.0/0 scram-sha-256\n")
        #expect(try host.text("other/pool_hba.conf").hasPrefix("hostssl"))
        try uninstall("other")
        #expect(try Self.everything(host) == before)
    }

    @Test(
        "A set whose certificate a server without records loads stays whole, until its settings name it no more",
        arguments: ["set-one/server/server.crt", "set-other/server.crt"]
    )
    func unrecorded(named: String) throws {
        try perform(PlannedInstallation(), on: "one")
        let node = try Node(try #require(choices["one"]))
        let baseline = try #require(try NodeState.baseline(at: node.statePath))
        let configuration = host.path("data/postgresql.conf")
        #expect(mkdir(host.path("data"), 0o755) == 0)
        try host.write("ssl = on\nssl_cert_file = '\(host.path(named))'\n", to: "data/postgresql.conf")
        let server = FoundServer(name: "data", configuration: configuration, data: host.path("data"))
        let others = node.unrecorded(among: [server], besides: [])
        let (undone, left) = SharedFiles(of: node.layout, others: others).parted(baseline)
        let key = host.path("set-one/server/root.key")
        #expect(undone.contains { $0.path == key } == !named.hasPrefix("set-one"))
        #expect(left.contains { $0.path == key } == named.hasPrefix("set-one"))
        // What it takes back of this node all the same.
        #expect(undone.contains { $0.path == host.path("one/pgpool.conf") })
        #expect(undone.contains { $0.path == host.path("redeploy.conf") })
        let note =
            "\(host.path("set-one")) is kept, since it is in use by another node of this host, that of "
            + "\(configuration); remove it yourself when none uses it"
        #expect(SharedFiles.notes(left) == (named.hasPrefix("set-one") ? [note] : []))
        // The node itself is no other one.
        let own = FoundServer(name: "one", configuration: node.layout.configuration, data: nil)
        #expect(node.unrecorded(among: [own], besides: []).isEmpty)
    }

    @Test(
        "One run at a time changes the nodes whose records lie together, so that none meets another's half-way"
    )
    func oneAtATime() throws {
        let outer = host.path("state")
        let one = try NodeState(path: outer + "/one", below: outer)
        for path in ["/one", "/other"] {
            let error = #expect(throws: NodeEncryptionError.self) {
                _ = try NodeState(path: outer + path, below: outer, patience: .zero)
            }
            guard case .file(.locked) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(host.names(in: "state") == ["one"])
        #expect(one.removeFolderIfUnused() == outer)
        #expect(!host.names().contains("state"))
        let other = try NodeState(path: outer + "/other", below: outer, patience: .zero)
        #expect(other.removeFolderIfUnused() == outer)
    }

    @Test(
        "An install on what an interrupted run has changed waits for its undoing",
        arguments: [true, false]
    )
    func interruptedBeside(isShared: Bool) throws {
        if isShared { share(\.certificates, host.path("set")) }
        try perform(PlannedInstallation(), on: "one")
        let path = try Node(try #require(choices["one"])).statePath
        let baseline = try #require(try NodeState.baseline(at: path))
        let changes = baseline.entries.compactMap { entry -> FileChange? in
            guard let present = try? FileState.read(entry.path) else { return nil }
            return FileChange(path: entry.path, kind: entry.kind, before: entry.before, after: present)
        }
        // As a run leaves it that was killed before its end.
        let journal = Journal(
            operation: .install,
            phase: .applying,
            changes: changes,
            roles: [],
            baseline: baseline
        )
        try NodeState(path: path, below: host.path("state")).write(journal)
        guard isShared else {
            try perform(PlannedInstallation(), on: "other")
            return
        }
        let before = try Self.everything(host)
        let configuration = host.path("one/pgpool.conf")
        #expect(throws: NodeEncryptionError.interruptedBeside(.install, configuration: configuration)) {
            try perform(PlannedInstallation(), on: "other")
        }
        #expect(try Self.everything(host) == before)
        try perform(PlannedInstallation(), on: "one")
        try perform(PlannedInstallation(), on: "other")
        #expect(isSet(in: host.path("set")))
    }

    @Test("Whoever makes a shared set again is told whose server still has the old one")
    func reissue() throws {
        share(\.certificates, host.path("set"))
        for name in ["one", "other"] { try perform(PlannedInstallation(), on: name) }
        #expect(!notes.contains { $0.contains("too, and goes on") })
        try perform(PlannedInstallation(operation: .reissue, mark: "new"), on: "one")
        #expect(
            notes.contains(
                "the server of \(host.path("other/pgpool.conf")) has these certificates, too, and goes on with the "
                    + "old ones until it is restarted"
            )
        )
        share(\.certificates, host.path("set-alone"))
        try perform(PlannedInstallation(), on: "one")
        try perform(PlannedInstallation(operation: .reissue, mark: "newer"), on: "one")
        #expect(!notes.contains { $0.contains("too, and goes on") })
    }
}
