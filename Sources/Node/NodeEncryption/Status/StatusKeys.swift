internal import DERCoding
internal import NodePlatform
internal import PKIX
internal import SecretMemory

extension NodeStatus {
    /// Compares a server's key of a kind that is not read here with its certificate, as far as the key's file has the
    /// public one, too; says of others that they were not compared.
    mutating func readOtherKey(_ layout: NodeLayout) {
        let path = layout.certificate("server/server.key")
        guard let content = (try? FileState.read(path))?.content, Self.isOther(content) else { return }
        let file = (try? FileState.read(layout.certificate("server/server.crt")))?.content
        let certificate = file.flatMap { try? Certificate(pem: $0.publicBytes.span) }
        guard let certificate, let point = content.withSpan({ Self.publicPoint(pem: $0) }) else {
            return add(
                .keyNotCompared,
                "is of a kind that is not read here, and was not compared with the certificate",
                path: path
            )
        }
        if point == certificate.subjectPublicKeyInfo.subjectPublicKey { return }
        add(
            .keyMismatch,
            "does not match the certificate beside it",
            path: path,
            cure: "postgres-ssl reissue server"
        )
    }

    /// A server that has loaded a certificate has loaded its key, too: OpenSSL refuses one that does not fit.
    mutating func knowKeyFits() {
        findings.removeAll { $0.code == .keyNotCompared }
    }

    private static func isOther(_ content: SharedSecret) -> Bool {
        do throws(KeyEncodingError) {
            _ = try content.withSpan { (span) throws(KeyEncodingError) in try PrivateKey(pem: span) }
            return false
        } catch {
            // What is broken is said where the certificates are read.
            return error.unusedAlgorithm != nil
        }
    }

    /// The public key in the file of an elliptic curve's private one; `nil` where there is none.
    ///
    /// Leaks: where the parts of the private key begin and end.
    static func publicPoint(pem text: Span<UInt8>) -> [UInt8]? {
        do {
            var reader = try PEMReader(text)
            while let block = try reader.next() {
                guard ["PRIVATE KEY", "EC PRIVATE KEY"].contains(block.label) else { continue }
                let octets = try block.secretOctets()
                return try DERReader<DERError>.read(octets.span) { reader throws(DERError) in
                    try publicPoint(&reader)
                }
            }
        } catch {
            // What it is otherwise is said where the certificates are read.
        }
        return nil
    }

    /// Reads PKCS #8 (RFC 5958, section 2), or what is in it (RFC 5915, section 3):
    ///
    ///     ECPrivateKey ::= SEQUENCE {
    ///         version         INTEGER { ecPrivkeyVer1(1) },
    ///         privateKey      OCTET STRING,
    ///         parameters  [0] ECParameters OPTIONAL,
    ///         publicKey   [1] BIT STRING OPTIONAL }
    private static func publicPoint(_ reader: inout DERReader<DERError>) throws(DERError) -> [UInt8]? {
        try reader.sequence { reader throws(DERError) in
            _ = try reader.smallInteger()
            var point: [UInt8]?
            if try reader.nextIs(.sequence) {
                let kind = try AlgorithmIdentifier(reading: &reader).algorithm
                if kind == .ecPublicKey {
                    point = try reader.octetStringContents { reader throws(DERError) in
                        try publicPoint(&reader)
                    }
                }
            } else {
                _ = try reader.octetString()
                if try reader.nextIs(.constructedField(0)) { _ = try reader.anyElement() }
                point = try reader.optionalSequence(.constructedField(1)) { reader throws(DERError) in
                    [UInt8](copying: try reader.octetAlignedBitString())
                }
            }
            while !reader.isAtEnd { _ = try reader.anyElement() }
            return point
        }
    }
}
