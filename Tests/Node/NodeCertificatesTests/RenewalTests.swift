import DERCoding
import DurableFiles
import Glibc
import NodeCertificates
import PKIX
import TestSupport
import Testing

/// What ends is made again in time, and by a timer's next run not once more.
@Suite("Renewals in time", .enabled(if: Programs.openssl != nil, "openssl is not installed"))
struct RenewalTests {
    private static let pair = ["client.crt", "client.csr", "client.key"]

    @Test("A client's pair is made again in its last 30 days, or as many as are said, and once")
    func window() throws {
        // A third of a year is more than 30 days.
        for (within, last) in [("", 335), ("1", 364), ("100", 265), ("364", 1)] {
            let set = try SetFolder()
            try set.makeOrRepair(days: Int64(last), within: within)
            #expect(set.changed() == [], "\(within)")
            let report = try set.makeOrRepair(days: Int64(last) + 1, within: within)
            #expect(
                set.changed() == (Self.pair + ["replaced"]).sorted().filter { $0 != "replaced" },
                "\(within)"
            )
            guard case .made(because: .ends) = SetFolder.actions(report)[2] else {
                Issue.record("\(SetFolder.actions(report))")
                continue
            }
            let files = set.files
            try set.makeOrRepair(days: Int64(last) + 1, within: within)
            #expect(set.files == files)
        }
    }

    @Test("Of a short life it is the last third")
    func third() throws {
        let set = try SetFolder(files: [:])
        func run(_ days: Int64) throws -> SetReport {
            try set.makeOrRepair(days: days, within: "") { $0.clientDays = "9" }
        }
        _ = try run(0)
        #expect(try SetFolder.actions(run(5)) == [.kept, .kept, .kept])
        guard case .made(because: .ends) = try SetFolder.actions(run(6))[2] else {
            Issue.record("not made again")
            return
        }
    }

    @Test(
        "A window as long as a validity is refused, since it would never rest",
        arguments: ["365", "0", "x", "-1"]
    )
    func tooLong(within: String) throws {
        let set = try SetFolder()
        let error = #expect(throws: NodeCertificatesError.self) { try set.makeOrRepair(within: within) }
        #expect(
            error
                == .invalidInput(.option("--renew-within"), value: SafeText(within), .renewalDays(364))
        )
        #expect(set.changed() == [])
    }

    @Test(
        "A root that ends is certified again in time: its key and identifier stay, and what it signed verifies"
    )
    func root() throws {
        let set = try SetFolder()
        try set.makeOrRepair(days: 3600, user: "alice")
        let key = set.files["root.key"]
        let alice = set.files["alice.crt"]
        let identifier = try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier")
        let report = try set.makeOrRepair(days: 3630, within: "")
        guard case .certified(because: .ends) = SetFolder.actions(report)[0] else {
            Issue.record("\(SetFolder.actions(report))")
            return
        }
        #expect(set.files["root.key"] == key)
        #expect(try set.openssl("x509 -in root.crt -noout -ext subjectKeyIdentifier") == identifier)
        for name in ["server.crt", "client.crt"] { #expect(try set.verifies(name, days: 3700)) }
        #expect(set.files["alice.crt"] == alice)
        #expect(try set.verifies("alice.crt", days: 3640))
        #expect(report.orphans == [])
        let files = set.files
        try set.makeOrRepair(days: 3630, within: "")
        #expect(set.files == files)
    }

    @Test("What ends with an issuer that nobody here renews is not made again by every run")
    func endsWithIssuer() throws {
        let set = try SetFolder(files: [:])
        try set.openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout top.key -out top.crt -days 9000 -subj /CN=top"
        )
        try set.openssl("req -newkey rsa:2048 -nodes -keyout root.key -out root.csr -subj /CN=middle")
        try set.place.write("basicConstraints=critical,CA:TRUE\n", to: "extensions")
        let now = DERTime.now.secondsSince1970
        let days = (SetFolder.start.secondsSince1970 - now) / 86_400 + 300
        try set.openssl(
            "x509 -req -in root.csr -CA top.crt -CAkey top.key -set_serial 5 -days \(days) -extfile extensions"
                + " -out root.crt"
        )
        for name in ["root.csr", "extensions", "top.key", "top.crt"] { unlink(set.place.path(name)) }
        try set.makeOrRepair()
        let files = set.files
        let report = try set.makeOrRepair(days: 290, within: "")
        #expect(SetFolder.actions(report) == [.kept, .kept, .kept])
        #expect(set.files == files)
        #expect(report.left.map(\.name) == ["root.crt"])
        #expect(report.left.map(\.issuer) == ["CN=top"])
    }

    @Test("A server's certificate gets every name that it should have, and its own stay")
    func names() throws {
        let set = try SetFolder()
        let variables = ["KEY_HOST": "key.example"]
        let report = try set.makeOrRepair(within: "", variables: variables)
        #expect(SetFolder.actions(report) == [.kept, .made(because: .otherNames), .kept])
        #expect(
            try set.openssl("x509 -in server.crt -noout -ext subjectAltName")
                .contains("DNS:db.example, DNS:key.example\n")
        )
        let files = set.files
        try set.makeOrRepair(within: "", variables: variables)
        #expect(set.files == files)
    }

    @Test("Another authority's certificate that ends is that one's to renew")
    func foreign() throws {
        let other = try SetFolder(files: [:])
        try other.makeOrRepair(environment: "another")
        let set = try SetFolder()
        for name in ["client.key", "client.crt"] { try set.place.write(other.place.read(name), to: name) }
        let files = set.files
        let report = try set.makeOrRepair(days: 360, within: "")
        #expect(set.files == files)
        let issuer = try set.openssl("x509 -in client.crt -noout -issuer -nameopt RFC2253")
        let end = report.members[2].certificate.validity.notAfter
        #expect(
            report.left.map { "\($0)" } == [
                "client.crt ends at \(end) and was not renewed, since it is by "
                    + "\(issuer.dropFirst("issuer=".count).dropLast()); put a new one of that authority there, or move "
                    + "the certificate and its key away to have both made"
            ]
        )
        // Not yet in the window, or asked for none.
        #expect(try set.makeOrRepair(days: 100, within: "").left == [])
        #expect(try set.makeOrRepair(days: 360).left == [])
    }

    @Test("What is kept keeps its mode, and so does what is public; a key that others may read is closed")
    func modes() throws {
        let set = try SetFolder()
        let folder = try Folder(set.place.path)
        let modes: [String: UInt32] = [
            "root.crt": 0o644, "server.crt": 0o640, "client.crt": 0o664, "server.key": 0o640,
            "root.key": 0o644,
        ]
        for (name, mode) in modes { chmod(set.place.path(name), mode) }
        try set.makeOrRepair(within: "")
        #expect(set.changed() == [])
        for (name, mode) in modes {
            #expect(try folder.status(of: name)?.mode == (name == "root.key" ? 0o600 : mode), "\(name)")
        }
        // The client's pair is made again: as readable as before, but for nobody else to write.
        try set.makeOrRepair(days: 340, within: "")
        #expect(set.changed().contains("client.crt"))
        #expect(try folder.status(of: "client.crt")?.mode == 0o644)
        #expect(try folder.status(of: "client.key")?.mode == 0o600)
        #expect(try folder.status(of: "server.crt")?.mode == 0o640)
    }
}
