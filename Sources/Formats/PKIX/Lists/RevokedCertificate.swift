public import DERCoding
internal import SecretMemory

/// A certificate on a list (RFC 5280, section 5.1.2.6).
///
///     SEQUENCE {
///         userCertificate     CertificateSerialNumber,
///         revocationDate      Time,
///         crlEntryExtensions  Extensions OPTIONAL }
public struct RevokedCertificate: Hashable, Sendable {
    /// The certificate's number.
    public let serialNumber: SerialNumber
    /// When it was revoked.
    public let revocationDate: DERTime
    /// Why; `nil` where the list does not say.
    public let reason: RevocationReason?
    /// From when on the key may have been known to somebody else, as far as that is known.
    public let invalidityDate: DERTime?
    /// Who issued the certificate, where that is not the list's issuer (section 5.3.3): it holds for the entries behind
    /// it, too, up to the next that has one.
    public let certificateIssuer: [GeneralName]?
    /// The critical extensions whose kind this module does not know: a list with one is not used (section 5.3).
    public let unrecognizedCriticalExtensions: [ObjectIdentifier]

    /// Makes an entry.
    public init(
        _ serialNumber: SerialNumber,
        at revocationDate: DERTime,
        reason: RevocationReason? = nil,
        invalidityDate: DERTime? = nil
    ) {
        self.serialNumber = serialNumber
        self.revocationDate = revocationDate
        self.reason = reason
        self.invalidityDate = invalidityDate
        certificateIssuer = nil
        unrecognizedCriticalExtensions = []
    }

    init(reading reader: inout PKIXReader, hasExtensions: Bool) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let serialNumber = try SerialNumber(reading: &reader)
            let date = try reader.time()
            guard !reader.isAtEnd else { return RevokedCertificate(serialNumber, at: date) }
            guard hasExtensions else { throw PKIXError.fieldOfLaterVersion(.v1) }
            return try RevokedCertificate(serialNumber, date, extensions: CertificateExtension.list(&reader))
        }
    }

    private init(
        _ serialNumber: SerialNumber,
        _ date: DERTime,
        extensions: [CertificateExtension]
    ) throws(PKIXError) {
        self.serialNumber = serialNumber
        revocationDate = date
        reason = try extensions.contents(ReasonCode.self)?.reason
        invalidityDate = try extensions.contents(InvalidityDate.self)?.date
        certificateIssuer = try extensions.contents(CertificateIssuer.self)?.names
        let known = [ReasonCode.identifier, InvalidityDate.identifier, CertificateIssuer.identifier]
        unrecognizedCriticalExtensions =
            extensions.filter { $0.isCritical && !known.contains($0.identifier) }.map(\.identifier)
    }

    func write(to writer: inout DERWriter) throws(DERError) {
        var extensions: [CertificateExtension] = []
        if let reason, reason != .unspecified {
            extensions.append(CertificateExtension(ReasonCode(reason: reason), isCritical: false))
        }
        if let invalidityDate {
            guard DERTime.earliest...DERTime.latest ~= invalidityDate else { throw .timeOutOfRange }
            extensions.append(CertificateExtension(InvalidityDate(date: invalidityDate), isCritical: false))
        }
        try writer.sequence { writer throws(DERError) in
            serialNumber.write(to: &writer)
            try writer.time(revocationDate)
            if !extensions.isEmpty {
                writer.sequence { writer in
                    for one in extensions { one.write(to: &writer) }
                }
            }
        }
    }
}

/// The reason, as an extension of an entry.
private struct ReasonCode: ExtensionContents {
    /// `id-ce-cRLReasons`
    static let identifier = ObjectIdentifier(2, 5, 29, 21)

    let reason: RevocationReason

    init(reason: RevocationReason) { self.reason = reason }

    init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let number = try reader.smallInteger(.enumerated)
        guard let reason = RevocationReason(rawValue: number) else { throw .unknownRevocationReason(number) }
        self.reason = reason
    }

    func write(to writer: inout DERWriter) { writer.integer(reason.rawValue, .enumerated) }
}

/// The date of section 5.3.2, a GeneralizedTime whatever its year.
private struct InvalidityDate: ExtensionContents {
    /// `id-ce-invalidityDate`
    static let identifier = ObjectIdentifier(2, 5, 29, 24)

    let date: DERTime

    init(date: DERTime) { self.date = date }

    init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        date = try reader.generalizedTime()
    }

    func write(to writer: inout DERWriter) {
        do {
            try writer.generalizedTime(date)
        } catch {
            preconditionFailure("an entry is not written with a date outside the years 0 to 9999")
        }
    }
}

/// The issuer of section 5.3.3.
private struct CertificateIssuer: ExtensionContents {
    /// `id-ce-certificateIssuer`
    static let identifier = ObjectIdentifier(2, 5, 29, 29)

    let names: [GeneralName]

    init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        names = try GeneralName.list(reading: &reader)
    }

    func write(to writer: inout DERWriter) { GeneralName.write(names, to: &writer) }
}

extension CertificateExtension {
    /// Reads `Extensions`, each kind once.
    static func list(_ reader: inout PKIXReader) throws(PKIXError) -> [CertificateExtension] {
        let offset = reader.offset
        var all: [CertificateExtension] = []
        var seen: Set<ObjectIdentifier> = []
        try reader.sequenceOf { reader throws(PKIXError) in
            let one = try CertificateExtension(reading: &reader)
            guard seen.insert(one.identifier).inserted else {
                throw PKIXError.duplicateExtension(one.identifier)
            }
            all.append(one)
        }
        guard !all.isEmpty else { throw .emptyList(offset: offset) }
        return all
    }
}

extension [CertificateExtension] {
    /// The extension of one kind, read.
    func contents<Contents: ExtensionContents>(_ type: Contents.Type) throws(PKIXError) -> Contents? {
        guard let one = first(where: { $0.identifier == Contents.identifier }) else { return nil }
        return try one.read(type)
    }
}
