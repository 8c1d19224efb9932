/// The messages of TLS 1.2 that TLS 1.3 has not, or writes otherwise (RFC 5246, section 7.4; RFC 8422, section 5).
enum Messages12 {
    /// The certificates of the server, its own first.
    static func certificates(_ body: ArraySlice<UInt8>) throws(TLSError) -> [[UInt8]] {
        var reader = WireReader(body, of: "Certificate")
        var list = try reader.reader(countByteCount: 3, minimum: 1)
        try reader.end()
        var certificates: [[UInt8]] = []
        while !list.isAtEnd {
            guard certificates.count < CertificateMessage.mostCertificates else {
                throw .tooMuch("certificates")
            }
            certificates.append(Array(try list.vector(countByteCount: 3, minimum: 1)))
        }
        return certificates
    }

    /// Those of the client; none where it has none.
    static func certificateMessage(_ certificates: [[UInt8]]) -> [UInt8] {
        WireWriter.message(.certificate) { writer in
            writer.vector(countByteCount: 3) { writer in
                for certificate in certificates {
                    writer.vector(countByteCount: 3) { $0.append(certificate) }
                }
            }
        }
    }

    /// The server's wish for a client certificate.
    static func request(_ body: ArraySlice<UInt8>) throws(TLSError) -> CertificateRequestMessage {
        var reader = WireReader(body, of: "CertificateRequest")
        let kinds = Array(try reader.vector(countByteCount: 1))
        var list = try reader.reader(countByteCount: 2)
        var schemes: [UInt16] = []
        while !list.isAtEnd { schemes.append(try list.uint16()) }
        var names = try reader.reader(countByteCount: 2)
        var authorities: [[UInt8]] = []
        while !names.isAtEnd { authorities.append(Array(try names.vector(countByteCount: 2, minimum: 1))) }
        try reader.end()
        return CertificateRequestMessage(schemes: schemes, kinds: kinds, authorities: authorities)
    }

    /// The client's share of the key.
    static func clientKeyExchange(_ share: [UInt8]) -> [UInt8] {
        WireWriter.message(.clientKeyExchange) { writer in
            writer.vector(countByteCount: 1) { $0.append(share) }
        }
    }
}

/// The server's share of the key, signed (RFC 8422, section 5.4).
struct ServerKeyExchange12 {
    private static let name = "ServerKeyExchange"
    /// The kind of curve that a number names.
    private static let namedCurve: UInt8 = 3

    let group: UInt16
    let share: [UInt8]
    /// What is signed, behind what both sides drew.
    let parameters: [UInt8]
    let scheme: UInt16
    let signature: [UInt8]

    init(_ body: ArraySlice<UInt8>) throws(TLSError) {
        var reader = WireReader(body, of: ServerKeyExchange12.name)
        guard try reader.uint8() == ServerKeyExchange12.namedCurve else {
            throw .illegal("\(ServerKeyExchange12.name): its curve has no name")
        }
        group = try reader.uint16()
        share = Array(try reader.vector(countByteCount: 1, minimum: 1))
        parameters = Array(body.prefix(4 + share.count))
        scheme = try reader.uint16()
        signature = Array(try reader.vector(countByteCount: 2))
        try reader.end()
    }
}
