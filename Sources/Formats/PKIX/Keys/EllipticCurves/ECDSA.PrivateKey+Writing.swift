internal import DERCoding
public import EllipticCurves
public import SecretMemory

// Private keys on elliptic curves, unencrypted, with their public keys (RFC 5915, section 3; RFC 5958, section 2).
extension ECDSA.PrivateKey {
    /// The key as an ECPrivateKey that names its curve, in memory that wipes itself.
    ///
    /// Leaks: the curve.
    public var sec1Encoding: SecretBytes {
        DERWriter.secretBytes { writeECPrivateKey(to: &$0, namesCurve: true) }
    }

    /// The key as PKCS#8, in memory that wipes itself.
    ///
    /// Leaks: the curve.
    public var pkcs8Encoding: SecretBytes {
        DERWriter.secretBytes { writer in
            writer.sequence { writer in
                writer.integer(0)
                AlgorithmIdentifier(curve).write(to: &writer)
                writer.element(.octetString) { writeECPrivateKey(to: &$0, namesCurve: false) }
            }
        }
    }

    /// The key as SEC 1 in PEM, in memory that wipes itself.
    ///
    /// Leaks: the curve.
    public var sec1PEM: SecretBytes {
        let encoding = sec1Encoding
        return PEM.encodeSecret(encoding.span, label: ECDSA.PrivateKey.sec1PEMLabel)
    }

    /// The key as PKCS#8 in PEM, in memory that wipes itself.
    ///
    /// Leaks: the curve.
    public var pkcs8PEM: SecretBytes {
        let encoding = pkcs8Encoding
        return PEM.encodeSecret(encoding.span, label: ECDSA.PrivateKey.pemLabel)
    }

    /// In PKCS#8 the algorithm names the curve.
    private func writeECPrivateKey(to writer: inout DERWriter, namesCurve: Bool) {
        writer.sequence { writer in
            writer.integer(1)
            let scalar = scalarBytes
            writer.octetString(scalar.span)
            if namesCurve {
                writer.element(.constructedField(0)) { $0.objectIdentifier(curve.identifier) }
            }
            writer.element(.constructedField(1)) { $0.bitString(publicKey.x963.span) }
        }
    }
}
