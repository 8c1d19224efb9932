import Foundation
import NodeCertificates
import TestSupport
import Testing

/// What an operator put there, or another tool, is never taken for what a killed run left.
@Suite(
    "Files that are whole and cannot be used",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct OperatorsFilesTests {
    @Test(
        "A server's or root's certificate in DER is refused, and its key stays",
        arguments: ["server", "root"]
    )
    func der(role: String) throws {
        let set = try SetFolder()
        let name = "\(role).crt"
        try set.openssl(["x509", "-in", name, "-outform", "DER", "-out", "other"])
        try set.place.write(set.place.read("other"), to: name)
        guard case .unusableFile(set.place.path(name), _)? = try set.refusal() else {
            Issue.record("the certificate was replaced")
            return
        }
        try set.makeOrRepair(force: true)
        try set.expectChains()
    }

    @Test("A certificate that openssl takes and the strict reader does not is refused, and its key stays")
    func notDistinguished() throws {
        let set = try SetFolder()
        // basicConstraints with a cA that is neither FALSE nor TRUE in DER (X.690, section 11.1).
        try set.openssl(
            ["req", "-x509", "-key", "server.key", "-subj", "/CN=db.corp.example", "-days", "3650"]
                + ["-config", "/dev/null", "-addext", "basicConstraints=DER:30:03:01:01:01", "-out", "other"]
        )
        try set.place.write(set.place.read("other"), to: "server.crt")
        guard case .unusableFile(set.place.path("server.crt"), _)? = try set.refusal() else {
            Issue.record("the certificate was replaced")
            return
        }
    }

    @Test("A certificate of openssl's own label is refused")
    func trusted() throws {
        let set = try SetFolder()
        try set.openssl(["x509", "-in", "server.crt", "-trustout", "-out", "other"])
        try set.place.write(set.place.read("other"), to: "server.crt")
        guard case .unusableFile? = try set.refusal() else {
            Issue.record("the certificate was replaced")
            return
        }
    }

    @Test("An encrypted root key is never replaced; it is missed only where something must be signed")
    func encryptedRoot() throws {
        let set = try SetFolder()
        try set.openssl(["pkey", "-in", "root.key", "-aes256", "-passout", "pass:x", "-out", "other"]
        )
        try set.place.write(set.place.read("other"), to: "root.key")
        #expect(Glibc.unlink(set.place.path("other")) == 0)
        let encrypted = set.files
        try set.makeOrRepair()
        #expect(set.files == encrypted)
        let path = set.place.path("root.key")
        #expect(Glibc.unlink(set.place.path("client.key")) == 0)
        #expect(try set.refusal() == .unusableRootKey(path: path, reason: .key(.encrypted)))

        let alone = try SetFolder(files: ["root.key": encrypted["root.key"] ?? []])
        let alonePath = alone.place.path("root.key")
        #expect(try alone.refusal() == .unusableRootKey(path: alonePath, reason: .key(.encrypted)))
    }

    @Test("A key of another algorithm that waits for its certificate stays")
    func waitingKey() throws {
        let set = try SetFolder()
        let key = try set.openssl(["ecparam", "-name", "secp521r1", "-genkey", "-noout"])
        try set.place.write(key, to: "server.key")
        #expect(Glibc.unlink(set.place.path("server.crt")) == 0)
        let (path, certificatePath) = (set.place.path("server.key"), set.place.path("server.crt"))
        let error = NodeCertificatesError.keyWithoutCertificate(
            path: path,
            certificatePath: certificatePath,
            reason: .missingCertificate
        )
        #expect(try set.refusal() == error)
    }

    @Test("A root of old certtool's form signs, and is kept")
    func trailingZeros() throws {
        let set = try SetFolder(files: ["root.key": SetFolder.whole["root.key"] ?? []])
        try set.openssl(
            [
                "req", "-x509", "-key", "root.key", "-subj", "/CN=corp", "-days", "9000", "-config",
                "/dev/null",
            ]
                + ["-addext", "basicConstraints=critical,CA:TRUE", "-out", "root.crt"]
                + ["-addext", "keyUsage=critical,DER:03:03:07:06:00"]
        )
        let root = try set.place.read("root.crt")
        try set.makeOrRepair()
        #expect(try set.place.read("root.crt") == root)
        #expect(try set.verifies("server.crt"))
    }

    @Test("A root that says more than ours do is not renewed by one that says less")
    func constrainedRoot() throws {
        let set = try SetFolder(files: ["root.key": SetFolder.whole["root.key"] ?? []])
        try set.openssl(
            ["req", "-x509", "-key", "root.key", "-subj", "/CN=corp", "-days", "1", "-config", "/dev/null"]
                + [
                    "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                    "keyUsage=critical,keyCertSign",
                ]
                + ["-addext", "nameConstraints=critical,permitted;DNS:corp.example", "-out", "root.crt"]
        )
        // A thousand days after this test's clock began, which is later than the day of the root's.
        guard case .unrenewableRoot? = try set.refusal(days: 1000) else {
            Issue.record("a root was renewed without its constraints")
            return
        }
    }

    @Test("A new root that leaves another user's pair without issuer says so")
    func orphans() throws {
        let set = try SetFolder()
        try set.makeOrRepair(user: "alice")
        let report = try set.makeOrRepair(force: true)
        #expect(report.orphans == ["alice.crt"])
        let again = try set.makeOrRepair()
        #expect(again.orphans == [])
    }
}
