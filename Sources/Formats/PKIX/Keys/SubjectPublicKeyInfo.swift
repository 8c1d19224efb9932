public import DERCoding
internal import EllipticCurves
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
        let place = try SubjectPublicKeyInfo.place(&reader)
        algorithm = AlgorithmIdentifier(at: place.algorithm, in: reader)
        subjectPublicKey = [UInt8](copying: reader.octets(place.subjectPublicKey))
    }

    /// Hashes both parts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(algorithm)
        hasher.combine(octets: subjectPublicKey)
    }

    /// Where the parts of a key stand.
    struct Place {
        let algorithm: AlgorithmIdentifier.Place
        let subjectPublicKey: Range<Int>
    }

    /// Reads a key and copies nothing.
    static func place<Failure>(_ reader: inout DERReader<Failure>) throws(Failure) -> Place {
        var fields = try reader.inner()
        let algorithm = try AlgorithmIdentifier.place(&fields)
        let key = try fields.octetAlignedBits()
        try fields.finish()
        return Place(algorithm: algorithm, subjectPublicKey: key)
    }

    /// Reads the DER encoding of a key.
    public init(encoding octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try DERReader<KeyEncodingError>.read(octets) { reader throws(KeyEncodingError) in
            try SubjectPublicKeyInfo(reading: &reader)
        }
    }

    /// Reads the first public key of a PEM text, passing over documents of other labels (RFC 7468, section 13).
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        let document = try PEMDocument(firstIn: text, labelled: ["PUBLIC KEY"])
        let octets = document.octets
        try self.init(encoding: octets.span)
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

    /// Whether both are one key, however each is written: of a point the second coordinate may be left out (SEC 1,
    /// section 2.3.3), and the parameters of RSA, which are nothing of the key, by tools that know no better.
    public func isSameKey(as other: SubjectPublicKeyInfo) -> Bool {
        guard algorithm.algorithm == other.algorithm.algorithm else { return false }
        guard algorithm.algorithm == .ecPublicKey else { return subjectPublicKey == other.subjectPublicKey }
        guard let own = try? ECDSA.PublicKey(self), let others = try? ECDSA.PublicKey(other) else {
            // On a curve that is not used here.
            return self == other
        }
        return own == others
    }
}

extension PEMDocument {
    /// The first document of a text that has one of the labels.
    init(firstIn text: Span<UInt8>, labelled labels: [String]) throws(KeyEncodingError) {
        do {
            var reader = try PEMReader(text)
            while let block = try reader.next() {
                guard labels.contains(block.label) else { continue }
                self.init(label: block.label, octets: try block.octets())
                return
            }
        } catch {
            throw .malformedPEM(error)
        }
        throw .noKey(expected: labels[0])
    }
}
