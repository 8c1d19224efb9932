/// Reassembles handshake messages from records, of which the caller bounds the bytes.
struct HandshakeMessages {
    private var octets: [UInt8] = []

    /// Takes the next fragment.
    mutating func append(_ fragment: [UInt8]) { octets += fragment }

    /// The next whole message.
    mutating func next() -> (type: UInt8, body: [UInt8])? {
        guard octets.count >= 4 else { return nil }
        let count = Int(octets[1]) << 16 | Int(octets[2]) << 8 | Int(octets[3])
        guard octets.count >= 4 + count else { return nil }
        let message = (octets[0], Array(octets[4..<4 + count]))
        octets.removeFirst(4 + count)
        return message
    }

    /// The version and the suite of a ServerHello (RFC 5246, section 7.4.1.3; RFC 8446, section 4.1.3).
    static func choice(_ body: [UInt8]) -> (version: UInt16, suite: UInt16)? {
        func number(at place: Int) -> UInt16? {
            place + 2 <= body.count ? UInt16(body[place]) << 8 | UInt16(body[place + 1]) : nil
        }
        guard let legacy = number(at: 0), body.count > 34 else { return nil }
        let place = 35 + Int(body[34])
        guard let suite = number(at: place), place + 3 <= body.count else { return nil }
        var version = legacy
        var next = place + 5
        while let type = number(at: next), let count = number(at: next + 2) {
            // supported_versions has the version that was chosen.
            if type == 43, count == 2, let chosen = number(at: next + 4) { version = chosen }
            next += 4 + Int(count)
        }
        return (version, suite)
    }

    /// The list of a Certificate message (RFC 5246, section 7.4.2).
    static func certificates(_ body: [UInt8]) -> [[UInt8]]? {
        func length(_ octets: ArraySlice<UInt8>) -> Int { octets.reduce(0) { $0 << 8 | Int($1) } }
        guard body.count >= 3, length(body[..<3]) == body.count - 3 else { return nil }
        var rest = body[3...]
        var certificates: [[UInt8]] = []
        while rest.count >= 3 {
            let count = length(rest.prefix(3))
            rest = rest.dropFirst(3)
            guard count > 0, count <= rest.count else { return nil }
            certificates.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return rest.isEmpty && !certificates.isEmpty ? certificates : nil
    }
}
