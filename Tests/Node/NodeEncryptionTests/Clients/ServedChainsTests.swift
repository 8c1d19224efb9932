import PKIX
import ServerProbe
import TLSHandshake
import TestSupport
import Testing

@testable import NodeEncryption

/// What a server shows is compared with its file as a whole, and its certificate says what it is asked for.
@Suite(
    "What a server shows, beside what is in its file",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct ServedChainsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["root", "other"] { try Self.openssl("req -x509 -subj /CN=\(name)", name, in: folder) }
        for (name, issuer) in [("middle", "root"), ("leaf", "middle")] {
            let words = "req -x509 -subj /CN=\(name) -CA \(issuer).crt -CAkey \(issuer).key"
            try Self.openssl(words, name, in: folder)
        }
    }

    private static func openssl(_ words: String, _ name: String, in folder: TemporaryFolder) throws {
        let curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9"
        let files = "-keyout \(name).key -out \(name).crt"
        let arguments = "\(words) \(curve) \(files)".split(separator: " ").map(String.init)
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    private func file(_ names: [String]) throws -> CertificateFile {
        let text = try names.flatMap { try folder.read($0 + ".crt") }
        return CertificateFile("file", pem: text.span)
    }

    @Test(
        "all but roots has to be shown, in any order behind the first, and nothing less is the same",
        arguments: [
            (["leaf", "middle"], ["leaf", "middle"], .same),
            (["leaf", "middle", "root"], ["leaf", "middle"], .same),
            (["leaf"], ["leaf", "middle"], .same), (["leaf", "middle"], ["leaf"], .cut),
            (["leaf", "middle"], ["leaf", "other"], .cut), (["leaf", "middle"], ["middle", "leaf"], .other),
            (["leaf"], ["other"], .other), ([], ["leaf"], .other),
        ] as [([String], [String], ServedComparison)]
    )
    func comparison(_ own: [String], _ shown: [String], _ expected: ServedComparison) throws {
        let chain = try file(shown).certificates.map(\.encoding)
        let look = ServerLook.begun(chain, .alert(TLSAlert(code: 40)))
        #expect(look.comparison(with: try file(own)) == expected)
    }

    @Test("a certificate that cannot be read here is compared octet by octet")
    func unread() throws {
        let text = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        let file = CertificateFile("file", pem: text.span)
        #expect(file.isFirstUnread)
        for (shown, expected) in [([0, 0, 0], .same), ([0, 0, 1], .other)] as [([UInt8], ServedComparison)] {
            #expect(ServerLook.begun([shown], .alert(TLSAlert(code: 40))).comparison(with: file) == expected)
        }
        let sent = CertificateFile("file", der: [[0, 0, 0]])
        #expect(sent.isFirstUnread && sent.firstEncoding == [0, 0, 0] && sent.faults.count == 1)
    }

    @Test("a server is asked for a host's name alone, which fits into a hello")
    func names() throws {
        func name(of names: [String]) throws -> String? {
            let list = names.map { "DNS:" + $0 }.joined(separator: ",")
            try Self.openssl("req -x509 -subj /CN=x -addext subjectAltName=\(list)", "named", in: folder)
            return try file(["named"]).certificates.first?.nameToAskFor
        }
        let long = String(repeating: "a", count: 70_000)
        #expect(try name(of: ["*.db.example", "b_1.example"]) == "b_1.example")
        #expect(try name(of: [long, "a%b", "db.example"]) == "db.example")
        #expect(try name(of: [long]) == nil)
    }
}
