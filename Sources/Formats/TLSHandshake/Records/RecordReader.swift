internal import SecretMemory

/// The five bytes before each record (RFC 8446, section 5.1).
struct RecordHeader {
    static let byteCount = 5

    /// The type, known or not.
    let type: UInt8
    /// The version, which says nothing any more.
    var version: UInt16 = 0x0303
    /// The bytes of the record after the header.
    let count: Int

    var bytes: [UInt8] {
        var writer = WireWriter()
        writer.uint8(type)
        writer.uint16(version)
        writer.uint16(UInt16(count))
        return writer.bytes
    }
}

/// A record, deciphered where it had to be.
struct Record {
    let type: ContentType
    let content: SharedSecret
}

/// Takes bytes as they come, and gives them as records.
struct RecordReader {
    /// The most bytes that a record holds: 2^14.
    static let mostContentBytes = 1 << 14
    /// The most bytes of a record that is enciphered.
    private static let mostProtectedBytes = mostContentBytes + 256

    private var buffer: [UInt8] = []
    private var hasRecord = false

    mutating func append(_ bytes: Span<UInt8>) {
        for index in bytes.indices { buffer.append(bytes[index]) }
    }

    /// The next record that is there whole; `protection` is the key in force.
    mutating func next(_ protection: RecordProtection?) throws(TLSError) -> Record? {
        // What does not begin as TLS is known by its first byte, before a server that speaks another protocol has
        // sent as much as a header.
        guard let first = buffer.first else { return nil }
        guard let type = ContentType(rawValue: first) else {
            throw hasRecord ? .unexpected("record of type \(first)") : .notTLS(first)
        }
        guard buffer.count >= RecordHeader.byteCount else { return nil }
        guard buffer[1] == 3 else { throw hasRecord ? .malformed("record") : .notTLS(first) }
        hasRecord = true
        let header = RecordHeader(
            type: first,
            version: UInt16(buffer[1]) << 8 | UInt16(buffer[2]),
            count: Int(buffer[3]) << 8 | Int(buffer[4])
        )
        let isProtected =
            protection.map { $0.version == .tls12 || type == .applicationData } ?? false
        let most = isProtected ? RecordReader.mostProtectedBytes : RecordReader.mostContentBytes
        guard header.count <= most else { throw .recordTooLong(header.count) }
        let end = RecordHeader.byteCount + header.count
        guard buffer.count >= end else { return nil }
        let body = Array(buffer[RecordHeader.byteCount..<end])
        buffer.removeFirst(end)
        if let protection, isProtected { return try protection.open(header, body.span) }
        // A change of cipher specs is never enciphered, and stands for nothing (appendix D.4).
        guard protection == nil || type == .changeCipherSpec else { throw .notEnciphered }
        return Record(type: type, content: SharedSecret(copying: body.span))
    }
}
