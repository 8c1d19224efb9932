public import DERCoding

/// The extensions of a certificate, or those that a request asks for: each kind once, in their order, the known
/// ones read, and every one kept as it was (RFC 5280, section 4.2).
///
///     Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
public struct Extensions: Hashable, Sendable {
    /// All of them, in their order.
    public let all: [CertificateExtension]
    /// Whether the subject is an authority, and how long a path may follow it.
    public let basicConstraints: BasicConstraints?
    /// What the key is for.
    public let keyUsage: KeyUsage?
    /// What the certificate is for.
    public let extendedKeyUsage: ExtendedKeyUsage?
    /// Names of the subject beside the one of the directory.
    public let subjectAlternativeName: SubjectAlternativeName?
    /// Which key the subject has.
    public let subjectKeyIdentifier: SubjectKeyIdentifier?
    /// Which key the issuer signed with.
    public let authorityKeyIdentifier: AuthorityKeyIdentifier?
    /// Where lists of revoked certificates are.
    public let crlDistributionPoints: CRLDistributionPoints?
    /// Where more about the issuer is.
    public let authorityInformationAccess: AuthorityInformationAccess?

    /// No extensions.
    public static let none = Extensions()

    /// Makes extensions of a list; refuses a kind that stands twice and known kinds whose contents are malformed.
    public init(_ all: [CertificateExtension]) throws(PKIXError) {
        var seen: Set<ObjectIdentifier> = []
        for one in all {
            guard seen.insert(one.identifier).inserted else { throw .duplicateExtension(one.identifier) }
        }
        func find<Contents: ExtensionContents>(_ type: Contents.Type) throws(PKIXError) -> Contents? {
            guard let one = all.first(where: { $0.identifier == Contents.identifier }) else { return nil }
            return try one.read(type)
        }
        self.all = all
        basicConstraints = try find(BasicConstraints.self)
        keyUsage = try find(KeyUsage.self)
        extendedKeyUsage = try find(ExtendedKeyUsage.self)
        subjectAlternativeName = try find(SubjectAlternativeName.self)
        subjectKeyIdentifier = try find(SubjectKeyIdentifier.self)
        authorityKeyIdentifier = try find(AuthorityKeyIdentifier.self)
        crlDistributionPoints = try find(CRLDistributionPoints.self)
        authorityInformationAccess = try find(AuthorityInformationAccess.self)
    }

    private init() {
        all = []
        basicConstraints = nil
        keyUsage = nil
        extendedKeyUsage = nil
        subjectAlternativeName = nil
        subjectKeyIdentifier = nil
        authorityKeyIdentifier = nil
        crlDistributionPoints = nil
        authorityInformationAccess = nil
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        var all: [CertificateExtension] = []
        try reader.sequenceOf { reader throws(PKIXError) in
            all.append(try CertificateExtension(reading: &reader))
        }
        try self.init(all)
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for one in all { one.write(to: &writer) }
        }
    }

    /// Whether there is none.
    public var isEmpty: Bool { all.isEmpty }

    /// The extension of one kind.
    public subscript(identifier: ObjectIdentifier) -> CertificateExtension? {
        all.first { $0.identifier == identifier }
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
        all.filter { $0.isCritical && !Extensions.known.contains($0.identifier) }.map(\.identifier)
    }

    private static let known: Set<ObjectIdentifier> = [
        BasicConstraints.identifier, KeyUsage.identifier, ExtendedKeyUsage.identifier,
        SubjectAlternativeName.identifier, SubjectKeyIdentifier.identifier, AuthorityKeyIdentifier.identifier,
        CRLDistributionPoints.identifier, AuthorityInformationAccess.identifier,
    ]
}
