internal import DERCoding
internal import SecretMemory

/// What of a request is signed (RFC 2986, section 4.1).
struct CertificationRequestInfo {
    let subject: DistinguishedName
    let subjectPublicKeyInfo: SubjectPublicKeyInfo
    let attributes: [CertificateRequest.Attribute]
    /// Those of the one `extensionRequest`.
    let extensions: Extensions
}

extension CertificationRequestInfo: SignedContents {
    /// A request names its algorithm beside the signature only.
    var namedAlgorithm: AlgorithmIdentifier? { nil }

    /// A request for `extensions`.
    init(subject: DistinguishedName, subjectPublicKeyInfo: SubjectPublicKeyInfo, extensions: Extensions) {
        self.init(
            subject: subject,
            subjectPublicKeyInfo: subjectPublicKeyInfo,
            attributes: extensions.isEmpty ? [] : [CertificateRequest.Attribute(requesting: extensions)],
            extensions: extensions
        )
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let version = try reader.smallInteger()
            guard version == 0 else { throw PKIXError.unknownVersion(version) }
            let subject = try DistinguishedName(reading: &reader)
            let key = try SubjectPublicKeyInfo(reading: &reader)
            var attributes: [CertificateRequest.Attribute] = []
            var seen: Set<ObjectIdentifier> = []
            // Some tools leave the field out where there is no attribute.
            if !reader.isAtEnd {
                try reader.setOf(.constructedField(0)) { reader throws(PKIXError) in
                    let attribute = try CertificateRequest.Attribute(reading: &reader)
                    guard seen.insert(attribute.type).inserted else {
                        throw PKIXError.duplicateAttribute(attribute.type)
                    }
                    attributes.append(attribute)
                }
            }
            return CertificationRequestInfo(
                subject: subject,
                subjectPublicKeyInfo: key,
                attributes: attributes,
                extensions: try CertificationRequestInfo.extensions(attributes)
            )
        }
    }

    func encoding() -> [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.integer(0)
                subject.write(to: &writer)
                subjectPublicKeyInfo.write(to: &writer)
                writer.setOf(attributes.map(\.encoding), .constructedField(0))
            }
        }
    }

    private static func extensions(
        _ attributes: [CertificateRequest.Attribute]
    ) throws(PKIXError) -> Extensions {
        let type = CertificateRequest.extensionRequest
        guard let attribute = attributes.first(where: { $0.type == type }) else { return .none }
        guard attribute.values.count == 1 else { throw .duplicateAttribute(type) }
        let value = attribute.values[0]
        return try PKIXReader.read(value.span) { reader throws(PKIXError) in
            try Extensions(reading: &reader)
        }
    }
}

extension CertificateRequest.Attribute {
    /// Makes the attribute that asks for `extensions`.
    init(requesting extensions: Extensions) {
        self.init(
            type: CertificateRequest.extensionRequest,
            values: [DERWriter.octets { extensions.write(to: &$0) }]
        )
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let type = try reader.objectIdentifier()
            let offset = reader.offset
            var values: [[UInt8]] = []
            try reader.setOf { reader throws(PKIXError) in
                values.append([UInt8](copying: try reader.anyElement()))
            }
            guard !values.isEmpty else { throw PKIXError.emptyList(offset: offset) }
            return CertificateRequest.Attribute(type: type, values: values)
        }
    }

    var encoding: [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.objectIdentifier(type)
                writer.setOf(values)
            }
        }
    }
}
