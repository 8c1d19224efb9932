import SecretMemory
import TLSHandshake

@testable import ServerProbe

/// Bytes of a server that a test wrote down, in the parts in which they come, and then its end.
struct ScriptedStream: ~Copyable, ByteStream {
    private let part: (Int) -> [UInt8]?
    private var count = 0

    /// Parts by their number, from 0 on.
    init(_ part: @escaping (Int) -> [UInt8]?) { self.part = part }

    init(_ parts: [[UInt8]]) { part = { $0 < parts.count ? parts[$0] : nil } }

    mutating func send(_: Span<UInt8>) throws(TLSError) {}

    mutating func receive() throws(TLSError) -> SharedSecret? {
        guard let bytes = part(count) else { return nil }
        count += 1
        return SharedSecret(copying: bytes.span)
    }
}

/// A message of a server: its type, and its content.
func message(_ type: Unicode.Scalar, _ content: [UInt8]) -> [UInt8] {
    [UInt8(ascii: type)] + number(UInt32(content.count + 4)) + content
}

/// Four octets.
func number(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
