import DERCoding
import PKIX
import RSACryptography
import SecretMemory
import TestSupport
import Testing

@Suite("RSA keys are read and written (RFC 8017, appendix A.1; RFC 5958)")
struct RSAKeyEncodingTests {
    enum Form: CaseIterable {
        case pem, der, pkcs1, pkcs8
    }

    /// Reads a key and gives its public one.
    func read(_ octets: [UInt8], _ form: Form = .der) throws(KeyEncodingError) -> RSA.PublicKey {
        switch form {
        case .pem: return try RSA.PrivateKey(pem: octets.span).publicKey
        case .der: return try RSA.PrivateKey(der: octets.span).publicKey
        case .pkcs1: return try RSA.PrivateKey(pkcs1: octets.span).publicKey
        case .pkcs8: return try RSA.PrivateKey(pkcs8: octets.span).publicKey
        }
    }

    func read(pem text: String) throws(KeyEncodingError) -> RSA.PublicKey {
        try read(Array(text.utf8), .pem)
    }

    func body(_ text: String) throws -> [UInt8] {
        let octets = Array(text.utf8)
        return try #require(try PEM.documents(in: octets.span).last).octets
    }

    func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        (0..<secret.count).map { secret.span[$0] }
    }

    @Test("a key is written as it was read, in every form")
    func roundTrips() throws {
        let text = Array(KeyFixtures.pkcs8.utf8)
        let key = try RSA.PrivateKey(pem: text.span)
        #expect(array(key.pkcs8PEM) == text + [10])
        #expect(array(key.pkcs1PEM) == Array(KeyFixtures.pkcs1.utf8) + [10])
        #expect(try array(key.pkcs8Encoding) == body(KeyFixtures.pkcs8))
        #expect(try array(key.pkcs1Encoding) == body(KeyFixtures.pkcs1))
    }

    @Test("PKCS#1 and PKCS#8 of the same key give the same key, in PEM and in DER")
    func forms() throws {
        let key = try read(pem: KeyFixtures.pkcs8)
        #expect(key.bitCount == 1024)
        #expect(try read(pem: KeyFixtures.pkcs1) == key)
        #expect(try read(body(KeyFixtures.pkcs1)) == key)
        #expect(try read(body(KeyFixtures.pkcs8)) == key)
        #expect(try read(body(KeyFixtures.pkcs1), .pkcs1) == key)
        #expect(try read(body(KeyFixtures.pkcs8), .pkcs8) == key)
        #expect(try read(pem: "text\n" + PEM.encode([5, 0].span, label: "X") + KeyFixtures.pkcs1) == key)
    }

    @Test(
        "openssl finds our keys right, and their public keys are its",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let text = Array(KeyFixtures.pkcs1.utf8)
        let key = try RSA.PrivateKey(pem: text.span)
        try folder.write(array(key.pkcs8PEM), to: "8.pem")
        try folder.write(array(key.pkcs1PEM), to: "1.pem")
        try folder.write(array(key.pkcs8Encoding), to: "8.der")
        for arguments in [["-in", "8.pem"], ["-in", "1.pem"], ["-in", "8.der", "-inform", "DER"]] {
            let check = try openssl.run(["rsa", "-check", "-noout"] + arguments, folder: folder.path)
            #expect(check.text == "RSA key ok\n")
            let publicKey = try openssl.run(["rsa", "-pubout"] + arguments, folder: folder.path)
            #expect(publicKey.text == key.publicKey.pemText)
            #expect(try RSA.PublicKey(pem: publicKey.output.span) == key.publicKey)
            let pkcs1 = try openssl.run(["rsa", "-RSAPublicKey_out"] + arguments, folder: folder.path)
            #expect(try RSA.PublicKey(pem: pkcs1.output.span) == key.publicKey)
            #expect(try key.publicKey.pkcs1Encoding == body(pkcs1.text))
        }
    }

    @Test(
        "what is no unencrypted RSA key of two primes is refused by what it is",
        arguments: [
            (KeyFixtures.multiPrime, KeyEncodingError.multiPrime), (KeyFixtures.encrypted, .encrypted),
            (KeyFixtures.encryptedInOldFormat, .encrypted),
            (KeyFixtures.ed25519, .otherAlgorithm(.ed25519, needed: .rsaEncryption)),
            (KeyFixtures.ec, .otherAlgorithm(.ecPublicKey, needed: .rsaEncryption)),
            (KeyFixtures.pss, .otherAlgorithm(.rsassaPSS, needed: .rsaEncryption)),
            ("", .noKey(expected: "PRIVATE KEY")),
            ("-----BEGIN X-----\n", .malformedPEM(.missingEnd(label: "X", line: 1))),
        ]
    )
    func refused(text: String, error: KeyEncodingError) throws {
        #expect(throws: error) { try read(pem: text) }
    }

    @Test("an encrypted key, and one of another algorithm, is refused in DER too")
    func refusedDER() throws {
        let encrypted = try body(KeyFixtures.encrypted)
        let ed25519 = try body(KeyFixtures.ed25519)
        #expect(throws: KeyEncodingError.encrypted) { try read(encrypted) }
        #expect(throws: KeyEncodingError.otherAlgorithm(.ed25519, needed: .rsaEncryption)) {
            try read(ed25519)
        }
    }

    /// PKCS#8 of the key with other parts.
    private func pkcs8(
        version: Int = 0,
        parameters: [UInt8]? = [5, 0],
        keyVersion: Int? = nil,
        publicKey: [UInt8]? = nil,
        attributes: Bool = false
    ) throws -> [UInt8] {
        var key = try body(KeyFixtures.pkcs1)
        // 30 82 xx xx 02 01 VERSION
        if let keyVersion { key[6] = UInt8(keyVersion) }
        return DERWriter.octets { writer in
            writer.sequence { writer in
                writer.integer(version)
                AlgorithmIdentifier(algorithm: .rsaEncryption, parameters: parameters).write(to: &writer)
                writer.octetString(key.span)
                if attributes { writer.setOf([[0x30, 0]], .constructedField(0)) }
                if let publicKey { writer.bitString(publicKey.span, .field(1)) }
            }
        }
    }

    @Test("versions, attributes and the public key of PKCS#8")
    func versions() throws {
        let key = try read(pem: KeyFixtures.pkcs8)
        let own = key.pkcs1Encoding
        let other = try RSA.PublicKey(modulus: key.modulus, publicExponent: .init(3)).pkcs1Encoding
        #expect(try read(pkcs8(attributes: true)) == key)
        #expect(try read(pkcs8(parameters: nil)) == key)
        #expect(try read(pkcs8(version: 1, publicKey: own, attributes: true)) == key)
        let malformed: [([UInt8], KeyEncodingError)] = [
            (try pkcs8(version: 1, publicKey: other), .publicKeyMismatch),
            (try pkcs8(version: 2), .unknownVersion(2)),
            (try pkcs8(keyVersion: 1), .multiPrime),
            (try pkcs8(keyVersion: 2), .unknownVersion(2)),
            (try pkcs8(parameters: [0x30, 0]), .unexpectedParameters(.rsaEncryption)),
        ]
        for (octets, error) in malformed {
            #expect(throws: error) { try read(octets) }
        }
        #expect(throws: KeyEncodingError.self) { try read(pkcs8(publicKey: own)) }
    }

    @Test("every shortened key, and keys of random changes, are refused, and never stop the process")
    func mutations() throws {
        let original = try body(KeyFixtures.pkcs8)
        for count in stride(from: 0, to: original.count, by: 3) {
            #expect(throws: KeyEncodingError.self) { try read(Array(original.prefix(count))) }
        }
        var random = SeededRandom(seed: 8)
        var taken = 0
        for _ in 0..<1500 {
            var octets = original
            let place = Int(random.next() % UInt64(octets.count))
            let bit: UInt8 = 1 << UInt8(random.next() % 8)
            switch random.next() % 4 {
            case 0: octets.remove(at: place)
            case 1: octets.insert(octets[place], at: place)
            default: octets[place] ^= bit
            }
            if octets != original, (try? read(octets)) != nil { taken += 1 }
        }
        #expect(taken == 0)
    }

    @Test("octets after a key are refused")
    func leftOver() throws {
        let octets = try body(KeyFixtures.pkcs8) + [0]
        #expect(throws: KeyEncodingError.malformed(.trailingOctets(count: 1, offset: octets.count - 1))) {
            try read(octets)
        }
    }

    @Test("public keys of other algorithms and malformed ones are refused")
    func publicKeys() throws {
        func read(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) -> RSA.PublicKey {
            try RSA.PublicKey(info)
        }
        let ed25519 = SubjectPublicKeyInfo(
            algorithm: AlgorithmIdentifier(algorithm: .ed25519),
            subjectPublicKey: [1]
        )
        #expect(throws: KeyEncodingError.otherAlgorithm(.ed25519, needed: .rsaEncryption)) {
            try read(ed25519)
        }
        let key = try self.read(pem: KeyFixtures.pkcs8)
        let bare = SubjectPublicKeyInfo(
            algorithm: AlgorithmIdentifier(algorithm: .rsaEncryption),
            subjectPublicKey: key.pkcs1Encoding
        )
        #expect(throws: KeyEncodingError.unexpectedParameters(.rsaEncryption)) { try read(bare) }
        let even = DERWriter.octets { writer in
            writer.sequence { writer in
                writer.unsignedInteger([UInt8](repeating: 0xFE, count: 128).span)
                writer.integer(3)
            }
        }
        #expect(throws: KeyEncodingError.invalidKey(.modulusEven)) {
            try read(SubjectPublicKeyInfo(algorithm: .rsaEncryption, subjectPublicKey: even))
        }
        #expect(try read(key.subjectPublicKeyInfo) == key)
        let encoding = key.subjectPublicKeyInfo.encoding
        #expect(try RSA.PublicKey(subjectPublicKeyInfo: encoding.span) == key)
    }
}
