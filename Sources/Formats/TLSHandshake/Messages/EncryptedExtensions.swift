/// What the server says of the connection once it is enciphered (RFC 8446, section 4.3.1).
struct EncryptedExtensions {
    private static let name = "EncryptedExtensions"
    /// Those that have no place here, asked for or not.
    private static let elsewhere: [ExtensionType] = [
        .supportedVersions, .keyShare, .cookie, .signatureAlgorithms, .certificateAuthorities,
    ]

    /// The protocol to be spoken inside, where the server chose one.
    let applicationProtocol: String?

    /// Reads them; the server sends none but those that were asked for.
    init(
        _ body: ArraySlice<UInt8>,
        asked: Set<UInt16>,
        applicationProtocols: [String]
    ) throws(TLSError) {
        var reader = WireReader(body, of: EncryptedExtensions.name)
        let extensions = try WireExtensions(reading: &reader)
        try reader.end()
        try extensions.allowOnly(asked.subtracting(EncryptedExtensions.elsewhere.map(\.rawValue)))
        // RFC 7301, section 3.1: the list has exactly one name, and it is one of those offered.
        guard var content = extensions.reader(.applicationProtocols, of: EncryptedExtensions.name) else {
            applicationProtocol = nil
            return
        }
        var list = try content.reader(countByteCount: 2)
        try content.end()
        let name = Array(try list.vector(countByteCount: 1, minimum: 1))
        try list.end()
        guard let chosen = applicationProtocols.first(where: { Array($0.utf8) == name }) else {
            throw .illegal("application protocol: it was not offered")
        }
        applicationProtocol = chosen
    }
}
