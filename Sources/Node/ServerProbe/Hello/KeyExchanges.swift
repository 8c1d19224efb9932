/// Key exchanges of TLS 1.2 that a hello offers.
package struct KeyExchanges: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// On an elliptic curve: what Go and rustls take, and nothing else.
    package static let ellipticCurve = KeyExchanges(rawValue: 1)
    /// In a field (DHE).
    package static let finiteField = KeyExchanges(rawValue: 2)
    /// A secret under the server's RSA key, which gives up all past sessions with that key: Go from 1.22 on, rustls and
    /// Java from 24 on (`jdk.tls.disabledAlgorithms`, `TLS_RSA_*`) do not take it.
    package static let rsa = KeyExchanges(rawValue: 4)
    /// All of them.
    package static let all: KeyExchanges = [.ellipticCurve, .finiteField, .rsa]

    /// Suites of theirs, with AES in GCM, ChaCha20 and AES in CBC; those by ECDSA and by RSA.
    package var suites: [UInt16] {
        (contains(.ellipticCurve)
            ? [
                0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0xC023,
                0xC027, 0xC024, 0xC028,
            ] : [])
            + (contains(.finiteField) ? [0x009E, 0x009F, 0xCCAA, 0x0033, 0x0039, 0x0067, 0x006B] : [])
            + (contains(.rsa) ? [0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035] : [])
    }
}
