import DERCoding
import Glibc
import NodeCertificates
import PKIX
import TestSupport
import Testing

/// A root that gets a new certificate is the same root to every certificate that its key signed.
@Suite(
    "Roots that are certified again",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct RenewedRootTests {
    /// The habits of those who made the root and another user's certificate: extensions by openssl.
    struct Maker: Sendable {
        let name: String
        let root: String
        let leaf: String
    }

    private static let makers = [
        Maker(
            name: "openssl",
            root: " -addext subjectKeyIdentifier=hash",
            leaf: "authorityKeyIdentifier=keyid"
        ),
        Maker(
            name: "an identifier of its own",
            root: " -addext subjectKeyIdentifier=0123456789",
            leaf: "authorityKeyIdentifier=keyid"
        ),
        // As easy-rsa does: then the serial number must stay, too.
        Maker(
            name: "issuer and serial number",
            root:
                " -addext subjectKeyIdentifier=hash -addext authorityKeyIdentifier=keyid:always,issuer:always",
            leaf: "authorityKeyIdentifier=keyid,issuer:always"
        ),
        Maker(
            name: "no identifiers",
            root: "",
            leaf: "basicConstraints=CA:FALSE"
        ),
    ]

    /// A set under a root that openssl made, for as many days from now, and a certificate of dave's beside it.
    private func set(_ maker: Maker, days: Int) throws -> SetFolder {
        let set = try SetFolder(files: [:])
        try set.openssl("genrsa -out root.key 2048")
        try set.openssl(
            "req -x509 -new -key root.key -out root.crt -days \(days) -subj /C=CH/CN=sqldb.env-1"
                + " -config /dev/null -addext basicConstraints=critical,CA:TRUE" + maker.root
        )
        try set.makeOrRepair()
        try set.makeOrRepair(user: "alice")
        try set.openssl("req -newkey rsa:2048 -nodes -subj /CN=dave -keyout dave.key -out dave.csr")
        try set.place.write(maker.leaf + "\n", to: "extensions")
        try set.openssl(
            "x509 -req -in dave.csr -CA root.crt -CAkey root.key -set_serial 7 -days 9000 -extfile extensions"
                + " -out dave.crt"
        )
        #expect(try set.verifies("dave.crt", ""))
        return set
    }

    @Test(
        "Where its certificate is lost, whatever its key signed verifies as before, and stays",
        arguments: makers
    )
    func lost(maker: Maker) throws {
        let set = try set(maker, days: 9000)
        let files = set.files
        unlink(set.place.path("root.crt"))
        let report = try set.makeOrRepair()
        #expect(set.changed(from: files) == ["root.crt"])
        #expect(SetFolder.actions(report) == [.certified(because: .missingCertificate), .kept, .kept])
        #expect(report.orphans == [])
        for name in ["server.crt", "client.crt", "alice.crt"] { #expect(try set.verifies(name), "\(name)") }
        #expect(try set.verifies("dave.crt", ""))
    }

    @Test("Where it has expired, too; and what has expired with it is made anew", arguments: makers)
    func expired(maker: Maker) throws {
        // The clock of these tests begins days after today, and goes on from there.
        let days = Int((SetFolder.start.secondsSince1970 - DERTime.now.secondsSince1970) / 86_400) + 100
        let set = try set(maker, days: max(days, 1))
        let files = set.files
        let extensions = try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier")
        let report = try set.makeOrRepair(days: 200)
        guard case .certified(because: .expired)? = SetFolder.actions(report).first else {
            Issue.record("\(SetFolder.actions(report))")
            return
        }
        #expect(set.files["root.key"] == files["root.key"])
        #expect(set.files["dave.crt"] == files["dave.crt"])
        #expect(try set.verifies("dave.crt", days: 200, ""))
        #expect(try set.verifies("server.crt", days: 200))
        #expect(!report.orphans.contains("dave.crt"))
        if !extensions.isEmpty {
            #expect(try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier") == extensions)
        }
    }

    @Test("Where nothing names its serial number, a new certificate gets a new one")
    func serialNumbers() throws {
        let set = try set(Self.makers[0], days: 9000)
        let old = try set.openssl("x509 -in root.crt -noout -serial")
        unlink(set.place.path("root.crt"))
        try set.makeOrRepair()
        #expect(try set.openssl("x509 -in root.crt -noout -serial") != old)
    }

    @Test("A certificate that another key signed under the root's name has no say, and none for its pair")
    func impostor() throws {
        let set = try set(Self.makers[0], days: 9000)
        let identifier = try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier")
        let other = try SetFolder(files: [:])
        try other.openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -days 9000 -subj /C=CH/CN=sqldb.env-1"
        )
        try other.makeOrRepair()
        // Of four certificates that name an issuer's key, more than one name the impostor's.
        for name in ["a1.crt", "a2.crt", "a3.crt", "a4.crt", "a5.crt"] {
            try set.place.write(other.place.read("client.crt"), to: name)
        }
        unlink(set.place.path("root.crt"))
        try set.makeOrRepair()
        #expect(try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier") == identifier)
    }

    @Test("Where the certificates disagree, most of them stay good, and the others are named")
    func disagreeing() throws {
        let set = try set(Self.makers[0], days: 9000)
        // Another certificate of the same root, as an earlier version of ours made it.
        let odd = try SetFolder(files: ["root.key": try set.place.read("root.key")])
        try odd.openssl(
            "req -x509 -new -key root.key -out root.crt -days 9000 -subj /C=CH/CN=sqldb.env-1"
                + " -addext subjectKeyIdentifier=0123456789"
        )
        try odd.makeOrRepair(user: "eve")
        try set.place.write(odd.place.read("eve.crt"), to: "eve.crt")
        unlink(set.place.path("root.crt"))
        let report = try set.makeOrRepair()
        #expect(report.orphans == ["eve.crt"])
        #expect(try set.verifies("alice.crt"))
        #expect(try !set.verifies("eve.crt"))
    }
}
