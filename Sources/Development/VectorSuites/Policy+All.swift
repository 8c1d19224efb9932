internal import VectorFiles

extension Policy {
    private static let signing: Set = ["rsa-pkcs1-sign", "rsa-pss-sign"]
    private static let verifying: Set = ["rsa-pkcs1-verify", "rsa-pss-verify"]

    private static let curves: Set = ["ecdsa-sign", "ecdsa-verify"]

    /// All policies; the first that holds for a case counts.
    package static let all: [Policy] = [
        Policy(
            "no-sha1-signatures",
            .refuses,
            suites: signing.union(verifying).union(curves),
            reason:
                "collisions of SHA-1 are cheap enough to forge certificates: no interface signs or verifies with it",
            where: { (try? $0.word("digest")) == "sha1" }
        ),
        Policy(
            "exact-padding",
            .refuses,
            suites: ["rsa-pkcs1-verify"],
            reason: "a DigestInfo without its NULL is an old habit that widens what a forger may try",
            where: { $0.result == .acceptable && $0.flags.contains("MissingNull") }
        ),
        Policy(
            "small-moduli",
            .accepts,
            suites: signing.union(verifying),
            reason:
                "existing keys of fewer than 2048 bits stay in use; none is generated here",
            where: { $0.result == .acceptable && $0.flags.contains("SmallModulus") }
        ),
        Policy(
            "small-public-exponents",
            .accepts,
            suites: signing.union(verifying),
            reason:
                "keys with an exponent such as 3 are in use and sound under exact padding; none is generated here",
            where: { $0.result == .acceptable && $0.flags.contains("SmallPublicKey") }
        ),
        Policy(
            "no-private-keys-on-p521",
            .refuses,
            suites: ["curve-key", "ecdh"],
            reason: "P-521 is for verifying what authorities signed: no key is made or used on it",
            where: { (try? $0.word("curve")) == "p521" }
        ),
        Policy(
            "no-public-keys-without-a-secret",
            .refuses,
            suites: ["x25519"],
            reason:
                "a public key of small order makes every secret 0, and no honest party has one (RFC 7748)",
            where: { $0.result == .acceptable && $0.flags.contains("ZeroSharedSecret") }
        ),
        Policy(
            "one-encoding-of-a-coordinate",
            .refuses,
            suites: ["x25519"],
            reason:
                "no honest party writes a coordinate that is not below the prime, or sets the bit above it",
            where: { vector in
                let isAbove = ((try? vector.octets("public-key"))?.last ?? 0) >= 0x80
                return isAbove || vector.result == .acceptable && vector.flags.contains("NonCanonicalPublic")
            }
        ),
        Policy(
            "coordinates-of-the-twist",
            .accepts,
            suites: ["x25519"],
            reason: "X25519 is safe on the twist, which RFC 7748 chose the curve for",
            where: { $0.result == .acceptable && $0.flags.contains("Twist") }
        ),
        Policy(
            "compressed-points",
            .accepts,
            suites: ["ecdh"],
            reason: "SEC 1 has the form, and the point that it stands for is checked as any other",
            where: { $0.result == .acceptable && $0.flags.contains("CompressedPublic") }
        ),
        Policy(
            "named-curves-only",
            .refuses,
            suites: ["ecdh"],
            reason: "RFC 5480 lets no certificate spell out a curve, which has been forged so",
            where: { $0.result == .acceptable && $0.flags.contains("UnnamedCurve") }
        ),
        Policy(
            "naturals-have-no-sign",
            .refuses,
            suites: ["primes"],
            reason: "the negative of a prime is not a natural number, and no interface takes one",
            where: { $0.result == .acceptable && $0.flags.contains("NegativeOfPrime") }
        ),
        Policy(
            "no-encrypted-keys",
            .refuses,
            suites: ["private-key"],
            reason:
                "PostgreSQL's keys are unencrypted, protected by their mode; encrypted ones are refused",
            where: { $0.result == .valid && $0.flags.contains("Encrypted") }
        ),
        Policy(
            "keys-that-are-used",
            .refuses,
            suites: ["private-key", "public-key"],
            reason: "keys of algorithms that nothing is signed or verified with are refused by name",
            where: { $0.result == .valid && $0.flags.contains("DSA") }
        ),
        Policy(
            "curves-of-certificates",
            .refuses,
            suites: ["private-key"],
            reason:
                "certificates of servers and clients are on the curves of NIST, by their names (RFC 5480): keys "
                + "on others are refused by name, and so are those that spell one out",
            where: { $0.result == .valid && $0.flags.contains("EC") && isOnOtherCurve($0) }
        ),
        Policy(
            "one-digest-in-pss",
            .refuses,
            suites: ["private-key"],
            reason:
                "signatures of PSS are made with MGF1 on the digest of the message, as RFC 8017 recommends: a key "
                + "that is restricted to two is of no use here",
            where: { vector in
                let names = ["rsa_pss_2048_hash.pem", "rsa_pss_2048_hash_mask_diff.pem"]
                return names.contains { vector.identifier.hasSuffix("/" + $0) }
            }
        ),
        Policy(
            "version-of-pkcs8",
            .accepts,
            suites: ["private-key"],
            reason:
                "version 2 where no public key follows is against RFC 5958 and changes nothing of the key; OpenSSL, "
                + "by which servers load it, reads it",
            where: { $0.result == .invalid && $0.identifier.hasSuffix("/invalid-version.der") }
        ),
        Policy(
            "label-of-another-document",
            .refuses,
            suites: ["public-key"],
            reason: "a document is what its label says (RFC 7468): RSA PUBLIC KEY is PKCS#1 and nothing else",
            where: { $0.result == .acceptable && $0.flags.contains("WrongLabel") }
        ),
        Policy(
            "older-labels",
            .accepts,
            suites: ["certificate", "certificate-request"],
            reason:
                "X509 CERTIFICATE and NEW CERTIFICATE REQUEST are in use, and RFC 7468 lets readers take them",
            where: { $0.result == .acceptable && $0.flags.contains("OldLabel") }
        ),
        Policy(
            "der-to-the-letter",
            .refuses,
            suites: ["certificate", "certificate-request", "ecdh"],
            reason:
                "what is not DER, and not read alike by all, is refused, such as an IA5String beyond ASCII",
            where: { vector in
                let letters = ["InvalidAsn", "SubjectAlternativeName"]
                return vector.result == .acceptable && !Set(letters).isDisjoint(with: vector.flags)
            }
        ),
        Policy(
            "read-and-never-written",
            .accepts,
            suites: ["certificate", "certificate-request"],
            reason:
                "named bits with trailing zeros and defaults that are written out are in use, and read alike by all",
            where: { vector in
                vector.result != .valid && vector.identifier.hasSuffix("/freeipa-bad-critical.pem")
                    || vector.result == .acceptable
                        && !Set(["NamedBits", "EncodedDefault"]).isDisjoint(with: vector.flags)
            }
        ),
        Policy(
            "kept-as-issued",
            .accepts,
            suites: ["certificate", "revocation-list"],
            reason:
                "what authorities issue against RFC 5280, and nothing here depends on, is kept as it is",
            where: { vector in
                let kept = [
                    "AlgorithmParameters", "EmptyHost", "NameLength", "NameString", "NextUpdate",
                    "SerialNumber",
                ]
                return vector.result == .acceptable && !Set(kept).isDisjoint(with: vector.flags)
            }
        ),
        Policy(
            "extensions-kept-unread",
            .accepts,
            suites: ["certificate"],
            reason: "extensions that nothing here acts on are kept as bytes, whatever is in them",
            where: { vector in
                let unread = [
                    "SignedCertificateTimestamps", "CertificatePolicies", "InhibitAnyPolicy",
                    "NameConstraints",
                    "IssuerAlternativeName",
                ]
                return vector.result == .invalid && !vector.flags.contains("SignatureChanged")
                    && !Set(unread).isDisjoint(with: vector.flags)
            }
        ),
        Policy(
            "no-dsa",
            .refuses,
            suites: ["named-path"],
            reason: "DSA left FIPS 186-5, and no client of PostgreSQL takes certificates that it signed",
            where: { ["4.1.4", "4.1.5"].contains($0.identifier) }
        ),
        Policy(
            "common-names-decide-nothing",
            .accepts,
            suites: ["path"],
            reason:
                "these want a common name among the alternative names, which webpki::san::leftmost-wildcard-san "
                + "and BetterTLS's valid cases do not have",
            where: { $0.identifier.hasPrefix("webpki::cn::") }
        ),
        Policy(
            "anchors-name-no-issuer",
            .accepts,
            suites: ["path"],
            reason:
                "an anchor that another authority signed needs no key identifier of it: cve::cve-2024-0567 has none",
            where: { $0.identifier == "rfc5280::aki::cross-signed-root-missing-aki" }
        ),
        Policy(
            "no-public-suffixes",
            .accepts,
            suites: ["path"],
            reason:
                "which domains are public suffixes is a list of every week, which no client of PostgreSQL has",
            where: { $0.flags.contains("pedantic-public-suffix-wildcard") }
        ),
    ]
}

/// Whether a private key is on a curve that is none of P-256, P-384 and P-521, or one that its file spells out.
private func isOnOtherCurve(_ vector: VectorCase) -> Bool {
    let others = [
        "ec_oid_not_in_reg_private_2.pkcs8.pem", "nodompar_private.pkcs8.pem", "PKCS8/private.pem",
        "withdompar_private.pkcs8.pem",
    ]
    // RFC 7468 has one on secp256k1.
    return vector.identifier == "1" || others.contains { vector.identifier.hasSuffix("/" + $0) }
}
