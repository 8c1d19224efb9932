import SecretMemory
import TestSupport
import Testing
import VectorFiles

@testable import BlockCiphers

@Suite("GCM (NIST SP 800-38D)")
struct GCMTests {
    /// Wycheproof's, and of NIST's one in some that are spread over all sizes; the program `vectors` runs every one.
    @Test(
        "published messages: the valid ones are sealed and opened, the others are refused for their tag",
        arguments: [
            "wycheproof/aes_gcm", "nist-aes/gcm-seal-128", "nist-aes/gcm-open-128", "nist-aes/gcm-seal-256",
            "nist-aes/gcm-open-256",
        ]
    )
    func published(name: String) throws {
        let cases = try VectorFolder(near: #filePath).file(name).cases
        let step = name.hasPrefix("nist") ? 8 : 1
        for vector in cases.enumerated().filter({ $0.offset.isMultiple(of: step) }).map(\.element) {
            let message = Message(
                key: try vector.octets("key"),
                nonce: try vector.octets("iv"),
                associatedData: try vector.octets("associated-data")
            )
            let sealed = try vector.octets("ciphertext") + vector.octets("tag")
            if vector.result == .valid {
                let plaintext = try vector.octets("plaintext")
                #expect(try message.seal(plaintext) == sealed, "\(name) \(vector)")
                #expect(try message.open(sealed) == plaintext, "\(name) \(vector)")
            } else {
                let error = message.nonce.isEmpty ? BlockCipherError.invalidNonceByteCount(0) : .invalidTag
                #expect(throws: error, "\(name) \(vector)") { try message.open(sealed) }
            }
        }
    }

    @Test("messages and associated data of any size come back, by both ways alike")
    func sizes() throws {
        var random = SeededRandom(seed: 7)
        // Around the blocks, the eight blocks of both kernels, and the 64 blocks of key stream.
        for count in [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 255, 256, 1023, 1024, 1025, 2100] {
            let message = Message(
                key: random.bytes(count: 16 + count % 3 * 8),
                nonce: random.bytes(count: count % 2 == 0 ? 12 : 20),
                associatedData: random.bytes(count: (count * 7) % 300)
            )
            let plaintext = random.bytes(count: count)
            let sealed = try message.seal(plaintext)
            #expect(sealed.count == count + 16)
            #expect(try message.open(sealed) == plaintext)
        }
    }

    @Test("a change of any octet, of nonce and of associated data, is refused")
    func changes() throws {
        var random = SeededRandom(seed: 8)
        let message = Message(
            key: random.bytes(count: 16),
            nonce: random.bytes(count: 12),
            associatedData: random.bytes(count: 5)
        )
        let sealed = try message.seal(random.bytes(count: 20))
        for index in sealed.indices {
            for bit in [1, 0x80] as [UInt8] {
                var changed = sealed
                changed[index] ^= bit
                #expect(throws: BlockCipherError.invalidTag) { try message.open(changed) }
            }
        }
        for index in 0..<12 {
            var other = message
            other.nonce[index] ^= 1
            #expect(throws: BlockCipherError.invalidTag) { try other.open(sealed) }
        }
        for data in [message.associatedData.dropLast(), message.associatedData + [0], []] {
            var other = message
            other.associatedData = Array(data)
            #expect(throws: BlockCipherError.invalidTag) { try other.open(sealed) }
        }
        // The last octet of the data as the first of the ciphertext: the counts at the end differ.
        var moved = message
        let last = moved.associatedData.removeLast()
        #expect(throws: BlockCipherError.invalidTag) { try moved.open([last] + sealed) }
    }

    @Test("what is shorter than a tag, and a message that is too long, are refused")
    func limits() throws {
        let message = Message(key: [UInt8](repeating: 1, count: 16), nonce: [1], associatedData: [])
        for count in [0, 1, 15] {
            #expect(throws: BlockCipherError.invalidSealedByteCount(count)) {
                try message.open([UInt8](repeating: 0, count: count))
            }
        }
        // NIST SP 800-38D, section 5.2.1.1: 2^39 - 256 bits.
        try GCM.checkMessage(byteCount: 68_719_476_704)
        #expect(throws: BlockCipherError.invalidMessageByteCount(68_719_476_705)) {
            try GCM.checkMessage(byteCount: 68_719_476_705)
        }
    }

    @Test("products of polynomials are those of school, bit by bit")
    func products() {
        var random = SeededRandom(seed: 9)
        func word() -> UInt64 { random.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) } }
        let edges: [UInt64] = [0, 1, 2, 1 << 63, .max, 0x1111_1111_1111_1111, 0x8888_8888_8888_8888]
        var pairs = edges.flatMap { left in edges.map { (left, $0) } }
        for _ in 0..<200 { pairs.append((word(), word())) }
        for (left, right) in pairs {
            var (low, high) = (UInt64(0), UInt64(0))
            for bit in 0..<64 where right >> UInt64(bit) & 1 == 1 {
                low ^= left << UInt64(bit)
                high ^= bit == 0 ? 0 : left >> UInt64(64 - bit)
            }
            let product = CarrylessMultiplication.wideProduct(left, right)
            #expect(product == (low, high))
        }
    }
}

/// What is sealed and opened under one key and nonce, on arrays: by what this processor has, and in Swift alone, which
/// must come to the same.
private struct Message {
    var key: [UInt8]
    var nonce: [UInt8]
    var associatedData: [UInt8]

    func seal(_ plaintext: [UInt8]) throws -> [UInt8] {
        try same { try $0.seal(plaintext.span, nonce: nonce.span, authenticating: associatedData.span) }
    }

    func open(_ sealed: [UInt8]) throws -> [UInt8] {
        try same {
            array(try $0.open(sealed.span, nonce: nonce.span, authenticating: associatedData.span))
        }
    }

    private func same(_ body: (borrowing GCM) throws -> [UInt8]) throws -> [UInt8] {
        let portable = Result { try body(GCM(key: AES(portably: key.span))) }
        let own = Result { try body(GCM(key: AES(key: key.span))) }
        switch (portable, own) {
        case (.success(let octets), .success(let others)): #expect(octets == others)
        case (.failure(let error as BlockCipherError), .failure(let other as BlockCipherError)):
            #expect(error == other)
        default: Issue.record("one way throws and the other does not")
        }
        return try own.get()
    }
}
