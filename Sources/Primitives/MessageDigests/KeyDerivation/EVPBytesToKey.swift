public import SecretMemory

/// OpenSSL's EVP_BytesToKey: D(i) is the digest, taken `roundCount` times, of D(i − 1), the password and the salt;
/// the key and then the initialization vector are the octets of D(1), D(2) and so on.
///
/// With one round, as programs use it, guessing a password costs an attacker one digest or two: it is here for the
/// formats that have it. With MD5 and a need for no more than 16 octets it is PBKDF1.
public enum EVPBytesToKey<Digest: MessageDigest & ~Copyable> {
    /// The key and the initialization vector that come from a password.
    ///
    /// `salt` has 8 octets, or none for OpenSSL's `-nosalt`. Fewer than one round, and a key of fewer than one octet,
    /// are refused.
    ///
    /// Leaks: all counts; nothing about what the password and the salt are.
    public static func derive(
        password: Span<UInt8>,
        salt: Span<UInt8>,
        roundCount: Int,
        keyByteCount: Int,
        initializationVectorByteCount: Int
    ) throws(KeyDerivationError) -> KeyAndInitializationVector {
        guard salt.count == 0 || salt.count == 8 else { throw .invalidSaltByteCount(salt.count) }
        guard roundCount > 0 else { throw .invalidIterationCount(roundCount) }
        guard keyByteCount > 0 else { throw .invalidDerivedByteCount(keyByteCount) }
        guard initializationVectorByteCount >= 0 else {
            throw .invalidDerivedByteCount(initializationVectorByteCount)
        }
        var key = SecretBytes(repeating: 0, count: keyByteCount)
        var vector = SecretBytes(repeating: 0, count: initializationVectorByteCount)
        var keyOctets = key.mutableSpan
        var vectorOctets = vector.mutableSpan
        var digest = Digest()
        var block = SecretBytes(repeating: 0, count: Digest.byteCount)
        var produced = 0
        while produced - keyByteCount < initializationVectorByteCount {
            if produced > 0 { digest.update(block.span) }
            digest.update(password)
            digest.update(salt)
            finalize(&digest, into: &block)
            for _ in 1..<roundCount {
                digest.update(block.span)
                finalize(&digest, into: &block)
            }
            let octets = block.span
            for index in octets.indices {
                let place = produced + index
                if place < keyByteCount {
                    keyOctets[place] = octets[index]
                } else if place - keyByteCount < initializationVectorByteCount {
                    vectorOctets[place - keyByteCount] = octets[index]
                }
            }
            produced += Digest.byteCount
        }
        return KeyAndInitializationVector(key: key, initializationVector: vector)
    }

    private static func finalize(_ digest: inout Digest, into block: inout SecretBytes) {
        var span = block.mutableSpan
        digest.finalizeAndReset(into: &span)
    }
}

/// A cipher's key and the initialization vector derived with it.
public struct KeyAndInitializationVector: ~Copyable, Sendable {
    /// The key.
    public let key: SecretBytes

    /// The initialization vector, as secret as what it was derived from.
    public let initializationVector: SecretBytes
}
