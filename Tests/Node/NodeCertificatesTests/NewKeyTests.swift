import PKIX
import TestSupport
import Testing

@testable import NodeCertificates

@Suite(
    "A key that takes the place of another's is of its kind, or of the nearest that is as strong",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct NewKeyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func key(_ options: String) throws -> NewKey? {
        let words = "req -x509 -nodes -keyout key -out certificate -subj /CN=a -newkey \(options)"
        let outcome = try #require(Programs.openssl).run(
            words.split(separator: " ").map(String.init),
            folder: folder.path
        )
        try #require(outcome.status == 0, "\(outcome.errorText)")
        let text = try folder.read("certificate")
        return NewKey(like: try Certificate(pem: text.span).subjectPublicKeyInfo)
    }

    @Test("of RSA in its size, of the curves here in theirs, and of all others by their strength")
    func kinds() throws {
        #expect(try key("rsa:3072") == .rsa(bitCount: 3072))
        #expect(try key("ec -pkeyopt ec_paramgen_curve:P-256") == .ecdsa(.p256))
        for stronger in ["P-384", "P-521"] {
            #expect(try key("ec -pkeyopt ec_paramgen_curve:\(stronger)") == .ecdsa(.p384))
        }
        // RFC 8032: about 128 and 224 bits of security.
        #expect(try key("ed25519") == .ecdsa(.p256))
        #expect(try key("ed448") == .ecdsa(.p384))
    }

    @Test("one for PSS alone keeps its size and its schemes, and nobody can ask for that")
    func pss() throws {
        let made = try #require(try key("rsa-pss -pkeyopt rsa_keygen_bits:2048"))
        guard case .rsaPSS(let count, _) = made else {
            Issue.record("\(made)")
            return
        }
        #expect(count == 2048 && made.type == nil)
        #expect(try key("rsa:2048")?.type == .rsa)
    }
}
