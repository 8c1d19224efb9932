import SecretMemory
import TestSupport
import Testing
import VectorFiles

@testable import BlockCiphers

@Suite("CBC with PKCS #7 padding (NIST SP 800-38A, RFC 5652)")
struct CBCTests {
    @Test("the examples of SP 800-38A, section F.2")
    func examples() throws {
        for vector in try VectorFolder(near: #filePath).file("nist-aes/sp-800-38a-cbc").cases {
            let message = try Message(key: vector.octets("key"), vector: vector.octets("iv"))
            let plaintext = try vector.octets("plaintext")
            let ciphertext = try vector.octets("ciphertext")
            #expect(try message.encryptWithoutPadding(plaintext) == ciphertext, "\(vector)")
            #expect(try message.decryptWithoutPadding(ciphertext) == plaintext, "\(vector)")
        }
    }

    @Test("Wycheproof's figures: the valid ones come back, the others have no padding")
    func wycheproof() throws {
        for vector in try VectorFolder(near: #filePath).file("wycheproof/aes_cbc_pkcs5").cases {
            let message = try Message(key: vector.octets("key"), vector: vector.octets("iv"))
            let ciphertext = try vector.octets("ciphertext")
            if vector.result == .valid {
                let plaintext = try vector.octets("plaintext")
                #expect(try message.encrypt(plaintext) == ciphertext, "\(vector)")
                #expect(try message.decrypt(ciphertext) == plaintext, "\(vector)")
            } else {
                let error =
                    ciphertext.isEmpty ? BlockCipherError.invalidCiphertextByteCount(0) : .invalidPadding
                #expect(throws: error, "\(vector)") { try message.decrypt(ciphertext) }
            }
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

    @Test("a padding that was taken off is wiped where it lies", arguments: 0...32)
    func wipedPadding(count: Int) throws {
        let key = try AES(key: [UInt8](repeating: 7, count: 32).span)
        let vector = [UInt8](repeating: 9, count: 16)
        let plaintext = [UInt8](repeating: 0xA5, count: count)
        let ciphertext = try CBC.encrypt(plaintext.span, key: key, initializationVector: vector.span)
        let decrypted = try CBC.decrypt(ciphertext.span, key: key, initializationVector: vector.span)
        let whole = decrypted.span.withUnsafeBufferPointer { octets in
            Array(UnsafeBufferPointer(start: octets.baseAddress, count: ciphertext.count))
        }
        #expect(whole == plaintext + [UInt8](repeating: 0, count: ciphertext.count - count))
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

    /// The ciphertext of a whole number of blocks: what is enciphered behind them for the padding changes none before
    /// it.
    func encryptWithoutPadding(_ plaintext: [UInt8]) throws -> [UInt8] {
        Array(try encrypt(plaintext).prefix(plaintext.count))
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
