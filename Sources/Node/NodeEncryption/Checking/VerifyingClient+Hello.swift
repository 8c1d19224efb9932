internal import ServerProbe

extension VerifyingClient {
    /// What a client of the kind offers in its hello by default, as far as it decides whether a server takes it:
    /// signature algorithms aside, which are part of what is said of the certificate.
    ///
    /// Where a server takes the hello of ours, it takes all of these, since each has its suites and groups.
    var hello: HelloOffer {
        HelloOffer(
            versions: [0x0304, 0x0303],
            suites: [0x1301, 0x1302, 0x1303] + suites,
            groups: [29, 23, 24] + moreGroups
        )
    }

    /// The suites of TLS 1.2.
    private var suites: [UInt16] {
        switch self {
        // `OSSL_default_cipher_list` of OpenSSL 3.0, which libpq does not change.
        case .libpq, .libpqBefore15: KeyExchanges.all.suites
        // `PY_SSL_DEFAULT_CIPHER_STRING` (`Modules/_ssl.c`): no key exchange by RSA, and no SHA-1.
        case .python:
            [
                0xC02C, 0xC030, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC024, 0xC028, 0xC023, 0xC027, 0x009F,
                0x009E,
                0x006B, 0x0067,
            ]
        // `defaultCipherSuites` (`crypto/tls/defaults.go`): from Go 1.22 on no key exchange by RSA.
        case .go:
            [0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014]
        // `DEFAULT_CIPHER_SUITES` of the providers aws-lc-rs and ring.
        case .rustls: [0xC02C, 0xC02B, 0xCCA9, 0xC030, 0xC02F, 0xCCA8]
        // The default of SunJSSE, less what `jdk.tls.disabledAlgorithms` excludes from Java 24 on (`TLS_RSA_*`).
        case .jdbc: KeyExchanges([.ellipticCurve, .finiteField]).suites
        }
    }

    /// Groups besides X25519, P-256 and P-384: P-521, X448, and those of finite fields.
    private var moreGroups: [UInt16] {
        switch self {
        case .libpq, .libpqBefore15, .python, .jdbc: [25, 30, 256, 257, 258, 259, 260]
        case .go: [25]
        case .rustls: []
        }
    }
}
