import DERCoding
import SecretMemory
import TestSupport
import Testing

@Suite("PEM (RFC 7468)")
struct PEMTests {
    func documents(_ text: [UInt8], maximumByteCount: Int = PEM.maximumByteCount) throws(PEMError)
        -> [PEMDocument]
    {
        try PEM.documents(in: text.span, maximumByteCount: maximumByteCount)
    }

    func documents(_ text: String) throws(PEMError) -> [PEMDocument] {
        try documents(Array(text.utf8))
    }

    func skipToCertificate(_ text: [UInt8]) throws -> Int {
        var reader = try PEMReader(text.span)
        let block = try reader.next(labelled: "CERTIFICATE")
        return block.line
    }

    // `printf 'hello' | base64`, and a body of 48 octets and one more, by coreutils.
    @Test("a document is written in lines of 64 characters and read again")
    func writing() throws {
        #expect(
            PEMDocument(label: "A B", octets: Array("hello".utf8)).text
                == "-----BEGIN A B-----\naGVsbG8=\n-----END A B-----\n"
        )
        let octets = [UInt8](repeating: UInt8(ascii: "a"), count: 49)
        let text = PEM.encode(octets.span, label: "X")
        let line = String(repeating: "YWFh", count: 16)
        #expect(text == "-----BEGIN X-----\n\(line)\nYQ==\n-----END X-----\n")
        var random = SeededRandom(seed: 3)
        for count in [0, 1, 47, 48, 95, 96, 97, 1000] {
            let octets = random.bytes(count: count)
            let text = PEM.encode(octets.span, label: "RSA PRIVATE KEY")
            #expect(text.utf8.count == PEM.encodedCount(count, label: "RSA PRIVATE KEY"))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 64 })
            #expect(try documents(text) == [PEMDocument(label: "RSA PRIVATE KEY", octets: octets)])
        }
    }

    @Test("several documents, any line end, blank lines and text around them are taken")
    func lenient() throws {
        let text = """
            subject=CN = a
            -- not a boundary
            -----BEGIN intermediate, see the wiki
            -----BEGIN X----
            -----BEGIN\u{20}
            -----BEGIN X-----
            aGVs
            bG8=
            -----END X-----
            between
            -----END of the first
            -----BEGIN Y Z-----  \t

            aGVsbG8= \t
            -----END Y Z-----
            """
        let expected = [
            PEMDocument(label: "X", octets: Array("hello".utf8)),
            PEMDocument(label: "Y Z", octets: Array("hello".utf8)),
        ]
        #expect(try documents(text) == expected)
        #expect(try documents(text.replacing("\n", with: "\r\n")) == expected)
        #expect(try documents(text.replacing("\n", with: "\r")) == expected)
        #expect(
            try documents("\u{FEFF}-----BEGIN X-----\n-----END X-----") == [
                PEMDocument(label: "X", octets: [])
            ]
        )
        #expect(try documents("no documents\n") == [])
        #expect(try documents("") == [])
    }

    @Test(
        "malformed text is refused, with its own reason",
        arguments: [
            ("-----BEGIN X-----\naGVs\n", PEMError.missingEnd(label: "X", line: 1)),
            ("\n-----BEGIN X-----", .missingEnd(label: "X", line: 2)),
            ("-----BEGIN X-----\n-----BEGIN X-----\n-----END X-----\n", .missingEnd(label: "X", line: 1)),
            ("-----BEGIN X-----\naGVs\n-----END Y-----\n", .labelMismatch(begin: "X", end: "Y", line: 3)),
            ("text\n-----END Y-----\n", .unexpectedEnd(label: "Y", line: 2)),
            ("-----BEGIN X----\naGVs\n-----END X-----\n", .unexpectedEnd(label: "X", line: 3)),
            ("-----BEGIN -----\n", .malformedBoundary(line: 1)),
            ("-----BEGIN A--B-----\n", .malformedBoundary(line: 1)),
            ("-----BEGIN A \u{7F}B-----\n", .malformedBoundary(line: 1)),
            ("-----BEGIN X-----\naGVs\n-----END X-----aGVs\n", .malformedBoundary(line: 3)),
            ("-----BEGIN X-----aGVs\n-----END X-----\n", .unexpectedEnd(label: "X", line: 2)),
            ("-----BEGIN X-----\naGVs\n-----END X----\n", .malformedBoundary(line: 3)),
            ("-----BEGIN X-----\naGVs\n-----END X----------BEGIN Y-----\n", .malformedBoundary(line: 3)),
            ("-----BEGIN X-----\n-----BEGIN see below\naGVs\n-----END X-----\n", .malformedBoundary(line: 2)),
            ("-----BEGIN X-----\u{A0}\naGVs\n-----END X-----\u{A0}\n", .malformedBoundary(line: 1)),
            ("-----BEGIN X-----\naG\u{B}s\n-----END X-----\n", .invalidCharacter(label: "X", line: 1)),
            ("-----BEGIN X-----\naG-s\n-----END X-----\n", .invalidCharacter(label: "X", line: 1)),
            (
                "-----BEGIN X-----\naGVs\nbG8=\nbG8=\n-----END X-----\n",
                .invalidCharacter(label: "X", line: 1)
            ),
            ("-----BEGIN X-----\naGVsbG8\n-----END X-----\n", .invalidCount(label: "X", line: 1)),
            ("-----BEGIN X-----\naGVsbG9=\n-----END X-----\n", .nonZeroPaddingBits(label: "X", line: 1)),
            (
                "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\naGVs\n-----END X-----\n",
                .headersPresent(label: "X", line: 1)
            ),
        ]
    )
    func malformed(text: String, error: PEMError) {
        #expect(throws: error) { try documents(text) }
        #expect(throws: error) { try documents(text.replacing("\n", with: "\r\n")) }
    }

    @Test("a text over the limit is refused unread")
    func limit() {
        #expect(throws: PEMError.tooManyOctets(count: 4, limit: 3)) {
            try documents([1, 2, 3, 4], maximumByteCount: 3)
        }
    }

    @Test("a secret document comes back as a secret, and others before it are passed over")
    func secrets() throws {
        let octets = (0..<200).map { UInt8($0) }
        let secret = PEM.encodeSecret(octets.span, label: "PRIVATE KEY")
        let same = constantTimeEquals(
            secret.span,
            Array(PEM.encode(octets.span, label: "PRIVATE KEY").utf8).span
        )
        #expect(same)
        let text =
            Array(PEM.encode([1].span, label: "EC PARAMETERS").utf8)
            + (0..<secret.count).map { secret.span[$0] }
        var reader = try PEMReader(text.span)
        let block = try reader.next(labelled: "PRIVATE KEY")
        let decoded = try block.secretOctets()
        let matches = constantTimeEquals(decoded.span, octets.span)
        #expect(matches)
        #expect(throws: PEMError.missingDocument(label: "CERTIFICATE")) { try skipToCertificate(text) }
    }

    @Test("texts of random changes give an error or are read, and never stop the process")
    func mutations() {
        var random = SeededRandom(seed: 9)
        let octets = (0..<120).map { UInt8($0) }
        let certificate = PEMDocument(label: "CERTIFICATE", octets: octets)
        let other = PEMDocument(label: "X", octets: [1, 2, 3, 4])
        let original = Array("text\n\(certificate.text)\n\(other.text)".utf8)
        var refusals = 0
        for _ in 0..<5000 {
            var text = original
            for _ in 0...(random.next() % 3) {
                let place = Int(random.next() % UInt64(text.count))
                switch random.next() % 3 {
                case 0: text[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: text.remove(at: place)
                default: text.insert(text[Int(random.next() % UInt64(text.count))], at: place)
                }
            }
            do { _ = try documents(text) } catch { refusals += 1 }
        }
        #expect(refusals > 1000)
    }
}
