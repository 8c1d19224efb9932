import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "What stands in a file in which something else should is told as openssl wrote it",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct FileContentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("default_ca = own\n[own]\ndatabase = index\ndefault_md = sha256\n", to: "config")
        try folder.write("", to: "index")
        for words in [
            "req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN=a",
            "req -new -key key -subj /CN=a -out request", "pkey -in key -pubout -out public",
            "rsa -in key -RSAPublicKey_out -out rsa-public", "rsa -in key -traditional -out rsa-key",
            "pkcs8 -topk8 -in key -passout pass:secret -out encrypted-key",
            "ecparam -genkey -name prime256v1 -noout -out ec-key",
            "crl2pkcs7 -nocrl -certfile certificate -out pkcs7",
            "pkcs12 -export -in certificate -inkey key -passout pass:secret -out pkcs12",
            "ca -config config -gencrl -keyfile key -cert certificate -crldays 9 -out list",
        ] { try openssl(words) }
    }

    private func openssl(_ words: String) throws {
        let outcome = try #require(Programs.openssl).run(
            words.split(separator: " ").map(String.init),
            folder: folder.path
        )
        try #require(outcome.status == 0, "\(words): \(outcome.errorText)")
    }

    private func content(_ name: String) throws -> FileContent {
        let octets = try folder.read(name)
        return FileContent(octets.span)
    }

    @Test("in PEM by the most telling label, and in DER by how it begins")
    func kinds() throws {
        let kinds: [(name: String, form: String, content: FileContent)] = [
            ("key", "pkey", .privateKey), ("rsa-key", "rsa", .privateKey), ("ec-key", "ec", .privateKey),
            ("encrypted-key", "pkcs8 -topk8 -passin pass:secret -passout pass:secret", .privateKey),
            ("public", "pkey -pubin", .publicKey),
            ("rsa-public", "rsa -RSAPublicKey_in -RSAPublicKey_out", .publicKey),
            ("request", "req", .request), ("certificate", "x509", .certificates), ("list", "crl", .lists),
            ("pkcs7", "pkcs7", .pkcs7),
        ]
        for (name, form, expected) in kinds {
            #expect(try content(name) == expected, "\(name)")
            try openssl("\(form) -in \(name) -outform DER -out der")
            #expect(try content("der") == expected, "\(name) in DER")
        }
        #expect(try content("pkcs12") == .pkcs12)
        // A key is what must not be shown, whatever stands beside it.
        try folder.write(try folder.read("certificate") + folder.read("key"), to: "both")
        #expect(try content("both") == .privateKey)
        try folder.write(try folder.read("list") + folder.read("certificate"), to: "both")
        #expect(try content("both") == .certificates)
    }

    @Test(
        "what is cut off is told by its label, and what is nothing or anything else by that",
        arguments: [
            ("", .nothing), (" \t\r\n", .nothing), ("text", .unknown), ("0", .unknown), ("01", .unknown),
            ("-----BEGIN CERTIFICATE-----\nMII", .certificates),
            ("-----BEGIN EC PRIVATE KEY-----\n", .privateKey),
            ("-----BEGIN CMS-----\n", .pkcs7), ("-----BEGIN DH PARAMETERS-----\n", .unknown),
            ("-----BEGIN X509 CRL-----\nMII=\n-----END CERTIFICATE-----\n", .lists),
        ] as [(String, FileContent)]
    )
    func texts(text: String, expected: FileContent) {
        let octets = Array(text.utf8)
        let content = FileContent(octets.span)
        #expect(content == expected)
    }

    @Test("DER of nothing that is known is not called anything")
    func otherDER() {
        for octets in [
            [0x30, 0x00], [0x30, 0x02, 0x30, 0x00], [0x30, 0x03, 0x01, 0x01, 0xFF], [0x30, 0x82],
        ] as [[UInt8]] {
            let isDER = FileContent.isDER(octets.span)
            #expect(isDER)
            let content = FileContent(octets.span)
            #expect([.unknown, .publicKey].contains(content), "\(octets)")
        }
    }

    @Test("it is said what would be right in its place")
    func words() {
        let certificates: [(FileContent, String)] = [
            (.nothing, "empty"), (.certificates, "that can be read"), (.privateKey, "belongs to the key"),
            (.publicKey, "issued for the key"), (.request, "issued for the request"), (.lists, "--crl"),
            (.pkcs7, "openssl pkcs7"), (.pkcs12, "openssl pkcs12"), (.unknown, "PEM or DER"),
        ]
        for (content, word) in certificates { #expect(content.insteadOfCertificates.contains(word)) }
        let lists: [(FileContent, String)] = [
            (.nothing, "empty"), (.lists, "that can be read"), (.certificates, "of its issuer"),
            (.privateKey, "the certificate's issuer"), (.publicKey, "PEM or DER"), (.pkcs12, "PEM or DER"),
        ]
        for (content, word) in lists { #expect(content.insteadOfLists.contains(word)) }
    }
}
