import SCRAMAuthentication
import SecretMemory
import TestSupport
import Testing
import TextEncodings
import VectorFiles

@Suite("SASLprep (RFC 4013)")
struct SASLprepTests {
    @Test("the examples of RFC 4013, section 3")
    func examples() throws {
        for vector in try VectorFolder(near: #filePath).file("rfc/4013-saslprep").cases {
            let input = try vector.octets("input")
            if vector.result == .valid {
                let output = try vector.octets("output")
                #expect(try prepare(input) == output, "\(vector)")
                #expect(prepareAsPostgreSQL(input) == output, "\(vector)")
            } else {
                #expect(throws: SCRAMError.self, "\(vector)") { try prepare(input) }
                #expect(prepareAsPostgreSQL(input) == input, "\(vector)")
            }
        }
    }

    @Test(
        "what RFC 4013, section 3 and 2.3 to 2.5, refuse",
        arguments: [
            ("\u{7}", SCRAMError.prohibitedCharacter), ("\u{627}1", .randALCatNotFirstAndLast),
            ("\u{7F}", .prohibitedCharacter), ("a\u{1F}b", .prohibitedCharacter),
            ("\u{80}", .prohibitedCharacter),
            ("\u{E000}", .prohibitedCharacter), ("\u{221}", .unassignedCodePoint),
            ("\u{627}a\u{627}", .mixedDirections), ("1\u{627}", .randALCatNotFirstAndLast),
            // The letter-like alef is left-to-right, and what it normalizes to is not.
            ("\u{2135}a", .mixedDirections),
        ]
    )
    func refusals(text: String, error: SCRAMError) {
        #expect(throws: error) { try prepare(text) }
    }

    @Test("an unassigned code point passes in a query")
    func query() throws {
        #expect(try prepare("\u{221}", as: .query) == Array("\u{221}".utf8))
        #expect(throws: SCRAMError.prohibitedCharacter) { try prepare("\u{221}\u{E000}", as: .query) }
    }

    @Test(
        "what is not UTF-8 is refused",
        arguments: [
            [0x80], [0xC3], [0xC1, 0x81], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xA0, 0x81],
            [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3, 0x41], [0xE2, 0x82], [0xFF],
        ]
    )
    func invalidUTF8(octets: [UInt8]) {
        #expect(throws: SCRAMError.invalidUTF8) { try prepare(octets) }
        #expect(prepareAsPostgreSQL(octets) == octets)
    }

    @Test(
        "PostgreSQL takes as it stands what it cannot prepare",
        arguments: ["\u{7}", "\u{7}\u{E9}", "\u{AD}", "\u{627}1", "\u{221}\u{AA}", ""]
    )
    func fallback(text: String) {
        #expect(prepareAsPostgreSQL(Array(text.utf8)) == Array(text.utf8))
    }

    @Test("PostgreSQL checks the direction before it normalizes")
    func orderOfPostgreSQL() {
        #expect(prepareAsPostgreSQL(Array("\u{2135}a".utf8)) == Array("\u{5D0}a".utf8))
    }

    @Test("what is composed already, blocked, or no part of a syllable stays")
    func uncomposed() throws {
        // The five that Corrigendum #4 of Unicode put in place of others stay themselves, whatever was meant before.
        let corrected = "\u{36FC}\u{5F33}\u{43AB}\u{7AAE}\u{4D57}"
        #expect(prepareAsPostgreSQL(Array(corrected.utf8)) == Array(corrected.utf8))
        // The overline is of the acute accent's class, and keeps it from the letter (UAX #15, D115).
        #expect(try prepare("a\u{305}\u{301}") == Array("a\u{305}\u{301}".utf8))
        #expect(try prepare("a\u{316}\u{301}") == Array("\u{E1}\u{316}".utf8))
        // U+11C2 is the last trailing consonant of a modern syllable (The Unicode Standard, section 3.12).
        #expect(try prepare("\u{AC00}\u{11C2}") == Array("\u{AC1B}".utf8))
        #expect(try prepare("\u{AC00}\u{11C3}") == Array("\u{AC00}\u{11C3}".utf8))
        #expect(throws: SCRAMError.prohibitedCharacter) { try prepare("\0\u{E9}") }
    }

    @Test("a run of marks as long as somebody likes is put in order in linear time")
    func longRuns() throws {
        // U+0301 is of class 230 and U+0316 of class 220, by the Unicode Character Database.
        let text = "q" + String(repeating: "\u{301}\u{316}", count: 2000)
        let expected =
            "q" + String(repeating: "\u{316}", count: 2000) + String(repeating: "\u{301}", count: 2000)
        #expect(try prepare(text) == Array(expected.utf8))
    }

    @Test(
        "Python's tables give the same for every scalar but those inside of the ideographs, syllables and blanks",
        .enabled(if: Programs.python != nil, "python3 is not installed")
    )
    func everyScalar() throws {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x3500, 0x4D80...0x4F00, 0x9F00...0xAD00, 0xD700...0x1_03FF, 0x1_0400...0x1_0500,
            0x1_CF00...0x1_D8FF, 0x1_FF00...0x2_0010, 0x2_A600...0x2_A700, 0x2_F700...0x3_0010,
            0x9_FF00...0xA_0010, 0xE_0000...0xE_0200, 0xE_FF00...0xF_0010, 0xF_FF00...0x10_0010,
            0x10_FF00...0x10_FFFF,
        ]
        let scalars = ranges.joined().compactMap(Unicode.Scalar.init)
        // Four at a time, so that each also meets its neighbours.
        let texts = stride(from: 0, to: scalars.count, by: 4).map { start in
            scalars[start..<min(start + 4, scalars.count)].flatMap { Array(String($0).utf8) }
        }
        try compare(texts)
    }

    @Test(
        "Python's tables give the same for random texts",
        .enabled(if: Programs.python != nil, "python3 is not installed")
    )
    func randomTexts() throws {
        var random = SeededRandom(seed: 4013)
        let texts = (0..<4000).map { _ in randomText(using: &random) }
        try compare(texts)
    }

    @Test(
        "the generator gives the tables that are in use",
        .enabled(if: Programs.python != nil, "python3 is not installed")
    )
    func generatedTables() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        let tables = root.joined(separator: "/") + "/Sources/Formats/SCRAMAuthentication/Tables/"
        let folder = try TemporaryFolder()
        let outcome = try #require(Programs.python).run([tables + "generate.py", folder.path])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(folder.names() == ["NormalizationTables.swift", "StringprepTables.swift"])
        for name in folder.names() {
            let isSame = try #require(Programs.python).run(
                ["-c", "import filecmp, sys; sys.exit(not filecmp.cmp(*sys.argv[1:], shallow=False))"]
                    + [tables + name, folder.path(name)]
            )
            #expect(isSame.status == 0, "\(name) is not what the generator writes")
        }
    }
}

