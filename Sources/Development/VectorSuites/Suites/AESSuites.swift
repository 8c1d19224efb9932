internal import BlockCiphers
internal import SecretMemory
internal import VectorFiles

/// Cases of AES, answered by what this processor has and by portable Swift.
protocol CipherSuite: Suite {
    func answer(_ vector: VectorCase, _ key: borrowing AES) throws -> Answer
}

extension CipherSuite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let secret = try vector.octets("key")
        let own = try answer(vector, AES(key: secret.span))
        let portable = try answer(vector, AES(portably: secret.span))
        return own == portable ? own : .refused("the portable code gives a different answer")
    }
}

/// The cipher by itself, block by block.
struct AESBlockSuite: CipherSuite {
    func answer(_ vector: VectorCase, _ key: borrowing AES) throws -> Answer {
        let plaintext = try vector.octets("plaintext")
        let ciphertext = try vector.octets("ciphertext")
        guard plaintext.count == ciphertext.count, plaintext.count.isMultiple(of: AES.blockByteCount) else {
            return .refused("not a whole number of blocks")
        }
        for start in stride(from: 0, to: plaintext.count, by: AES.blockByteCount) {
            let range = start..<start + AES.blockByteCount
            let encrypted = try key.encrypt(block: plaintext.span.extracting(range))
            guard encrypted == Array(ciphertext[range]) else {
                return .refused("the ciphertext is different")
            }
            let decrypted = try key.decrypt(block: ciphertext.span.extracting(range)).octets
            guard decrypted == Array(plaintext[range]) else { return .refused("the plaintext is different") }
        }
        return .accepted
    }

    func isLong(_ vector: VectorCase) -> Bool { true }
}

/// CBC on whole blocks. The interface pads, so that the last block is one more than published.
struct CBCSuite: CipherSuite {
    func answer(_ vector: VectorCase, _ key: borrowing AES) throws -> Answer {
        let iv = try vector.octets("iv")
        let plaintext = try vector.octets("plaintext")
        let ciphertext = try vector.octets("ciphertext")
        let encrypted = try CBC.encrypt(plaintext.span, key: key, initializationVector: iv.span)
        guard encrypted.dropLast(AES.blockByteCount) == ciphertext[...] else {
            return .refused("the ciphertext is different")
        }
        let padded = try ciphertext + paddingBlock(after: ciphertext, key: key)
        let decrypted = try CBC.decrypt(padded.span, key: key, initializationVector: iv.span).octets
        return decrypted == plaintext ? .accepted : .refused("the plaintext is different")
    }

    func isLong(_ vector: VectorCase) -> Bool { true }
}

/// The Monte Carlo test of AESAVS, section 6.4.2: each block's input depends on the outputs before.
struct CBCChainSuite: CipherSuite {
    func answer(_ vector: VectorCase, _ key: borrowing AES) throws -> Answer {
        let word = try vector.word("direction")
        switch word {
        case "encrypt":
            let last = try chain(from: try vector.octets("plaintext"), iv: try vector.octets("iv")) {
                block,
                iv in
                let encrypted = try CBC.encrypt(block.span, key: key, initializationVector: iv.span)
                return (
                    Array(encrypted.prefix(AES.blockByteCount)), Array(encrypted.prefix(AES.blockByteCount))
                )
            }
            return last == (try vector.octets("ciphertext"))
                ? .accepted : .refused("the ciphertext is different")
        case "decrypt":
            let last = try chain(from: try vector.octets("ciphertext"), iv: try vector.octets("iv")) {
                block,
                iv in
                let padded = try block + paddingBlock(after: block, key: key)
                return (try CBC.decrypt(padded.span, key: key, initializationVector: iv.span).octets, block)
            }
            return last == (try vector.octets("plaintext"))
                ? .accepted : .refused("the plaintext is different")
        default: throw VectorSuiteError.unknownWord(word, line: vector.line)
        }
    }

    func isLong(_ vector: VectorCase) -> Bool { true }

    /// A thousand rounds; `step` gives the output for a block, and what the next block is chained with.
    private func chain(
        from input: [UInt8],
        iv: [UInt8],
        step: ([UInt8], [UInt8]) throws -> (output: [UInt8], link: [UInt8])
    ) throws -> [UInt8] {
        var (block, link) = (input, iv)
        var before = iv
        for _ in 0..<1000 {
            let result = try step(block, link)
            // The next input is the output before this one; the first time, the initialization vector.
            block = before
            before = result.output
            link = result.link
        }
        return before
    }
}

/// CBC with the padding of PKCS#7.
struct PaddedCBCSuite: CipherSuite {
    func answer(_ vector: VectorCase, _ key: borrowing AES) throws -> Answer {
        let iv = try vector.octets("iv")
        let plaintext = try vector.octets("plaintext")
        let ciphertext = try vector.octets("ciphertext")
        do throws(BlockCipherError) {
            let decrypted = try CBC.decrypt(ciphertext.span, key: key, initializationVector: iv.span).octets
            guard decrypted == plaintext else { return .refused("the plaintext is different") }
        } catch {
            return .refused("\(error)")
        }
        let encrypted = try CBC.encrypt(plaintext.span, key: key, initializationVector: iv.span)
        return encrypted == ciphertext ? .accepted : .refused("the ciphertext is different")
    }
}

/// GCM, which no changed message gets through.
struct GCMSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let secret = try vector.octets("key")
        let own = try answer(vector, GCM(key: AES(key: secret.span)))
        let portable = try answer(vector, GCM(key: AES(portably: secret.span)))
        return own == portable ? own : .refused("the portable code gives a different answer")
    }

    private func answer(_ vector: VectorCase, _ gcm: borrowing GCM) throws -> Answer {
        let nonce = try vector.octets("iv")
        let associated = try vector.octets("associated-data")
        let plaintext = try vector.octets("plaintext")
        let sealed = try vector.octets("ciphertext") + vector.octets("tag")
        do throws(BlockCipherError) {
            let opened = try gcm.open(sealed.span, nonce: nonce.span, authenticating: associated.span)
            guard opened.octets == plaintext else { return .wrong("the plaintext is different") }
            let again = try gcm.seal(plaintext.span, nonce: nonce.span, authenticating: associated.span)
            return again == sealed ? .accepted : .wrong("the ciphertext or its tag is different")
        } catch {
            return .refused("\(error)")
        }
    }
}

/// The block that pads a text of whole blocks, enciphered behind it.
private func paddingBlock(after ciphertext: [UInt8], key: borrowing AES) throws -> [UInt8] {
    let padding = ciphertext.suffix(AES.blockByteCount).map { $0 ^ UInt8(AES.blockByteCount) }
    return try key.encrypt(block: padding.span)
}
