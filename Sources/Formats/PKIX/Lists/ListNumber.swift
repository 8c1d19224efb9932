public import DERCoding
internal import SecretMemory
internal import TextEncodings

/// The number of a list, which the next list of the same issuer and scope exceeds (RFC 5280, section 5.2.3).
///
///     CRLNumber ::= INTEGER (0..MAX)
public struct ListNumber: ExtensionContents {
    /// `id-ce-cRLNumber`
    public static let identifier = ObjectIdentifier(2, 5, 29, 20)
    /// The most octets of a number.
    public static let maximumByteCount = 20

    /// The number, big-endian, in as few octets as it needs; none for 0.
    let octets: [UInt8]

    /// Makes a number.
    public init(_ number: UInt64) {
        octets = Array(
            (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }.drop { $0 == 0 }
        )
    }

    private init(octets: [UInt8]) { self.octets = octets }

    /// The number that follows; `nil` where it would have more octets than a number may have.
    public var next: ListNumber? {
        var octets = octets
        var place = octets.count - 1
        while place >= 0, octets[place] == 0xFF {
            octets[place] = 0
            place -= 1
        }
        if place >= 0 { octets[place] += 1 } else { octets.insert(1, at: 0) }
        return octets.count > ListNumber.maximumByteCount ? nil : ListNumber(octets: octets)
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        self = try ListNumber(reading: &reader, .integer)
    }

    init(reading reader: inout DERReader<PKIXError>, _ tag: DERTag) throws(PKIXError) {
        let number = [UInt8](copying: try reader.unsignedInteger(tag))
        octets = Array(number.drop { $0 == 0 })
        guard octets.count <= ListNumber.maximumByteCount else {
            throw .oversizedListNumber(octetCount: octets.count)
        }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.unsignedInteger(octets.span)
    }
}

extension ListNumber: Comparable {
    /// Whether `left` is the smaller number.
    public static func < (left: ListNumber, right: ListNumber) -> Bool {
        left.octets.count != right.octets.count
            ? left.octets.count < right.octets.count : left.octets.lexicographicallyPrecedes(right.octets)
    }
}

extension ListNumber: CustomStringConvertible {
    /// The number in hexadecimal, as openssl's `-crlnumber` prints it.
    public var description: String {
        octets.isEmpty ? "00" : Hexadecimal.encode(octets.span).uppercased()
    }
}
