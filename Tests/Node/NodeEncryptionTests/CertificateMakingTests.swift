import DERCoding
import Glibc
import NodeCertificates
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Certificates made for a node")
struct CertificateMakingTests {
    @Test("A new root takes the old one's place, and another trust anchor in its file stays")
    func otherAnchor() throws {
        let node = try ExampleNode()
        let settings = try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true))
        func made(_ renewal: CertificateFiles.Renewal) throws -> [String: [UInt8]] {
            var random = OperatingSystemRandom()
            let files = try CertificateFiles.made(
                node.layout,
                settings: settings,
                renewing: renewal,
                at: DERTime.now,
                using: &random
            )
            return Dictionary(uniqueKeysWithValues: files.files.map { ($0.name, $0.content.publicBytes) })
        }
        let other = try #require(try made(.nothing)["server/root.crt"])
        let first = try made(.nothing)
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0)
        }
        for (name, content) in first { try node.folder.write(content, to: "keys/SSL-TLS/" + name) }
        let both = try #require(first["server/root.crt"]) + Array("# the company's\n".utf8) + other
        try node.folder.write(both, to: "keys/SSL-TLS/server/root.crt")
        #expect(try made(.nothing)["server/root.crt"] == both)
        let second = try made(.all)
        #expect(second.keys == first.keys)
        for (name, content) in second { #expect(content != first[name], "\(name)") }
        let root = try #require(second["server/root.crt"])
        #expect(root.suffix(other.count) == other[...])
        let certificates = try Certificate.all(pem: root.span)
        let old = try Certificate(pem: both.span)
        #expect(certificates.count == 2 && certificates[0].subjectPublicKeyInfo != old.subjectPublicKeyInfo)
    }

    @Test(
        "A root that is certified again is news to clients only where the server's certificate is of it",
        arguments: [true, false]
    )
    func otherServer(isOther: Bool) throws {
        let node = try ExampleNode()
        func made(at time: DERTime, layer: String = "own") throws -> CertificateFiles {
            var inputs = NodeInputs(hostName: "db.example", standsAlone: true)
            inputs.layer = layer
            let settings = try NodeSettings(inputs)
            var random = OperatingSystemRandom()
            return try .made(node.layout, settings: settings, renewing: .nothing, at: time, using: &random)
        }
        let own = try made(at: .now).files
        let root = try #require(own.first { $0.name == "server/root.crt" }).content.publicBytes
        let end = try Certificate(pem: root.span).validity.notAfter
        let later = end.advanced(bySeconds: 86_400)
        // What is of a root of that time is valid, and not of the node's own.
        let others = try made(at: later, layer: "company").files
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0)
        }
        for file in own {
            let content = others.first { $0.name == file.name }?.content ?? file.content
            let isServers = file.name.utf8.starts(with: "server/server.".utf8)
            try node.folder.write(
                (isOther && isServers ? content : file.content).publicBytes,
                to: "keys/SSL-TLS/" + file.name
            )
        }
        let notes = try made(at: later).notes
        #expect(notes.contains { $0.contains("every client needs the new") } == !isOther, "\(notes)")
    }

    @Test(
        "What stays is what was looked at: another's file that stood there for that instant is given to nobody"
    )
    func exchanged() throws {
        let node = try ExampleNode()
        let settings = try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true))
        func made() throws -> CertificateFiles {
            var random = OperatingSystemRandom()
            return try .made(node.layout, settings: settings, renewing: .nothing, at: .now, using: &random)
        }
        let other = try #require(try made().files.first { $0.name == "server/root.crt" }).content.publicBytes
        let first = try made().files
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0)
        }
        for file in first {
            try node.folder.write(file.content.publicBytes, to: "keys/SSL-TLS/" + file.name)
        }
        let path = node.layout.certificate("server/root.crt")
        let own = try node.folder.read("keys/SSL-TLS/server/root.crt")
        try node.folder.write(own + Array("# a secret of another's\n".utf8) + other, to: "another's")
        for isExchanged in [false, true] {
            if isExchanged {
                rename(path, node.folder.path("own"))
                link(node.folder.path("another's"), path)
            }
            let files = try made()
            #expect(files.files.allSatisfy { file in files.staying.contains { $0 == file.name } })
            if isExchanged { rename(node.folder.path("own"), path) }
            var list = ChangeList(ownedBy: nil)
            if isExchanged {
                #expect(throws: NodeEncryptionError.changedMeanwhile(path: path)) {
                    try files.plan(node.layout, &list)
                }
            } else {
                try files.plan(node.layout, &list)
            }
        }
    }

    @Test("A flat set is taken over from files that are nobody else's")
    func flatSet() throws {
        let node = try ExampleNode()
        #expect(mkdir(node.folder.path("keys"), 0o755) == 0)
        #expect(mkdir(node.folder.path("keys/SSL-TLS"), 0o755) == 0)
        try node.folder.write("a secret of another's\n", to: "another's")
        let path = node.layout.certificate("root.crt")
        #expect(link(node.folder.path("another's"), path) == 0)
        #expect(throws: NodeEncryptionError.file(.secondName(path: path))) {
            try FlatSet(node.layout, client: nil)
        }
    }
}
