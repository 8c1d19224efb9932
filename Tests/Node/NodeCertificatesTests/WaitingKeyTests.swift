import DERCoding
import Glibc
import NodeCertificates
import TestSupport
import Testing

/// A key that is whole is never replaced for want of its certificate.
@Suite(
    "Keys that wait for their certificates",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct WaitingKeyTests {
    @Test(
        "An RSA key is kept, its request made again and certified",
        arguments: ["genrsa 2048", "genrsa -traditional 2048", "genrsa 3072"],
        ["missing", "empty", "half"]
    )
    func certified(generate: String, certificate: String) throws {
        for (stem, request) in [("server", "server-req.pem"), ("client", "client.csr")] {
            let set = try SetFolder()
            let key = Array(try set.openssl(generate).utf8)
            try set.place.write(key, to: stem + ".key")
            switch certificate {
            case "missing": unlink(set.place.path(stem + ".crt"))
            case "empty": try set.place.write("", to: stem + ".crt")
            default: try set.place.halve(stem + ".crt")
            }
            let report = try set.makeOrRepair()
            #expect(set.files[stem + ".key"] == key)
            #expect(set.changed() == [stem + ".crt", stem + ".key", request].sorted())
            let member = try #require(report.members.first { $0.role == stem })
            #expect(member.written == [request, stem + ".crt"])
            guard case .certified = member.action else {
                Issue.record("\(member.action)")
                return
            }
            // openssl says whose key certificate and request have, and that all verifies.
            let own = try set.openssl("pkey -in \(stem).key -pubout")
            #expect(try set.openssl("x509 -in \(stem).crt -noout -pubkey") == own)
            #expect(try set.openssl("req -in \(request) -noout -pubkey -verify") == own)
            try set.expectChains()
            let files = set.files
            try set.makeOrRepair()
            #expect(set.files == files)
        }
    }

    @Test("A key alone in a folder gets a certificate of the new root")
    func newRoot() throws {
        let set = try SetFolder(files: [:])
        let key = Array(try set.openssl("genrsa 2048").utf8)
        try set.place.write(key, to: "server.key")
        let report = try set.makeOrRepair()
        #expect(set.files["server.key"] == key)
        #expect(SetFolder.actions(report)[1] == .certified(because: .missingCertificate))
        try set.expectChains()
    }

    @Test("A new key of the operator's beside the old certificate is kept, and certified")
    func exchanged() throws {
        let set = try SetFolder()
        let key = Array(try set.openssl("genrsa 2048").utf8)
        try set.place.write(key, to: "server.key")
        let report = try set.makeOrRepair()
        #expect(set.files["server.key"] == key)
        #expect(SetFolder.actions(report)[1] == .certified(because: .mismatch))
        try set.expectChains()
    }

    @Test(
        "A copy of another key of the set gets no certificate: nothing is lost where a new key takes its place"
    )
    func copied() throws {
        for source in ["root.key", "client.key"] {
            let set = try SetFolder()
            unlink(set.place.path("server.crt"))
            try set.place.write(set.place.read(source), to: "server.key")
            let report = try set.makeOrRepair()
            #expect(SetFolder.actions(report)[1] == .made(because: .missingCertificate))
            #expect(set.changed() == RepairTests.serverFiles)
        }
    }

    @Test("Two copies of one key without certificates are no copies of anything that stays")
    func copiedTwice() throws {
        let set = try SetFolder()
        let key = Array(try set.openssl("genrsa 2048").utf8)
        for stem in ["server", "client"] {
            try set.place.write(key, to: stem + ".key")
            unlink(set.place.path(stem + ".crt"))
        }
        try set.makeOrRepair()
        #expect(set.files["server.key"] == key)
        #expect(set.files["client.key"] == key)
    }

    @Test("An RSA key of less than 2048 bits is refused by its size")
    func weak() throws {
        for stem in ["server", "client"] {
            let set = try SetFolder()
            try set.place.write(set.openssl("genrsa 1024"), to: stem + ".key")
            let path = set.place.path(stem + ".key")
            // Whether the certificate is missing or is that of another key.
            #expect(try set.refusal() == .weakKeyWithoutCertificate(path: path, bitCount: 1024))
            unlink(set.place.path(stem + ".crt"))
            let error = try #require(try set.refusal())
            #expect(error == .weakKeyWithoutCertificate(path: path, bitCount: 1024))
            #expect("\(error)".contains("1024") && "\(error)".contains("2048"))
            #expect(error.exitStatus == .data)
        }
    }

    @Test(
        "A key that cannot be read here is refused, and stays",
        arguments: [
            "genpkey -algorithm rsa -aes256 -pass pass:x", "genrsa -traditional -aes256 -passout pass:x 2048",
            "genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-521",
            "ecparam -name secp256k1 -genkey -noout", "genpkey -algorithm ed25519",
        ]
    )
    func opaque(generate: String) throws {
        for stem in ["server", "client"] {
            let set = try SetFolder()
            try set.place.write(set.openssl(generate), to: stem + ".key")
            let certificate = stem + ".crt"
            for damage in ["missing", "half"] {
                if damage == "half" { try set.place.write("-----BEGIN CERT", to: certificate) }
                if damage == "missing" { unlink(set.place.path(certificate)) }
                let error = NodeCertificatesError.keyWithoutCertificate(
                    path: set.place.path(stem + ".key"),
                    certificatePath: set.place.path(certificate),
                    reason: damage == "half" ? .brokenCertificate(.cutOff) : .missingCertificate
                )
                #expect(try set.refusal() == error)
            }
        }
    }

    @Test("A key that cannot be read here stays when its certificate of our root has expired, too")
    func opaqueExpired() throws {
        let set = try SetFolder()
        try set.place.write(set.openssl("genpkey -algorithm ed25519"), to: "server.key")
        try set.openssl("req -new -key server.key -subj /CN=db.example -out server-req.pem")
        try set.openssl(
            "x509 -req -in server-req.pem -CA root.crt -CAkey root.key -set_serial 9 -days 500 -out server.crt"
        )
        try set.openssl("verify -attime 1800003600 -CAfile root.crt server.crt")
        let files = set.files
        try set.makeOrRepair()
        #expect(set.files == files)
        guard case .keyWithoutCertificate(_, _, reason: .expired)? = try set.refusal(days: 1000) else {
            Issue.record("a key of another algorithm was replaced")
            return
        }
    }
}
