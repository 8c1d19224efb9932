internal import BlockCiphers
internal import SecretMemory

/// The protection of records in one direction under one key (RFC 8446, section 5.2; RFC 5288, section 3).
///
/// Key and initialization vector lie on the heap and are wiped with the last owner. Leaks: the counts of bytes, how
/// many zeros pad a record, and whether one was opened.
final class RecordProtection {
    /// TLS 1.2 protects records of all types and leaves the type in the clear; TLS 1.3 hides it.
    let version: TLSVersion
    private let gcm: GCM
    /// The whole of the first nonce, or in TLS 1.2 the four bytes before what each record says.
    private let initializationVector: SecretBytes
    private var sequenceNumber: UInt64 = 0

    /// Takes the traffic secret of a direction (section 7.3).
    init(_ suite: CipherSuite, trafficSecret secret: borrowing SecretBytes) {
        version = .tls13
        let key = KeyDerivation.expandLabel(suite.digest, secret, "key", byteCount: suite.keyByteCount)
        gcm = RecordProtection.cipher(key)
        initializationVector = KeyDerivation.expandLabel(
            suite.digest,
            secret,
            "iv",
            byteCount: GCM.nonceByteCount
        )
    }

    /// Takes what TLS 1.2 has for a direction (RFC 5246, section 6.3).
    init(key: borrowing SecretBytes, salt: consuming SecretBytes) {
        version = .tls12
        gcm = RecordProtection.cipher(key)
        initializationVector = salt
    }

    /// The record that `content` becomes, of at most ``RecordReader/mostContentBytes``.
    func seal(_ type: ContentType, _ content: Span<UInt8>) -> [UInt8] {
        if version == .tls12 { return sealExplicitly(type, content) }
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
        if version == .tls12 { return try openExplicitly(header, body) }
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

    // MARK: TLS 1.2

    /// The bytes of a nonce that stand before each record.
    private static var explicitByteCount: Int { 8 }

    private func sealExplicitly(_ type: ContentType, _ content: Span<UInt8>) -> [UInt8] {
        let explicit = sequenceBytes
        do throws(BlockCipherError) {
            let nonce = nonce(explicit)
            let associatedData = associatedData(type.rawValue, version: 0x0303, count: content.count)
            let sealed = try gcm.seal(content, nonce: nonce.span, authenticating: associatedData.span)
            sequenceNumber += 1
            return RecordHeader(type: type.rawValue, count: explicit.count + sealed.count).bytes + explicit
                + sealed
        } catch {
            preconditionFailure("a record is never too long for GCM")
        }
    }

    private func openExplicitly(_ header: RecordHeader, _ body: Span<UInt8>) throws(TLSError) -> Record {
        let count = body.count - RecordProtection.explicitByteCount - GCM.tagByteCount
        guard count >= 0, let type = ContentType(rawValue: header.type) else { throw .undecipherable }
        guard count <= RecordReader.mostContentBytes else { throw .recordTooLong(count) }
        let explicit = [UInt8](copying: body.extracting(first: RecordProtection.explicitByteCount))
        let nonce = nonce(explicit)
        let sealed = body.extracting(droppingFirst: RecordProtection.explicitByteCount)
        do throws(BlockCipherError) {
            let associatedData = associatedData(header.type, version: header.version, count: count)
            let content = try gcm.open(sealed, nonce: nonce.span, authenticating: associatedData.span)
            sequenceNumber += 1
            return Record(type: type, content: SharedSecret(content))
        } catch {
            throw .undecipherable
        }
    }

    private var sequenceBytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: sequenceNumber >> UInt64(56 - 8 * $0)) }
    }

    private func nonce(_ explicit: [UInt8]) -> SecretBytes {
        let salt = initializationVector.copy()
        var nonce = SecretBytes(repeating: 0, count: GCM.nonceByteCount)
        var octets = nonce.mutableSpan
        for index in octets.indices {
            octets[index] = index < salt.count ? salt.span[index] : explicit[index - salt.count]
        }
        return nonce
    }

    /// RFC 5246, section 6.2.3.3.
    private func associatedData(_ type: UInt8, version: UInt16, count: Int) -> [UInt8] {
        sequenceBytes + RecordHeader(type: type, version: version, count: count).bytes
    }

    private static func cipher(_ key: borrowing SecretBytes) -> GCM {
        do throws(BlockCipherError) {
            return GCM(key: try AES(key: key.span))
        } catch {
            preconditionFailure("every suite has a key that AES takes")
        }
    }
}
