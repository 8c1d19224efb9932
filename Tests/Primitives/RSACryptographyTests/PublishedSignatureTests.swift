import Bignum
import MessageDigests
import RSACryptography
import TestSupport
import Testing
import VectorFiles

@Suite("Published RSA signatures")
struct PublishedSignatureTests {
    private let folder: VectorFolder

    init() throws {
        folder = try VectorFolder(near: #filePath)
    }

    @Test(
        "Wycheproof's signatures to verify",
        arguments: [
            "rsa_signature_2048_sha256", "rsa_signature_3072_sha256", "rsa_signature_4096_sha256",
            "rsa_pss_2048_sha256_mgf1_0", "rsa_pss_2048_sha256_mgf1_32",
        ]
    )
    func verification(name: String) throws {
        let file = try folder.file("wycheproof/\(name)")
        for vector in file.cases {
            let digest = try #require(Self.digest(try vector.word("digest")))
            let modulus = try vector.octets("modulus")
            let exponent = try vector.octets("public-exponent")
            let key = try RSA.PublicKey(
                modulus: Natural(bigEndian: modulus.span),
                publicExponent: Natural(bigEndian: exponent.span)
            )
            let scheme: RSA.SignatureScheme =
                file.suite == "rsa-pss-verify"
                ? .pss(digest, saltByteCount: try vector.number("salt-count")) : .pkcs1v15(digest)
            let signature = try vector.octets("signature")
            let message = try vector.octets("message")
            let isValid = key.isValidSignature(signature.span, for: message.span, scheme: scheme)
            // What is acceptable to others, a DigestInfo without its NULL, is refused here.
            #expect(isValid == (vector.result == .valid), "\(vector)")
        }
    }

    @Test("Wycheproof's signatures to make")
    func signing() throws {
        var random = SeededRandom(seed: 4)
        var made = 0
        for vector in try folder.file("wycheproof/rsa_pkcs1_2048_sig_gen").cases {
            // SHA-1 signs nothing here.
            guard let digest = Self.digest(try vector.word("digest")) else { continue }
            let numbers = try [
                "modulus", "public-exponent", "private-exponent", "prime1", "prime2", "exponent1",
                "exponent2",
                "coefficient",
            ].map { name in try vector.octets(name) }
            let key = try privateKeyOf(numbers)
            let message = try vector.octets("message")
            let signature = try key.sign(message.span, scheme: .pkcs1v15(digest), using: &random)
            let expected = try vector.octets("signature")
            #expect(signature == expected, "\(vector)")
            made += 1
        }
        #expect(made > 0)
    }

    private static func digest(_ name: String) -> DigestAlgorithm? {
        switch name {
        case "sha224": .sha224
        case "sha256": .sha256
        case "sha384": .sha384
        case "sha512": .sha512
        default: nil
        }
    }
}
