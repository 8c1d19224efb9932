import DERCoding
import NodeCertificates
import PKIX
import TestSupport
import Testing

/// Keys of every kind are made, kept, renewed and compared alike; openssl says what each is.
@Suite(
    "Kinds of keys",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct KeyTypesTests {
    private static let all = ["root", "server", "client"]

    /// What openssl says that the key of a certificate is.
    private func kind(_ name: String, in set: SetFolder) throws -> String {
        let text = try set.openssl("x509 -in \(name).crt -noout -text")
        if text.contains("NIST CURVE: P-256") { return "P-256" }
        if text.contains("NIST CURVE: P-384") { return "P-384" }
        let size = text.split(separator: "Public-Key: (").last?.prefix { $0 != " " } ?? ""
        return (text.contains("Public Key Algorithm: rsassaPss") ? "PSS " : "RSA ") + size
    }

    private func kinds(in set: SetFolder) throws -> [String] { try Self.all.map { try kind($0, in: set) } }

    /// Whether openssl finds each key beside its certificate, and each certificate good by the root.
    private func expectWhole(_ set: SetFolder, days: Int64 = 0) throws {
        for name in Self.all {
            let own = try set.openssl("pkey -in \(name).key -pubout -outform DER -out own.der")
            #expect(own == "")
            try set.openssl("x509 -in \(name).crt -noout -pubkey -out its.pem")
            try set.openssl("pkey -pubin -in its.pem -outform DER -out its.der")
            #expect(try set.place.read("own.der") == set.place.read("its.der"), "\(name)")
            #expect(try set.verifies(name + ".crt", days: days), "\(name)")
        }
    }

    @Test(
        "A set of each kind is read and verified by openssl, its keys are PKCS#8, and it is kept as it is",
        arguments: [("ecdsa-p256", "P-256", "SHA256"), ("ecdsa-p384", "P-384", "SHA384")]
    )
    func made(type: String, curve: String, digest: String) throws {
        let set = try SetFolder(files: [:])
        try set.makeOrRepair(variables: ["KEY_SIZE": "4096"]) { $0.keyType = type }
        #expect(try kinds(in: set) == [curve, curve, curve])
        let files = set.files
        for name in Self.all {
            #expect(files[name + ".key"]?.starts(with: Array("-----BEGIN PRIVATE KEY-----\n".utf8)) == true)
            let text = try set.openssl("x509 -in \(name).crt -noout -text")
            #expect(text.contains("Signature Algorithm: ecdsa-with-\(digest)"))
        }
        for request in ["server-req.pem", "client.csr"] {
            try set.openssl("req -in \(request) -verify -noout")
        }
        try expectWhole(set)
        let again = try SetFolder(files: files)
        let report = try again.makeOrRepair()
        #expect(SetFolder.actions(report) == [.kept, .kept, .kept])
        #expect(again.files == files)
    }

    @Test("The kind of a key is kept by every repair and renewal, until another is asked for")
    func kept() throws {
        let set = try SetFolder(files: [:])
        try set.makeOrRepair { $0.keyType = "ecdsa-p384" }
        try set.place.write("", to: "server.key")
        try set.makeOrRepair()
        #expect(try kinds(in: set) == ["P-384", "P-384", "P-384"])
        let within = try set.makeOrRepair(days: 3640, within: "30")
        #expect(within.members.allSatisfy { $0.action != .kept })
        #expect(try kinds(in: set) == ["P-384", "P-384", "P-384"])
        try expectWhole(set, days: 3640)
        try set.makeOrRepair(force: true)
        #expect(try kinds(in: set) == ["P-384", "P-384", "P-384"])
        try set.makeOrRepair(force: true) { $0.keyType = "ecdsa-p256" }
        #expect(try kinds(in: set) == ["P-256", "P-256", "P-256"])
        try set.makeOrRepair(force: true) { $0.keyType = "rsa" }
        #expect(try kinds(in: set) == ["RSA 2048", "RSA 2048", "RSA 2048"])
        try expectWhole(set)
    }

    @Test("A kind that is asked for where keys of another stay is not asked for in vain without a word")
    func noted() throws {
        let set = try SetFolder()
        let report = try set.makeOrRepair { $0.keyType = "ecdsa-p256" }
        #expect(set.changed() == [])
        var inputs = NodeInputs(hostName: "db.example", standsAlone: true)
        func note(_ type: String?) throws -> String? {
            inputs.keyType = type
            return try NodeSettings(inputs).note(onKeysKept: report.members, remedy: "so")
        }
        #expect(
            try note("ecdsa-p256")
                == "--key-type ecdsa-p256 is for keys that are made, and these stay: root (RSA of 2048 bits), "
                + "server (RSA of 2048 bits), client (RSA of 2048 bits); so"
        )
        #expect(try note("rsa") == nil)
        #expect(try note(nil) == nil)
    }

    @Test("A kind that is none, and a size of a kind without sizes, are refused by their options")
    func contradictions() throws {
        func refusal(_ change: (inout NodeInputs) -> Void) throws -> NodeCertificatesError? {
            var inputs = NodeInputs(hostName: "db.example", standsAlone: true)
            change(&inputs)
            do throws(NodeCertificatesError) { _ = try NodeSettings(inputs) } catch { return error }
            return nil
        }
        for text in ["dsa", "RSA", "ecdsa", "ecdsa-p521", "p256", " rsa"] {
            let error = try #require(try refusal { $0.keyType = text })
            #expect(
                "\(error)" == "--key-type is \"\(text)\"; it must be rsa, ecdsa-p256 or ecdsa-p384"
            )
            #expect(error.exitStatus == .usage)
        }
        let error = try #require(
            try refusal {
                $0.keyType = "ecdsa-p256"
                $0.keySize = "3072"
            }
        )
        #expect(
            "\(error)"
                == "--key-size is \"3072\"; it must be left out: a key of --key-type ecdsa-p256 has the size of its "
                + "curve"
        )
        #expect(
            try refusal {
                $0.keyType = "rsa"
                $0.keySize = "3072"
            } == nil
        )
        // Where the kind is that of what is replaced.
        let set = try SetFolder(files: [:])
        try set.makeOrRepair { $0.keyType = "ecdsa-p256" }
        let files = set.files
        let late = #expect(throws: NodeCertificatesError.self) {
            try set.makeOrRepair(force: true) { $0.keySize = "3072" }
        }
        #expect(
            late.map { "\($0)" }
                == "--key-size is \"3072\"; it must be left out, or given with --key-type rsa: the key of root.crt is "
                + "ECDSA on P-256, and its kind is kept"
        )
        #expect(set.files == files)
    }

    @Test(
        "An operator's root of each kind signs, is kept, and is renewed for its own key",
        arguments: [
            ("ecparam -name prime256v1 -genkey", "P-256"),
            ("ecparam -name secp384r1 -genkey -noout", "P-384"),
            ("genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256", "P-256"),
            ("genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048", "PSS 2048"),
            (
                "genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384"
                    + " -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:48", "PSS 2048"
            ),
        ]
    )
    func root(generate: String, kind: String) throws {
        let set = try SetFolder(files: [:])
        try set.place.write(set.openssl(generate), to: "root.key")
        let key = try set.place.read("root.key")
        // From today, whenever that is, to 300 days behind the start of the set's clock.
        let days = (SetFolder.start.secondsSince1970 - DERTime.now.secondsSince1970) / 86_400 + 300
        try set.openssl(
            "req -x509 -new -key root.key -out root.crt -days \(days) -subj /CN=corporate -config /dev/null"
                + " -addext basicConstraints=critical,CA:TRUE -addext subjectKeyIdentifier=hash"
                + " -addext keyUsage=critical,keyCertSign"
        )
        let root = try set.place.read("root.crt")
        let report = try set.makeOrRepair()
        #expect(report.members[0].action == .kept)
        #expect(try set.place.read("root.crt") == root)
        try expectWhole(set)
        #expect(try kinds(in: set) == [kind, "RSA 2048", "RSA 2048"])
        let renewed = try set.makeOrRepair(within: "364")
        guard case .certified(because: .ends) = renewed.members[0].action else {
            Issue.record("the root was not certified again")
            return
        }
        #expect(try set.place.read("root.key") == key)
        try expectWhole(set)
        #expect(try self.kind("root", in: set) == kind)
        // A new root is of the same kind, and so are its restrictions.
        try set.makeOrRepair(force: true)
        #expect(try self.kind("root", in: set) == kind)
        #expect(try set.place.read("root.key") != key)
        try expectWhole(set)
        let restriction = "Mask Algorithm: MGF1 with SHA2-384"
        if generate.contains("sha384") {
            #expect(try set.openssl("x509 -in root.crt -noout -text").contains(restriction))
        }
    }

    @Test(
        "A pair of each kind is compared: kept in no doubt where it fits, and where not, the key gets a certificate",
        arguments: [
            "ecparam -name prime256v1 -genkey", "ecparam -name secp384r1 -genkey -noout",
            "genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048",
        ]
    )
    func compared(generate: String) throws {
        let set = try SetFolder()
        func issue() throws {
            try set.place.write(set.openssl(generate), to: "server.key")
            try set.openssl("req -new -key server.key -subj /CN=db.example -out own.csr")
            try set.openssl(
                "x509 -req -in own.csr -CA root.crt -CAkey root.key -set_serial 9 -days 9000 -out server.crt"
            )
        }
        try issue()
        let files = set.files
        let report = try set.makeOrRepair()
        #expect(set.files == files)
        #expect(report.members.map(\.doubts) == [[], [], []])
        // Another key of the same kind, and of another curve.
        for other in [generate, "ecparam -name prime256v1 -genkey -noout"] {
            try issue()
            try set.place.write(set.openssl(other), to: "server.key")
            let key = try set.place.read("server.key")
            let report = try set.makeOrRepair()
            #expect(report.members[1].action == .certified(because: .mismatch))
            #expect(try set.place.read("server.key") == key)
            try expectWhole(set)
        }
    }

    @Test("A certificate with a compressed point is one for the key beside it, and for no other")
    func compressed() throws {
        let set = try SetFolder()
        try set.openssl("ecparam -name prime256v1 -genkey -noout -out plain.pem")
        try set.openssl("ec -in plain.pem -conv_form compressed -out server.key")
        try set.openssl("req -new -key server.key -subj /CN=db.example -out own.csr")
        try set.openssl(
            "x509 -req -in own.csr -CA root.crt -CAkey root.key -set_serial 9 -days 9000 -out server.crt"
        )
        let files = set.files
        let text = try set.place.read("server.crt")
        let certificate = try Certificate(pem: text.span)
        #expect(certificate.subjectPublicKeyInfo.subjectPublicKey.count == 33)
        #expect(try SetFolder.actions(set.makeOrRepair()) == [.kept, .kept, .kept])
        #expect(set.files == files)
        try set.place.write(set.openssl("ecparam -name prime256v1 -genkey -noout"), to: "server.key")
        #expect(try set.makeOrRepair().members[1].action == .certified(because: .mismatch))
    }
}
