import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "A server's key of a kind that is not read is compared with its certificate, as far as its file has the public one",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct StatusKeysTests {
    private let folder: TemporaryFolder
    private let layout: NodeLayout

    init() throws {
        folder = try TemporaryFolder()
        var layout = NodeLayout(role: .postgres)
        layout.certificates = folder.path
        self.layout = layout
        try #require(mkdir(folder.path("server"), 0o755) == 0)
    }

    private func openssl(_ words: String) throws {
        let outcome = try #require(Programs.openssl).run(
            words.split(separator: " ").map(String.init),
            folder: folder.path("server")
        )
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    private var found: [NodeStatus.Code] {
        var status = NodeStatus()
        status.readOtherKey(layout)
        return status.findings.map(\.code)
    }

    @Test("a key of P-521 that fits is good, whichever form its file has, and another one does not match")
    func curve() throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-521 -nodes -keyout one.key -out server.crt -subj /CN=a"
        )
        try openssl("ecparam -genkey -noout -name secp521r1 -out other.key")
        try openssl("ec -in one.key -out old.key")
        try openssl("ecparam -genkey -name secp521r1 -out parameters.key")
        for (name, codes) in [
            ("one.key", []), ("old.key", []), ("other.key", [.keyMismatch]),
            ("parameters.key", [.keyMismatch]),
        ] as [(String, [NodeStatus.Code])] {
            try folder.write(try folder.read("server/" + name), to: "server/server.key")
            #expect(found == codes, "\(name)")
        }
    }

    @Test("what has no public key in its file, or no certificate beside it, was not compared")
    func notCompared() throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-521 -nodes -keyout one.key -out server.crt -subj /CN=a"
        )
        try openssl("ec -in one.key -no_public -out server.key")
        #expect(found == [.keyNotCompared])
        try openssl("pkey -in one.key -out server.key")
        #expect(found.isEmpty)
        try folder.write("nothing", to: "server/server.crt")
        #expect(found == [.keyNotCompared])
        try openssl("genpkey -algorithm ed448 -out server.key")
        #expect(found == [.keyNotCompared])
    }

    @Test("a key that is read, a broken one and none are said elsewhere")
    func elsewhere() throws {
        #expect(found.isEmpty)
        try openssl("req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -subj /CN=a")
        #expect(found.isEmpty)
        try folder.write(
            "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n",
            to: "server/server.key"
        )
        #expect(found.isEmpty)
    }

    @Test("a server that loaded the pair has seen that they fit")
    func loaded() throws {
        try openssl("genpkey -algorithm ed448 -out server.key")
        var status = NodeStatus()
        status.readOtherKey(layout)
        #expect(status.findings.map(\.code) == [.keyNotCompared])
        status.knowKeyFits()
        #expect(status.findings.isEmpty)
    }
}
