/// How much of certificates some clients take from a server.
struct SentLimit {
    /// Whose limit it is.
    let clients: Set<VerifyingClient>
    private let most: Int
    private let unit: Unit

    private enum Unit {
        case certificates
        /// Of the message that brings the certificates, as TLS 1.3 has it.
        case bytes
    }

    /// The limits that are below what is read here: `jdk.tls.maxCertificateChainLength` and
    /// `jdk.tls.maxHandshakeMessageSize` of OpenJDK, `MAX_HANDSHAKE_SIZE` of rustls, and
    /// `SSL_MAX_CERT_LIST_DEFAULT` of OpenSSL.
    static let all = [
        SentLimit(clients: [.jdbc], most: 10, unit: .certificates),
        SentLimit(clients: [.jdbc], most: 32_768, unit: .bytes),
        SentLimit(clients: [.rustls], most: 65_535, unit: .bytes),
        SentLimit(clients: VerifyingClient.openSSL, most: 102_400, unit: .bytes),
    ]

    /// What is wrong with certificates of these lengths; `nil` where nothing is.
    func fault(of lengths: [Int], _ path: String) -> ClientFault? {
        switch unit {
        case .certificates:
            return lengths.count > most
                ? ClientFault(.tooManySent(count: lengths.count, limit: most), path) : nil
        case .bytes:
            // RFC 8446, section 4.4.2: a context, the length of the list, and each with its length and extensions.
            let count = lengths.reduce(4) { $0 + 3 + $1 + 2 }
            return count > most ? ClientFault(.tooLongSent(byteCount: count, limit: most), path) : nil
        }
    }
}
