public import DERCoding
internal import SecretMemory

/// The extensions of a certificate, or those that a request asks for: each kind once, in their order, the known
/// ones checked, and every one kept as it was (RFC 5280, section 4.2).
///
///     Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
public struct Extensions: Sendable {
    /// The octets in which the list stands, such as a whole certificate.
    private let octets: [UInt8]
    private let place: Place

    /// No extensions.
    public static let none = Extensions(octets: [], place: Place())

    /// Makes extensions of a list; refuses a kind that stands twice and known kinds whose contents are malformed.
    public init(_ all: [CertificateExtension]) throws(PKIXError) {
        let octets = DERWriter.octets { writer in
            writer.sequence { writer in
                for one in all { one.write(to: &writer) }
            }
        }
        let limits = DERLimits(byteCount: Stretch.maximumByteCount)
        let place = try PKIXReader.read(octets.span, limits: limits) { reader throws(PKIXError) in
            try Extensions.place(&reader)
        }
        self.init(octets: octets, place: place)
    }

    /// Makes extensions that stand in octets that were read.
    init(octets: [UInt8], place: Place) {
        self.octets = octets
        self.place = place
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        let list = try reader.place { reader throws(PKIXError) in _ = try Extensions.place(&reader) }
        // Once more in a copy of the list alone.
        let octets = [UInt8](copying: reader.octets(list))
        let place = PKIXReader.reread(octets.span, 0..<octets.count) { reader throws(PKIXError) in
            try Extensions.place(&reader)
        }
        self.init(octets: octets, place: place)
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for one in all { one.write(to: &writer) }
        }
    }

    /// All of them, in their order.
    public var all: [CertificateExtension] {
        PKIXReader.reread(octets.span, place.list.range) { reader throws(PKIXError) in
            var all: [CertificateExtension] = []
            while !reader.isAtEnd { all.append(try CertificateExtension(reading: &reader)) }
            return all
        }
    }

    /// Whether there is none.
    public var isEmpty: Bool { place.list.range.isEmpty }

    /// The extension of one kind.
    public subscript(identifier: ObjectIdentifier) -> CertificateExtension? {
        PKIXReader.reread(octets.span, place.list.range) { reader throws(PKIXError) in
            while !reader.isAtEnd {
                let one = try CertificateExtension.place(&reader)
                if areEqual(reader.octets(one.identifier), identifier.contents.span) {
                    return CertificateExtension(at: one, in: reader)
                }
            }
            return nil
        }
    }

    /// The extension of one kind, read; `nil` where there is none.
    ///
    /// Name constraints and what speaks of policies are read by this, when a path is validated, so that a certificate
    /// in which they are malformed can be read and shown.
    public func read<Contents: ExtensionContents>(_ type: Contents.Type) throws(PKIXError) -> Contents? {
        guard let one = self[Contents.identifier] else { return nil }
        return try one.read(type)
    }

    /// The critical extensions whose kind this module does not know, or does not keep to when it issues: a certificate
    /// that has one must be refused by whoever does not know it either (RFC 5280, section 4.2). ``CertificateVerifier``
    /// knows more: name constraints and policies.
    public var unrecognizedCriticalExtensions: [ObjectIdentifier] {
        all.filter { $0.isCritical && KnownExtension($0.identifier.contents.span) == nil }.map(\.identifier)
    }
}

extension Extensions {
    /// Whether the subject is an authority, and how long a path may follow it.
    public var basicConstraints: BasicConstraints? { contents(.basicConstraints) }
    /// What the key is for.
    public var keyUsage: KeyUsage? { contents(.keyUsage) }
    /// What the certificate is for.
    public var extendedKeyUsage: ExtendedKeyUsage? { contents(.extendedKeyUsage) }
    /// Names of the subject beside the one of the directory.
    public var subjectAlternativeName: SubjectAlternativeName? { contents(.subjectAlternativeName) }
    /// Which key the subject has.
    public var subjectKeyIdentifier: SubjectKeyIdentifier? { contents(.subjectKeyIdentifier) }
    /// Which key the issuer signed with.
    public var authorityKeyIdentifier: AuthorityKeyIdentifier? { contents(.authorityKeyIdentifier) }
    /// Where lists of revoked certificates are.
    public var crlDistributionPoints: CRLDistributionPoints? { contents(.crlDistributionPoints) }
    /// Where more about the issuer is.
    public var authorityInformationAccess: AuthorityInformationAccess? {
        contents(.authorityInformationAccess)
    }

    private func contents<Contents: ExtensionContents>(_ kind: KnownExtension) -> Contents? {
        guard let range = place[kind] else { return nil }
        return PKIXReader.reread(octets.span, range) { reader throws(PKIXError) in
            try Contents(reading: &reader)
        }
    }
}

// Extensions are equal where each of them is; a default that is written out says nothing else than one that is not.
extension Extensions: Hashable {
    /// Whether the two are the same extensions in the same order.
    public static func == (left: Extensions, right: Extensions) -> Bool { left.all == right.all }

    /// Hashes all of them.
    public func hash(into hasher: inout Hasher) { hasher.combine(all) }
}
