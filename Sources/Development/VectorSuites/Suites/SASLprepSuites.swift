internal import SCRAMAuthentication
internal import SecretMemory
internal import VectorFiles

/// Texts and what SASLprep makes of them.
struct SASLprepSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(SCRAMError) {
            let input = (try? vector.octets("input")) ?? []
            let prepared = try SASLprep.prepare(input.span).octets
            let output = vector.has("output") ? try? vector.octets("output") : nil
            return prepared == output ? .accepted : .refused("the text is different")
        } catch {
            return .refused("\(error)")
        }
    }
}

/// The tables of RFC 3454, each code point of them in a text that shows it.
struct StringprepTableSuite: Suite {
    /// What B.1 and normalization take away before it could be prohibited (RFC 3454, section 2).
    private static let goneBefore: Set<UInt32> = [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x0340, 0x0341]

    /// Letters of a direction whose normalized form has none: ligatures of Arabic marks, which are a space and
    /// marks then, and letters of Greek and Hebrew shapes in mathematics. From Python's `stringprep` and the Unicode
    /// 3.2 of its `unicodedata`.
    private static let directionLost: [ClosedRange<UInt32>] = [
        0x37A...0x37A, 0x2135...0x2138, 0xFC5E...0xFC63, 0xFE70...0xFE70, 0xFE72...0xFE72, 0xFE74...0xFE74,
        0xFE76...0xFE76, 0xFE78...0xFE78, 0xFE7A...0xFE7A, 0xFE7C...0xFE7C, 0xFE7E...0xFE7E, 0xFF9E...0xFF9F,
        0x1D6C1...0x1D6C1, 0x1D6DB...0x1D6DB, 0x1D6FB...0x1D6FB, 0x1D715...0x1D715, 0x1D735...0x1D735,
        0x1D74F...0x1D74F, 0x1D76F...0x1D76F, 0x1D789...0x1D789, 0x1D7A9...0x1D7A9, 0x1D7C3...0x1D7C3,
    ]

    func answer(_ vector: VectorCase) throws -> Answer {
        let table = try vector.word("table")
        let (first, last) = (try vector.number("first"), try vector.number("last"))
        guard 0 <= first, first <= last, last <= 0x10FFFF else {
            return .refused("not a valid range of code points")
        }
        for value in UInt32(first)...UInt32(last) {
            if let complaint = try complaint(value, table: table, line: vector.line) {
                return .refused("U+\(String(value, radix: 16, uppercase: true)) \(complaint)")
            }
        }
        return .accepted
    }

    func isLong(_ vector: VectorCase) throws -> Bool {
        try vector.number("last") - vector.number("first") > 10
    }

    /// What is wrong with a code point of a table; `nil` where nothing is.
    private func complaint(_ value: UInt32, table: String, line: Int) throws -> String? {
        guard let scalar = Unicode.Scalar(value) else {
            // No UTF-8 has a surrogate.
            let encoded = [
                0xE0 | UInt8(value >> 12), 0x80 | UInt8(value >> 6 & 63), 0x80 | UInt8(value & 63),
            ]
            return outcome(of: encoded) == .refused(.invalidUTF8) ? nil : "is accepted in UTF-8"
        }
        let text = String(scalar)
        if table.hasPrefix("D."), StringprepTableSuite.directionLost.contains(where: { $0.contains(value) }) {
            let mixed = outcome(of: table == "D.1" ? text + "a" : "\u{5D0}\(text)\u{5D0}")
            return mixed == .refused(.mixedDirections) ? "has a direction after normalization" : nil
        }
        switch table {
        case "A.1":
            guard outcome(of: text) == .refused(.unassignedCodePoint) else {
                return "is accepted in a stored string"
            }
            return outcome(of: text, as: .query) == .prepared(text) ? nil : "is not accepted in a query"
        case "B.1":
            // Python's and PostgreSQL's reading: as a space, which C.1.2 makes of it too.
            let rest = value == 0x200B ? "a b" : "ab"
            return outcome(of: "a\(text)b") == .prepared(rest) ? nil : "is not mapped to nothing"
        case "C.1.1": return outcome(of: "a\(text)b") == .prepared("a\(text)b") ? nil : "is not kept"
        case "C.1.2": return outcome(of: "a\(text)b") == .prepared("a b") ? nil : "is not mapped to a space"
        case "D.1":
            let mixed = outcome(of: text + "a")
            guard mixed == .refused(.mixedDirections) || mixed == .refused(.prohibitedCharacter) else {
                return "is accepted with a letter of the other direction"
            }
            let open = outcome(of: text + "1")
            return open == .refused(.randALCatNotFirstAndLast) || open == .refused(.prohibitedCharacter)
                ? nil : "is accepted before a last character without direction"
        case "D.2":
            let mixed = outcome(of: "\u{5D0}\(text)\u{5D0}")
            return mixed == .refused(.mixedDirections) || mixed == .refused(.prohibitedCharacter)
                ? nil : "is accepted between letters of the other direction"
        default:
            guard table.hasPrefix("C.") else { throw VectorSuiteError.unknownWord(table, line: line) }
            if StringprepTableSuite.goneBefore.contains(value) { return nil }
            return outcome(of: "a\(text)") == .refused(.prohibitedCharacter) ? nil : "is not prohibited"
        }
    }

    private enum Outcome: Equatable {
        case prepared(String)
        case refused(SCRAMError)
    }

    private func outcome(of text: String, as purpose: SASLprep.Purpose = .storedString) -> Outcome {
        outcome(of: Array(text.utf8), as: purpose)
    }

    private func outcome(of text: [UInt8], as purpose: SASLprep.Purpose = .storedString) -> Outcome {
        do throws(SCRAMError) {
            return .prepared(
                String(decoding: try SASLprep.prepare(text.span, as: purpose).octets, as: UTF8.self)
            )
        } catch {
            return .refused(error)
        }
    }
}
