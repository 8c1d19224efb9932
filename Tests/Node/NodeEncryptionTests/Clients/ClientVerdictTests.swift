import PKIX
import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "What each kind of client finds in a server's certificate, as its own program does",
    .enabled(if: ClientJudgements.all != nil, "Python's cryptography or openssl is not installed")
)
struct ClientVerdictTests {
    private let cases: [ClientJudgements.Case]

    init() throws {
        cases = try #require(ClientJudgements.all).get().cases
    }

    /// Which client a judge is.
    private static let judged: [String: VerifyingClient] = [
        "openssl": .libpq, "libpq": .libpq, "python": .python, "go": .go, "rustls": .rustls, "java": .jdbc,
        "jdbc": .jdbc,
    ]

    @Test(
        "a client fails where its program refuses, and nowhere else, whoever is asked",
        arguments: judged.keys
    )
    func judges(_ judge: String) throws {
        let client = try #require(Self.judged[judge])
        for one in cases {
            let isHandshake = ["libpq", "python"].contains(judge)
            if !isHandshake, one.name.hasPrefix("handshake-") { continue }
            for verdict in one.verdicts where verdict.judge == judge {
                let findings = try one.findings(for: verdict.host)
                // openssl and a plain Java are asked for the path alone.
                let own = findings.filter { finding in
                    finding.clients.contains(client) && !finding.fault.kind.isOfLogins
                        && (isHandshake || !finding.fault.kind.isOfSending)
                        && !(["openssl", "java"].contains(judge) && finding.fault.kind.isOfNames)
                }
                #expect(
                    own.isEmpty == verdict.isGood,
                    "\(one.name) for \(verdict.host): \(verdict.text); found \(findings.map(\.fault.description))"
                )
            }
        }
    }

    @Test("what was put into a certificate is what is named, and nothing else")
    func faults() throws {
        for one in cases {
            let host = try #require(one.verdicts.first).host
            let found = Set(try one.findings(for: host).map(\.fault.kind.name))
            #expect(found == Set(one.faults), "\(one.name)")
        }
    }

    @Test("every kind of fault of a path or a name is among them")
    func kinds() {
        let all: Set = [
            "notYetValid", "expired", "wrongUsage", "noSignatures", "unknownExtension", "noAuthority",
            "pathTooLong",
            "outsideConstraints", "constraintsNotUnderstood", "tooManyConstraints", "oldVersion",
            "authorityAsServer", "weakSignature",
            "keyNotTaken", "malformed", "nameNotRead", "signatureNotTaken",
            "shortKey", "notStrict", "signatureNotVerified", "otherKey", "otherKeyIdentifier",
            "otherAuthority",
            "noBindingDigest", "notSelfSigned", "tooManyIssuers", "noAlternativeName", "otherName",
            "nullInCommonName", "addressAsName", "tooManySent", "tooLongSent",
        ]
        #expect(Set(cases.flatMap(\.faults)) == all)
    }

    @Test("what libpq of today refuses is broken, and what is not seen is a note")
    func levels() throws {
        for one in cases {
            for finding in try one.findings(for: "db.example") where finding.fault.kind.name != "otherName" {
                let level: NodeStatus.Level =
                    finding.clients.contains(.libpq)
                    ? .broken
                    : ["signatureNotVerified", "addressAsName"].contains(finding.fault.kind.name)
                        ? .note : .warning
                #expect(finding.level == level, "\(one.name): \(finding.fault.description)")
            }
        }
    }

    @Test(
        "no more than a hundred issuers are tried, however many there are",
        arguments: ["way-many-roots", "way-many-between", "way-many-roots-behind"]
    )
    func work(_ name: String) throws {
        let one = try #require(cases.first { $0.name == name })
        #expect(max(one.chain.certificates.count, one.roots.certificates.count) > 100)
        let signatures = KnownSignatures()
        let search = try #require(ClientPaths(one.chain, to: one.roots, at: .now, knowing: signatures))
        #expect((search.all() ?? []).count <= 20)
        #expect(signatures.count <= 100)
        // Each pair of a certificate and a key counts once.
        let count = signatures.count
        _ = search.all()
        #expect(signatures.count == count)
    }

    @Test("beyond their number signatures are not verified, which is said and fails nobody")
    func limit() throws {
        let one = try #require(cases.first { $0.name == "sound-one-between" })
        for (limit, unverified) in [(2, []), (1, [1]), (0, [0, 1])] as [(Int, Set<Int>)] {
            let signatures = KnownSignatures(limit: limit)
            let search = try #require(ClientPaths(one.chain, to: one.roots, at: .now, knowing: signatures))
            for path in [search.first(stopsEarly: false)] + (search.all() ?? []) {
                #expect(path.deadEnd == nil && path.unverified == unverified)
            }
            #expect(signatures.count == limit)
        }
    }

    @Test("cryptography, as strict as browsers, refuses nearly all that rustls does")
    func strictVerifier() throws {
        // It looks at no usages of authorities and no constraints of the directory, knows some identifiers, takes names
        // that it has no constraint for, and compares more of them.
        let lenient = [
            "usage-between-any", "critical-own-identifier", "names-mail-allowed", "names-mail-below",
            "way-server-as-root", "host-star-short",
        ]
        let passedOver = [
            "names-directory", "names-many", "signed-by-", "handshake-", "usage-netscape-", "usage-step-up-",
        ]
        for one in cases where !lenient.contains(one.name) && !passedOver.contains(where: one.name.hasPrefix)
        {
            for verdict in one.verdicts where verdict.judge == "cryptography" && verdict.isGood {
                let findings = try one.findings(for: verdict.host).filter {
                    $0.clients.contains(.rustls) && !$0.fault.kind.isOfSending
                }
                #expect(findings.isEmpty, "\(one.name): \(findings.map(\.fault.description))")
            }
        }
    }
}
