internal import TLSHandshake

/// A hello of what is not spoken here, or not any more, and what it stands for.
package struct SurveyHello: Sendable {
    /// Such as "TLS 1.1" or "TLS 1.2 by DHE".
    package let name: String
    /// What is offered.
    package let offer: HelloOffer

    /// Names an offer.
    package init(_ name: String, _ offer: HelloOffer) {
        self.name = name
        self.offer = offer
    }

    /// Suites that TLS 1.0 and 1.1 have.
    private static let oldSuites: [UInt16] = [
        0xC009, 0xC013, 0xC00A, 0xC014, 0x0033, 0x0039, 0x002F, 0x0035,
    ]

    /// The versions that no client should speak any more (RFC 8996).
    static let old = [
        SurveyHello("TLS 1.1", HelloOffer(versions: [0x0302], suites: oldSuites)),
        SurveyHello("TLS 1.0", HelloOffer(versions: [0x0301], suites: oldSuites)),
    ]

    /// What is beyond the suites of ours, in versions of ours: a kind of key exchange each.
    static let beyond: [SurveyHello] = {
        let own = Set(CipherSuite.allCases.map(\.rawValue))
        func hello(_ exchanges: KeyExchanges, _ name: String) -> SurveyHello {
            let suites = exchanges.suites.filter { !own.contains($0) }
            return SurveyHello("TLS 1.2 by " + name, HelloOffer(versions: [0x0303], suites: suites))
        }
        return [
            SurveyHello("TLS 1.3 by ChaCha20", HelloOffer(versions: [0x0304], suites: [0x1303])),
            hello(.ellipticCurve, "ECDHE with ChaCha20 or CBC"),
            hello(.finiteField, "DHE"),
            hello(.rsa, "RSA key exchange"),
        ]
    }()
}
