internal import DERCoding
internal import SecretMemory

/// What requests and lists of revoked certificates have within a signature. Certificates keep less of it: see
/// ``Certificate``.
protocol SignedContents: SignableContents {
    /// Reads the contents.
    init(reading reader: inout PKIXReader) throws(PKIXError)

    /// The algorithm that the contents name themselves, which must be that beside the signature; `nil` for contents
    /// that name none.
    var namedAlgorithm: AlgorithmIdentifier? { get }
}

/// Contents and the signature of them, as they were read, with the exact octets (RFC 5280, section 4.1).
///
///     SEQUENCE {
///         contents            Contents,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// Reading says nothing about who signed.
struct Signed<Contents: SignedContents>: Sendable {
    /// The exact octets.
    let encoding: [UInt8]
    /// The exact octets of what is signed.
    let contentsEncoding: [UInt8]
    /// What is signed.
    let contents: Contents
    /// How it is signed.
    let algorithm: SignatureAlgorithm
    /// The signature's octets.
    let signature: [UInt8]

    /// Reads contents and signature; nothing may follow them.
    init(der octets: Span<UInt8>, limits: DERLimits = DERLimits()) throws(PKIXError) {
        (contents, contentsEncoding, algorithm, signature) = try PKIXReader.read(octets, limits: limits) {
            reader throws(PKIXError) in
            try reader.sequence { reader throws(PKIXError) in
                let (contents, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                    try Contents(reading: &reader)
                }
                let algorithm = try AlgorithmIdentifier(reading: &reader)
                guard contents.namedAlgorithm == nil || contents.namedAlgorithm == algorithm else {
                    throw PKIXError.signatureAlgorithmMismatch
                }
                let signature = [UInt8](copying: try reader.octetAlignedBitString())
                return (contents, encoding, SignatureAlgorithm(algorithm), signature)
            }
        }
        encoding = [UInt8](copying: octets)
    }
}

// Values are equal where their octets are.
extension Signed: Hashable {
    static func == (left: Signed, right: Signed) -> Bool {
        left.encoding == right.encoding
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(octets: encoding)
    }
}
