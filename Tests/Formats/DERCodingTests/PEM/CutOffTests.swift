import DERCoding
import TestSupport
import Testing

/// What a writer leaves that was stopped is told from everything else, octet by octet.
@Suite("PEM that is cut off")
struct CutOffTests {
    private func isCutOff(_ text: some Sequence<UInt8>, _ label: String = "CERTIFICATE") -> Bool {
        PEM.isCutOff(Array(text).span, label: label)
    }

    /// Documents that openssl wrote: a certificate, and keys in both forms.
    private static func documents() throws -> [(label: String, text: [UInt8])] {
        guard let openssl = Programs.openssl else { return [] }
        let place = try TemporaryFolder()
        var documents: [(label: String, text: [UInt8])] = []
        for (label, arguments) in [
            ("PRIVATE KEY", ["genrsa", "-out", "out"]),
            ("RSA PRIVATE KEY", ["genrsa", "-traditional", "-out", "out"]),
            ("CERTIFICATE", ["req", "-x509", "-key", "out", "-subj", "/CN=a", "-out", "out"]),
        ] {
            let outcome = try openssl.run(arguments, folder: place.path)
            try #require(outcome.status == 0, "\(outcome.errorText)")
            documents.append((label, try place.read("out")))
        }
        return documents
    }

    @Test(
        "Of what openssl writes, every beginning is cut off, and the whole is not, with its last line end or without",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func everyLength() throws {
        for (label, text) in try Self.documents() {
            for count in 0..<text.count - 1 {
                #expect(isCutOff(text.prefix(count), label), "\(label), \(count)")
            }
            #expect(!isCutOff(text.dropLast(), label))
            #expect(!isCutOff(text, label))
            #expect(!isCutOff(text + text.prefix(100), label))
            // Past the words that labels have in common.
            #expect(!isCutOff(text.prefix(100), label == "CERTIFICATE" ? "PRIVATE KEY" : "CERTIFICATE"))
        }
    }

    @Test(
        "A beginning with one octet changed is none, unless one character of Base64 became another",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func everyOctet() throws {
        for (label, text) in try Self.documents() {
            let begin = "-----BEGIN \(label)-----\n".utf8.count
            let half = Array(text[..<(begin + 65 * 7 + 30)])
            for index in half.indices {
                let isBoundaryOrLineEnd = index < begin || (index - begin) % 65 == 64
                for octet: UInt8 in [0, 9, 10, 13, 32, 37, 45, 61, 0x80, 0xFF] where octet != half[index] {
                    var changed = half
                    changed[index] = octet
                    // A hyphen or padding at the very end may begin what the whole has there.
                    let mayEnd = index == half.count - 1 && (octet == 10 || octet == 61)
                    if !mayEnd { #expect(!isCutOff(changed, label), "\(label), \(index), \(octet)") }
                }
                var changed = half
                changed[index] = half[index] == UInt8(ascii: "Q") ? UInt8(ascii: "R") : UInt8(ascii: "Q")
                #expect(isCutOff(changed, label) == !isBoundaryOrLineEnd, "\(label), \(index)")
            }
        }
    }

    // Bodies by coreutils' base64.
    @Test(
        "The layout of lines decides",
        arguments: [
            ("", true), ("\0", false), ("\n", false), ("\u{FEFF}", false), (" -----BEGIN", false),
            ("-", true), ("-----BEGIN", true), ("-----BEGIN E", false), ("-----BEGIN CERTIFICATE-----", true),
            ("-----BEGIN CERTIFICATE-----\r", false),
            ("-----BEGIN CERTIFICATE-----\n", true), ("-----BEGIN CERTIFICATE-----\n\n", false),
            ("-----BEGIN CERTIFICATE-----\n-", false), ("-----BEGIN CERTIFICATE-----\naGVsbG8=", true),
            ("-----BEGIN CERTIFICATE-----\naGVsbG8", true), ("-----BEGIN CERTIFICATE-----\naGVsbG8\n", false),
            ("-----BEGIN CERTIFICATE-----\naGVsbG9=", false), ("-----BEGIN CERTIFICATE-----\naA=", true),
            ("-----BEGIN CERTIFICATE-----\naB=", false), ("-----BEGIN CERTIFICATE-----\na=", false),
            ("-----BEGIN CERTIFICATE-----\naA==\n", true), ("-----BEGIN CERTIFICATE-----\naA==\na", false),
            ("-----BEGIN CERTIFICATE-----\naA==a", false), ("-----BEGIN CERTIFICATE-----\naA==-", false),
            ("-----BEGIN CERTIFICATE-----\naA==\n-----END CERTIFICATE----", true),
            ("-----BEGIN CERTIFICATE-----\naA==\n-----END CERTIFICATE----\n", false),
            ("-----BEGIN CERTIFICATE-----\naA==\n-----END CERTIFICATE-----", false),
            ("-----BEGIN CERTIFICATE-----\naA==\n-----END CERTIFICATES", false),
            ("-----BEGIN CERTIFICATE-----\naGVs\naGVs", false),
            ("-----BEGIN CERTIFICATE-----\n" + String(repeating: "YWFh", count: 16), true),
            ("-----BEGIN CERTIFICATE-----\n" + String(repeating: "YWFh", count: 16) + "Y", false),
            ("-----BEGIN CERTIFICATE-----\n" + String(repeating: "YWFh", count: 16) + "\n\n", false),
        ]
    )
    func layout(text: String, expected: Bool) {
        #expect(isCutOff(text.utf8) == expected)
    }
}
