import DERCoding
import EllipticCurves
import PKIX
import SecretMemory
import TestSupport
import Testing

@Suite("Keys on elliptic curves are read and written (RFC 5915; RFC 5958; RFC 5480)")
struct ECDSAKeyEncodingTests {
    private func read(_ octets: [UInt8]) throws(KeyEncodingError) -> ECDSA.PublicKey {
        try ECDSA.PrivateKey(der: octets.span).publicKey
    }

    private func read(pem text: [UInt8]) throws(KeyEncodingError) -> ECDSA.PublicKey {
        try ECDSA.PrivateKey(pem: text.span).publicKey
    }

    private func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        (0..<secret.count).map { secret.span[$0] }
    }

    private func key(_ curve: NamedCurve) throws(EllipticCurveError) -> ECDSA.PrivateKey {
        let scalar = [UInt8](repeating: 7, count: curve.byteCount)
        return try ECDSA.PrivateKey(curve, scalar: scalar.span)
    }

    @Test(
        "keys of openssl are read in every form, and their public keys are its",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: ["P-256", "P-384"]
    )
    func fromOpenSSL(curve: String) throws {
        let openssl = try OpenSSL()
        // With the document EC PARAMETERS before the key, as openssl has it.
        try openssl("ecparam", "-name", curve, "-genkey", "-out", "1.pem")
        try openssl("pkcs8", "-topk8", "-nocrypt", "-in", "1.pem", "-out", "8.pem")
        try openssl("ec", "-in", "1.pem", "-outform", "DER", "-out", "1.der")
        try openssl("ec", "-in", "1.pem", "-no_public", "-out", "short.pem")
        try openssl("pkcs8", "-topk8", "-nocrypt", "-in", "1.pem", "-outform", "DER", "-out", "8.der")
        let publicKey = try openssl("pkey", "-in", "1.pem", "-pubout")
        let key = try read(pem: openssl.folder.read("1.pem"))
        #expect(key.pemText == publicKey)
        #expect(try ECDSA.PublicKey(pem: publicKey) == key)
        #expect(try read(pem: openssl.folder.read("8.pem")) == key)
        #expect(try read(pem: openssl.folder.read("short.pem")) == key)
        #expect(try read(openssl.folder.read("1.der")) == key)
        #expect(try read(openssl.folder.read("8.der")) == key)
        try openssl("ec", "-in", "1.pem", "-conv_form", "compressed", "-pubout", "-out", "compressed.pem")
        let compressed = try openssl.folder.read("compressed.pem")
        #expect(try ECDSA.PublicKey(pem: compressed.span) == key)
    }

    @Test(
        "openssl finds our keys right, in every form",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [NamedCurve.p256, .p384]
    )
    func toOpenSSL(curve: NamedCurve) throws {
        let openssl = try OpenSSL()
        let key = try key(curve)
        try openssl.folder.write(array(key.sec1PEM), to: "1.pem")
        try openssl.folder.write(array(key.pkcs8PEM), to: "8.pem")
        try openssl.folder.write(array(key.sec1Encoding), to: "1.der")
        try openssl.folder.write(array(key.pkcs8Encoding), to: "8.der")
        for arguments in [
            ["-in", "8.pem"], ["-in", "1.pem"], ["-in", "8.der", "-inform", "DER"],
            ["-in", "1.der", "-inform", "DER"],
        ] {
            #expect(try openssl.run(["pkey", "-check", "-noout"] + arguments).contains("Key is valid"))
            #expect(try openssl.run(["pkey", "-pubout"] + arguments) == key.publicKey.pemText)
        }
        // And its own writing of the key is ours, octet for octet.
        try openssl("pkcs8", "-topk8", "-nocrypt", "-in", "1.pem", "-out", "8b.pem")
        #expect(try openssl.folder.read("8b.pem") == array(key.pkcs8PEM))
    }

    @Test(
        "a curve that is spelled out, another curve, and one that is verified with only are refused by what they are",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func otherCurves() throws {
        let openssl = try OpenSSL()
        try openssl("ecparam", "-name", "P-256", "-genkey", "-noout", "-out", "k")
        try openssl("ec", "-in", "k", "-param_enc", "explicit", "-out", "explicit")
        try openssl("pkcs8", "-topk8", "-nocrypt", "-in", "explicit", "-out", "explicit8")
        try openssl("ecparam", "-name", "secp256k1", "-genkey", "-noout", "-out", "koblitz")
        try openssl("ecparam", "-name", "P-521", "-genkey", "-noout", "-out", "521")
        try openssl("ec", "-in", "k", "-aes128", "-passout", "pass:secret", "-out", "encrypted")
        try openssl("genrsa", "-traditional", "-out", "rsa", "1024")
        try openssl("genrsa", "-out", "rsa8", "1024")
        func refusal(_ name: String) throws -> KeyEncodingError? {
            let text = try openssl.folder.read(name)
            do throws(KeyEncodingError) {
                _ = try ECDSA.PrivateKey(pem: text.span)
                return nil
            } catch {
                return error
            }
        }
        #expect(try refusal("explicit") == .explicitCurve)
        #expect(try refusal("explicit8") == .explicitCurve)
        #expect(try refusal("koblitz") == .unknownCurve(ObjectIdentifier(1, 3, 132, 0, 10)))
        #expect(try refusal("521") == .invalidCurveKey(.verifiedOnly(.p521)))
        #expect(try refusal("encrypted") == .encrypted)
        #expect(try refusal("rsa") == .otherAlgorithm(.rsaEncryption, needed: .ecPublicKey))
        #expect(try refusal("rsa8") == .otherAlgorithm(.rsaEncryption, needed: .ecPublicKey))
    }

    /// An ECPrivateKey by its parts.
    private func sec1(
        version: Int = 1,
        scalar: [UInt8] = [UInt8](repeating: 7, count: 32),
        curve: ObjectIdentifier? = ObjectIdentifier(1, 2, 840, 10045, 3, 1, 7),
        publicKey: [UInt8]? = nil
    ) -> [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.integer(version)
                writer.octetString(scalar.span)
                if let curve {
                    writer.element(.constructedField(0)) { $0.objectIdentifier(curve) }
                }
                if let publicKey {
                    writer.element(.constructedField(1)) { $0.bitString(publicKey.span) }
                }
            }
        }
    }

    /// The same in PKCS#8, on P-256.
    private func pkcs8(_ key: [UInt8], version: Int = 0, publicKey: [UInt8]? = nil) throws -> [UInt8] {
        let algorithm = try self.key(.p256).publicKey.subjectPublicKeyInfo.algorithm
        return DERWriter.octets { writer in
            writer.sequence { writer in
                writer.integer(version)
                algorithm.write(to: &writer)
                writer.octetString(key.span)
                if let publicKey { writer.bitString(publicKey.span, .field(1)) }
            }
        }
    }

    @Test("the parts of a key must fit each other")
    func parts() throws {
        let key = try key(.p256).publicKey
        let p384 = ObjectIdentifier(1, 3, 132, 0, 34)
        let eight = [UInt8](repeating: 8, count: 32)
        let other = try ECDSA.PrivateKey(.p256, scalar: eight.span).publicKey.x963
        #expect(try read(sec1()) == key)
        #expect(try read(sec1(publicKey: key.x963)) == key)
        #expect(try read(pkcs8(sec1())) == key)
        #expect(try read(pkcs8(sec1(curve: nil))) == key)
        #expect(try read(pkcs8(sec1(), version: 1, publicKey: key.x963)) == key)
        let refused: [([UInt8], KeyEncodingError)] = [
            (sec1(version: 0), .unknownVersion(0)), (sec1(version: 2), .unknownVersion(2)),
            (sec1(curve: nil), .missingCurve),
            (sec1(scalar: [7]), .invalidCurveKey(.scalarLength(byteCount: 1))),
            (sec1(scalar: [UInt8](repeating: 0, count: 32)), .invalidCurveKey(.scalarOutOfRange)),
            (sec1(publicKey: other), .publicKeyMismatch),
            (sec1(publicKey: [4]), .invalidCurveKey(.pointLength(byteCount: 1))),
            (try pkcs8(sec1(curve: p384)), .curveMismatch(.p256, .p384)),
            (try pkcs8(sec1(), version: 1, publicKey: other), .publicKeyMismatch),
            (try pkcs8(sec1(), version: 2), .unknownVersion(2)),
        ]
        for (octets, error) in refused {
            #expect(throws: error) { try read(octets) }
        }
        #expect(throws: KeyEncodingError.self) { try read([]) }
        #expect(throws: KeyEncodingError.self) { try read(sec1() + [0]) }
        #expect(throws: KeyEncodingError.self) { try read(Array(sec1().dropLast())) }
    }

    @Test("a key of any algorithm is read by what it is")
    func anyAlgorithm() throws {
        func algorithm(_ text: String) throws -> ObjectIdentifier {
            let octets = Array(text.utf8)
            return try PrivateKey(pem: octets.span).publicKeyInfo.algorithm.algorithm
        }
        #expect(try algorithm(KeyFixtures.pkcs1) == .rsaEncryption)
        #expect(try algorithm(KeyFixtures.pkcs8) == .rsaEncryption)
        #expect(try algorithm(KeyFixtures.pss) == .rsassaPSS)
        #expect(try algorithm(String(decoding: array(key(.p256).sec1PEM), as: UTF8.self)) == .ecPublicKey)
        #expect(try algorithm(String(decoding: array(key(.p384).pkcs8PEM), as: UTF8.self)) == .ecPublicKey)
        #expect(throws: KeyEncodingError.unknownAlgorithm(.ed25519)) { try algorithm(KeyFixtures.ed25519) }
        #expect(throws: KeyEncodingError.encrypted) { try algorithm(KeyFixtures.encrypted) }
        let sec1 = array(try key(.p256).sec1Encoding)
        let text = Array(KeyFixtures.pkcs1.utf8)
        let pkcs1 = try #require(try PEM.documents(in: text.span).last).octets
        #expect(try PrivateKey(der: sec1.span).publicKeyInfo == key(.p256).publicKeyInfo)
        #expect(try PrivateKey(der: pkcs1.span).publicKeyInfo.algorithm == .rsaEncryption)
    }
}
