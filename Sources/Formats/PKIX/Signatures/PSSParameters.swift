internal import DERCoding
internal import MessageDigests

/// The parameters of RSASSA-PSS (RFC 8017, appendix A.2.3).
///
///     RSASSA-PSS-params ::= SEQUENCE {
///         hashAlgorithm     [0]  HashAlgorithm DEFAULT sha1,
///         maskGenAlgorithm  [1]  MaskGenAlgorithm DEFAULT mgf1SHA1,
///         saltLength        [2]  INTEGER DEFAULT 20,
///         trailerField      [3]  TrailerField DEFAULT trailerFieldBC }
struct PSSParameters: Hashable, Sendable {
    let digest: DigestAlgorithm
    let saltByteCount: Int

    private static let mgf1 = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 8)
    private static let defaultSaltByteCount = 20

    init(digest: DigestAlgorithm, saltByteCount: Int) {
        self.digest = digest
        self.saltByteCount = saltByteCount
    }

    /// Reads the parameters; throws for the default digest, SHA-1, and for a mask by another digest too.
    init(encoding: [UInt8]) throws(PKIXError) {
        (digest, saltByteCount) = try PKIXReader.read(encoding.span) { reader throws(PKIXError) in
            try reader.sequence { reader throws(PKIXError) in
                let digest = try reader.sequence(.constructedField(0)) { reader throws(PKIXError) in
                    try PSSParameters.digest(AlgorithmIdentifier(reading: &reader))
                }
                let maskDigest = try reader.sequence(.constructedField(1)) { reader throws(PKIXError) in
                    try reader.sequence { reader throws(PKIXError) in
                        guard try reader.objectIdentifier() == PSSParameters.mgf1 else {
                            throw PKIXError.unsupportedSignatureAlgorithm(.rsassaPSS)
                        }
                        return try PSSParameters.digest(AlgorithmIdentifier(reading: &reader))
                    }
                }
                guard maskDigest == digest else { throw PKIXError.unsupportedSignatureAlgorithm(.rsassaPSS) }
                let offset = reader.offset
                let salt = try reader.optionalSequence(.constructedField(2)) { reader throws(PKIXError) in
                    try reader.smallInteger(maximum: 65_535)
                }
                if salt == PSSParameters.defaultSaltByteCount {
                    throw PKIXError.malformed(.encodedDefault(offset: offset))
                }
                return (digest, salt ?? PSSParameters.defaultSaltByteCount)
            }
        }
    }

    /// Whether a key with these parameters makes signatures of such a digest and salt: the same digest, and no shorter
    /// salt (RFC 4055, section 3.3).
    func allows(_ digest: DigestAlgorithm, saltByteCount: Int) -> Bool {
        digest == self.digest && saltByteCount >= self.saltByteCount
    }

    var encoding: [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                let hash = AlgorithmIdentifier(
                    algorithm: digest.identifier,
                    parameters: AlgorithmIdentifier.nullParameters
                )
                writer.element(.constructedField(0)) { hash.write(to: &$0) }
                writer.element(.constructedField(1)) { writer in
                    writer.sequence { writer in
                        writer.objectIdentifier(PSSParameters.mgf1)
                        hash.write(to: &writer)
                    }
                }
                if saltByteCount != PSSParameters.defaultSaltByteCount {
                    writer.element(.constructedField(2)) { $0.integer(saltByteCount) }
                }
            }
        }
    }

    private static func digest(_ identifier: AlgorithmIdentifier) throws(PKIXError) -> DigestAlgorithm {
        let hasNoParameters =
            identifier.parameters == nil || identifier.parameters == AlgorithmIdentifier.nullParameters
        guard hasNoParameters,
            let digest = DigestAlgorithm.allCases.first(where: { $0.identifier == identifier.algorithm })
        else { throw .unsupportedSignatureAlgorithm(identifier.algorithm) }
        return digest
    }
}

extension DigestAlgorithm {
    /// The identifier of the digest alone (RFC 8017, appendix B.1).
    fileprivate var identifier: ObjectIdentifier {
        do {
            return try ObjectIdentifier(contents: objectIdentifierContents.span)
        } catch {
            preconditionFailure("a digest has an identifier")
        }
    }
}
