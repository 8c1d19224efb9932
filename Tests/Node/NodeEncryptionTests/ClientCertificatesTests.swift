import DurableFiles
import Glibc
import NodeCertificates
import PKIX
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

/// Whoever has the folder of the clients puts anything there, and one file under any number of names.
@Suite("What is read of the folder of the clients is bounded")
struct ClientCertificatesTests {
    private let node: ExampleNode
    private let folder = "keys/SSL-TLS/client"

    init() throws {
        node = try ExampleNode()
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            try #require(mkdir(node.folder.path(folder), 0o755) == 0)
        }
    }

    private func write(_ count: Int, _ name: String) throws {
        try node.folder.write(String(repeating: "x", count: count), to: folder + "/" + name)
    }

    @Test("all names of one file count, each with all of its bytes")
    func names() throws {
        try write(1 << 20, "a00.crt")
        for number in 1..<40 {
            let name = number < 10 ? "a0\(number)" : "a\(number)"
            try #require(
                link(node.folder.path(folder + "/a00.crt"), node.folder.path(folder + "/\(name).crt")) == 0
            )
        }
        let read = try ClientCertificates(node.layout)
        #expect(read.all.count == 16)
        #expect(read.notes.count == 1 && read.notes[0].contains("more than 16777216 bytes; from a16.crt on"))
    }

    @Test("a file that is larger than any certificate is passed over with a word, and the others are read")
    func large() throws {
        try write((1 << 20) + 1, "a.crt")
        try write(10, "b.crt")
        let read = try ClientCertificates(node.layout)
        #expect(read.all.map(\.stem) == ["b"])
        let path = node.folder.path(folder + "/a.crt")
        #expect(read.notes == ["\(path) is larger than a certificate and is passed over"])
        // As a note of whatever is made by it, and of status.
        var random = OperatingSystemRandom()
        let made = try CertificateFiles.made(
            node.layout,
            settings: try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true)),
            renewing: .nothing,
            at: .now,
            using: &random
        )
        #expect(made.notes == read.notes)
        var status = NodeStatus()
        status.readCertificates(node.layout, .now)
        #expect(
            status.findings.contains { $0.text == "is larger than 1048576 bytes, and no key or certificate" }
        )
    }

    @Test("of more files than a thousand the first are read, by status too")
    func many() throws {
        for number in 1...1_005 { try write(1, "a\(number).crt") }
        let read = try ClientCertificates(node.layout)
        #expect(read.all.count == 1_000)
        #expect(read.notes.count == 1 && read.notes[0].contains("holds 1005 certificates"))
        let count = Mutex(0)
        let counting = FileInterception(beforeOpening: { path in
            if path.hasSuffix(".crt") { count.withLock { $0 += 1 } }
        })
        FileInterception.$current.withValue(counting) {
            var status = NodeStatus()
            status.readCertificates(node.layout, .now)
        }
        // Each for its mode, and for what it is.
        #expect(count.withLock { $0 } == 2_000)
    }

    @Test("a file of the node's own that is no key or certificate by its size is an error")
    func own() throws {
        try node.folder.write(
            String(repeating: "x", count: (1 << 20) + 1),
            to: "keys/SSL-TLS/server/server.crt"
        )
        var random = OperatingSystemRandom()
        let path = node.layout.certificate("server/server.crt")
        #expect(throws: NodeEncryptionError.file(.tooLarge(path: path, limit: 1 << 20))) {
            try CertificateFiles.made(
                node.layout,
                settings: try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true)),
                renewing: .nothing,
                at: .now,
                using: &random
            )
        }
    }
}
