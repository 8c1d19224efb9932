extension Conversion {
    /// What a file of AESAVS has.
    enum AESMode: String {
        case block = "aes-block"
        case cbc = "aes-cbc"
        case cbcChain = "aes-cbc-chain"
    }

    /// Known answers, messages of several blocks, and Monte Carlo tests of AESAVS. Each checkpoint of the last is a
    /// case of its own, which starts from the figures that it prints.
    mutating func convertAES(_ text: String, mode: AESMode, origin: String, to destination: String) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "COUNT")
        let drafts = try file.records.map { record in
            guard let direction = record.headings["direction"] else { throw ConversionError.missing(origin) }
            var fields: [Field] = [("key", .hexadecimal(try record.figure("KEY")))]
            if mode != .block { fields.append(("iv", .hexadecimal(try record.figure("IV")))) }
            fields.append(("plaintext", .hexadecimal(try record.figure("PLAINTEXT"))))
            fields.append(("ciphertext", .hexadecimal(try record.figure("CIPHERTEXT"))))
            return CaseDraft(
                identifier: "\(direction)-\(try record.figure("COUNT"))",
                group: [("direction", .word(direction))],
                fields: fields
            )
        }
        try convert(drafts, published: file.published, origin: origin, suite: mode.rawValue, to: destination)
    }

    /// Messages of GCMVS to seal and to open, but for those whose tags are cut off.
    mutating func convertGCM(_ text: String, origin: String, to destination: String) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "Tag")
        let whole = file.records.filter { $0.headings["Taglen"] == "128" }
        let drafts = try whole.map { record in
            let isRefused = record.figures["FAIL"] != nil
            let sizes = ["IVlen", "PTlen", "AADlen"].map { record.headings[$0] ?? "" }
            return CaseDraft(
                identifier: (sizes + [try record.figure("Count")]).joined(separator: "-"),
                result: isRefused ? .invalid : .valid,
                fields: [
                    ("key", .hexadecimal(try record.figure("Key"))),
                    ("iv", .hexadecimal(try record.figure("IV"))),
                    ("associated-data", .hexadecimal(try record.figure("AAD"))),
                    ("plaintext", .hexadecimal(isRefused ? "" : try record.figure("PT"))),
                    ("ciphertext", .hexadecimal(try record.figure("CT"))),
                    ("tag", .hexadecimal(try record.figure("Tag"))),
                ]
            )
        }
        try convert(
            drafts,
            published: file.published,
            leftOut: [(file.records.count - whole.count, "tags that are cut off are not taken")],
            origin: origin,
            suite: "aes-gcm",
            to: destination
        )
    }
}
