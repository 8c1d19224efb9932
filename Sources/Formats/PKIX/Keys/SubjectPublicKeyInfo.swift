public import DERCoding
internal import SecretMemory

/// A public key of any algorithm, as certificates and requests carry it (RFC 5280, section 4.1.2.7).
///
///     SubjectPublicKeyInfo ::= SEQUENCE {
///         algorithm         AlgorithmIdentifier,
///         subjectPublicKey  BIT STRING }
public struct SubjectPublicKeyInfo: Hashable, Sendable {
    /// What kind of key.
    public let algorithm: AlgorithmIdentifier
    /// The key's octets, without the count of unused bits before them.
    public let subjectPublicKey: [UInt8]

    /// Makes a key from its parts.
    public init(algorithm: AlgorithmIdentifier, subjectPublicKey: [UInt8]) {
        self.algorithm = algorithm
        self.subjectPublicKey = subjectPublicKey
    }

    /// Reads a key.
    public init<Failure>(reading reader: inout DERReader<Failure>) throws(Failure) {
        self = try reader.sequence { reader throws(Failure) in
            let algorithm = try AlgorithmIdentifier(reading: &reader)
            let key = try reader.octetAlignedBitString()
            return SubjectPublicKeyInfo(algorithm: algorithm, subjectPublicKey: [UInt8](copying: key))
        }
    }

    /// Writes the key.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            algorithm.write(to: &writer)
            writer.bitString(subjectPublicKey.span)
        }
    }

    /// The DER encoding.
    public var encoding: [UInt8] {
        DERWriter.octets { write(to: &$0) }
    }
}
