/// What the server says of the connection once it is enciphered (RFC 8446, section 4.3.1).
struct EncryptedExtensions {
    private static let name = "EncryptedExtensions"
    /// Those that have no place here, asked for or not.
    private static let elsewhere: [ExtensionType] = [
        .supportedVersions, .keyShare, .cookie, .signatureAlgorithms, .certificateAuthorities,
        .pointFormats, .extendedMasterSecret, .renegotiationInfo,
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
        applicationProtocol = try extensions.applicationProtocol(
            among: applicationProtocols,
            of: EncryptedExtensions.name
        )
    }
}
