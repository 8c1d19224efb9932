public import SecretMemory

/// SASLprep (RFC 4013): how a password or user name is made ready to be compared, a profile of stringprep
/// (RFC 3454) over Unicode 3.2.
///
/// Leaks: the count of octets, and whether all of them are ASCII; nothing more where they are. Any other text is
/// looked up in tables: its scalars show in what memory is read and for how long, so another process on the same
/// processor may learn of them.
public enum SASLprep {
    /// What a prepared text is for (RFC 3454, section 7).
    public enum Purpose: Sendable {
        /// To be stored: a code point that Unicode 3.2 does not assign is refused.
        case storedString
        /// To be compared with what is stored: an unassigned code point passes.
        case query
    }

    /// Prepares `text`, of UTF-8, as RFC 4013 has it.
    ///
    /// U+200B, which the standard lists both as a space and as mapped to nothing, becomes a space, as it does in
    /// PostgreSQL. Throws ``SCRAMError/invalidUTF8``, ``SCRAMError/prohibitedCharacter``,
    /// ``SCRAMError/unassignedCodePoint``, ``SCRAMError/mixedDirections`` or
    /// ``SCRAMError/randALCatNotFirstAndLast``.
    public static func prepare(
        _ text: Span<UInt8>,
        as purpose: Purpose = .storedString
    ) throws(SCRAMError) -> SecretBytes {
        if isASCII(text) {
            if hasASCIIControl(text) { throw .prohibitedCharacter }
            return SecretBytes(copying: text)
        }
        guard let scalars = decodeUTF8(text) else { throw .invalidUTF8 }
        // The steps are those of RFC 3454, section 2: map, normalize, prohibit, check the direction.
        let normalized = normalizeKC(map(scalars.span).span, correcting: false)
        try check(normalized.span, allowingUnassigned: purpose == .query)
        return encodeUTF8(normalized.span)
    }

    /// Prepares `password` as PostgreSQL's server and libpq do (`pg_saslprep`), whose secrets would not match
    /// otherwise; never refuses.
    ///
    /// It differs from ``prepare(_:as:)`` in four ways. What SASLprep refuses, or leaves nothing of, and what is
    /// not UTF-8 is taken as it stands. ASCII passes with its control characters. What is prohibited and which
    /// direction the text has is checked before the normalization, not after it. And normalization is that of a
    /// later Unicode, which corrected five decompositions of 3.2 (Corrigendum #4).
    public static func prepareAsPostgreSQL(_ password: Span<UInt8>) -> SecretBytes {
        guard !isASCII(password), let scalars = decodeUTF8(password) else {
            return SecretBytes(copying: password)
        }
        let mapped = map(scalars.span)
        guard mapped.count > 0 else { return SecretBytes(copying: password) }
        do throws(SCRAMError) {
            try check(mapped.span, allowingUnassigned: false)
        } catch {
            return SecretBytes(copying: password)
        }
        return encodeUTF8(normalizeKC(mapped.span, correcting: true).span)
    }

    private static func isASCII(_ text: Span<UInt8>) -> Bool {
        var union: UInt8 = 0
        for index in text.indices { union |= text[index] }
        return union < 0x80
    }

    /// Whether a text of ASCII has a control character (C.2.1), with no branch on a character.
    private static func hasASCIIControl(_ text: Span<UInt8>) -> Bool {
        var found: UInt16 = 0
        for index in text.indices {
            let character = UInt16(text[index])
            // Each difference is negative, and so has its high bits set, only below 0x20 and at 0x7F.
            found |= (character &- 0x20) | (0x7E &- character)
        }
        return found & 0x8000 != 0
    }

    /// Section 2.1: other spaces become the space of ASCII, and what is commonly mapped to nothing is left out.
    private static func map(_ scalars: Span<UInt32>) -> SecretBuffer<UInt32> {
        SecretBuffer(capacity: scalars.count) { output in
            for index in scalars.indices {
                if StringprepTables.nonASCIISpaces.hasRange(with: scalars[index]) {
                    output.append(0x20)
                } else if !StringprepTables.mappedToNothing.hasRange(with: scalars[index]) {
                    output.append(scalars[index])
                }
            }
        }
    }

    /// Sections 2.3 to 2.5, and RFC 3454, section 6.
    private static func check(_ scalars: Span<UInt32>, allowingUnassigned: Bool) throws(SCRAMError) {
        var hasRightToLeft = false
        var hasLeftToRight = false
        for index in scalars.indices {
            let scalar = scalars[index]
            if StringprepTables.prohibited.hasRange(with: scalar) { throw .prohibitedCharacter }
            if !allowingUnassigned, StringprepTables.unassigned.hasRange(with: scalar) {
                throw .unassignedCodePoint
            }
            if StringprepTables.rightToLeft.hasRange(with: scalar) { hasRightToLeft = true }
            if StringprepTables.leftToRight.hasRange(with: scalar) { hasLeftToRight = true }
        }
        guard hasRightToLeft else { return }
        if hasLeftToRight { throw .mixedDirections }
        guard
            StringprepTables.rightToLeft.hasRange(with: scalars[0]),
            StringprepTables.rightToLeft.hasRange(with: scalars[scalars.count - 1])
        else { throw .randALCatNotFirstAndLast }
    }
}
