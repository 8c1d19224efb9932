public import DERCoding
internal import SecretMemory

/// A type of extension that this module knows the contents of.
public protocol ExtensionContents: Hashable, Sendable {
    /// Which extension.
    static var identifier: ObjectIdentifier { get }

    /// Reads the contents of the extension's OCTET STRING.
    init(reading reader: inout DERReader<PKIXError>) throws(PKIXError)

    /// Writes them.
    func write(to writer: inout DERWriter)
}

/// An extension as it stands in a certificate or request (RFC 5280, section 4.1.2.9).
///
///     Extension ::= SEQUENCE {
///         extnID     OBJECT IDENTIFIER,
///         critical   BOOLEAN DEFAULT FALSE,
///         extnValue  OCTET STRING }
public struct CertificateExtension: Hashable, Sendable {
    /// Which extension.
    public let identifier: ObjectIdentifier
    /// Whether one who does not know the extension must refuse the certificate.
    public let isCritical: Bool
    /// The contents of the OCTET STRING, which are DER.
    public let contents: [UInt8]

    /// Makes an extension of any kind from its parts.
    public init(identifier: ObjectIdentifier, isCritical: Bool, contents: [UInt8]) {
        self.identifier = identifier
        self.isCritical = isCritical
        self.contents = contents
    }

    /// Makes an extension of a known kind.
    public init<Contents: ExtensionContents>(_ contents: Contents, isCritical: Bool) {
        self.init(
            identifier: Contents.identifier,
            isCritical: isCritical,
            contents: DERWriter.octets { contents.write(to: &$0) }
        )
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let identifier = try reader.objectIdentifier()
            let isCritical = try reader.booleanDefaultFalse(takesWrittenDefault: Leniency.writtenDefaults)
            let contents = [UInt8](copying: try reader.octetString())
            return CertificateExtension(identifier: identifier, isCritical: isCritical, contents: contents)
        }
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.objectIdentifier(identifier)
            if isCritical { writer.boolean(true) }
            writer.octetString(contents.span)
        }
    }

    /// Reads the contents as those of a known kind.
    func read<Contents: ExtensionContents>(_ type: Contents.Type) throws(PKIXError) -> Contents {
        do {
            return try PKIXReader.read(contents.span) { reader throws(PKIXError) in
                try Contents(reading: &reader)
            }
        } catch {
            guard case .malformed(let reason) = error else { throw error }
            throw .malformedExtension(identifier, reason)
        }
    }
}
