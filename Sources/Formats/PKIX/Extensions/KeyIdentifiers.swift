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

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) { _ = try reader.octetString() }

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
        let place = try AuthorityKeyIdentifier.place(&reader)
        keyIdentifier = place.keyIdentifier.map { [UInt8](copying: reader.octets($0)) }
        certificateIssuer = try reader.again(place.issuer) { reader throws(PKIXError) in
            try GeneralName.list(reading: &reader, .constructedField(1))
        }
        certificateSerialNumber = try reader.again(place.serialNumber) { reader throws(PKIXError) in
            try SerialNumber(reading: &reader, .field(2))
        }
    }

    /// Where the parts stand: the octets of the key's identifier, and the whole elements of the two others.
    private struct Place {
        var keyIdentifier: Range<Int>?
        var issuer: Range<Int>?
        var serialNumber: Range<Int>?
    }

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) { _ = try place(&reader) }

    private static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        try reader.sequence { reader throws(PKIXError) in
            var place = Place()
            if try reader.nextIs(.field(0)) { place.keyIdentifier = try reader.contents(of: .field(0)) }
            if try reader.nextIs(.constructedField(1)) {
                place.issuer = try reader.place { reader throws(PKIXError) in
                    try GeneralName.checkList(&reader, .constructedField(1))
                }
            }
            if try reader.nextIs(.field(2)) {
                place.serialNumber = try reader.place { reader throws(PKIXError) in
                    _ = try SerialNumber.contents(&reader, .field(2))
                }
            }
            return place
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
