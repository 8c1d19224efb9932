internal import MessageDigests
internal import SecretMemory

/// HKDF and HMAC by the digest of a cipher suite, as TLS 1.3 uses them (RFC 8446, section 7.1).
///
/// Leaks: the counts, and labels and contexts, which are public.
enum KeyDerivation {
    /// HKDF-Extract.
    static func extract(
        _ digest: DigestAlgorithm,
        salt: borrowing SecretBytes,
        _ inputKey: borrowing SecretBytes
    ) -> SecretBytes {
        switch digest {
        case .sha384: HKDF<SHA384>.extract(inputKey.span, salt: salt.span)
        default: HKDF<SHA256>.extract(inputKey.span, salt: salt.span)
        }
    }

    /// HKDF-Expand-Label.
    static func expandLabel(
        _ digest: DigestAlgorithm,
        _ secret: borrowing SecretBytes,
        _ label: String,
        context: [UInt8] = [],
        byteCount: Int
    ) -> SecretBytes {
        var writer = WireWriter()
        writer.uint16(UInt16(byteCount))
        writer.vector(countByteCount: 1) { $0.append("tls13 \(label)".utf8) }
        writer.vector(countByteCount: 1) { $0.append(context) }
        do throws(KeyDerivationError) {
            let information = writer.bytes
            switch digest {
            case .sha384:
                return try HKDF<SHA384>.expand(
                    secret.span,
                    information: information.span,
                    byteCount: byteCount
                )
            default:
                return try HKDF<SHA256>.expand(
                    secret.span,
                    information: information.span,
                    byteCount: byteCount
                )
            }
        } catch {
            preconditionFailure("no key of TLS is longer than 255 digests")
        }
    }

    /// Derive-Secret, of a transcript's digest.
    static func deriveSecret(
        _ digest: DigestAlgorithm,
        _ secret: borrowing SecretBytes,
        _ label: String,
        transcript: [UInt8]
    ) -> SecretBytes {
        expandLabel(digest, secret, label, context: transcript, byteCount: digest.byteCount)
    }

    /// HMAC.
    static func code(
        _ digest: DigestAlgorithm,
        for data: [UInt8],
        key: borrowing SecretBytes
    ) -> SecretBytes {
        switch digest {
        case .sha384: HMAC<SHA384>.code(for: data.span, key: key.span)
        default: HMAC<SHA256>.code(for: data.span, key: key.span)
        }
    }
}
