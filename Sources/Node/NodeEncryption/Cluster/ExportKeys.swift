internal import MessageDigests
internal import SecretMemory

/// The two keys of an authenticated export.
///
/// PBKDF2-HMAC-SHA-256 (RFC 8018, section 5.2) is asked for one block of 32 bytes only: each further block costs
/// whoever has the pass phrase as much again, and whoever guesses it needs just the one that shows a right guess. The
/// keys come of that block by HKDF-Expand (RFC 5869, section 2.3), each with a name of its own.
///
/// Leaks: the counts of bytes and iterations.
struct ExportKeys: ~Copyable {
    /// For AES-256.
    let encryption: SecretBytes
    /// For HMAC-SHA-256.
    let authentication: SecretBytes

    static let encryptionName = "postgres-ssl cluster root 2 encryption"
    static let authenticationName = "postgres-ssl cluster root 2 authentication"

    init(passPhrase: Span<UInt8>, salt: Span<UInt8>, iterations: Int) throws(KeyDerivationError) {
        let key = try PBKDF2<SHA256>.deriveKey(
            password: passPhrase,
            salt: salt,
            iterationCount: iterations,
            byteCount: SHA256.byteCount
        )
        encryption = Self.expand(key.span, Self.encryptionName)
        authentication = Self.expand(key.span, Self.authenticationName)
    }

    /// T(1) of HKDF-Expand: HMAC of the name and the number of the block.
    private static func expand(_ key: Span<UInt8>, _ name: String) -> SecretBytes {
        HMAC<SHA256>.code(for: (Array(name.utf8) + [1]).span, key: key)
    }
}
