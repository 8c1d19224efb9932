internal import DERCoding
internal import EllipticCurves
internal import SecretMemory

/// A signature as certificates carry it (RFC 5480, appendix A).
///
///     ECDSA-Sig-Value ::= SEQUENCE {
///         r  INTEGER,
///         s  INTEGER }
struct ECDSASignatureValue {
    /// r ‖ s, each big-endian in as many octets as the curve's order.
    let octets: [UInt8]

    /// Takes a signature of a curve.
    init(_ octets: [UInt8]) { self.octets = octets }

    /// Reads a signature; `nil` where it is not the DER of one that can be of the curve.
    ///
    /// Only one encoding is taken of each signature: a number is written in as few octets as it needs, and is not
    /// negative.
    init?(encoding: Span<UInt8>, curve: NamedCurve) {
        let numbers = try? DERReader<DERError>.read(encoding) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                (try number(&reader, curve), try number(&reader, curve))
            }
        }
        guard let numbers, let r = numbers.0, let s = numbers.1 else { return nil }
        octets = r + s
    }

    /// The DER encoding.
    var encoding: [UInt8] {
        let width = octets.count / 2
        return DERWriter.octets { writer in
            writer.sequence { writer in
                writer.unsignedInteger(octets.span.extracting(0..<width))
                writer.unsignedInteger(octets.span.extracting(width..<2 * width))
            }
        }
    }
}

/// A number in as many octets as the curve's order; `nil` where it has more.
private func number(
    _ reader: inout DERReader<DERError>,
    _ curve: NamedCurve
) throws(DERError) -> [UInt8]? {
    let number = try reader.unsignedInteger()
    guard number.count <= curve.byteCount else { return nil }
    return [UInt8](repeating: 0, count: curve.byteCount - number.count) + [UInt8](copying: number)
}
