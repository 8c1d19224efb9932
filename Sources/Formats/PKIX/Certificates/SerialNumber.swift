internal import DERCoding
public import SecretMemory
internal import TextEncodings

/// The number that a certificate has from its issuer (RFC 5280, section 4.1.2.2).
public struct SerialNumber: Hashable, Sendable {
    /// The most octets that are read. A certificate may have 20; some have more.
    public static let maximumByteCount = 64

    /// The contents octets of the INTEGER: two's complement, as short as it can be.
    public let contents: [UInt8]

    /// Makes a number that no other certificate has: 20 random octets, positive, the first one from 1 to 7F so
    /// that there are always 20. 2^-158 is the chance that two are the same.
    public init(using random: inout some RandomSource) {
        var octets: [UInt8]
        repeat {
            octets = random.bytes(count: 20)
            octets[0] &= 0x7F
        } while octets[0] == 0
        contents = octets
    }

    init(reading reader: inout PKIXReader, _ tag: DERTag = .integer) throws(PKIXError) {
        let contents = try SerialNumber.contents(&reader, tag)
        self.contents = [UInt8](copying: reader.octets(contents))
    }

    /// Reads a number and copies nothing: gives where its contents stand.
    static func contents(_ reader: inout PKIXReader, _ tag: DERTag = .integer) throws(PKIXError) -> Range<Int>
    {
        let count = try reader.signedInteger(tag).count
        guard count <= SerialNumber.maximumByteCount else {
            throw .oversizedSerialNumber(octetCount: count)
        }
        // An INTEGER ends with its contents.
        return reader.offset - count..<reader.offset
    }

    func write(to writer: inout DERWriter, _ tag: DERTag = .integer) {
        writer.octetString(contents.span, tag)
    }

    /// Whether the number is above zero, as the standard has it since RFC 5280; older ones may be zero or below.
    public var isPositive: Bool {
        contents[0] & 0x80 == 0 && contents.contains { $0 != 0 }
    }
}

extension SerialNumber: CustomStringConvertible {
    /// The contents octets in hexadecimal, as openssl's `-serial` prints a positive number without the zero octet
    /// of its sign.
    public var description: String {
        let octets = contents.count > 1 && contents[0] == 0 ? Array(contents.dropFirst()) : contents
        return Hexadecimal.encode(octets.span).uppercased()
    }
}
