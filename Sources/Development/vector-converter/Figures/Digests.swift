extension Conversion {
    /// Messages and their digests: SHAVS short and long messages, and RFC 1321 in the same form.
    mutating func convertDigests(_ text: String, digest: String, origin: String, to destination: String)
        throws
    {
        let file = try CAVSFile(text, origin: origin, terminal: "MD")
        let drafts = try file.records.enumerated().map { index, record in
            let bitCount = try record.number("Len")
            let message = try record.figure("Msg")
            guard bitCount.isMultiple(of: 8), bitCount / 4 <= message.utf8.count else {
                throw ConversionError.unknown("a message of \(bitCount) bits", file: origin)
            }
            return CaseDraft(
                identifier: String(index + 1),
                group: [("digest", .word(digest))],
                fields: [
                    ("message", .hexadecimal(String(message.prefix(bitCount / 4)))),
                    ("value", .hexadecimal(try record.figure("MD"))),
                ]
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: "digest", to: destination)
    }

    /// The Monte Carlo test of SHAVS, section 6.4: each checkpoint is a case of its own that starts from the value
    /// of the one before.
    mutating func convertDigestChain(_ text: String, digest: String, origin: String, to destination: String)
        throws
    {
        let file = try CAVSFile(text, origin: origin, terminal: "MD", kept: ["Seed"])
        guard var seed = try file.records.first?.figure("Seed") else { throw ConversionError.missing(origin) }
        var drafts: [CaseDraft] = []
        for record in file.records {
            let value = try record.figure("MD")
            drafts.append(
                CaseDraft(
                    identifier: try record.figure("COUNT"),
                    group: [("digest", .word(digest))],
                    fields: [("seed", .hexadecimal(seed)), ("value", .hexadecimal(value))]
                )
            )
            seed = value
        }
        try convert(drafts, published: file.published, origin: origin, suite: "digest-chain", to: destination)
    }

    /// The test cases of RFC 2202 and RFC 4231.
    mutating func convertHMAC(_ text: String, digest: String, origin: String, to destination: String) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "MD")
        let drafts = try file.records.enumerated().map { index, record in
            CaseDraft(
                identifier: String(index + 1),
                group: [("digest", .word(digest))],
                fields: [
                    ("key", .hexadecimal(try record.figure("Key"))),
                    ("message", .hexadecimal(try record.figure("Msg"))),
                    ("tag", .hexadecimal(try record.figure("MD"))),
                ]
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: "hmac", to: destination)
    }

    /// The test vectors of RFC 6070, whose passwords and salts are text in which `\0` stands for a zero octet.
    mutating func convertPBKDF2(_ text: String, digest: String, origin: String, to destination: String) throws
    {
        let file = try CAVSFile(text, origin: origin, terminal: "DERIVED_KEY")
        let drafts = try file.records.map { record in
            let derived = try record.figure("DERIVED_KEY")
            guard try record.number("LENGTH") == derived.utf8.count / 2 else {
                throw ConversionError.unknown("a length that is not the key's", file: origin)
            }
            func octets(_ name: String) throws -> Figure {
                .octets(Array(try record.figure(name).replacing("\\0", with: "\0").utf8))
            }
            return CaseDraft(
                identifier: try record.figure("COUNT"),
                group: [("digest", .word(digest))],
                fields: [
                    ("password", try octets("PASSWORD")),
                    ("salt", try octets("SALT")),
                    ("iterations", .number(try record.number("ITERATIONS"))),
                    ("derived-key", .hexadecimal(derived)),
                ]
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: "pbkdf2", to: destination)
    }

    /// The test cases of RFC 5869.
    mutating func convertHKDF(_ text: String, origin: String, to destination: String) throws {
        let file = try CAVSFile(
            text,
            origin: origin,
            terminal: "OKM",
            kept: ["COUNT", "Hash", "IKM", "salt", "info", "L"]
        )
        let drafts = try file.records.map { record in
            CaseDraft(
                identifier: try record.figure("COUNT"),
                group: [("digest", .word(try digestWord(try record.figure("Hash"), origin: origin)))],
                fields: [
                    ("input-key", .hexadecimal(try record.figure("IKM"))),
                    ("salt", .hexadecimal(try record.figure("salt"))),
                    ("information", .hexadecimal(try record.figure("info"))),
                    ("byte-count", .number(try record.number("L"))),
                    ("pseudorandom-key", .hexadecimal(try record.figure("PRK"))),
                    ("derived-key", .hexadecimal(try record.figure("OKM"))),
                ]
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: "hkdf", to: destination)
    }
}
