import NodeCertificates
import PKIX
import TestSupport
import Testing

/// Sets and roots that openssl made.
@Suite("Roots and pairs of other tools", .enabled(if: Programs.openssl != nil, "openssl is not installed"))
struct OtherToolsTests {
    /// A certificate of openssl, valid at the time of the tests' clock.
    private let ca = "req -x509 -new -days 9000 -subj /CN=corporate -key root.key -out root.crt"

    @Test(
        "A root in PKCS#8 or PKCS#1, of any size, is used as it is",
        arguments: [
            "genrsa -out root.key 1024", "genrsa -traditional -out root.key 1024",
            "genrsa -out root.key 3072",
        ]
    )
    func roots(generate: String) throws {
        let set = try SetFolder(files: [:])
        try set.openssl(generate)
        try set.openssl(ca)
        let root = set.files
        let report = try set.makeOrRepair()
        #expect(
            report.members.map(\.certificate.issuer.commonName) == ["corporate", "corporate", "corporate"]
        )
        #expect(set.files["root.key"] == root["root.key"])
        #expect(set.files["root.crt"] == root["root.crt"])
        for name in ["server", "client"] {
            try set.openssl("verify -auth_level 0 -attime 1800003600 -CAfile root.crt \(name).crt")
        }
    }

    @Test("The original's pairs of version 1 stay byte for byte")
    func originals() throws {
        let set = try SetFolder(files: [:])
        try set.openssl("genrsa -out root.key 2048")
        try set.openssl(ca)
        for name in ["server", "client"] {
            try set.openssl(
                "req -new -newkey rsa:2048 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr"
            )
            try set.openssl(
                "x509 -req -in \(name).csr -CA root.crt -CAkey root.key -set_serial 1 -days 9000 -out \(name).crt"
            )
        }
        let files = set.files
        try set.makeOrRepair()
        #expect(set.files == files)
    }

    @Test("A pair that an operator got from another authority stays; once it is expired the reason is told")
    func foreign() throws {
        let set = try SetFolder()
        try set.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 5000 -subj /CN=bought "
                + "-keyout server.key -out server.crt"
        )
        let files = set.files
        try set.makeOrRepair()
        #expect(set.files == files)
        let error = try #require(try set.refusal(days: 5000))
        #expect("\(error)".contains("server.crt was signed by CN=bought, not by root.crt"))
    }

    @Test("A root that breaks psql's channel binding, or may not sign, is refused with the reason")
    func unfit() throws {
        let set = try SetFolder(files: [:])
        try set.openssl("genpkey -algorithm ed25519 -out root.key")
        try set.openssl(ca)
        let error = try #require(try set.refusal())
        #expect("\(error)".contains("root.key"))
        #expect("\(error)".contains("SCRAM"))
        #expect(error == .rootBreaksChannelBinding(path: set.place.path("root.key")))
        // Nor does its certificate, without the key or encrypted, send the operator after the key.
        let lost = try SetFolder(files: ["root.crt": try #require(set.files["root.crt"])])
        #expect(try lost.refusal() == .rootBreaksChannelBinding(path: lost.place.path("root.crt")))
        #expect(try lost.refusal(days: 9001) == .rootBreaksChannelBinding(path: lost.place.path("root.crt")))

        let leaf = try SetFolder(files: [:])
        try leaf.openssl("genrsa -out root.key 2048")
        try leaf.openssl(ca + " -addext basicConstraints=critical,CA:FALSE")
        guard case .unusableRoot(_, .issuerIsNoAuthority)? = try leaf.refusal() else {
            Issue.record("a root that is no authority was accepted")
            return
        }
    }

    @Test("An encrypted root key is refused by what it is")
    func encrypted() throws {
        let set = try SetFolder(files: [:])
        try set.openssl("genrsa -out plain.key 2048")
        try set.openssl("req -x509 -new -days 9000 -subj /CN=corporate -key plain.key -out root.crt")
        try set.openssl("pkcs8 -topk8 -in plain.key -out root.key -passout pass:x")
        #expect(
            try set.refusal() == .unusableRootKey(path: set.place.path("root.key"), reason: .key(.encrypted))
        )
    }
}
