import DERCoding
import NodeCertificates
import NodePlatform
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// A new root may have another name than the one before, as where that was an operator's, and leaves its pairs behind.
@Suite("Renewal of what a root before signed, whatever its name was")
struct LeftBehindTests {
    private let node: ExampleNode

    init() throws {
        node = try ExampleNode()
        try put(try made("alice", by: "before", .nothing))
    }

    private func settings(_ user: String, _ environment: String) throws(NodeEncryptionError) -> NodeSettings {
        var inputs = NodeInputs(hostName: "db.example", standsAlone: true)
        inputs.user = user
        inputs.environment = environment
        inputs.keyType = "ecdsa-p256"
        do throws(NodeCertificatesError) {
            return try NodeSettings(inputs)
        } catch {
            throw .certificates(error)
        }
    }

    private func made(
        _ user: String,
        by environment: String,
        _ renewal: CertificateFiles.Renewal,
        on node: ExampleNode? = nil
    ) throws -> CertificateFiles {
        var random = OperatingSystemRandom()
        return try .made(
            (node ?? self.node).layout,
            settings: try settings(user, environment),
            renewing: renewal,
            at: .now,
            using: &random
        )
    }

    private func put(_ files: CertificateFiles) throws {
        try node.run(try .reissue(node.layout, certificates: files, as: .reissue))
    }

    private func renew() throws -> [String] {
        var random = OperatingSystemRandom()
        let files = try CertificateFiles.renewed(
            node.layout,
            settings: { (user) throws(NodeEncryptionError) in try settings(user, "now") },
            within: .standard,
            at: .now,
            using: &random
        )
        try put(files)
        return files.files.map(\.name).filter { $0.hasSuffix(".crt") }
    }

    private func due() throws -> Int {
        try CertificateFiles.dueClients(
            node.layout,
            settings: { (user) throws(NodeEncryptionError) in try settings(user, "now") },
            within: .standard,
            at: .now
        ).due
    }

    private func certificate(_ name: String) throws -> Certificate {
        let content = try #require(try FileState.read(node.layout.certificate(name)).content)
        return try Certificate(pem: content.publicBytes.span)
    }

    @Test("a client's pair is made again by the root of now, once")
    func renewed() throws {
        let before = try certificate("server/root.crt")
        try put(try made("webadmin", by: "now", .all))
        let now = try certificate("server/root.crt")
        #expect(now.subject != before.subject)
        #expect(try certificate("client/alice.crt").isSigned(by: before))
        #expect(try due() == 1)
        #expect(try renew() == ["client/alice.crt"])
        #expect(try certificate("client/alice.crt").isSigned(by: now))
        #expect(try due() == 0)
        #expect(try renew() == [])
    }

    @Test("one that the root's file still verifies stays, and so does what no root of this node signed")
    func kept() throws {
        let old = try #require(try FileState.read(node.layout.certificate("server/root.crt")).content)
        try put(try made("webadmin", by: "now", .all))
        let path = node.layout.certificate("server/root.crt")
        let new = try #require(try FileState.read(path).content)
        try node.folder.write(new.publicBytes + old.publicBytes, to: "keys/SSL-TLS/server/root.crt")
        let stranger = try ExampleNode()
        for file in try made("carol", by: "before", .nothing, on: stranger).files
        where file.name.hasPrefix("client/") {
            try node.folder.write(file.content.publicBytes, to: "keys/SSL-TLS/" + file.name)
        }
        #expect(try due() == 0)
        #expect(try renew() == [])
        // Without the old root nobody verifies alice's; carol's never was this node's.
        try node.folder.write(new.publicBytes, to: "keys/SSL-TLS/server/root.crt")
        #expect(try renew() == ["client/alice.crt"])
    }
}
