import DERCoding
import Glibc
import NodeCertificates
import NodePlatform
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// A timer's run is bounded, says what it left, and the next one goes on.
@Suite("Renewals of many clients")
struct RenewedInPartTests {
    private let node: ExampleNode
    private let users = ["alice", "bob", "carol"]

    init() throws {
        node = try ExampleNode()
        let before = DERTime.now.advanced(bySeconds: -360 * 86_400)
        for (user, days) in zip(["alice", "carol", "bob"], [0, 1, 2]) {
            var random = OperatingSystemRandom()
            let made = try CertificateFiles.made(
                node.layout,
                settings: try settings(user),
                renewing: .nothing,
                at: before.advanced(bySeconds: Int64(days) * 86_400),
                using: &random
            )
            try put(made.files)
        }
    }

    private func put(_ files: [SetFile]) throws {
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0 || errno == EEXIST)
        }
        for file in files { try node.folder.write(file.content.publicBytes, to: "keys/SSL-TLS/" + file.name) }
    }

    private func settings(_ user: String) throws(NodeEncryptionError) -> NodeSettings {
        var inputs = NodeInputs(hostName: "db.example", standsAlone: true)
        inputs.user = user
        inputs.keyType = "ecdsa-p256"
        do throws(NodeCertificatesError) {
            return try NodeSettings(inputs)
        } catch {
            throw .certificates(error)
        }
    }

    private func renewed(most: Int) throws -> [String] {
        var random = OperatingSystemRandom()
        let files = try CertificateFiles.renewed(
            node.layout,
            most: most,
            settings: { (user) throws(NodeEncryptionError) in try settings(user) },
            within: .standard,
            at: .now,
            using: &random
        )
        try put(files.files)
        return files.files.map(\.name).filter { $0.hasSuffix(".crt") }
    }

    private func due() throws -> Int {
        try CertificateFiles.dueClients(
            node.layout,
            settings: { (user) throws(NodeEncryptionError) in try settings(user) },
            within: .standard,
            at: .now
        ).due
    }

    @Test("a run makes so many pairs, those first that end first, until nothing is left")
    func parts() throws {
        #expect(try due() == 3)
        #expect(try renewed(most: 2) == ["client/alice.crt", "client/carol.crt"])
        #expect(try due() == 1)
        #expect(try renewed(most: 2) == ["client/bob.crt"])
        #expect(try due() == 0)
        #expect(try renewed(most: 2) == [])
    }

    private func renewedClients(at now: DERTime, most: Int = 9) throws -> [String] {
        var random = OperatingSystemRandom()
        return try CertificateFiles.renewedClients(
            node.layout,
            most: most,
            settings: { (user) throws(NodeEncryptionError) in try settings(user) },
            within: .standard,
            at: now,
            using: &random
        ).files.map(\.name)
    }

    @Test(
        "clients' pairs are made by themselves, whatever the server's is, by the root as it is until it ends"
    )
    func clientsAlone() throws {
        try node.folder.write("no key\n", to: "keys/SSL-TLS/server/server.key")
        #expect(throws: NodeEncryptionError.self) { try renewed(most: 9) }
        let pairs = ["alice", "carol", "bob"].flatMap { ["client/\($0).key", "client/\($0).crt"] }
        #expect(try renewedClients(at: .now) == pairs)
        #expect(try renewedClients(at: .now, most: 1) == Array(pairs.prefix(2)))
        // The root has ten years, of which 360 days are over.
        func days(_ count: Int64) -> DERTime { .now.advanced(bySeconds: count * 86_400) }
        #expect(try renewedClients(at: days(3_280)) == pairs)
        #expect(try renewedClients(at: days(3_300)).isEmpty)
    }

    @Test("what is left is said with its number, and ends with a status of its own")
    func words() {
        let error = NodeEncryptionError.renewedInPart(left: 12, unread: 1)
        #expect(
            error.description
                == "12 more certificates of clients need renewal, which the next run goes on with; 1 certificate of a "
                + "client was not looked at, since there are too many; move those elsewhere that are not renewed here"
        )
        #expect(error.exitStatus.rawValue == 3)
        #expect(
            NodeEncryptionError.renewedInPart(left: 1, unread: 0).description
                == "1 more certificate of a client needs renewal, which the next run goes on with"
        )
    }

    @Test(
        "each client's files are compared with the server's alone, however many there are",
        arguments: [10, 1_000]
    )
    func linear(count: Int) {
        func file(_ name: String, _ text: String) -> SetFile {
            SetFile(name, SharedSecret(copying: Array(text.utf8).span))
        }
        let server = ["root.key", "root.crt", "root.srl", "server.key", "server.crt"].map { "server/" + $0 }
        func files(_ own: [SetFile], serial: Int, staying: [String]) -> CertificateFiles {
            CertificateFiles(
                server.map { file($0, $0 == "server/root.srl" ? "\(serial)" : $0) } + own,
                staying: staying,
                notes: [],
                movedFrom: nil,
                at: .now
            )
        }
        var renewed = RenewedFiles(files([], serial: 0, staying: server))
        for number in 1...count {
            let pair = ["client/\(number).key", "client/\(number).crt"]
            // Every other one stays.
            let stays = number.isMultiple(of: 2)
            renewed.add(
                files(
                    pair.map { file($0, "\(number)") },
                    serial: stays ? number - 1 : number,
                    staying: stays ? pair : []
                )
            )
        }
        #expect(renewed.comparisons <= 29 * count)
        let made = renewed.made
        #expect(made.count == 1 + count)
        #expect(made.first?.name == "server/root.srl")
        #expect(made.first.map { String(decoding: $0.content.publicBytes, as: UTF8.self) } == "\(count - 1)")
    }
}
