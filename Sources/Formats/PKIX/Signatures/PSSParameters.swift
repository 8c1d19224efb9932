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
    /// The digest of MGF1: SHA-1 or one of SHA-2.
    let maskDigest: SignatureDigest
    let saltByteCount: Int

    private static let mgf1 = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 8)
    private static let defaultSaltByteCount = 20

    /// Parameters with `maskDigest`, or else with one digest for both.
    init(digest: DigestAlgorithm, maskDigest: SignatureDigest? = nil, saltByteCount: Int) {
        self.digest = digest
        self.maskDigest = maskDigest ?? .sha2(digest)
        self.saltByteCount = saltByteCount
    }

    /// Whether the mask is by the digest of the message, as signatures are made here.
    var hasOneDigest: Bool { maskDigest == .sha2(digest) }

    /// Reads the parameters; throws for the default digest of the message, SHA-1.
    init(encoding: [UInt8]) throws(PKIXError) {
        (digest, maskDigest, saltByteCount) = try PKIXReader.read(encoding.span) { reader throws(PKIXError) in
            try reader.sequence { reader throws(PKIXError) in
                let digest = try reader.sequence(.constructedField(0)) { reader throws(PKIXError) in
                    try PSSParameters.digest(AlgorithmIdentifier(reading: &reader))
                }
                let mask = try reader.optionalSequence(.constructedField(1)) { reader throws(PKIXError) in
                    try reader.sequence { reader throws(PKIXError) in
                        guard try reader.objectIdentifier() == PSSParameters.mgf1 else {
                            throw PKIXError.unsupportedSignatureAlgorithm(.rsassaPSS)
                        }
                        return try PSSParameters.digest(AlgorithmIdentifier(reading: &reader))
                    }
                }
                let offset = reader.offset
                let salt = try reader.optionalSequence(.constructedField(2)) { reader throws(PKIXError) in
                    try reader.smallInteger(maximum: 65_535)
                }
                if salt == PSSParameters.defaultSaltByteCount {
                    throw PKIXError.malformed(.encodedDefault(offset: offset))
                }
                return (digest, mask.map { .sha2($0) } ?? .sha1, salt ?? PSSParameters.defaultSaltByteCount)
            }
        }
    }

    /// Whether a key with these parameters makes signatures with those: the same digests, and no shorter salt
    /// (RFC 4055, section 3.3).
    func allows(_ other: PSSParameters) -> Bool {
        digest == other.digest && maskDigest == other.maskDigest && other.saltByteCount >= saltByteCount
    }

    var encoding: [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                let hash = AlgorithmIdentifier(
                    algorithm: digest.identifier,
                    parameters: AlgorithmIdentifier.nullParameters
                )
                writer.element(.constructedField(0)) { hash.write(to: &$0) }
                // SHA-1 is the default, and no other digest is read.
                if case .sha2(let maskDigest) = maskDigest {
                    let mask = AlgorithmIdentifier(
                        algorithm: maskDigest.identifier,
                        parameters: AlgorithmIdentifier.nullParameters
                    )
                    writer.element(.constructedField(1)) { writer in
                        writer.sequence { writer in
                            writer.objectIdentifier(PSSParameters.mgf1)
                            mask.write(to: &writer)
                        }
                    }
                }
                if saltByteCount != PSSParameters.defaultSaltByteCount {
                    writer.element(.constructedField(2)) { $0.integer(saltByteCount) }
                }
            }
        }
    }

    /// The parameters of a signature by PSS; `nil` of any other.
    init?(_ algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .pss(let digest, let saltByteCount): self.init(digest: digest, saltByteCount: saltByteCount)
        case .pssWithOtherMask(let digest, let mask, let saltByteCount):
            self.init(digest: digest, maskDigest: mask, saltByteCount: saltByteCount)
        default: return nil
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
