import DurableFiles
import Glibc
import NodeCertificates
import Synchronization
import TestSupport
import Testing

@Suite("Repairing a set")
struct RepairTests {
    static let serverFiles = ["server-req.pem", "server.crt", "server.key"]
    static let clientFiles = ["client.crt", "client.csr", "client.key"]

    /// What is done to a whole set, and which of its files are new after the next run.
    static let repairs:
        [(name: String, damage: @Sendable (TemporaryFolder) throws -> Void, renewed: [String])] = [
            ("nothing", { _ in }, []),
            ("no server key", { unlink($0.path("server.key")) }, serverFiles),
            // The request of a key that stays is the same again: RSA signatures by PKCS #1 v1.5 are.
            ("no server certificate", { unlink($0.path("server.crt")) }, ["server.crt"]),
            ("empty server key", { try $0.write("", to: "server.key") }, serverFiles),
            ("empty server certificate", { try $0.write("", to: "server.crt") }, ["server.crt"]),
            ("half a server certificate", { try $0.halve("server.crt") }, ["server.crt"]),
            (
                "a server certificate of zeros", { try $0.write([0, 0, 0], to: "server.crt") },
                ["server.crt"]
            ),
            ("a server key of zeros", { try $0.write([0, 0, 0], to: "server.key") }, serverFiles),
            (
                "halves of both",
                { place in for name in ["server.crt", "server.key"] { try place.halve(name) } }, serverFiles
            ),
            (
                "a copy of the root's key", { try $0.write($0.read("root.key"), to: "server.key") },
                serverFiles
            ),
            ("half a server key", { try $0.halve("server.key") }, serverFiles),
            (
                "the client's key for the server", { try $0.write($0.read("client.key"), to: "server.key") },
                serverFiles
            ),
            ("no client key", { unlink($0.path("client.key")) }, clientFiles),
            ("half a client certificate", { try $0.halve("client.crt") }, ["client.crt"]),
            ("no root certificate", { unlink($0.path("root.crt")) }, ["root.crt"]),
            ("empty root certificate", { try $0.write("", to: "root.crt") }, ["root.crt"]),
            ("half a root certificate", { try $0.halve("root.crt") }, ["root.crt"]),
            ("empty serial number", { try $0.write("", to: "root.srl") }, ["root.srl"]),
            ("no serial number", { unlink($0.path("root.srl")) }, ["root.srl"]),
            ("no requests", { unlink($0.path("client.csr")) }, ["client.csr"]),
        ]

    @Test("What is broken is made anew, and nothing else", arguments: repairs.indices)
    func repaired(index: Int) throws {
        let (name, damage, renewed) = Self.repairs[index]
        let set = try SetFolder()
        try damage(set.place)
        // Another environment than the root was made for: its name must come from what it signed.
        try set.makeOrRepair(environment: "another")
        #expect(set.changed() == renewed, "\(name)")
        // What was only lost and is not needed stays lost.
        let lost = renewed.count == 1 && ["root.srl", "client.csr"].contains(renewed[0])
        #expect(set.files.count == (lost && name.hasPrefix("no ") ? 8 : 9))
        let again = set.files
        try set.makeOrRepair(environment: "another")
        #expect(set.files == again)
        try set.expectChains()
    }

    @Test("An expired client is renewed, an expired root certified again with its key and its name")
    func expired() throws {
        let set = try SetFolder()
        try set.makeOrRepair(days: 365)
        #expect(set.changed() == [])
        let report = try set.makeOrRepair(days: 366, environment: "another")
        #expect(set.changed() == Self.clientFiles)
        #expect(report.members.map(\.role) == ["root", "server", "client"])
        let later = try set.makeOrRepair(days: 3651, environment: "another")
        #expect(set.changed() == (Self.clientFiles + ["root.crt"] + Self.serverFiles).sorted())
        #expect(later.members.first?.certificate.subject.commonName == "postgres.env")
        #expect(later.members.last?.certificate.issuer.commonName == "postgres.env")
    }

