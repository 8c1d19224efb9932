import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// What is not found here is asked of the server, which leaves a line in its log for each question.
@Suite(
    "Lists of suites mean what they mean to OpenSSL",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct CipherListTests {
    private static let lists = [
        "DEFAULT", "HIGH:DEFAULT", "DEFAULTfoo", "DEFAULT+AES", "DEFAULT:AESCCM", "HIGH:MEDIUM:+3DES:!aNULL",
        "MEDIUM",
        "high", "SUITEB128", "SUITEB128ONLY", "SUITEB192:AES", "AES+aRSA", "AES+foo", "kRSA+AES", "AECDH",
        "ECDHE",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "xECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ARIA128-GCM-SHA256", "AES128-SHA:AES256-SHA", "ALL:!ECDH", "ALL:-ECDH", "ALL:!kECDHE",
        "!AES:ALL",
        "ALL:-AES:AES256", "ALL:!AES:AES256", "ALL:+AES", "ALL foo/bar", "AES/x:ALL", "ALL:!AES@x",
        "ALL@STRENGTH",
        "ALL:@SECLEVEL=4", "ALL:@SECLEVEL=9", "@SECLEVEL=3:ALL", "!", "", "ALL:!",
        "ALL;!ECDSA,!AES256 !CHACHA20",
        "NOECDHHERE", "EC\u{301}DHE",
    ]

    private func check(_ list: String) throws {
        let outcome = try #require(Programs.openssl).run(["ciphers", "-v", "-s", "-tls1_2", list])
        let lines = outcome.status == 0 ? outcome.text.split(separator: "\n") : []
        let taken = lines.filter { line in
            line.contains(" Kx=ECDH ") && !line.contains("Au=None") && !line.contains("Enc=None")
        }
        let names = taken.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(Set(CipherList(list).suites.map(\.name)) == Set(names), "\(list)")
    }

    @Test("lists that are written, and mistakes in them", arguments: lists)
    func written(_ list: String) throws { try check(list) }

    @Test("lists drawn at random")
    func drawn() throws {
        var random = SeededRandom(seed: 7)
        let words = [
            "ALL", "HIGH", "AES", "AES128", "AES256", "AESGCM", "AESCCM", "AESCCM8", "ARIA", "ARIA128",
            "CAMELLIA",
            "CAMELLIA256", "CHACHA20", "SHA", "SHA256", "SHA384", "aRSA", "aECDSA", "ECDSA", "ECDHE", "EECDH",
            "ECDH",
            "kECDHE", "kRSA", "FIPS", "TLSv1", "TLSv1.2", "SSLv3", "aNULL", "eNULL", "COMPLEMENTOFDEFAULT",
            "DHE",
            "COMPLEMENTOFALL", "nothing", "ECDHE-RSA-AES256-SHA",
        ]
        func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        for _ in 0..<60 {
            let items = (0..<(2 + draw(4))).map { index in
                let sign = index == 0 ? "" : ["", "", "-", "!", "+"][draw(5)]
                return sign + (0..<(1 + draw(2))).map { _ in words[draw(words.count)] }.joined(separator: "+")
            }
            try check(items.joined(separator: ":"))
        }
    }

    @Test("a server is asked only where its list may leave out whoever knows no other exchange")
    func asking() {
        for list in ["HIGH:MEDIUM:+3DES:!aNULL", "DEFAULT", "ECDHE", "ALL:!aNULL"] {
            #expect(!NodeStatus.mayLackCurves(list, upTo: "TLSv1.2"), "\(list)")
        }
        // Of what kind the server's key is, the list does not say.
        for list in [
            "AES128-SHA", "ALL:!ECDH", "kRSA:DHE", "ECDHE-ECDSA-AES128-GCM-SHA256:AES128-SHA", "aRSA",
        ] {
            #expect(NodeStatus.mayLackCurves(list, upTo: "TLSv1.2"), "\(list)")
        }
        for (isRSA, mayLack) in [(true, false), (false, true), (nil, true)] {
            let list = "ECDHE-RSA-AES256-SHA384"
            #expect(NodeStatus.mayLackCurves(list, upTo: "TLSv1.2", isRSA: isRSA) == mayLack)
        }
        #expect(NodeStatus.mayLackCurves("AESGCM", upTo: "TLSv1.1"))
        #expect(!NodeStatus.mayLackCurves("AESGCM", upTo: "TLSv1.2"))
    }
}
