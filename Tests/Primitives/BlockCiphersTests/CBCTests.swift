import BlockCiphers
import SecretMemory
import TestSupport
import Testing

@Suite("CBC with PKCS #7 padding (NIST SP 800-38A, RFC 5652)")
struct CBCTests {
    @Test(
        "the examples of SP 800-38A, section F.2",
        arguments: [
            (
                "2b7e151628aed2a6abf7158809cf4f3c",
                """
                7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2
                73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7
                """
            ),
            (
                "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
                """
                4f021db243bc633d7178183a9fa071e8 b4d9ada9ad7dedf4e5e738763f69145a
                571b242012fb7ae07fa9baac3df102e0 08b0e27988598881d920a9e64f5615cd
                """
            ),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                """
                f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d
                39f23369a9d9bacfa530e26304231461 b2eb05e2c39be9fcda6c19078c6a9d1b
                """
            ),
        ]
    )
    func examples(key: String, ciphertext: String) throws {
        let plaintext = octets(
            """
            6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
            30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710
            """
        )
        let message = Message(key: octets(key), vector: (0..<16).map { UInt8($0) })
        #expect(try message.encryptWithoutPadding(plaintext) == octets(ciphertext))
        #expect(try message.decryptWithoutPadding(octets(ciphertext)) == plaintext)
    }

    @Test("figures of Wycheproof that are valid", arguments: WycheproofFigures.valid)
    func valid(figure: WycheproofFigures.Figure) throws {
        let message = Message(key: octets(figure.key), vector: octets(figure.initializationVector))
        #expect(hexadecimal(try message.encrypt(octets(figure.message))) == figure.ciphertext)
        #expect(hexadecimal(try message.decrypt(octets(figure.ciphertext))) == figure.message)
    }

    @Test("figures of Wycheproof that are invalid", arguments: WycheproofFigures.invalid)
    func invalid(figure: WycheproofFigures.Figure) {
        let message = Message(key: octets(figure.key), vector: octets(figure.initializationVector))
        let ciphertext = octets(figure.ciphertext)
        #expect(throws: ciphertext.isEmpty ? BlockCipherError.invalidCiphertextByteCount(0) : .invalidPadding)
        {
            try message.decrypt(ciphertext)
        }
    }

    @Test("a message of any length comes back, in the next whole number of blocks")
    func roundTrips() throws {
        var random = SeededRandom(seed: 5)
        for count in 0...100 {
            let message = Message(
                key: random.bytes(count: 16 + count % 3 * 8),
                vector: random.bytes(count: 16)
            )
            let plaintext = random.bytes(count: count)
            let ciphertext = try message.encrypt(plaintext)
            #expect(ciphertext.count == count / 16 * 16 + 16)
            #expect(try message.decrypt(ciphertext) == plaintext)
        }
    }

    @Test("of the last blocks of one octet, those of 1 to 16 end in a padding")
    func repeatedOctets() throws {
        let message = Message(key: [UInt8](repeating: 7, count: 16), vector: [UInt8](repeating: 9, count: 16))
        for octet in UInt8.min...UInt8.max {
            let padded = [UInt8](repeating: 0xA5, count: 16) + [UInt8](repeating: octet, count: 16)
            let ciphertext = try message.encryptWithoutPadding(padded)
            if (1...16).contains(octet) {
                #expect(try message.decrypt(ciphertext) == padded.dropLast(Int(octet)))
            } else {
                #expect(throws: BlockCipherError.invalidPadding) { try message.decrypt(ciphertext) }
            }
        }
    }

    @Test("a padding with one octet wrong is refused, whichever it is")
    func spoiltPaddings() throws {
        let message = Message(key: [UInt8](repeating: 7, count: 16), vector: [UInt8](repeating: 9, count: 16))
        for count in 2...16 {
            // The last octet tells the count and stays.
            for place in 1..<count {
                var padded = [UInt8](repeating: 0xA5, count: 16 - count)
                padded += [UInt8](repeating: UInt8(count), count: count)
                padded[15 - place] ^= 0x40
                let ciphertext = try message.encryptWithoutPadding(padded)
                #expect(throws: BlockCipherError.invalidPadding) { try message.decrypt(ciphertext) }
            }
        }
    }

    @Test("vectors of another size are refused", arguments: [0, 15, 17, 32])
    func vectorSizes(count: Int) {
        let key = [UInt8](repeating: 0, count: 16)
        let message = Message(key: key, vector: [UInt8](repeating: 0, count: count))
        let error = BlockCipherError.invalidInitializationVectorByteCount(count)
        #expect(throws: error) { try message.encrypt(key) }
        #expect(throws: error) { try message.decrypt(key) }
    }

    @Test(
        "cipher texts of no whole number of blocks, or of none, are refused",
        arguments: [0, 1, 15, 17, 31, 33]
    )
    func ciphertextSizes(count: Int) {
        let message = Message(key: [UInt8](repeating: 0, count: 16), vector: [UInt8](repeating: 0, count: 16))
        #expect(throws: BlockCipherError.invalidCiphertextByteCount(count)) {
            try message.decrypt([UInt8](repeating: 0, count: count))
        }
    }

    @Test(
        "openssl enciphers to the same octets",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [128, 192, 256]
    )
    func openssl(keyBitCount: Int) throws {
        let openssl = try #require(Programs.openssl)
        var random = SeededRandom(seed: 6)
        for count in [0, 1, 15, 16, 47, 48, 63, 64, 65, 1000] {
            let message = Message(key: random.bytes(count: keyBitCount / 8), vector: random.bytes(count: 16))
            let plaintext = random.bytes(count: count)
            let key = ["-K", hexadecimal(message.key), "-iv", hexadecimal(message.vector)]
            let outcome = try openssl.run(["enc", "-aes-\(keyBitCount)-cbc"] + key, input: plaintext)
            #expect(outcome.status == 0)
            #expect(try message.encrypt(plaintext) == outcome.output)
            #expect(try message.decrypt(outcome.output) == plaintext)
        }
    }
}

/// A key and an initialization vector, and what is done with them, on arrays: by what this processor has, and in Swift
/// alone, which must come to the same.
private struct Message {
    var key: [UInt8]
    var vector: [UInt8]

    func encrypt(_ plaintext: [UInt8]) throws -> [UInt8] {
        try same { try CBC.encrypt(plaintext.span, key: $0, initializationVector: vector.span) }
    }

    func decrypt(_ ciphertext: [UInt8]) throws -> [UInt8] {
        try same { array(try CBC.decrypt(ciphertext.span, key: $0, initializationVector: vector.span)) }
    }

    func encryptWithoutPadding(_ plaintext: [UInt8]) throws -> [UInt8] {
        try same {
            try CBC.encryptWithoutPadding(plaintext.span, key: $0, initializationVector: vector.span)
        }
    }

    func decryptWithoutPadding(_ ciphertext: [UInt8]) throws -> [UInt8] {
        try same {
            array(try CBC.decryptWithoutPadding(ciphertext.span, key: $0, initializationVector: vector.span))
        }
    }

    /// What `body` makes with the key, expanded in both ways; throws what it throws with either.
    private func same(_ body: (borrowing AES) throws -> [UInt8]) throws -> [UInt8] {
        let portable = Result { try body(AES(portably: key.span)) }
        let own = Result { try body(AES(key: key.span)) }
        switch (portable, own) {
        case (.success(let octets), .success(let others)): #expect(octets == others)
        case (.failure(let error as BlockCipherError), .failure(let other as BlockCipherError)):
            #expect(error == other)
        default: Issue.record("one way throws and the other does not")
        }
        return try own.get()
    }
}
