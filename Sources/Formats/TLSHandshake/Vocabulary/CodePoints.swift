/// What a record holds (RFC 8446, section 5.1).
enum ContentType: UInt8, Sendable {
    case changeCipherSpec = 20
    case alert = 21
    case handshake = 22
    case applicationData = 23
}

/// The messages of a handshake (RFC 8446, section 4; RFC 5246, section 7.4).
enum HandshakeType: UInt8, Sendable {
    case clientHello = 1
    case serverHello = 2
    case newSessionTicket = 4
    case encryptedExtensions = 8
    case certificate = 11
    case serverKeyExchange = 12
    case certificateRequest = 13
    case serverHelloDone = 14
    case certificateVerify = 15
    case clientKeyExchange = 16
    case finished = 20
    case keyUpdate = 24
    /// Stands in the transcript alone, for the hello that was answered by a HelloRetryRequest.
    case messageHash = 254
}

/// The extensions that are written or read here (RFC 8446, section 4.2).
enum ExtensionType: UInt16, Sendable {
    case serverName = 0
    case supportedGroups = 10
    case pointFormats = 11
    case signatureAlgorithms = 13
    case applicationProtocols = 16
    case extendedMasterSecret = 23
    case supportedVersions = 43
    case cookie = 44
    case certificateAuthorities = 47
    case keyShare = 51
    case renegotiationInfo = 0xFF01
}
