import NodeCertificates
import PKIX
import TestSupport
import Testing

@testable import NodeEncryption

/// Whom a password is given to: openssl makes those who want it.
@Suite("Whether whoever made a handshake is verified", .enabled(if: Programs.openssl != nil, "no openssl"))
struct ServedChainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let names =
            "subjectAltName = DNS:localhost\nauthorityKeyIdentifier = none\nsubjectKeyIdentifier = none\n"
        try folder.write(names, to: "names")
        for name in ["root", "stranger"] {
            try openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout \(name).key -out \(name).crt -days 9 -subj /CN=root"
            )
        }
        try openssl("req -newkey rsa:2048 -nodes -keyout server.key -out request -subj /CN=server")
    }

    private func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    /// Why a server with a certificate that this key signed is not verified by the root.
    private func refusal(signing issuer: String, _ digest: String, roots: CertificateFile? = nil) throws
        -> String?
    {
        try openssl(
            "x509 -req -in request -CA \(issuer).crt -CAkey \(issuer).key -\(digest) -days 9 -extfile names"
                + " -out server.crt"
        )
        let chain = CertificateFile(reading: folder.path("server.crt"))
        let encodings = chain.certificates.map(\.encoding)
        try #require(encodings.count == 1)
        let server = ServedChain(
            roots: roots ?? CertificateFile(reading: folder.path("root.crt")),
            own: nil,
            givenHost: "localhost",
            place: "localhost",
            now: ClientFault.now
        )
        return server.refusal(of: encodings)
    }

    @Test("a signature of an algorithm that is not verified here is nobody's, whoever made it")
    func unknownAlgorithm() throws {
        #expect(try refusal(signing: "root", "sha256") == nil)
        #expect(try refusal(signing: "stranger", "sha256") != nil)
        for issuer in ["root", "stranger"] {
            let reason = try refusal(signing: issuer, "sha3-256")
            #expect(
                reason == "a signature on the way to its root is of an algorithm that is not verified here"
            )
        }
    }

    @Test("a certificate behind the first that cannot be read is not passed over")
    func unread() throws {
        try openssl(
            "x509 -req -in request -CA root.crt -CAkey root.key -sha256 -days 9 -extfile names -out server.crt"
        )
        let leaf = try #require(CertificateFile(reading: folder.path("server.crt")).firstEncoding)
        let roots = CertificateFile(reading: folder.path("root.crt"))
        let server = ServedChain(
            roots: roots,
            own: nil,
            givenHost: "localhost",
            place: "localhost",
            now: ClientFault.now
        )
        #expect(server.refusal(of: [leaf]) == nil)
        let junk: [UInt8] = [0x30, 0x03, 0x02, 0x01, 0x00]
        #expect(try #require(server.refusal(of: [leaf, junk])).contains("cannot be read"))

        let question = CertificateQuestion(roots: [roots.path], at: ClientFault.now)
        func verdicts(_ sent: [[UInt8]]) throws -> [Bool?] {
            let chain = CertificateFile("x", der: sent)
            return question.answer(chain, try question.material(), besides: []).verdicts.map(\.accepts)
        }
        #expect(try verdicts([leaf]).contains(true))
        #expect(try !verdicts([leaf, junk]).contains(true))
        // Where more come along than OpenJDK takes, all others do.
        let (ten, eleven) = (
            try verdicts(Array(repeating: leaf, count: 10)), try verdicts(Array(repeating: leaf, count: 11))
        )
        #expect(ten.last == .some(true) && eleven.last == .some(false))
        #expect(ten.dropLast() == eleven.dropLast())
    }

    @Test("a next certificate of the same star, which is not loaded yet, is the node's own")
    func star() throws {
        try folder.write("subjectAltName = DNS:*.example.com\n", to: "names")
        func make() throws -> Certificate {
            try openssl(
                "x509 -req -in request -CA root.crt -CAkey root.key -sha256 -days 9 -extfile names -out server.crt"
            )
            return try #require(CertificateFile(reading: folder.path("server.crt")).certificates.first)
        }
        let (served, next) = (try make(), try make())
        try #require(served != next)
        func refusal(_ own: Certificate) -> String? {
            ServedChain(
                roots: CertificateFile(reading: folder.path("root.crt")),
                own: own,
                givenHost: nil,
                place: "127.0.0.1",
                now: ClientFault.now
            ).refusal(of: [served.encoding])
        }
        #expect(refusal(next) == nil)
        try folder.write("subjectAltName = DNS:*.example.org\n", to: "names")
        #expect(refusal(try make()) != nil)
    }

    @Test("a file in DER holds a certificate that is not read, which may be an operator's own")
    func der() throws {
        let leaf = try #require(CertificateFile(reading: folder.path("root.crt")).firstEncoding)
        let file = CertificateFile("x", pem: leaf.span)
        #expect(file.isFirstUnread && file.unread.count == 1 && file.certificates.isEmpty)
        let text = Array("0 is no certificate".utf8)
        #expect(CertificateFile("x", pem: text.span).unread.isEmpty)
    }

    @Test("where there is no root, nobody is verified")
    func noRoot() throws {
        let none = CertificateFile("its root", [])
        #expect(try refusal(signing: "root", "sha256", roots: none) != nil)
        let missing = CertificateFile(reading: folder.path("none"))
        #expect(try refusal(signing: "root", "sha256", roots: missing) != nil)
    }
}
