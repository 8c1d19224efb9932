/// What a ClientHello offers that is sent to see the answer, and no further: also what `TLSHandshake` does not speak.
package struct HelloOffer: Sendable, Equatable {
    /// The versions by their numbers, the newest first.
    package var versions: [UInt16]
    /// The cipher suites by their numbers, the first one best.
    package var suites: [UInt16]
    /// The groups by their numbers.
    package var groups: [UInt16]
    /// The host name of the server, for a server that has several certificates.
    package var serverName: String?

    /// Offers versions and suites, with x25519, secp256r1, secp384r1 and secp521r1 where no groups are named.
    package init(versions: [UInt16], suites: [UInt16], groups: [UInt16] = [29, 23, 24, 25]) {
        self.versions = versions
        self.suites = suites
        self.groups = groups
    }

    /// What OpenSSL's clients offer. Groups: x25519, secp256r1, secp384r1, secp521r1 and x448; those with ML-KEM beside
    /// a curve, which it has from 3.5 on; ffdhe2048 to ffdhe8192.
    package static let openSSL = HelloOffer(
        versions: [0x0304, 0x0303],
        suites: [0x1302, 0x1303, 0x1301] + KeyExchanges.all.suites,
        groups: [29, 23, 24, 25, 30, 4588, 4587, 4589, 256, 257, 258, 259, 260]
    )

    private static let tls13: UInt16 = 0x0304
    private static let x25519: UInt16 = 29
    /// PSS, ECDSA and PKCS #1 v1.5 with SHA-256 to SHA-512, Ed25519 and Ed448, ML-DSA.
    private static let signatures: [UInt16] = [
        0x0804, 0x0805, 0x0806, 0x0809, 0x080A, 0x080B, 0x0403, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601,
        0x0807, 0x0808, 0x0904, 0x0905, 0x0906,
    ]

    /// The ClientHello (RFC 5246, section 7.4.1.2; RFC 8446, section 4.1.2) in one record.
    ///
    /// - Parameter random: 64 octets. The second half is a key of X25519, as any 32 octets are; nobody has its other
    ///   half, so that no handshake can go on from it.
    func bytes(random: [UInt8], applicationProtocol: String? = nil) -> [UInt8] {
        var extensions: [UInt8] = []
        func add(_ type: UInt16, _ content: [UInt8]) {
            extensions += Self.octets(type) + Self.block16(content)
        }
        if let name = serverName.map({ Array($0.utf8) }), !name.isEmpty, name.count <= 255 {
            add(0, Self.block16([0] + Self.block16(name)))
        }
        add(10, Self.block16(groups.flatMap(Self.octets)))
        add(11, [1, 0])
        add(13, Self.block16(Self.signatures.flatMap(Self.octets)))
        if let name = applicationProtocol.map({ Array($0.utf8) }) {
            add(16, Self.block16([UInt8(name.count)] + name))
        }
        // Some servers do without no more (RFC 7627).
        add(23, [])
        if versions.contains(Self.tls13) {
            let list = versions.flatMap(Self.octets)
            add(43, [UInt8(list.count)] + list)
            // Of any other group the server asks for a key.
            let share =
                groups.contains(Self.x25519)
                ? Self.octets(Self.x25519) + Self.block16(Array(random.suffix(32))) : []
            add(51, Self.block16(share))
        }
        var body = Self.octets(newestLegacy) + random.prefix(32) + [0]
        // The last says that renegotiation is understood (RFC 5746).
        body += Self.block16((suites + [0x00FF]).flatMap(Self.octets)) + [1, 0] + Self.block16(extensions)
        return [22, 3, 1] + Self.block16([1, 0] + Self.octets(UInt16(body.count)) + body)
    }

    /// The version in the place where TLS 1.2 has it: the newest of those up to TLS 1.2.
    private var newestLegacy: UInt16 { min(versions.first ?? 0x0303, 0x0303) }

    /// Whether a server may choose a version.
    func allows(_ version: UInt16) -> Bool {
        version < Self.tls13 ? (0x0300...newestLegacy).contains(version) : versions.contains(version)
    }

    private static func octets(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    private static func block16(_ content: [UInt8]) -> [UInt8] { octets(UInt16(content.count)) + content }
}
