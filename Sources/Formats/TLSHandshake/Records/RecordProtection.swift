internal import BlockCiphers
internal import SecretMemory

/// The protection of records in one direction under one key (RFC 8446, section 5.2).
///
/// Key and initialization vector lie on the heap and are wiped with the last owner. Leaks: the counts of bytes, how
/// many zeros pad a record, and whether one was opened.
final class RecordProtection {
    private let gcm: GCM
    private let initializationVector: SecretBytes
    private var sequenceNumber: UInt64 = 0

    /// Takes the traffic secret of a direction (section 7.3).
    init(_ suite: CipherSuite, trafficSecret secret: borrowing SecretBytes) {
        let key = KeyDerivation.expandLabel(suite.digest, secret, "key", byteCount: suite.keyByteCount)
        gcm = RecordProtection.cipher(key)
        initializationVector = KeyDerivation.expandLabel(
            suite.digest,
            secret,
            "iv",
            byteCount: GCM.nonceByteCount
        )
    }

    /// The record that `content` becomes, of at most ``RecordReader/mostContentBytes``.
    func seal(_ type: ContentType, _ content: Span<UInt8>) -> [UInt8] {
        var inner = SecretBytes(repeating: 0, count: content.count + 1)
        var octets = inner.mutableSpan
        for index in content.indices { octets[index] = content[index] }
        octets[content.count] = type.rawValue
        let header = RecordHeader(
            type: ContentType.applicationData.rawValue,
            count: inner.count + GCM.tagByteCount
        )
        do throws(BlockCipherError) {
            let nonce = nextNonce()
            let associatedData = header.bytes
            let sealed = try gcm.seal(inner.span, nonce: nonce.span, authenticating: associatedData.span)
            return associatedData + sealed
        } catch {
            preconditionFailure("a record is never too long for GCM")
        }
    }

    /// What a record holds.
    func open(_ header: RecordHeader, _ body: Span<UInt8>) throws(TLSError) -> Record {
        let inner: SecretBytes
        do throws(BlockCipherError) {
            let nonce = nextNonce()
            let associatedData = header.bytes
            inner = try gcm.open(body, nonce: nonce.span, authenticating: associatedData.span)
        } catch {
            throw .undecipherable
        }
        // The type stands behind the content, and zeros may stand behind it.
        var count = inner.count
        while count > 0, inner.span[count - 1] == 0 { count -= 1 }
        guard count > 0, let type = ContentType(rawValue: inner.span[count - 1]) else {
            throw .malformed("record")
        }
        guard count - 1 <= RecordReader.mostContentBytes else { throw .recordTooLong(count - 1) }
        return Record(type: type, content: SharedSecret(copying: inner.span.extracting(first: count - 1)))
    }

    /// The nonce of the next record (section 5.3).
    private func nextNonce() -> SecretBytes {
        var nonce = initializationVector.copy()
        var octets = nonce.mutableSpan
        for index in 0..<8 {
            octets[octets.count - 1 - index] ^= UInt8(
                truncatingIfNeeded: sequenceNumber >> UInt64(8 * index)
            )
        }
        sequenceNumber += 1
        return nonce
    }

    private static func cipher(_ key: borrowing SecretBytes) -> GCM {
        do throws(BlockCipherError) {
            return GCM(key: try AES(key: key.span))
        } catch {
            preconditionFailure("every suite has a key that AES takes")
        }
    }
}
