internal import MessageDigests
internal import SecretMemory

/// The keys that RFC 5802, section 3, makes of one password, and what it makes of them.
///
/// Over any digest, so that the figures of RFC 5802 itself, which are of SHA-1, prove it too; the mechanisms of this
/// module use SHA-256 (RFC 7677).
struct SCRAMKeys<Digest: MessageDigest & ~Copyable>: ~Copyable {
    let clientKey: SecretBytes
    let storedKey: SecretBytes
    let serverKey: SecretBytes

    /// Derives the keys; `password` is as the user gives it, and is prepared here.
    init(password: Span<UInt8>, salt: Span<UInt8>, iterationCount: Int) {
        let prepared = SASLprep.prepareAsPostgreSQL(password)
        let saltedPassword = SCRAMKeys.saltedPassword(prepared.span, salt, iterationCount)
        self.init(saltedPassword: saltedPassword.span)
    }

    /// The keys of SaltedPassword.
    init(saltedPassword: Span<UInt8>) {
        let clientKey = HMAC<Digest>.code(for: Array("Client Key".utf8).span, key: saltedPassword)
        storedKey = digest(Digest.self, clientKey.span)
        self.clientKey = clientKey.copy()
        serverKey = HMAC<Digest>.code(for: Array("Server Key".utf8).span, key: saltedPassword)
    }

    /// SaltedPassword := Hi(Normalize(password), salt, i), and Hi is PBKDF2 for one block.
    private static func saltedPassword(
        _ prepared: Span<UInt8>,
        _ salt: Span<UInt8>,
        _ iterationCount: Int
    ) -> SecretBytes {
        do {
            return try PBKDF2<Digest>.deriveKey(
                password: prepared,
                salt: salt,
                iterationCount: iterationCount,
                byteCount: Digest.byteCount
            )
        } catch {
            preconditionFailure("the iteration count must be at least 1")
        }
    }

    /// ClientProof := ClientKey XOR HMAC(StoredKey, AuthMessage).
    func clientProof(_ authMessage: Span<UInt8>) -> SecretBytes {
        exclusiveOr(clientKey.span, HMAC<Digest>.code(for: authMessage, key: storedKey.span).span)
    }

    /// ServerSignature := HMAC(ServerKey, AuthMessage).
    func serverSignature(_ authMessage: Span<UInt8>) -> SecretBytes {
        HMAC<Digest>.code(for: authMessage, key: serverKey.span)
    }
}

/// The digest of `message`.
func digest<Digest: MessageDigest & ~Copyable>(_: Digest.Type, _ message: Span<UInt8>) -> SecretBytes {
    SecretBytes(capacity: Digest.byteCount) { output in
        var digest = Digest()
        digest.update(message)
        digest.finalize(into: &output)
    }
}

/// The octets of two spans of one count, each combined by exclusive or.
func exclusiveOr(_ left: Span<UInt8>, _ right: Span<UInt8>) -> SecretBytes {
    SecretBytes(capacity: left.count) { output in
        for index in left.indices { output.append(left[index] ^ right[index]) }
    }
}
