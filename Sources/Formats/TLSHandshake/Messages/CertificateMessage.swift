/// The certificates of one side (RFC 8446, section 4.4.2).
struct CertificateMessage {
    private static let name = "Certificate"
    /// The most certificates in one chain.
    static let mostCertificates = 100

    /// In DER, that of the side itself first.
    let certificates: [[UInt8]]

    /// Reads those of the server.
    init(_ body: ArraySlice<UInt8>) throws(TLSError) {
        var reader = WireReader(body, of: CertificateMessage.name)
        guard try reader.vector(countByteCount: 1).isEmpty else { throw .malformed(CertificateMessage.name) }
        var list = try reader.reader(countByteCount: 3)
        var certificates: [[UInt8]] = []
        while !list.isAtEnd {
            guard certificates.count < CertificateMessage.mostCertificates else {
                throw .tooMuch("certificates")
            }
            certificates.append(Array(try list.vector(countByteCount: 3, minimum: 1)))
            // Nothing was asked for that a server would put here.
            try WireExtensions(reading: &list).allowOnly([])
        }
        try reader.end()
        guard !certificates.isEmpty else { throw .malformed(CertificateMessage.name) }
        self.certificates = certificates
    }

    /// Writes those of the client; none where it has none.
    static func message(_ certificates: [[UInt8]], context: [UInt8]) -> [UInt8] {
        WireWriter.message(.certificate) { writer in
            writer.vector(countByteCount: 1) { $0.append(context) }
            writer.vector(countByteCount: 3) { writer in
                for certificate in certificates {
                    writer.vector(countByteCount: 3) { $0.append(certificate) }
                    writer.vector(countByteCount: 2) { _ in }
                }
            }
        }
    }
}

/// The server's wish for a client certificate (RFC 8446, section 4.3.2).
struct CertificateRequestMessage {
    private static let name = "CertificateRequest"

    /// The schemes that it takes, known or not.
    let schemes: [UInt16]
    /// The kinds of certificates that it takes, in TLS 1.2.
    var kinds: [UInt8]?
    /// The names of the authorities that it knows, in DER; none where it does not say.
    let authorities: [[UInt8]]

    /// Whether it takes certificates of the kind, and signatures of the scheme (RFC 8422, section 5.5).
    func takes(_ scheme: SignatureScheme) -> Bool {
        schemes.contains(scheme.rawValue) && kinds?.contains(scheme.isOfRSA ? 1 : 64) ?? true
    }

    init(schemes: [UInt16], kinds: [UInt8], authorities: [[UInt8]]) {
        (self.schemes, self.kinds, self.authorities) = (schemes, kinds, authorities)
    }

    init(_ body: ArraySlice<UInt8>) throws(TLSError) {
        let name = CertificateRequestMessage.name
        var reader = WireReader(body, of: name)
        // The context is for wishes after the handshake alone.
        guard try reader.vector(countByteCount: 1).isEmpty else { throw .malformed(name) }
        let extensions = try WireExtensions(reading: &reader)
        try reader.end()
        guard var content = extensions.reader(.signatureAlgorithms, of: name) else { throw .malformed(name) }
        var list = try content.reader(countByteCount: 2, minimum: 2)
        try content.end()
        var schemes: [UInt16] = []
        while !list.isAtEnd { schemes.append(try list.uint16()) }
        self.schemes = schemes
        var authorities: [[UInt8]] = []
        if var content = extensions.reader(.certificateAuthorities, of: name) {
            var list = try content.reader(countByteCount: 2)
            try content.end()
            while !list.isAtEnd { authorities.append(Array(try list.vector(countByteCount: 2, minimum: 1))) }
        }
        self.authorities = authorities
    }
}

/// A signature of the handshake (RFC 8446, section 4.4.3).
struct CertificateVerifyMessage {
    private static let name = "CertificateVerify"

    let scheme: UInt16
    let signature: [UInt8]

    init(_ body: ArraySlice<UInt8>) throws(TLSError) {
        var reader = WireReader(body, of: CertificateVerifyMessage.name)
        scheme = try reader.uint16()
        signature = Array(try reader.vector(countByteCount: 2))
        try reader.end()
    }

    static func message(_ scheme: SignatureScheme, _ signature: [UInt8]) -> [UInt8] {
        WireWriter.message(.certificateVerify) { writer in
            writer.uint16(scheme.rawValue)
            writer.vector(countByteCount: 2) { $0.append(signature) }
        }
    }

    /// What is signed of a transcript.
    static func content(_ side: Side, transcript: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0x20, count: 64) + Array(side.rawValue.utf8) + [0] + transcript
    }

    /// Whose signature it is.
    enum Side: String {
        case server = "TLS 1.3, server CertificateVerify"
        case client = "TLS 1.3, client CertificateVerify"
    }
}
