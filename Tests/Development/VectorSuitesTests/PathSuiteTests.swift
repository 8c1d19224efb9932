import Testing
import VectorFiles

@testable import VectorSuites

@Suite("Published paths are refused for what is wrong with them")
struct PathSuiteTests {
    /// Cases of x509-limbo, and what their names say is wrong with them.
    private static let reasons = [
        ("rfc5280::validity::expired-root", "expired at"),
        ("rfc5280::validity::expired-1-second", "expired at"),
        ("rfc5280::validity::not-yet-valid-1-second", "is not valid before"),
        ("rfc5280::nc::permitted-dns-mismatch", "is not among those"),
        ("rfc5280::nc::permitted-dn-mismatch", "is not among those"),
        ("rfc5280::nc::permitted-ip-mismatch", "is not among those"),
        ("rfc5280::nc::excluded-dns-match-second", "excludes"),
        ("rfc5280::nc::excluded-dn-match", "excludes"),
        ("rfc5280::nc::excluded-ipv6-match", "excludes"),
        ("rfc5280::nc::nc-forbids-othername", "not understood"),
        ("rfc5280::nc::invalid-dnsname-leading-period", "begins with a dot"),
        ("rfc5280::eku::ee-wrong-eku", "is not for servers"),
        ("rfc5280::aki::critical-aki", "critical extension 2.5.29.35"),
        ("rfc5280::ski::critical-ski", "critical extension 2.5.29.14"),
        ("rfc5280::ski::root-missing-ski", "no subject key identifier"),
        ("rfc5280::root-missing-basic-constraints", "basic constraints"),
        ("rfc5280::root-non-critical-basic-constraints", "basic constraints that are not critical"),
        ("rfc5280::leaf-ku-keycertsign", "may sign certificates"),
        ("rfc5280::ca-empty-subject", "empty subject"),
        ("rfc5280::pc::ica-noncritical-pc", "policy constraints that are not critical"),
        ("rfc5280::serial::negative", "serial number"),
        ("pathlen::intermediate-violates-pathlen-0", "more than the 0 authorities"),
        ("pathlen::max-chain-depth-1-exhausted", "more than the 1 authorities"),
        ("invalid::invalid-issuer-key", "a key that cannot be used"),
        ("pathological::intermediate-cycle-distinct-cas", "nobody but those"),
        ("webpki::v1-cert", "version 3"),
        ("webpki::forbidden-p192-leaf", "a kind or size"),
        ("webpki::ee-basicconstraints-ca", "used as an end entity's"),
        ("webpki::eku::ee-critical-eku", "extended key usage that is critical"),
        ("webpki::san::wildcard-match-across-labels-san", "does not have the name"),
        ("webpki::cryptographydotio-chain-missing-intermediate", "there is no certificate"),
        ("cve::cve-2025-61727-nc-permits-variant", "is not among those"),
    ]

    @Test("each is refused by its own rule")
    func reasons() throws {
        let file = try VectorFolder(near: #filePath).file("limbo/paths")
        let suite = PathSuite()
        for (identifier, reason) in Self.reasons {
            let vector = try #require(file.cases.first { $0.identifier == identifier }, "\(identifier)")
            guard case .refused(let found) = try suite.answer(vector) else {
                Issue.record("\(identifier) is accepted")
                continue
            }
            #expect(found.contains(reason), "\(identifier): \(found)")
        }
    }

    @Test("names outside of constraints are refused for that, and for nothing else")
    func names() throws {
        let file = try VectorFolder(near: #filePath).file("limbo/bettertls-names")
        let reasons = [
            "which is not among", " excludes", "does not have the name", "not understood",
            "2.5.29.17 is malformed",
        ]
        for vector in file.cases.enumerated().filter({ $0.offset.isMultiple(of: 25) }).map(\.element) {
            guard case .refused(let found) = try PathSuite().answer(vector) else { continue }
            for line in found.split(separator: "\n") {
                #expect(reasons.contains { line.contains($0) }, "\(vector): \(line)")
            }
        }
    }

    @Test("a path of PKITS whose expected policies are changed is found out, and one without its lists")
    func changed() throws {
        let folder = try VectorFolder(near: #filePath)
        let file = try folder.file("nist-pkits/paths")
        var suite = NamedPathSuite()
        try suite.prepare(file, in: folder)
        let good = try #require(file.cases.first { $0.identifier == "4.1.1" })
        #expect(try suite.answer(good) == .accepted)
        func answer(policy: String, lists: String) throws -> Answer {
            let text = """
                vectors 1
                suite named-path
                case 1 valid
                  time \(try good.number("time"))
                  certificates \(try good.word("certificates"))
                  lists \(lists)
                  policies \(policy)

                """
            return try suite.answer(try VectorFile(text: Array(text.utf8)).cases[0])
        }
        let lists = try good.word("lists")
        #expect(try answer(policy: try good.word("policies"), lists: lists) == .accepted)
        guard case .wrong = try answer(policy: "2.5.29.32.0", lists: lists),
            case .refused = try answer(policy: try good.word("policies"), lists: "TrustAnchorRootCRL")
        else {
            Issue.record("a change is not found out")
            return
        }
    }
}
