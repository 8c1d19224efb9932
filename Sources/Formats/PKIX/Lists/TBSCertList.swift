internal import DERCoding

/// What of a list of revoked certificates is signed (RFC 5280, section 5.1).
///
///     TBSCertList ::= SEQUENCE {
///         version                  Version OPTIONAL, -- v2
///         signature                AlgorithmIdentifier,
///         issuer                   Name,
///         thisUpdate               Time,
///         nextUpdate               Time OPTIONAL,
///         revokedCertificates      SEQUENCE OF … OPTIONAL,
///         crlExtensions       [0]  EXPLICIT Extensions OPTIONAL }
struct TBSCertList {
    let isVersion2: Bool
    let signature: AlgorithmIdentifier
    let issuer: DistinguishedName
    let thisUpdate: DERTime
    let nextUpdate: DERTime?
    let entries: [RevokedCertificate]
    let extensions: [CertificateExtension]

    // Of the extensions, read once.
    let number: ListNumber?
    let deltaBase: ListNumber?
    let authorityKeyIdentifier: AuthorityKeyIdentifier?
    let issuingDistributionPoint: IssuingDistributionPoint?

    init(
        isVersion2: Bool,
        signature: AlgorithmIdentifier,
        issuer: DistinguishedName,
        thisUpdate: DERTime,
        nextUpdate: DERTime?,
        entries: [RevokedCertificate],
        extensions: [CertificateExtension]
    ) throws(PKIXError) {
        self.isVersion2 = isVersion2
        self.signature = signature
        self.issuer = issuer
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
        self.extensions = extensions
        number = try extensions.contents(ListNumber.self)
        deltaBase = try extensions.contents(DeltaIndicator.self)?.base
        authorityKeyIdentifier = try extensions.contents(AuthorityKeyIdentifier.self)
        issuingDistributionPoint = try extensions.contents(IssuingDistributionPoint.self)
    }

    var unrecognizedCriticalExtensions: [ObjectIdentifier] {
        let known = [
            ListNumber.identifier, DeltaIndicator.identifier, AuthorityKeyIdentifier.identifier,
            IssuingDistributionPoint.identifier,
        ]
        return extensions.filter { $0.isCritical && !known.contains($0.identifier) }.map(\.identifier)
            + entries.flatMap(\.unrecognizedCriticalExtensions)
    }
}

/// That a list only adds to another (RFC 5280, section 5.2.4).
private struct DeltaIndicator: ExtensionContents {
    /// `id-ce-deltaCRLIndicator`
    static let identifier = ObjectIdentifier(2, 5, 29, 27)

    let base: ListNumber

    init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        base = try ListNumber(reading: &reader)
    }

    func write(to writer: inout DERWriter) { base.write(to: &writer) }
}

extension TBSCertList: SignedContents {
    var namedAlgorithm: AlgorithmIdentifier? { signature }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let isVersion2 = try reader.nextIs(.integer)
            if isVersion2 {
                let number = try reader.smallInteger()
                guard number == 1 else { throw PKIXError.unknownVersion(number) }
            }
            let signature = try AlgorithmIdentifier(reading: &reader)
            let issuer = try DistinguishedName(reading: &reader)
            let thisUpdate = try reader.time()
            let tag = try reader.nextTag()
            let hasNextUpdate = tag == .utcTime || tag == .generalizedTime
            let nextUpdate = hasNextUpdate ? try reader.time() : nil
            var entries: [RevokedCertificate] = []
            if try reader.nextIs(.sequence) {
                let offset = reader.offset
                try reader.sequenceOf { reader throws(PKIXError) in
                    entries.append(try RevokedCertificate(reading: &reader, hasExtensions: isVersion2))
                }
                // An empty list is to be absent (section 5.1.2.6).
                guard !entries.isEmpty else { throw PKIXError.emptyList(offset: offset) }
            }
            let extensions = try reader.optionalSequence(.constructedField(0)) { reader throws(PKIXError) in
                guard isVersion2 else { throw PKIXError.fieldOfLaterVersion(.v1) }
                return try CertificateExtension.list(&reader)
            }
            return try TBSCertList(
                isVersion2: isVersion2,
                signature: signature,
                issuer: issuer,
                thisUpdate: thisUpdate,
                nextUpdate: nextUpdate,
                entries: entries,
                extensions: extensions ?? []
            )
        }
    }

    func encoding() throws(PKIXError) -> [UInt8] {
        do {
            return try DERWriter.octets { writer throws(DERError) in
                try writer.sequence { writer throws(DERError) in
                    if isVersion2 { writer.integer(1) }
                    signature.write(to: &writer)
                    issuer.write(to: &writer)
                    try writer.time(thisUpdate)
                    if let nextUpdate { try writer.time(nextUpdate) }
                    if !entries.isEmpty {
                        try writer.sequence { writer throws(DERError) in
                            for entry in entries { try entry.write(to: &writer) }
                        }
                    }
                    if !extensions.isEmpty {
                        writer.element(.constructedField(0)) { writer in
                            writer.sequence { writer in
                                for one in extensions { one.write(to: &writer) }
                            }
                        }
                    }
                }
            }
        } catch {
            throw .invalidListValidity(thisUpdate, nextUpdate)
        }
    }
}
