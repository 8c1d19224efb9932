import Glibc
import NodeCertificates
import PKIX
import TestSupport
import Testing

/// Clients go by a certificate's names, so that the one that takes its place has them, too.
@Suite(
    "Names and sizes that a renewal keeps",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct KeptNamesTests {
    /// The server's names, as openssl lists them.
    private func names(_ set: SetFolder) throws -> String {
        let text = try set.openssl("x509 -in server.crt -noout -ext subjectAltName")
        return text.split(separator: "\n").last?.trimmingPrefix { $0 == " " }.description ?? ""
    }

    /// Has openssl make the server's certificate by the set's root, with these extensions.
    private func issue(_ extensions: String, in set: SetFolder, subject: String = "/CN=old.example") throws {
        try set.openssl(["req", "-new", "-key", "server.key", "-subj", subject, "-out", "server-req.pem"])
        try set.place.write(extensions, to: "extensions")
        try set.openssl(
            "x509 -req -in server-req.pem -CA root.crt -CAkey root.key -set_serial 9 -days 9000 -extfile extensions"
                + " -out server.crt"
        )
        for name in ["extensions"] { unlink(set.place.path(name)) }
    }

    private let everyKind = """
        subjectAltName=DNS:one.example,DNS:*.two.example,IP:192.0.2.7,IP:2001:db8::7,email:a@b.example,\
        URI:https://db.example/,RID:1.2.3.4,otherName:1.2.3.5;UTF8:other,dirName:name
        [name]
        CN=directory

        """

    @Test("A renewal has the names of every kind, and those of today behind them")
    func everyName() throws {
        let set = try SetFolder()
        try issue(everyKind, in: set)
        let before = try names(set)
        #expect(
            before.contains("othername") && before.contains("DirName") && before.contains("Registered ID")
        )
        // Without its key it is made again.
        unlink(set.place.path("server.key"))
        let report = try set.makeOrRepair { $0.alternativeNames = ["ONE.example", "new.example"] }
        #expect(try names(set) == before + ", DNS:db.example, DNS:new.example")
        #expect(report.members[1].nameChange?.before.count == 9)
        #expect(report.members[1].nameChange?.after.count == 11)
        #expect(report.members[2].nameChange == nil)
        try set.expectChains()
        // A new root, too, and a certificate for a key that waits.
        let kept = try names(set)
        try set.makeOrRepair(force: true)
        #expect(try names(set) == kept)
        try set.place.write(set.openssl("genrsa 2048"), to: "server.key")
        let certified = try set.makeOrRepair()
        #expect(SetFolder.actions(certified)[1] == .certified(because: .mismatch))
        #expect(try names(set) == kept)
        #expect(certified.members[1].nameChange == nil)
    }

    @Test("Where no host's name is among them, the common name is one: the original gives no other")
    func commonName() throws {
        let set = try SetFolder()
        try issue("basicConstraints=CA:FALSE\n", in: set)
        unlink(set.place.path("server.key"))
        try set.makeOrRepair()
        #expect(try names(set) == "DNS:old.example, DNS:db.example")
        // libpq looks at the first, OpenSSL at all.
        try issue("basicConstraints=CA:FALSE\n", in: set, subject: "/CN=one.example/O=x/CN=two.example")
        unlink(set.place.path("server.key"))
        try set.makeOrRepair()
        #expect(try names(set) == "DNS:one.example, DNS:two.example, DNS:db.example")
        try issue("subjectAltName=DNS:named.example\n", in: set)
        unlink(set.place.path("server.key"))
        try set.makeOrRepair()
        #expect(try names(set) == "DNS:named.example, DNS:db.example")
    }

    @Test("A name that no certificate is issued with here stays behind, and is shown")
    func unusable() throws {
        let set = try SetFolder()
        try issue("subjectAltName=DNS:a.example,DNS:bad..example\n", in: set)
        unlink(set.place.path("server.key"))
        let report = try set.makeOrRepair()
        #expect(try names(set) == "DNS:a.example, DNS:db.example")
        #expect(
            report.members[1].nameChange?.lines == [
                "names before: DNS:a.example, DNS:bad..example", "names after: DNS:a.example, DNS:db.example",
            ]
        )
    }

    @Test("The key's size is kept or grows, unless one is said")
    func sizes() throws {
        let set = try SetFolder(files: [:])
        try set.makeOrRepair(makesKeys: true) { $0.keySize = "3072" }
        func size(_ name: String) throws -> String {
            let text = try set.openssl("x509 -in \(name).crt -noout -text")
            return text.split(separator: "Public-Key: (").last?.prefix { $0 != " " }.description ?? ""
        }
        for name in ["server.key", "client.key"] { unlink(set.place.path(name)) }
        try set.makeOrRepair(makesKeys: true, variables: ["KEY_SIZE": "2048"])
        #expect(try ["root", "server", "client"].map(size) == ["3072", "3072", "3072"])
        try set.makeOrRepair(force: true, makesKeys: true)
        #expect(try ["root", "server", "client"].map(size) == ["3072", "3072", "3072"])
        try set.makeOrRepair(force: true, makesKeys: true) { $0.keySize = "2048" }
        #expect(try ["root", "server", "client"].map(size) == ["2048", "2048", "2048"])
        unlink(set.place.path("server.key"))
        try set.makeOrRepair(makesKeys: true, variables: ["KEY_SIZE": "2560"])
        #expect(try ["root", "server", "client"].map(size) == ["2048", "2560", "2048"])
    }

    @Test("A whole set takes a name that is asked for, once, and none that is not; what was there is kept")
    func further() throws {
        for variables in [[:], ["KEY_SAN": "more.example"]] {
            let set = try SetFolder()
            func run() throws -> SetReport {
                try set.makeOrRepair(variables: variables) {
                    if variables.isEmpty { $0.alternativeNames = ["", "more.example"] }
                }
            }
            let report = try run()
            #expect(SetFolder.actions(report) == [.kept, .made(because: .otherNames), .kept])
            #expect(try names(set) == "DNS:db.example, DNS:more.example")
            #expect(report.replaced.count == 2)
            let files = set.files
            #expect(try SetFolder.actions(run()) == [.kept, .kept, .kept])
            try set.makeOrRepair(variables: ["KEY_HOST": "other.example", "KEY_SIZE": "4096"])
            #expect(set.files == files)
        }
    }

    @Test("A name is taken away that the certificate has, and that nothing else brings back")
    func dropped() throws {
        let set = try SetFolder()
        try set.makeOrRepair { $0.alternativeNames = ["more.example", "192.0.2.1"] }
        func refusal(_ name: String, _ variables: [String: String] = [:]) -> InputRule? {
            let files = set.files
            do throws(any Error) {
                try set.makeOrRepair(variables: variables) { $0.droppedNames = [name] }
            } catch NodeCertificatesError.invalidInput(.option("--drop-san"), _, let rule) {
                return set.files == files ? rule : nil
            } catch {}
            return nil
        }
        let all: [GeneralName] = try [.dns("db.example"), .dns("more.example"), .ip("192.0.2.1")]
        #expect(refusal("none.example") == .nameOfCertificate(all))
        #expect(refusal("db.example") == .nameOfElsewhere(.hostName))
        #expect(
            refusal("more.example", ["KEY_SAN": "more.example"]) == .nameOfElsewhere(.variable("KEY_SAN"))
        )
        #expect(refusal("a b") == .alternativeName)
        let report = try set.makeOrRepair { $0.droppedNames = ["MORE.example", "IP:192.0.2.1"] }
        #expect(SetFolder.actions(report) == [.kept, .made(because: .otherNames), .kept])
        #expect(try names(set) == "DNS:db.example")
        try set.expectChains()
    }

    @Test("Another authority's certificate stays: it is refused by the name")
    func foreign() throws {
        let other = try SetFolder(files: [:])
        try other.makeOrRepair(environment: "another")
        let set = try SetFolder()
        for name in ["server.key", "server.crt"] { try set.place.write(other.place.read(name), to: name) }
        let files = set.files
        try set.makeOrRepair(variables: ["KEY_SAN": "more.example"])
        for option in ["--san", "--drop-san"] {
            let error = #expect(throws: NodeCertificatesError.self) {
                try set.makeOrRepair {
                    if option == "--san" {
                        $0.alternativeNames = ["more.example"]
                    } else {
                        $0.droppedNames = ["db.example"]
                        $0.hostName = "elsewhere.example"
                    }
                }
            }
            guard case .foreignNames(_, _, .option(option), _)? = error else {
                Issue.record("\(option): \(String(describing: error))")
                continue
            }
        }
        #expect(set.files == files)
    }
}
