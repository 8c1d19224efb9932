internal import ServerProbe

extension VerifyingClient {
    /// What a client of the kind offers in its hello by default, as far as it decides whether a server takes it:
    /// signature algorithms aside, which are part of what is said of the certificate.
    ///
    /// Where a server takes the hello of ours, it takes all of these, since each has its suites and groups.
    var hello: HelloOffer {
        switch self {
        // `OSSL_default_cipher_list`, which libpq does not change.
        case .libpq, .libpqBefore15: .openSSL
        // `PY_SSL_DEFAULT_CIPHER_STRING` (`Modules/_ssl.c`): no key exchange by RSA, and no SHA-1.
        case .python:
            Self.offer(
                suites: [
                    0xC02C, 0xC030, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC024, 0xC028, 0xC023, 0xC027, 0x009F,
                    0x009E, 0x006B, 0x0067,
                ],
                groups: Self.manyGroups
            )
        // `defaultCipherSuites` (`crypto/tls/defaults.go`): from Go 1.22 on no key exchange by RSA.
        case .go:
            Self.offer(
                suites: [
                    0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014,
                ],
                groups: [29, 23, 24, 25]
            )
        // `DEFAULT_CIPHER_SUITES` of the providers aws-lc-rs and ring.
        case .rustls:
            Self.offer(suites: [0xC02C, 0xC02B, 0xCCA9, 0xC030, 0xC02F, 0xCCA8], groups: [29, 23, 24])
        // The default of SunJSSE, less what `jdk.tls.disabledAlgorithms` excludes from Java 24 on (`TLS_RSA_*`).
        case .jdbc:
            Self.offer(
                suites: KeyExchanges([.ellipticCurve, .finiteField]).suites,
                groups: Self.manyGroups
            )
        }
    }

    /// X25519, P-256, P-384, P-521, X448, and those of finite fields.
    private static let manyGroups: [UInt16] = [29, 23, 24, 25, 30, 256, 257, 258, 259, 260]

    /// - Parameter suites: those of TLS 1.2.
    private static func offer(suites: [UInt16], groups: [UInt16]) -> HelloOffer {
        HelloOffer(versions: [0x0304, 0x0303], suites: [0x1301, 0x1302, 0x1303] + suites, groups: groups)
    }
}
