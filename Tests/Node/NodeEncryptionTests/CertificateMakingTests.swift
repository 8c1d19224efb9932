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
}
