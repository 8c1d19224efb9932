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
        self.init(at: try CertificateExtension.place(&reader), in: reader)
    }

    init(at place: Place, in reader: PKIXReader) {
        identifier = ObjectIdentifier(checked: reader.octets(place.identifier))
        isCritical = place.isCritical
        contents = [UInt8](copying: reader.octets(place.contents))
    }

    /// Where the parts of an extension stand.
    struct Place {
        let identifier: Range<Int>
        let isCritical: Bool
        let contents: Range<Int>
    }

    /// Reads an extension and copies nothing.
    @inline(__always)
    static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        var fields = try reader.inner()
        let identifier = try fields.objectIdentifierContents()
        let isCritical = try fields.booleanDefaultFalse(takesWrittenDefault: Leniency.writtenDefaults)
        let contents = try fields.contents(of: .octetString)
        try fields.finish()
        return Place(identifier: identifier, isCritical: isCritical, contents: contents)
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
        try CertificateExtension.read(contents.span, of: Contents.identifier) { reader throws(PKIXError) in
            try Contents(reading: &reader)
        }
    }

    /// Reads contents of an extension by `body`; malformed ones are an error that names the extension.
    @inline(__always)
    static func read<Value>(
        _ contents: Span<UInt8>,
        of identifier: @autoclosure () -> ObjectIdentifier,
        _ body: (inout PKIXReader) throws(PKIXError) -> Value
    ) throws(PKIXError) -> Value {
        do {
            return try PKIXReader.read(contents, body)
        } catch {
            guard case .malformed(let reason) = error else { throw error }
            throw .malformedExtension(identifier(), reason)
        }
    }
}
