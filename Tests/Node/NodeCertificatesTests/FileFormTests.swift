import SecretMemory
import Testing

@testable import NodeCertificates

@Suite("Forms that are told by how they begin")
struct FileFormTests {
    /// X.690, section 8.1.3, for DER and BER; Unicode, section 23.8, for the marks of UTF-16.
    @Test(
        "octets are of the form that begins so, and of none where one is another",
        arguments: [
            ([0x30, 0x82, 1], .der), ([0x30, 0x81], .der), ([0x30, 0x80], .der), ([0x30, 0x7F], nil),
            ([0x30, 0x83], nil), ([0x31, 0x82], nil), ([0x2F, 0x81], nil), ([0x31, 0x80], nil), ([0x30], nil),
            ([0xFF, 0xFE], .utf16), ([0xFE, 0xFF], .utf16), ([0x2D, 0], .utf16), ([0, 0x2D], .utf16),
            ([0xFF, 0xFF], nil), ([0xFE, 0xFE], nil), ([0xFF, 0xFD], nil), ([0xFD, 0xFF], nil),
            ([0x2D, 1], nil), ([1, 0x2D], nil), ([0, 0x2E], nil), ([0, 0x2C], nil), ([0x2E, 0], nil),
        ] as [([UInt8], FileForm?)]
    )
    func octets(octets: [UInt8], form: FileForm?) { #expect(FileForm(of: octets.span) == form) }

    @Test(
        "texts are of the form that begins so",
        arguments: [
            ("MIIE", .bareBase64), ("MIE", nil), ("LS0tLS1CRUdJTiBD", .encodedPEM), ("LS0tLS1CRUdJTh", nil),
            ("U2FsdGVkX1+x", .opensslEnciphered), ("U2FsdGVkX2", nil), ("$ANSIBLE_VAULT;1.1", .ansibleVault),
            ("$ANSIBLE_VAULT", nil), ("PuTTY-User-Key-File-3: x", .putty), ("pkcs11:token=a", .tokenURI),
            ("-----BEGIN X", nil), ("", nil),
        ] as [(String, FileForm?)]
    )
    func texts(text: String, form: FileForm?) { #expect(FileForm(of: Array(text.utf8).span) == form) }

    @Test(
        "a file without a document has none of the boundaries of five hyphens",
        arguments: [
            ("hello", .noDocument), ("x----", .noDocument), ("----", .cutOff), ("-- --- --", .noDocument),
            ("a-----b", nil),
            ("------", nil), ("\0\0", .zeros), ("\0a", .noDocument), ("", .empty), ("--------", nil),
        ] as [(String, FileFault?)]
    )
    func boundaries(text: String, fault: FileFault?) {
        #expect(FileFault(of: Array(text.utf8).span, ["X"], isMissing: true) == fault)
        let isWhole = fault == .noDocument
        #expect(FileFault(of: Array(text.utf8).span, ["X"], isMissing: false) == (isWhole ? nil : fault))
    }
}
