import DurableFiles
import Foundation
import Glibc
import NodePlatform
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Which server is meant")
struct NodeFindingTests {
    private let found = ["15/main", "17/main"].map { name in
        FoundServer(
            name: name,
            configuration: "/etc/postgresql/\(name)/postgresql.conf",
            data: name == "15/main" ? "/var/lib/postgresql/15/main" : nil
        )
    }

    private func finding(_ change: (inout NodeChoices) -> Void = { _ in }) -> NodeFinding {
        var choices = NodeChoices()
        change(&choices)
        return NodeFinding(choices, nil)
    }

    @Test("the only one is, and of several the one that was named")
    func only() throws {
        #expect(try finding().server(among: [found[0]]) == found[0])
        #expect(try finding { $0.cluster = "17/main" }.server(among: found) == found[1])
        #expect(try finding { $0.data = "/var/lib/postgresql/15/main" }.server(among: found) == found[0])
        let elsewhere = try finding { $0.data = "/srv/pg" }.server(among: found)
        #expect(elsewhere.configuration == "/srv/pg/postgresql.conf" && elsewhere.data == "/srv/pg")
        let none = try finding().server(among: [])
        #expect(none.configuration == "/var/lib/pgsql/data/postgresql.conf")
    }

    @Test("none of several is guessed, and one that is not there is refused with those that are")
    func several() {
        let several = #expect(throws: NodeEncryptionError.self) { try finding().server(among: found) }
        let text = "this node has several PostgreSQL servers; give --cluster with one of 15/main, 17/main"
        #expect(several?.description == text)
        let turned = #expect(throws: NodeEncryptionError.self) {
            try finding().server(among: found.reversed())
        }
        #expect(turned?.description == text)
        let other = #expect(throws: NodeEncryptionError.self) {
            try finding { $0.cluster = "16/main" }.server(among: found)
        }
        #expect(other?.description == "--cluster is \"16/main\"; there are 15/main, 17/main")
        #expect(other?.exitStatus == .usage)
    }

    @Test("a server of another user is shown and chosen by its name, and never meant unasked")
    func strangers() throws {
        var server = FoundServer(name: "/srv/pg", configuration: "/srv/pg/postgresql.conf", data: "/srv/pg")
        server.isRunning = true
        server.stranger = 4711
        let shown = "/srv/pg (running, of user ID 4711)"
        #expect(try finding().server(among: [server, found[1]]) == found[1])
        let beside = #expect(throws: NodeEncryptionError.self) {
            try finding().server(among: [server] + found)
        }
        #expect(beside?.description.hasSuffix(shown) == true, "\(beside?.description ?? "")")
        let alone = #expect(throws: NodeEncryptionError.self) { try finding().server(among: [server]) }
        #expect(alone?.description.contains(shown) == true)
        #expect(alone?.description.hasSuffix("give --cluster /srv/pg") == true)
        #expect(try finding { $0.cluster = "/srv/pg" }.server(among: [server, found[1]]) == server)
        #expect(try finding { $0.data = "/srv/pg" }.server(among: [server, found[1]]) == server)
    }

    @Test("of several Pgpool-II none is guessed, and one that runs with its own configuration is found")
    func pgpools() throws {
        let folder = try TemporaryFolder()
        for name in ["standard.conf", "own.conf", "other.conf"] { try folder.write("", to: name) }
        let (standard, own) = (folder.path("standard.conf"), folder.path("own.conf"))
        symlink(standard, folder.path("link.conf"))
        func configuration(_ running: [String], _ change: (inout NodeChoices) -> Void = { _ in }) throws
            -> String
        {
            try finding(change).pgpoolConfiguration(among: running, standard: standard)
        }
        #expect(try configuration([]) == standard)
        #expect(try configuration([folder.path("link.conf")]) == folder.path("link.conf"))
        #expect(try configuration([own]) { $0.configuration = "/given" } == "/given")
        #expect(try finding().pgpoolConfiguration(among: [own], standard: folder.path("none")) == own)
        #expect(
            try finding().pgpoolConfiguration(among: [], standard: folder.path("none")) == folder.path("none")
        )
        let metadata = try NodeMetadata(path: "metadata", content: [])
        #expect(
            try NodeFinding(NodeChoices(), metadata).pgpoolConfiguration(among: [own], standard: standard)
                == standard
        )
        // The standard one is there with every package, and need not be the one that runs.
        let stopped = #expect(throws: NodeEncryptionError.self) { try configuration([own]) }
        let text = "this node has several Pgpool-II; give --configuration with one of "
        #expect(stopped?.description == "\(text)\(own) (running), \(standard)")
        #expect(stopped?.exitStatus == .usage)
        let both = #expect(throws: NodeEncryptionError.self) { try configuration([standard, own]) }
        #expect(both?.description == "\(text)\(own) (running), \(standard) (running)")
    }

    @Test("a command that is shown names the node as this one was told it, in words of a shell")
    func naming() {
        var choices = NodeChoices()
        #expect(choices.namingOptions.isEmpty)
        choices.role = .postgres
        choices.state = "/srv/my state"
        choices.data = "/srv/pg"
        choices.cluster = ""
        #expect(choices.namingOptions == " --data /srv/pg --state '/srv/my state'")
    }

    @Test("paths are made absolute, without slashes at their ends, and what was not given stays so")
    func paths() {
        var choices = NodeChoices()
        choices.certificates = "keys//"
        choices.state = "/srv/state/"
        choices.configuration = "/"
        let resolved = choices.resolved()
        #expect(resolved.certificates == FileManager.default.currentDirectoryPath + "/keys")
        #expect(resolved.state == "/srv/state")
        #expect(resolved.configuration == "/")
        #expect(resolved.redeploy == nil)
    }

    @Test("the configuration of one server with the data of another is refused before anything is read of it")
    func twoServers() throws {
        let folder = try TemporaryFolder()
        for name in ["one", "other", "etc"] { mkdir(folder.path(name), 0o700) }
        for name in ["one", "other"] {
            try folder.write("17\n", to: name + "/PG_VERSION")
            try folder.write("", to: name + "/postgresql.conf")
            try folder.write("", to: name + "/pg_hba.conf")
        }
        func finding(_ configuration: String) -> NodeFinding {
            self.finding {
                $0.configuration = folder.path(configuration)
                $0.data = folder.path("other")
            }
        }
        for (setting, configuration) in [
            ("", "one/postgresql.conf"), ("data_directory = '../one'\n", "etc/postgresql.conf"),
        ] {
            try folder.write(setting, to: configuration)
            let error = #expect(throws: NodeEncryptionError.self) { try finding(configuration).postgres() }
            let text = "--configuration is \(folder.path(configuration)), of the data in "
            #expect(error?.description.hasPrefix(text) == true)
            #expect(error?.description.hasSuffix("; give those of one server") == true)
            #expect(error?.exitStatus == .usage)
        }
        // What says nothing of its data, or names them by another path, is no fault.
        symlink(folder.path("other"), folder.path("link"))
        for setting in ["", "data_directory = '\(folder.path("link"))'\n"] {
            try folder.write(setting, to: "etc/postgresql.conf")
            let (layout, _) = try finding("etc/postgresql.conf").postgres()
            #expect(layout.dataFolder == folder.path("other"))
            // The rules are with the data, where the configuration has none beside it.
            #expect(layout.authentication == folder.path("other/pg_hba.conf"))
            #expect(layout.majorVersion == 17)
        }
    }

    @Test("a configuration that CloudNativePG writes is one, and another with a custom.conf is not")
    func cloudNative() throws {
        let folder = try TemporaryFolder()
        for name in ["pgdata", "data"] {
            try FileManager.default.createDirectory(
                atPath: folder.path(name),
                withIntermediateDirectories: false
            )
            try folder.write("include 'custom.conf'\n", to: name + "/postgresql.conf")
            try folder.write("", to: name + "/pg_hba.conf")
            var layout = NodeLayout(role: .postgres)
            layout.configuration = folder.path(name + "/postgresql.conf")
            layout.authentication = folder.path(name + "/pg_hba.conf")
            var error: NodeEncryptionError?
            do throws(NodeEncryptionError) {
                try ManagedFiles.requireOwnConfiguration(layout)
            } catch let refusal {
                error = refusal
            }
            if case .managed(_, by: "CloudNativePG", _) = error {
                #expect(name == "pgdata")
            } else {
                #expect(name == "data" && error == nil)
            }
        }
    }
}
