/// The server's answer to a ClientHello, or its request for another one (RFC 8446, sections 4.1.3 and 4.1.4).
struct ServerHello {
    private static let name = "ServerHello"

    /// The version in the place where TLS 1.2 has it.
    let legacyVersion: UInt16
    let random: [UInt8]
    let sessionIdentifier: [UInt8]
    let suite: UInt16
    let compression: UInt8
    let extensions: WireExtensions

    /// SHA-256 of "HelloRetryRequest".
    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    init(_ body: ArraySlice<UInt8>) throws(TLSError) {
        var reader = WireReader(body, of: ServerHello.name)
        legacyVersion = try reader.uint16()
        random = Array(try reader.bytes(32))
        sessionIdentifier = Array(try reader.vector(countByteCount: 1))
        guard sessionIdentifier.count <= 32 else { throw .malformed(ServerHello.name) }
        suite = try reader.uint16()
        compression = try reader.uint8()
        if reader.isAtEnd {
            // Before TLS 1.3 there need be none.
            var none = WireReader([0, 0], of: ServerHello.name)
            extensions = try WireExtensions(reading: &none)
        } else {
            extensions = try WireExtensions(reading: &reader)
        }
        try reader.end()
    }

    /// Whether it is a HelloRetryRequest.
    var isRetry: Bool { random == ServerHello.retryRandom }

    /// The version that was chosen.
    func version() throws(TLSError) -> UInt16 {
        guard var reader = extensions.reader(.supportedVersions, of: ServerHello.name) else {
            return legacyVersion
        }
        let version = try reader.uint16()
        try reader.end()
        return version
    }

    /// The server's share of the key.
    func keyShare() throws(TLSError) -> (group: UInt16, key: [UInt8]) {
        guard var reader = extensions.reader(.keyShare, of: ServerHello.name) else {
            throw .illegal("\(ServerHello.name): it has no share of a key")
        }
        let group = try reader.uint16()
        let key = Array(try reader.vector(countByteCount: 2, minimum: 1))
        try reader.end()
        return (group, key)
    }

    /// The group of which a HelloRetryRequest asks for a key.
    func retryGroup() throws(TLSError) -> UInt16? {
        guard var reader = extensions.reader(.keyShare, of: ServerHello.name) else { return nil }
        let group = try reader.uint16()
        try reader.end()
        return group
    }

    /// What a HelloRetryRequest wants to have back.
    func cookie() throws(TLSError) -> [UInt8]? {
        guard var reader = extensions.reader(.cookie, of: ServerHello.name) else { return nil }
        let cookie = Array(try reader.vector(countByteCount: 2, minimum: 1))
        try reader.end()
        return cookie
    }
}
