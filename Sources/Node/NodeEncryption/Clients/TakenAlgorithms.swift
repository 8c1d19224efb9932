internal import DERCoding
internal import MessageDigests
internal import PKIX

/// Which clients take a key in a handshake and a signature in a certificate, by what their programs offer and do unless
/// they are told otherwise: OpenSSL 3.0, Go 1.19 (`crypto/x509`, `x509.go`), rustls-webpki over *ring* (`ring_algs.rs`)
/// and OpenJDK 17.
enum TakenAlgorithms {
    /// Who refuses what rustls alone refuses: ECDSA on P-521, and with SHA-512, which it takes over aws-lc-rs, the
    /// default since 0.23 (`SUPPORTED_SIG_ALGS` of its `crypto/aws_lc_rs/mod.rs`), and not over *ring*.
    static let overRing: Set<VerifyingClient> = [.rustls]

    /// The clients that end the handshake with whoever holds this key (RFC 8446, sections 4.2.3 and 4.2.7; RFC 8422,
    /// section 5.1.1): none of them offers another curve than those of NIST from P-256 on.
    static func clients(refusing key: PublicKeyForm) -> Set<VerifyingClient> {
        switch key {
        // Only Java still has suites for it.
        case .other(PublicKeyForm.dsa): VerifyingClient.all.subtracting([.jdbc])
        case .otherCurve, .other, .malformed: VerifyingClient.all
        case .compressedPoint: [.go, .rustls, .jdbc]
        case .rsa(hasParameters: false), .rsaPSS, .ed448: [.go, .rustls]
        case .p521: overRing
        case .rsa, .p256, .p384, .ed25519: []
        }
    }

    /// The clients that verify no signature by this key, of whatever algorithm.
    static func clients(refusingIssuer key: PublicKeyForm) -> Set<VerifyingClient> {
        switch key {
        case .otherCurve(PublicKeyForm.p224): [.rustls, .jdbc]
        case .otherCurve: [.go, .rustls, .jdbc]
        case .other: [.go, .rustls]
        // It verifies nothing, which is said otherwise.
        case .malformed: []
        default: clients(refusing: key)
        }
    }

    /// The clients that verify no such signature, whoever's key it is by.
    static func clients(refusing signature: SignatureAlgorithm) -> Set<VerifyingClient> {
        switch signature {
        case .pkcs1v15(.sha224), .ecdsa(.sha224): [.go, .rustls]
        case .pss(.sha224, _): [.go, .rustls, .jdbc]
        case .pss(let digest, let saltByteCount): saltByteCount == digest.byteCount ? [] : [.go, .rustls]
        case .pssWithOtherMask: [.go, .rustls]
        case .ecdsa(.sha512): overRing
        case .pkcs1v15, .ecdsa, .ed25519: []
        case .other(let identifier):
            if byNobody.contains(identifier.algorithm) {
                VerifyingClient.all
            } else if rsaWithSHA3.contains(identifier.algorithm) {
                [.go, .rustls, .jdbc]
            } else {
                // What is known here by its name at most, these do not verify either.
                [.go, .rustls]
            }
        }
    }

    /// `id-rsassa-pkcs1-v1_5-with-sha3-224` and those behind it.
    private static let rsaWithSHA3 = Set((13...16).map { ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3, $0) })

    /// `id-ecdsa-with-sha3-224` and those behind it, and `sha512-224WithRSAEncryption` and `-256`: OpenSSL 3.0 finds no
    /// issuer for what they sign.
    private static let byNobody = Set(
        (9...12).map { ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3, $0) }
            + (15...16).map { ObjectIdentifier(1, 2, 840, 113549, 1, 1, $0) }
    )
}
