public import DERCoding
internal import MessageDigests
internal import SecretMemory

/// Which key the subject has (RFC 5280, section 4.2.1.2).
///
///     SubjectKeyIdentifier ::= OCTET STRING
public struct SubjectKeyIdentifier: ExtensionContents {
    /// `id-ce-subjectKeyIdentifier`
    public static let identifier = ObjectIdentifier(2, 5, 29, 14)

    /// The identifier's octets.
    public let octets: [UInt8]

    /// Makes an identifier of any octets.
    public init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// Makes the identifier of a key by method 1 of RFC 7093, section 2: the leftmost 160 bits of the SHA-256 of
    /// the key's bits.
    ///
    /// Not by method 1 of RFC 5280, which is the same with SHA-1: the count of octets is the same and no reader
    /// computes the identifier again, so that a hash that is broken need not be used for anything.
    public init(of key: SubjectPublicKeyInfo) {
        octets = Array(DigestAlgorithm.sha256.hash(key.subjectPublicKey.span).prefix(20))
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        octets = [UInt8](copying: try reader.octetString())
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.octetString(octets.span)
    }
}

/// Which key the issuer signed with (RFC 5280, section 4.2.1.1).
///
///     AuthorityKeyIdentifier ::= SEQUENCE {
///         keyIdentifier              [0]  IMPLICIT OCTET STRING OPTIONAL,
///         authorityCertIssuer        [1]  IMPLICIT GeneralNames OPTIONAL,
///         authorityCertSerialNumber  [2]  IMPLICIT INTEGER OPTIONAL }
public struct AuthorityKeyIdentifier: ExtensionContents {
    /// `id-ce-authorityKeyIdentifier`
    public static let identifier = ObjectIdentifier(2, 5, 29, 35)

    /// A certificate of the issuer, by who issued it and its serial number.
    public struct CertificateReference: Hashable, Sendable {
        /// Who issued it.
        public let issuer: [GeneralName]
        /// Its serial number.
        public let serialNumber: SerialNumber
    }

    /// The identifier of the issuer's key.
    public let keyIdentifier: [UInt8]?
    /// Who issued the issuer's certificate.
    public let certificateIssuer: [GeneralName]?
    /// The serial number of the issuer's certificate.
    public let certificateSerialNumber: SerialNumber?
    /// The issuer's certificate; `nil` where it is not named, or only by half, which tells nothing.
    public var certificate: CertificateReference? {
        guard let certificateIssuer, let certificateSerialNumber else { return nil }
        return CertificateReference(issuer: certificateIssuer, serialNumber: certificateSerialNumber)
    }

    /// Makes an identifier of the issuer's key alone.
    public init(keyIdentifier: [UInt8]) {
        self.keyIdentifier = keyIdentifier
        certificateIssuer = nil
        certificateSerialNumber = nil
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        (keyIdentifier, certificateIssuer, certificateSerialNumber) = try reader.sequence {
            reader throws(PKIXError) in
            var keyIdentifier: [UInt8]?
            if try reader.nextIs(.field(0)) {
                keyIdentifier = [UInt8](copying: try reader.octetString(.field(0)))
            }
            let issuer =
                try reader.nextIs(.constructedField(1))
                ? try GeneralName.list(reading: &reader, .constructedField(1)) : nil
            let serialNumber =
                try reader.nextIs(.field(2)) ? try SerialNumber(reading: &reader, .field(2)) : nil
            return (keyIdentifier, issuer, serialNumber)
        }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            if let keyIdentifier { writer.octetString(keyIdentifier.span, .field(0)) }
            if let certificateIssuer {
                GeneralName.write(certificateIssuer, to: &writer, .constructedField(1))
            }
            certificateSerialNumber?.write(to: &writer, .field(2))
        }
    }
}
