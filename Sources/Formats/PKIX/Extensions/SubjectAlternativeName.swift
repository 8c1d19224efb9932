public import DERCoding

/// Names of the subject beside the one of the directory (RFC 5280, section 4.2.1.6).
///
///     SubjectAltName ::= GeneralNames
///     GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName
public struct SubjectAlternativeName: ExtensionContents {
    /// `id-ce-subjectAltName`
    public static let identifier = ObjectIdentifier(2, 5, 29, 17)

    /// The names, in their order; at least one.
    public let names: [GeneralName]

    /// Makes an extension of names; at least one.
    public init(_ names: [GeneralName]) {
        precondition(!names.isEmpty, "there must be at least one name")
        self.names = names
    }

    /// The hosts' names among them.
    public var dnsNames: [String] {
        names.compactMap { if case .dnsName(let name) = $0 { name } else { nil } }
    }

    /// The addresses of the network among them.
    public var ipAddresses: [IPAddress] {
        names.compactMap { if case .ipAddress(let address) = $0 { address } else { nil } }
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        names = try GeneralName.list(reading: &reader)
    }

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) {
        try GeneralName.checkList(&reader)
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        GeneralName.write(names, to: &writer)
    }
}
