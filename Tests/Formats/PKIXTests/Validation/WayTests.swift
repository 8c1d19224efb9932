import DERCoding
import TestSupport
import Testing

@testable import PKIX

@Suite("Ways from a certificate to an anchor, as those go them who verify")
struct WayTests {
    /// What stands between a certificate and the anchors, and what each way of looking finds.
    private struct Case {
        let name: String
        let leaf: Certificate
        let anchors: [Certificate]
        let others: [Certificate]
        /// How many ways there are for those who try all.
        let count: Int
    }

    private func cases() throws -> [Case] {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let (namesake, other) = (try root.rolledOver(seed: 5), try middle.rolledOver(seed: 6))
        let capitals = root.named(try DistinguishedName(commonName: "ROOT"))
        let own = try root.certificate(of: root)
        let between = try root.certificate(of: middle)
        let none = try root.certificate(of: middle.name, key: middle.publicKey, [])
        let leaf = try middle.server()
        let foreign = try namesake.certificate(of: namesake)
        let wrong = try root.certificate(of: other)
        func one(_ name: String, _ anchors: [Certificate], _ others: [Certificate], _ count: Int) -> Case {
            Case(name: name, leaf: leaf, anchors: anchors, others: others, count: count)
        }
        return [
            one("sound", [own], [between], 1),
            one("nothing between", [own], [], 0),
            one("no authority between", [own], [none], 1),
            one("a namesake between, first", [own], [wrong, between], 1),
            one("a namesake between, last", [own], [between, wrong], 1),
            one("a namesake of the root, first", [foreign, own], [between], 1),
            one("a namesake of the root, last", [own, foreign], [between], 1),
            one("an anchor that did not sign itself", [between], [], 1),
            one("that one and the root", [between, own], [between], 2),
            one("the certificate itself as an anchor", [leaf], [], 1),
            Case(
                name: "a name in capitals",
                leaf: try capitals.server(),
                anchors: [own],
                others: [],
                count: 1
            ),
        ]
    }

    @Test(
        "the one that OpenSSL goes leads to an anchor where openssl verify says so, and not where it does not",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let openssl = try #require(Programs.openssl)
        for one in try cases() {
            let folder = try TemporaryFolder()
            func write(_ certificates: [Certificate], _ name: String) throws {
                try folder.write(certificates.map(\.pemText).joined(), to: name)
            }
            try write([one.leaf], "leaf")
            try write(one.anchors, "anchors")
            try write(one.others, "others")
            for stopsEarly in [false, true] {
                let outcome = try openssl.run(
                    [
                        "verify", "-attime", String(Authority.now.secondsSince1970), "-no-CApath",
                        "-no-CAstore",
                        "-CAfile", "anchors",
                    ] + (one.others.isEmpty ? [] : ["-untrusted", "others"])
                        + (stopsEarly ? ["-partial_chain"] : []) + ["leaf"],
                    folder: folder.path
                )
                let verifier = CertificateVerifier(
                    anchors: one.anchors.map { TrustAnchor($0) },
                    intermediates: one.others
                )
                let ways = verifier.ways(
                    from: one.leaf,
                    by: .openSSL(stopsEarly: stopsEarly),
                    at: Authority.now
                )
                let way = try #require(ways?.first)
                let isGood =
                    stopsEarly
                    ? way.isTrusted && one.name != "no authority between"
                    : verifier.leadsToAnchor(one.leaf, at: Authority.now)
                #expect(
                    isGood == (outcome.status == 0),
                    "\(one.name), \(stopsEarly): \(way.end); \(outcome.errorText)"
                )
            }
        }
    }

    @Test("those who try all find each way, and where there is none, the longest says why")
    func all() throws {
        for one in try cases() {
            let verifier = CertificateVerifier(
                anchors: one.anchors.map { TrustAnchor($0) },
                intermediates: one.others
            )
            let ways = try #require(verifier.ways(from: one.leaf, by: .all, at: Authority.now))
            #expect(ways.count { $0.isTrusted } == one.count, "\(one.name)")
            #expect(ways.count == max(1, one.count))
            if one.count == 0 { #expect(ways[0].end == .noIssuer && ways[0].steps.count == 1) }
        }
    }

    @Test(
        "of more ways than anybody tries, so many are found; and by more signatures than are known, none leads on"
    )
    func limits() throws {
        let root = try Authority("root")
        let middles = try (0..<12).map { try Authority("middle", seed: 100 + $0) }
        let others = try middles.map { try root.certificate(of: $0) }
        let verifier = CertificateVerifier(try root.certificate(of: root), others)
        let leaf = try middles[11].server()
        var limits = ValidationLimits.ofClients
        limits.signatureCount = 11
        let known = KnownSignatures()
        #expect(verifier.ways(from: leaf, by: .all, at: Authority.now, limits: limits, knowing: known) == nil)
        #expect(known.count == 11)
        // Signatures that are known count for the next search, too: what it finds does not depend on the one before.
        #expect(verifier.ways(from: leaf, by: .all, at: Authority.now, limits: limits, knowing: known) == nil)
        #expect(known.count == 11)
        #expect(verifier.ways(from: leaf, by: .all, at: Authority.now)?.count == 1)

        let sound = CertificateVerifier(try root.certificate(of: root), [others[11]])
        #expect(sound.leadsToAnchor(leaf, at: Authority.now))
        #expect(!sound.leadsToAnchor(leaf, at: Authority.now, knowing: KnownSignatures(limit: 1)))
    }
}
