import PKIX
import TestSupport
import Testing

@testable import TLSHandshake

@Suite("Schemes of signatures", .enabled(if: Programs.openssl != nil, "openssl is not installed"))
struct SignatureSchemeTests {
    @Test("two share a key where some key of openssl's signs by both", arguments: TLSVersion.allCases)
    func shared(version: TLSVersion) throws {
        let folder = try TemporaryFolder()
        let keys = try KeyKind.allCases.filter { $0 != .rsa3072 && $0 != .rsa4096 }.map { kind in
            try kind.write(to: folder, named: "\(kind)")
            let text = try folder.read("\(kind).crt")
            return try Certificate(pem: text.span).subjectPublicKeyInfo.verifyingKey()
        }
        // TLS 1.3 has PKCS #1 v1.5 for certificates alone.
        let schemes = SignatureScheme.allCases.filter { scheme in
            keys.contains { scheme.isOf($0, in: version) }
        }
        #expect(schemes.count == (version == .tls12 ? 13 : 10))
        for one in schemes {
            for other in schemes {
                let isShared = keys.contains { one.isOf($0, in: version) && other.isOf($0, in: version) }
                #expect(one.sharesKeys(with: other, in: version) == isShared, "\(one) \(other)")
            }
        }
        #expect(SignatureScheme.rsaPKCS1SHA256.sharesKeys(with: .rsaPSSSHA512, in: version))
    }
}
