import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("The documents of a root on its way")
struct ClusterRootTests {
    private static let cannotJudge: Comment = "openssl is not installed"

    /// A root and a key of `openssl`, whose own words stand around the certificate.
    private func root() throws -> (certificate: String, key: String) {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let made = try openssl.run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=root", "-text",
                "-keyout", "root.key", "-out", "root.crt",
            ],
            folder: folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        return (try folder.text("root.crt"), try folder.text("root.key"))
    }

    private func read(
        _ text: String,
        _ surroundings: ClusterRoot.Surroundings = .refused
    ) throws(NodeEncryptionError) -> ClusterRoot {
        try ClusterRoot(SharedSecret(copying: Array(text.utf8).span), surroundings: surroundings)
    }

    private func text(_ root: ClusterRoot) -> String {
        String(decoding: root.text.publicBytes, as: UTF8.self)
    }

    @Test(
        "an operator's words around a certificate stay with him, and do not come from elsewhere",
        .enabled(if: Programs.openssl != nil, cannotJudge)
    )
    func words() throws {
        let (certificate, key) = try root()
        let start = try #require(certificate.firstRange(of: "-----BEGIN")?.lowerBound)
        let document = String(certificate[start...])
        #expect(certificate != document)
        let sent = try read(certificate + key, .leftOut)
        #expect(text(sent) == document + key)
        #expect(text(try read(document + key)) == document + key)
        #expect(throws: NodeEncryptionError.importedRoot(.strayLine(1))) { try read(certificate + key) }
        // However the lines end, and whatever blank ones there are.
        let wide = "\u{FEFF}\r\n \t\r\n" + document.replacing("\n", with: "\r\n") + "\r\n" + key + "\n\n"
        #expect(text(try read(wide)) == document + key)
        let lines = document.count(where: { $0 == "\n" })
        for stray in ["#", "x", "-----", "\u{85}", "\u{2028}", "-----END"] {
            #expect(throws: NodeEncryptionError.importedRoot(.strayLine(lines + 1))) {
                try read(document + stray + "\n" + key)
            }
        }
    }

    @Test("a text that is cut off or has nothing in it is refused")
    func cutOff() {
        #expect(throws: NodeEncryptionError.importedRoot(.empty)) { try read("") }
        #expect(throws: NodeEncryptionError.importedRoot(.empty)) { try read("\n \n") }
        let error = #expect(throws: NodeEncryptionError.self) {
            try read("-----BEGIN CERTIFICATE-----\nAAAA\n")
        }
        #expect(error == .importedRoot(.malformed(.missingEnd(label: "CERTIFICATE", line: 1))))
        #expect(error?.exitStatus == .data)
    }
}
