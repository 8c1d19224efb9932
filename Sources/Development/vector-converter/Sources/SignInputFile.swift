/// The file `sign.input` of Ed25519's authors: on each line, between colons, the private and the public key, the public
/// key, the message, and the signature with the message behind it.
extension Conversion {
    mutating func convertSignInput(_ text: String, origin: String, to destination: String) throws {
        let lines = text.split(whereSeparator: \.isNewline)
        let drafts = try lines.enumerated().map { index, line in
            let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[3].hasSuffix(parts[2]),
                parts[3].utf8.count == 128 + parts[2].utf8.count
            else { throw ConversionError.malformed(origin, line: index + 1) }
            return CaseDraft(
                identifier: String(index + 1),
                fields: [
                    ("public-key", .hexadecimal(parts[1])), ("message", .hexadecimal(parts[2])),
                    ("signature", .hexadecimal(String(parts[3].prefix(128)))),
                ]
            )
        }
        try convert(
            drafts,
            published: lines.count,
            origin: origin,
            suite: "ed25519-verify",
            to: destination
        )
    }

    /// The products of RFC 7748, section 5.2.
    mutating func convertLadder(_ text: String, origin: String, to destination: String) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "OUTPUT_U")
        let drafts = try file.records.map { record in
            CaseDraft(
                identifier: try record.figure("COUNT"),
                fields: [
                    ("private-key", .hexadecimal(try record.figure("INPUT_SCALAR"))),
                    ("public-key", .hexadecimal(try record.figure("INPUT_U"))),
                    ("secret", .hexadecimal(try record.figure("OUTPUT_U"))),
                ]
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: "x25519", to: destination)
    }
}
