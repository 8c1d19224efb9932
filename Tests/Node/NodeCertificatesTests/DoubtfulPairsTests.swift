import Glibc
import NodeCertificates
import TestSupport
import Testing

/// What is kept and may lock everybody out is not kept without a word.
@Suite(
    "Pairs that are kept without being known to be whole",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct DoubtfulPairsTests {
    private static let elliptic = "-newkey ec -pkeyopt ec_paramgen_curve:P-521 -nodes"

    @Test(
        "A key of another algorithm than its certificate's is not the certificate's, and is refused",
        arguments: [
            "genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-521",
            "ecparam -name secp256k1 -genkey -noout", "genpkey -algorithm ed25519",
        ]
    )
    func otherAlgorithm(generate: String) throws {
        for stem in ["server", "client"] {
            let set = try SetFolder()
            try set.place.write(set.openssl(generate), to: stem + ".key")
            let error = NodeCertificatesError.keyWithoutCertificate(
                path: set.place.path(stem + ".key"),
                certificatePath: set.place.path(stem + ".crt"),
                reason: .mismatch
            )
            #expect(try set.refusal() == error)
        }
        // Beside another authority's certificate, too.
        let set = try SetFolder()
        try set.openssl("req -x509 -new -key server.key -days 5000 -subj /CN=bought -out server.crt")
        try set.place.write(set.openssl(generate), to: "server.key")
        guard case .foreignPair(_, _, reason: .mismatch)? = try set.refusal() else {
            Issue.record("a key was kept beside a certificate of another one")
            return
        }
    }

    @Test(
        "A key that cannot be compared with its certificate is named, whether it is the certificate's or not"
    )
    func notCompared() throws {
        let set = try SetFolder()
        try set.openssl("req -new \(Self.elliptic) -subj /CN=db.example -keyout server.key -out own.csr")
        try set.openssl(
            "x509 -req -in own.csr -CA root.crt -CAkey root.key -set_serial 9 -days 9000 -out server.crt"
        )
        let doubt = PairDoubt.notCompared(keyName: "server.key", certificateName: "server.crt")
        for isAnother in [false, true] {
            if isAnother {
                try set.place.write(set.openssl("ecparam -name secp521r1 -genkey -noout"), to: "server.key")
            }
            let files = set.files
            let report = try set.makeOrRepair()
            #expect(set.files == files)
            #expect(report.members.map(\.doubts) == [[], [doubt], []])
        }
        let encrypted = try SetFolder()
        try encrypted.openssl("pkey -in server.key -aes256 -passout pass:x -out other")
        try encrypted.place.write(encrypted.place.read("other"), to: "server.key")
        #expect(try encrypted.makeOrRepair().members.map(\.doubts) == [[], [doubt], []])
    }

    @Test("Leaves of a root that is gone are named, where a new root is made beside them and ever after")
    func rootGone() throws {
        let set = try SetFolder()
        for name in ["root.crt", "root.key", "root.srl"] { #expect(unlink(set.place.path(name)) == 0) }
        for _ in 0..<2 {
            // A root of another name, which is no trace of the old one.
            let report = try set.makeOrRepair(environment: "other")
            let names = report.members.dropFirst().map(\.doubts)
            #expect(names.count == 2)
            for (doubts, name) in zip(names, ["server.crt", "client.crt"]) {
                guard case .otherRoot(name, let issuer)? = doubts.first, doubts.count == 1 else {
                    Issue.record("\(name) was kept without a word")
                    continue
                }
                #expect(issuer.contains("env"))
                #expect(try !set.verifies(name))
            }
        }
    }

    @Test("A pair that leads to an anchor of root.crt through an authority between them is in no doubt")
    func chain() throws {
        let set = try SetFolder()
        try set.openssl(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9000", "-subj", "/CN=corporate"]
                + ["-config", "/dev/null", "-addext", "basicConstraints=critical,CA:TRUE"]
                + ["-keyout", "ca.key", "-out", "ca.pem"]
        )
        try set.place.write("basicConstraints=critical,CA:TRUE\n", to: "authority")
        try set.openssl("req -new -newkey rsa:2048 -nodes -subj /CN=between -keyout sub.key -out sub.csr")
        try set.openssl(
            "x509 -req -in sub.csr -CA ca.pem -CAkey ca.key -set_serial 5 -days 9000 -extfile authority -out sub.pem"
        )
        try set.openssl("req -new -key server.key -subj /CN=db.example -out own.csr")
        try set.openssl(
            "x509 -req -in own.csr -CA sub.pem -CAkey sub.key -set_serial 6 -days 9000 -out leaf.pem"
        )
        let leaf = try set.place.read("leaf.pem")
        let between = try set.place.read("sub.pem")
        let anchor = try set.place.read("ca.pem")
        func doubts(_ server: [UInt8], _ roots: [UInt8]) throws -> [PairDoubt] {
            let copy = try SetFolder(files: set.files)
            try copy.place.write(server, to: "server.crt")
            try copy.place.write(copy.place.read("root.crt") + roots, to: "root.crt")
            return try copy.makeOrRepair().members[1].doubts
        }
        #expect(try doubts(leaf + between, anchor) == [])
        #expect(try doubts(leaf, between + anchor) == [])
        let doubt = PairDoubt.otherRoot(certificateName: "server.crt", issuer: "CN=between")
        #expect(try doubts(leaf, anchor) == [doubt])
        #expect(try doubts(leaf + between, []) == [doubt])
    }

    @Test("a root of ours without its key is named, and another authority's is not")
    func rootKey() throws {
        let set = try SetFolder()
        _ = try set.makeOrRepair()
        #expect(try set.makeOrRepair().members[0].doubts == [])
        #expect(unlink(set.place.path("root.key")) == 0)
        #expect(try set.makeOrRepair().members[0].doubts == [.rootKeyGone])
        let other = try SetFolder(files: set.files)
        try other.openssl(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9000", "-subj", "/CN=corporate"]
                + ["-config", "/dev/null", "-addext", "basicConstraints=critical,CA:TRUE"]
                + ["-keyout", "ca.key", "-out", "root.crt"]
        )
        #expect(try other.makeOrRepair().members[0].doubts == [])
    }
}
