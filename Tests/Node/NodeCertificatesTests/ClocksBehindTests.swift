import DERCoding
import Glibc
import NodeCertificates
import SecretMemory
import TestSupport
import Testing

/// A certificate of this instant is none to a client whose clock is a minute behind.
@Suite("Clients whose clocks are behind", .enabled(if: Programs.openssl != nil, "openssl is not installed"))
struct ClocksBehindTests {
    private func verifies(_ name: String, in set: SetFolder, secondsFromStart seconds: Int64) throws -> Bool {
        let time = SetFolder.start.advanced(bySeconds: seconds).secondsSince1970
        let openssl = try #require(Programs.openssl)
        return try openssl.run(
            ["verify", "-attime", "\(time)", "-CAfile", "root.crt", name + ".crt"],
            folder: set.place.path
        ).status == 0
    }

    @Test("They verify what was made a minute or an hour before their time, and the end is where it was")
    func fresh() throws {
        let set = try SetFolder()
        for (name, days) in [("root", 3650), ("server", 3650), ("client", 365)] {
            #expect(try verifies(name, in: set, secondsFromStart: -3600))
            #expect(try !verifies(name, in: set, secondsFromStart: -3601))
            // openssl counts the last second out.
            #expect(try verifies(name, in: set, secondsFromStart: Int64(days) * 86_400 - 1))
            #expect(try !verifies(name, in: set, secondsFromStart: Int64(days) * 86_400 + 1))
        }
    }

    @Test("Nothing is valid before its root is")
    func root() throws {
        let set = try SetFolder(files: [:])
        // A root of the very instant, as another tool makes it.
        try set.openssl("req -new -newkey rsa:2048 -nodes -keyout root.key -subj /CN=root -out root.csr")
        try set.place.write("basicConstraints=critical,CA:TRUE\n", to: "extensions")
        try set.openssl(
            "x509 -req -in root.csr -signkey root.key -extfile extensions -days 9000 -out root.crt"
        )
        let began = try set.openssl("x509 -in root.crt -noout -startdate")
        for name in ["root.csr", "extensions"] { unlink(set.place.path(name)) }
        var random = OperatingSystemRandom()
        let settings = try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true))
        _ = try CertificateSet(path: set.place.path, settings: settings, owner: nil)
            .makeOrRepair(at: .now, using: &random)
        for name in ["server", "client"] {
            #expect(try set.openssl("x509 -in \(name).crt -noout -startdate") == began)
        }
    }

    @Test("A client's time of validity is what is said")
    func clientDays() throws {
        let set = try SetFolder(files: [:])
        try set.makeOrRepair { $0.clientDays = "30" }
        #expect(try verifies("client", in: set, secondsFromStart: 30 * 86_400 - 1))
        #expect(try !verifies("client", in: set, secondsFromStart: 30 * 86_400 + 1))
        #expect(try verifies("server", in: set, secondsFromStart: 3650 * 86_400 - 1))
    }
}