    @Test(
        "Without the root's key a whole set stays as it is; where something must be signed the reason is told"
    )
    func rootKeyGone() throws {
        let set = try SetFolder()
        unlink(set.place.path("root.key"))
        try set.makeOrRepair()
        #expect(set.changed() == ["root.key"])
        unlink(set.place.path("server.crt"))
        let error = try set.refusal()
        let path = set.place.path("root.key")
        #expect(error == .missingRootKey(path: path, needed: ["server.crt"]))
        #expect(
            try set.refusal(user: "bob") == .missingRootKey(path: path, needed: ["server.crt", "bob.crt"])
        )
        try set.makeOrRepair(force: true)
        #expect(set.changed() == SetFolder.whole.keys.sorted())
        try set.expectChains()
    }

    @Test("A root key that is broken, or another's, is never replaced while its certificates are there")
    func rootKeyBroken() throws {
        let set = try SetFolder()
        let path = set.place.path("root.key")
        try set.place.write("", to: "root.key")
        #expect(try set.refusal() == .unusableRootKey(path: path, reason: .empty))
        try set.place.write(SetFolder.whole["root.key"] ?? [], to: "root.key")
        try set.place.halve("root.key")
        #expect(try set.refusal() == .unusableRootKey(path: path, reason: .cutOff))
        try set.place.write(SetFolder.whole["client.key"] ?? [], to: "root.key")
        #expect(
            try set.refusal() == .rootMismatch(keyPath: path, certificatePath: set.place.path("root.crt"))
        )
    }

    @Test("A root that is gone is not replaced while what it signed is there; its mere remains are")
    func rootGone() throws {
        let set = try SetFolder()
        unlink(set.place.path("root.key"))
        unlink(set.place.path("root.crt"))
        guard case .orphan? = try set.refusal() else {
            Issue.record("certificates of a root that is gone were accepted")
            return
        }
        let remains = try SetFolder(files: ["root.key": Array("-----BEGIN PRIVATE".utf8), "root.crt": []])
        try remains.makeOrRepair()
        #expect(remains.files.count == 9)
        try remains.expectChains()
    }

    @Test("Certificates that an earlier root of the same name signed are made anew")
    func orphaned() throws {
        let other = try SetFolder(files: [:])
        try other.makeOrRepair()
        let set = try SetFolder()
        for name in ["root.key", "root.crt"] { try set.place.write(other.place.read(name), to: name) }
        let report = try set.makeOrRepair()
        #expect(
            report.members.map(\.action) == [.kept, .made(because: .orphaned), .made(because: .orphaned)]
        )
        try set.expectChains()
    }

    /// openssl writes the number in hexadecimal, with or without a line end behind it read back.
    @Test("A serial number's file is one of hexadecimal digits, and made anew where it is none")
    func serialFile() throws {
        for text in ["0", "9", "A", "F", "a", "f", "0123456789ABCDEFabcdef\n"] {
            let set = try SetFolder()
            try set.place.write(text, to: "root.srl")
            try set.makeOrRepair()
            #expect(try set.place.text("root.srl") == text)
        }
        for text in ["", "\n", "/", ":", "@", "G", "`", "g", "0x1", " 1", "1\n\n", "1\r\n"] {
            let set = try SetFolder()
            try set.place.write(text, to: "root.srl")
            try set.makeOrRepair()
            let number = try set.openssl("x509 -in root.crt -noout -serial").dropFirst("serial=".count)
            #expect(try set.place.text("root.srl") == number, "\(text.debugDescription)")
        }
    }

    @Test("Modes that let others read are put right, and the octets stay")
    func modes() throws {
        let set = try SetFolder()
        for name in SetFolder.whole.keys { chmod(set.place.path(name), 0o644) }
        try set.makeOrRepair()
        #expect(set.changed() == [])
        let folder = try Folder(set.place.path)
        for name in SetFolder.whole.keys { #expect(try folder.status(of: name)?.mode == 0o600) }
    }

    @Test("A run that another does not let begin gives up, and says so")
    func locked() throws {
        let set = try SetFolder()
        let lock = try Folder(set.place.path).lock()
        #expect(throws: NodeCertificatesError.file(.locked(path: set.place.path, seconds: 0))) {
            try set.makeOrRepair(patience: .milliseconds(50))
        }
        lock.release()
    }

    @Test("A kill before any step leaves the old files or all of the new, and the next run completes the set")
    func killed() throws {
        // The server's pair is lost; what is left must come through every kill.
        var damaged = SetFolder.whole
        damaged["server.crt"] = nil
        damaged["server.key"] = nil
        var step = 0
        var wasReached = true
        while wasReached {
            let set = try SetFolder(files: damaged)
            let steps = Steps(limit: step)
            let interception = FileInterception(largestWrite: 700) { operation, path throws(FileError) in
                if steps.isOver() { throw .system(operation, path: path, code: 0) }
            }
            FileInterception.$current.withValue(interception) { _ = try? set.makeOrRepair() }
            wasReached = steps.wasOver
            // The old files, or the new ones, or a set on its way, with the way back.
            let changed = set.changed(from: damaged)
            let isUnfinished = set.place.names().contains(".pki-unfinished")
            #expect(changed.isEmpty || changed == Self.serverFiles || isUnfinished, "step \(step)")
            for name in ["root.key", "root.crt", "client.key", "client.crt"] {
                #expect(set.files[name] == damaged[name])
            }
            try set.makeOrRepair()
            #expect(set.place.names() == SetFolder.whole.keys.sorted(), "step \(step)")
            #expect(set.changed() == Self.serverFiles)
            // Making a key takes long enough to look at every third step only.
            step += 3
        }
        #expect(step > 20)
    }
}

/// Counts steps up to a limit.
private final class Steps: Sendable {
    private let count = Mutex((passed: 0, wasOver: false))
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func isOver() -> Bool {
        count.withLock { count in
            if count.passed >= limit { count.wasOver = true }
            count.passed += 1
            return count.wasOver
        }
    }

    var wasOver: Bool { count.withLock { $0.wasOver } }
}

extension TemporaryFolder {
    /// Cuts a file in half, as a process does that is killed while it writes.
    func halve(_ name: String) throws {
        let content = try read(name)
        try write(Array(content.prefix(content.count / 2)), to: name)
    }
}

extension SetFolder {
    /// Lets openssl verify both chains, where it is installed.
    func expectChains() throws {
        guard let openssl = Programs.openssl else { return }
        let time = "\(SetFolder.start.secondsSince1970 + 3600)"
        for (name, purpose) in [("server", "sslserver"), ("client", "sslclient")] {
            let arguments = [
                "verify", "-x509_strict", "-attime", time, "-purpose", purpose, "-CAfile",
                place.path("root.crt"),
            ]
            let outcome = try openssl.run(arguments + [place.path("\(name).crt")])
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
    }
}
