/// Writes the numbers and vectors of TLS (RFC 8446, section 3).
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func uint8(_ number: UInt8) { bytes.append(number) }

    mutating func uint16(_ number: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: number >> 8))
        bytes.append(UInt8(truncatingIfNeeded: number))
    }

    mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

    /// A vector with its count of bytes before it, written in so many bytes.
    mutating func vector(countByteCount: Int, _ body: (inout WireWriter) -> Void) {
        let start = bytes.count
        bytes += [UInt8](repeating: 0, count: countByteCount)
        body(&self)
        let count = bytes.count - start - countByteCount
        precondition(count >> (8 * countByteCount) == 0, "a vector must have a count that can be written")
        for index in 0..<countByteCount {
            bytes[start + index] = UInt8(truncatingIfNeeded: count >> (8 * (countByteCount - 1 - index)))
        }
    }

    /// An extension.
    mutating func `extension`(_ type: ExtensionType, _ body: (inout WireWriter) -> Void) {
        uint16(type.rawValue)
        vector(countByteCount: 2, body)
    }

    /// A message of a handshake (RFC 8446, section 4).
    static func message(_ type: HandshakeType, _ body: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter()
        writer.uint8(type.rawValue)
        writer.vector(countByteCount: 3, body)
        return writer.bytes
    }
}
