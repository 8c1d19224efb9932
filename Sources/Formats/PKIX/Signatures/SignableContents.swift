internal import DERCoding
internal import SecretMemory

/// What of a certificate, a request or a list of revoked certificates is signed.
protocol SignableContents: Sendable {
    /// The DER encoding.
    func encoding() throws(PKIXError) -> [UInt8]
}

extension SignableContents {
    /// Signs the contents; the DER of both, to be read as anyone would, so that what leaves here can be read.
    func signed(
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        guard key.supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        let message = try encoding()
        let signature = try key.signature(of: message.span, algorithm: algorithm, using: &random)
        return Self.encoding(message, algorithm, signature)
    }

    /// Signs several, in their order, for less time each where the key can.
    static func signed(
        _ contents: [Self],
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        guard key.supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        var messages: [[UInt8]] = []
        for one in contents { messages.append(try one.encoding()) }
        let signatures = try key.signatures(of: messages, algorithm: algorithm, using: &random)
        guard signatures.count == messages.count else {
            throw .signingFailed(SafeText("\(signatures.count) signatures of \(messages.count) messages"))
        }
        return zip(messages, signatures).map { encoding($0, algorithm, $1) }
    }

    private static func encoding(
        _ message: [UInt8],
        _ algorithm: SignatureAlgorithm,
        _ signature: [UInt8]
    ) -> [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.encoded(message.span)
                algorithm.identifier.write(to: &writer)
                writer.bitString(signature.span)
            }
        }
    }
}

extension DERLimits {
    /// Limits under which what was made here is read, as long as it may be.
    static func own(_ octets: [UInt8]) -> DERLimits {
        DERLimits(byteCount: max(octets.count, DERLimits().byteCount))
    }
}
