import DERCoding
import DurableFiles
import NodeCertificates
import NodePlatform
import PKIX
import RSACryptography
import Testing

/// What an operator reads of a set.
@Suite("What is said of a set")
struct MessageTests {
    @Test(
        "an input must be what its rule says",
        arguments: [
            (.text, "UTF-8"),
            (
                .userName,
                "1 to 63 bytes of UTF-8, not beginning with \"-\" or \".\", not beginning or ending with a space, "
                    + "and without \"/\" or control characters"
            ),
            (
                .unreservedUserName,
                "a different name: root, server, server-req and client are names of other files of the set"
            ),
            (.keySize(2048...4096), "an even number of bits from 2048 to 4096"),
            (.keyType, "rsa, ecdsa-p256 or ecdsa-p384"),
            (.noSize(.ecdsaP256), "left out: a key of --key-type ecdsa-p256 has the size of its curve"),
            (
                .noSizeBeside("server.crt", "P-256"),
                "left out, or given with --key-type rsa: the key of server.crt is P-256, and its kind is kept"
            ),
            (.days(1...5), "a whole number of days from 1 to 5"),
            (.renewalDays(5), "a whole number of days from 1 to 5, fewer than a new certificate is valid"),
            (.country, "a two-letter country code"),
            (.namePart(limit: 5), "1 to 5 characters, without control characters"),
            (
                .rootName(count: 70, limit: 64),
                "shorter: LAYER.ENV, the root's common name, has 70 characters, and at most 64 are allowed"
            ),
            (
                .host,
                "a host name or an IP address: labels of letters, digits, hyphens and underscores, "
                    + "253 characters at most"
            ),
            (.otherThanRoot, "different from LAYER.ENV, the root's common name"),
            (
                .alternativeName,
                "a host name or an IP address, such as db.example.com, 192.0.2.1 or 2001:db8::1"
            ),
            (
                .nameOfElsewhere(.variable("KEY_HOST")),
                "another name: this one comes from KEY_HOST, and every certificate of the server has it"
            ),
            (.nameOfCertificate([]), "left out: the server has no certificate with names yet"),
            (
                .nameOfCertificate([.dnsName("a.example"), .dnsName("b.example")]),
                "one of the names of the server's certificate: DNS:a.example, DNS:b.example"
            ),
        ] as [(InputRule, String)]
    )
    func rules(rule: InputRule, words: String) { #expect(rule.description == words) }

    @Test(
        "an input is called by where it came from",
        arguments: [
            (.argument("USER"), "USER"), (.option("--days"), "--days"), (.variable("KEY_SAN"), "KEY_SAN"),
            (.standard("KEY_ORG"), "KEY_ORG"), (.metadata("KEY_SAN", path: "/m"), "KEY_SAN in /m"),
            (.hostName, "the name of this host"), (.san, "--san"),
        ] as [(InputOrigin, String)]
    )
    func origins(origin: InputOrigin, words: String) { #expect(origin.description == words) }

    @Test(
        "a file's fault is a predicate",
        arguments: [
            (.empty, "is empty"), (.zeros, "holds nothing but zeros"), (.cutOff, "is cut off"),
            (.noDocument, "contains no PEM document"), (.otherForm(.der), "is in DER where PEM is due"),
            (.otherForm(.bareBase64), "is PEM without its BEGIN and END lines"),
            (.otherForm(.encodedPEM), "is PEM in Base64 once more"),
            (.otherForm(.utf16), "is in UTF-16 where ASCII is due"),
            (.otherForm(.opensslEnciphered), "is still encrypted by openssl enc, as copyCert sends it"),
            (.otherForm(.ansibleVault), "is still encrypted by ansible-vault"),
            (.otherForm(.putty), "is a key of PuTTY where PEM is due"),
            (.otherForm(.tokenURI), "is the URI of a key in a token where PEM is due"),
            (.key(.encrypted), "is not a usable private key (\(KeyEncodingError.encrypted))"),
            (
                .certificate(.issuerIsNoAuthority),
                "is not a usable certificate (\(PKIXError.issuerIsNoAuthority))"
            ),
        ] as [(FileFault, String)]
    )
    func fileFaults(fault: FileFault, words: String) { #expect(fault.description == words) }

    @Test(
        "a pair's fault is the end of a sentence, and tells whether something was wrong with what was there",
        arguments: [
            (.absent, "nothing was there", false), (.missingCertificate, "the certificate is missing", true),
            (.missingKey, "the key is missing", true),
            (.brokenCertificate(.empty), "the certificate file is empty", true),
            (.brokenKey(.cutOff), "the key file is cut off", true),
            (.mismatch, "the key does not match the certificate", true),
            (.expired("T"), "the certificate expired at T", true),
            (.ends("T"), "the certificate ends at T", false),
            (.orphaned, "the certificate was signed by a root that is gone", true),
            (.newRoot, "the root is new", false), (.asked, "it was asked for", false),
            (.otherNames, "the certificate's names change", false),
        ] as [(PairFault, String, Bool)]
    )
    func pairFaults(fault: PairFault, words: String, isOfPresent: Bool) {
        #expect(fault.description == words)
        #expect(fault.isOfPresent == isOfPresent)
    }

    @Test(
        "a doubt says what would be right",
        arguments: [
            (
                .notCompared(keyName: "a\u{1B}.key", certificateName: "a.crt"),
                "a\\u{1b}.key is encrypted or of a kind that is not read here, so that it was kept without being "
                    + "compared with a.crt"
            ),
            (
                .otherRoot(certificateName: "a.crt", issuer: "CN=x"),
                "a.crt was kept, but root.crt does not verify it: it was signed by CN=x; clients need that root, or "
                    + "move the certificate and its key away to have both made"
            ),
            (
                .rootKeyGone,
                "root.key is not there, so that nothing more can be signed or renewed: put it back when that is due"
            ),
        ] as [(PairDoubt, String)]
    )
    func doubts(doubt: PairDoubt, words: String) { #expect(doubt.description == words) }

    private static let remedy = "R to make a new root and reissue all certificates"

    /// An error, its line, the status to exit with, and whether a new root would end it.
    struct Said: Sendable {
        let error: NodeCertificatesError
        let words: String
        let status: NodePlatform.ExitStatus
        let namesNewRoot: Bool

        init(
            _ error: NodeCertificatesError,
            _ words: String,
            _ status: NodePlatform.ExitStatus,
            _ namesNewRoot: Bool
        ) {
            self.error = error
            self.words = words
            self.status = status
            self.namesNewRoot = namesNewRoot
        }
    }

    static let said: [Said] = [
        Said(
            .invalidInput(.option("--days"), value: SafeText("x"), .days(1...5)),
            "--days is \"x\"; it must be a whole number of days from 1 to 5",
            .usage,
            false
        ),
        Said(
            .missingRootKey(path: "/d/root.key", needed: ["server.crt", "client.crt"]),
            "/d/root.key is missing, so server.crt, client.crt cannot be signed; put the root's "
                + "key back, or \(remedy)",
            .data,
            true
        ),
        Said(
            .unusableRootKey(path: "/k", reason: .key(.encrypted)),
            "/k is encrypted; decrypt it while certificates are issued, for example with openssl pkey",
            .data,
            true
        ),
        Said(
            .unusableRootKey(path: "/k", reason: .empty),
            "/k is empty; put the root's key back, or \(remedy)",
            .data,
            true
        ),
        Said(
            .unusableFile(path: "/f", reason: .otherForm(.der)),
            "/f is in DER where PEM is due and is not replaced; put the right file there, move this one away, or "
                + remedy,
            .data,
            true
        ),
        Said(
            .keyWithoutCertificate(path: "/k", certificatePath: "/c", reason: .missingCertificate),
            "/k is encrypted or of a kind that is not read here, so that /c cannot be made for "
                + "it here (the certificate "
                + "is missing); put its certificate there, or move the key away to have both made",
            .data,
            false
        ),
        Said(
            .weakKeyWithoutCertificate(path: "/k", bitCount: 1024),
            "/k is an RSA key of 1024 bits, and no certificate is made for one of less than "
                + "2048; put a longer key or "
                + "its certificate there, or move the key away to have both made",
            .data,
            false
        ),
        Said(
            .unrenewableRoot(path: "/c", reason: .expired("T"), extension: KeyUsage.identifier),
            "/c must be renewed (the certificate expired at T), but a certificate made here "
                + "would lose its extension "
                + "\(KeyUsage.identifier); renew it where it was made, or \(remedy)",
            .data,
            true
        ),
        Said(
            .unusableRoot(path: "/c", .issuerIsNoAuthority),
            "/c cannot sign certificates: \(PKIXError.issuerIsNoAuthority)",
            .data,
            false
        ),
        Said(
            .rootBreaksChannelBinding(path: "/c"),
            "/c belongs to a root with an Ed25519 or Ed448 key, and PostgreSQL clients that use "
                + "SCRAM cannot bind to "
                + "certificates signed with it; use a root with a key of RSA, P-256 or P-384",
            .data,
            false
        ),
        Said(
            .rootMismatch(keyPath: "/k", certificatePath: "/c"),
            "/k does not match /c; put the right key back, or \(remedy)",
            .data,
            true
        ),
        Said(
            .orphan(path: "/c", issuer: "CN=x"),
            "/c was signed by CN=x, which is missing; put root.crt and root.key back, or \(remedy)",
            .data,
            true
        ),
        Said(
            .foreignPair(path: "/c", issuer: "CN=x", reason: .missingKey),
            "/c was signed by CN=x, not by root.crt, and cannot be repaired here: the key is missing",
            .data,
            false
        ),
        Said(
            .foreignNames(path: "/c", issuer: "CN=x", .san, name: "DNS:a"),
            "/c was signed by CN=x, not by root.crt, so that its names cannot be changed here; "
                + "have it issued there "
                + "again, and leave out --san DNS:a",
            .data,
            false
        ),
        Said(
            .keyGeneration(.noPrimeFound),
            "cannot generate a key: \(RSAError.noPrimeFound)",
            .failure,
            false
        ),
        Said(
            .issuing(.issuerIsNoAuthority),
            "cannot issue a certificate: \(PKIXError.issuerIsNoAuthority)",
            .failure,
            false
        ),
    ]

    @Test("an error is one line with what would be right, and has its status", arguments: said.indices)
    func errors(index: Int) {
        let said = Self.said[index]
        let (error, words) = (said.error, said.words)
        #expect(error.description(remedy: "R") == words)
        #expect(
            error.description == words.replacing(Self.remedy, with: "give --force" + Self.remedy.dropFirst())
        )
        #expect(error.exitStatus == said.status)
        #expect(error.namesNewRoot == said.namesNewRoot)
        let isMissing = if case .missingRootKey = error { true } else { false }
        let isStale = if case .rootMismatch = error { true } else { false }
        #expect(error.isOfMissingRootKey == isMissing)
        #expect(error.isOfStaleRootKey == isStale)
    }
}
