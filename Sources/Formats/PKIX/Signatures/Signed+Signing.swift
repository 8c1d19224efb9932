internal import DERCoding
internal import SecretMemory

extension Signed {
    /// Signs contents, and reads them as anyone would: what leaves here can be read.
    init(
        _ contents: Contents,
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) {
        guard key.supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        let message = try contents.encoding()
        let signature = try key.signature(of: message.span, algorithm: algorithm, using: &random)
        try self.init(message, algorithm, signature)
    }

    /// Signs several, in their order, for less time each where the key can.
    static func all(
        _ contents: [Contents],
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [Signed] {
        guard key.supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        var messages: [[UInt8]] = []
        for one in contents { messages.append(try one.encoding()) }
        let signatures = try key.signatures(of: messages, algorithm: algorithm, using: &random)
        guard signatures.count == messages.count else {
            throw .signingFailed(SafeText("\(signatures.count) signatures of \(messages.count) messages"))
        }
        var all: [Signed] = []
        for (message, signature) in zip(messages, signatures) {
            all.append(try Signed(message, algorithm, signature))
        }
        return all
    }

    private init(
        _ message: [UInt8],
        _ algorithm: SignatureAlgorithm,
        _ signature: [UInt8]
    ) throws(PKIXError) {
        let encoding = DERWriter.octets { writer in
            writer.sequence { writer in
                writer.encoded(message.span)
                algorithm.identifier.write(to: &writer)
                writer.bitString(signature.span)
            }
        }
        try self.init(
            der: encoding.span,
            limits: DERLimits(byteCount: max(encoding.count, DERLimits().byteCount))
        )
    }
}
