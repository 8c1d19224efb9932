import DERCoding
import Glibc
import NodeCertificates
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// Certificates of other users know the root, and lose it without a word where nobody looks.
@Suite(
    "Certificates of a node's other users",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct OtherClientsTests {
    private let node: ExampleNode
    private let path: String

    init() throws {
        node = try ExampleNode()
        path = node.layout.certificates
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server", "keys/SSL-TLS/client"] {
            try #require(mkdir(node.folder.path(folder), 0o755) == 0)
        }
    }

    @discardableResult
    private func openssl(_ arguments: String, in folder: String = "server") throws -> Program.Outcome {
        try #require(Programs.openssl).run(
            arguments.split(separator: " ").map(String.init),
            folder: path + "/" + folder
        )
    }

    private func made(_ renewal: CertificateFiles.Renewal) throws -> CertificateFiles {
        var random = OperatingSystemRandom()
        return try CertificateFiles.made(
            node.layout,
            settings: try NodeSettings(NodeInputs(hostName: "db.example", standsAlone: true)),
            renewing: renewal,
            at: .now,
            using: &random
        )
    }

    @Test("A root whose certificate is lost is certified with the identifier that another user's names")
    func lostRoot() throws {
        try openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -days 900 -subj /CN=root"
                + " -addext subjectKeyIdentifier=0123456789"
        )
        try openssl("req -newkey rsa:2048 -nodes -keyout ../client/dave.key -out dave.csr -subj /CN=dave")
        try node.folder.write("authorityKeyIdentifier=keyid\n", to: "keys/SSL-TLS/server/extensions")
        let signed = try openssl(
            "x509 -req -in dave.csr -CA root.crt -CAkey root.key -set_serial 7 -extfile extensions"
                + " -out ../client/dave.crt"
        )
        #expect(signed.status == 0, "\(signed.errorText)")
        unlink(path + "/server/root.crt")
        let files = try made(.nothing)
        #expect(files.notes == [])
        let root = try #require(files.files.first { $0.name == "server/root.crt" })
        try node.folder.write(root.content.publicBytes, to: "keys/SSL-TLS/server/root.crt")
        let verified = try openssl("verify -CAfile root.crt ../client/dave.crt")
        #expect(verified.status == 0, "\(verified.errorText)")
        // A new root is said to leave it behind.
        #expect(try made(.all).notes.contains { $0.contains("client/dave.crt") })
    }
}