/// A text of up to 8 scalars of those kinds that the steps tell apart, at times not even UTF-8.
private func randomText(using random: inout SeededRandom) -> [UInt8] {
    let kinds: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x391...0x3CE, 0x5D0...0x66F, 0x900...0xDFF,
        0x1100...0x11FF,
        0x1E00...0x1FFF, 0x2000...0x206F, 0x2100...0x218F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFB1D...0xFDFC,
        0xFE00...0xFFFF, 0x1_D15E...0x1_D1E8, 0x2_F800...0x2_FA1F, 0x0...0x10_FFFF,
    ]
    // Mostly one kind, so that what composes meets.
    let kind = kinds[Int(random.next() % UInt64(kinds.count))]
    var text: [UInt8] = []
    for _ in 0..<random.next() % 9 {
        let isOther = random.next() % 4 == 0
        let range = isOther ? kinds[Int(random.next() % UInt64(kinds.count))] : kind
        let value = range.lowerBound + UInt32(random.next() % UInt64(range.count))
        if let scalar = Unicode.Scalar(value) { text += Array(String(scalar).utf8) }
    }
    if random.next() % 50 == 0 { text.append(UInt8(truncatingIfNeeded: 0x80 | random.next())) }
    return text
}

/// Compares what both preparations make of `texts` with what Python's tables do.
private func compare(_ texts: [[UInt8]]) throws {
    let script =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/judge.py"
    let input = texts.map { Hexadecimal.encode($0.span) + "\n" }.joined()
    let outcome = try #require(Programs.python).run([script], input: Array(input.utf8))
    try #require(outcome.status == 0, "\(outcome.errorText)")
    let answers = outcome.text.split(separator: "\n")
    try #require(answers.count == texts.count)
    var differences: [String] = []
    for (text, answer) in zip(texts, answers) {
        let own = [
            outcomeName { try prepare(text) }, outcomeName { try prepare(text, as: .query) },
            Hexadecimal.encode(prepareAsPostgreSQL(text).span),
        ]
        if own.joined(separator: ",") != answer {
            differences.append("\(Hexadecimal.encode(text.span)): \(own), not \(answer)")
        }
    }
    #expect(differences.count == 0, "\(differences.prefix(5))")
}

private func outcomeName(_ prepare: () throws -> [UInt8]) -> String {
    do {
        let prepared = try prepare()
        return Hexadecimal.encode(prepared.span)
    } catch {
        return switch error as? SCRAMError {
        case .invalidUTF8: "invalidUTF8"
        case .prohibitedCharacter: "prohibitedCharacter"
        case .unassignedCodePoint: "unassignedCodePoint"
        case .mixedDirections: "mixedDirections"
        case .randALCatNotFirstAndLast: "randALCatNotFirstAndLast"
        default: "another error: \(error)"
        }
    }
}

/// What strict SASLprep makes of `text`.
func prepare(_ text: String, as purpose: SASLprep.Purpose = .storedString) throws -> [UInt8] {
    try prepare(Array(text.utf8), as: purpose)
}

func prepare(_ text: [UInt8], as purpose: SASLprep.Purpose = .storedString) throws -> [UInt8] {
    let prepared = try SASLprep.prepare(text.span, as: purpose)
    return octets(prepared.span)
}

func prepareAsPostgreSQL(_ text: [UInt8]) -> [UInt8] {
    let prepared = SASLprep.prepareAsPostgreSQL(text.span)
    return octets(prepared.span)
}

func octets(_ span: Span<UInt8>) -> [UInt8] {
    span.indices.map { span[$0] }
}
