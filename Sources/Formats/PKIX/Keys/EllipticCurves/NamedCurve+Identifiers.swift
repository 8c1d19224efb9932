internal import DERCoding
internal import EllipticCurves

extension NamedCurve {
    /// How certificates and keys name the curve (RFC 5480, section 2.1.1.1).
    var identifier: ObjectIdentifier {
        switch self {
        case .p256: ObjectIdentifier(1, 2, 840, 10045, 3, 1, 7)
        case .p384: ObjectIdentifier(1, 3, 132, 0, 34)
        case .p521: ObjectIdentifier(1, 3, 132, 0, 35)
        }
    }

    /// The curve that ECParameters name: `namedCurve`, since explicit ones are not to be used (section 2.1.1).
    init(reading reader: inout DERReader<KeyEncodingError>) throws(KeyEncodingError) {
        guard try reader.nextIs(.objectIdentifier) else { throw .explicitCurve }
        let identifier = try reader.objectIdentifier()
        guard let curve = NamedCurve.allCases.first(where: { $0.identifier == identifier }) else {
            throw .unknownCurve(identifier)
        }
        self = curve
    }
}

extension AlgorithmIdentifier {
    /// `id-ecPublicKey` on a curve (RFC 5480, section 2.1.1).
    init(_ curve: NamedCurve) {
        self.init(
            algorithm: .ecPublicKey,
            parameters: DERWriter.octets { $0.objectIdentifier(curve.identifier) }
        )
    }

    /// The curve of `id-ecPublicKey`.
    func curve() throws(KeyEncodingError) -> NamedCurve {
        guard algorithm == .ecPublicKey else { throw .otherAlgorithm(algorithm, needed: .ecPublicKey) }
        guard let parameters else { throw .missingCurve }
        return try DERReader<KeyEncodingError>.read(parameters.span) { reader throws(KeyEncodingError) in
            try NamedCurve(reading: &reader)
        }
    }
}
