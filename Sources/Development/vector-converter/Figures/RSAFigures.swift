internal import Bignum
internal import VectorFiles

extension Conversion {
    /// Which signatures a file of RSAVS has.
    enum RSAScheme {
        case pkcs1
        case pss

        var name: String {
            switch self {
            case .pkcs1: "rsa-pkcs1"
            case .pss: "rsa-pss"
            }
        }
    }

    /// Signatures that were made: to sign the same again where the private key is published, or else to verify.
    mutating func convertSignatureGeneration(
        _ text: String,
        scheme: RSAScheme,
        origin: String,
        to destination: String
    ) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "S", kept: ["n", "e", "d"])
        var keys: [String: [Field]] = [:]
        let drafts = try file.records.enumerated().map { index, record in
            let modulus = try record.figure("n")
            if keys[modulus] == nil { keys[modulus] = try key(of: record) }
            var fields: [Field] = [("message", .hexadecimal(try record.figure("Msg")))]
            if scheme == .pss, record.figures["d"] != nil {
                fields.append(("salt", .hexadecimal(try record.figure("SaltVal"))))
            }
            fields.append(("signature", .hexadecimal(try record.figure("S"))))
            return CaseDraft(
                identifier: String(index + 1),
                group: try schemeFields(scheme, record, in: file) + (keys[modulus] ?? []),
                fields: fields
            )
        }
        let operation = drafts.allSatisfy { $0.group.contains { $0.name == "prime1" } } ? "sign" : "verify"
        try convert(
            drafts,
            published: file.published,
            origin: origin,
            suite: "\(scheme.name)-\(operation)",
            to: destination
        )
    }

    /// Signatures to verify, good and bad.
    mutating func convertSignatureVerification(
        _ text: String,
        scheme: RSAScheme,
        origin: String,
        to destination: String
    ) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "S", kept: ["n"])
        let drafts = try file.records.enumerated().map { index, record in
            let (result, flags) = try verdict(of: record)
            return CaseDraft(
                identifier: String(index + 1),
                result: result,
                flags: flags,
                group: try schemeFields(scheme, record, in: file) + [
                    ("modulus", .natural(try record.figure("n")))
                ],
                fields: [
                    ("public-exponent", .natural(try record.figure("e"))),
                    // RSAVS signs messages of 128 octets. One file has them, and the signatures, as numbers whose
                    // leading zeros are not printed.
                    ("message", .hexadecimal(leftPadded(try record.figure("Msg"), to: 256))),
                    (
                        "signature",
                        .hexadecimal(
                            leftPadded(try record.figure("S"), to: try record.figure("n").utf8.count)
                        )
                    ),
                ]
            )
        }
        try convert(
            drafts,
            published: file.published,
            origin: origin,
            suite: "\(scheme.name)-verify",
            to: destination
        )
    }

    /// Keys that were generated, the CRT values added.
    mutating func convertKeyGeneration(_ text: String, origin: String, to destination: String) throws {
        let file = try CAVSFile(text, origin: origin, terminal: "d")
        let drafts = try file.records.enumerated().map { index, record in
            let key = RSAKeyFigures(
                modulus: try natural(try record.figure("n")),
                publicExponent: try natural(try record.figure("e")),
                privateExponent: try natural(try record.figure("d")),
                prime1: try natural(try record.figure("p")),
                prime2: try natural(try record.figure("q"))
            )
            guard let fields = key.fields else {
                throw ConversionError.unknown("a malformed key", file: origin)
            }
            return CaseDraft(identifier: String(index + 1), fields: fields)
        }
        try convert(drafts, published: file.published, origin: origin, suite: "rsa-key", to: destination)
    }

    /// The digest, and for PSS the salt's count of octets, which stands with the case or in a remark.
    private func schemeFields(_ scheme: RSAScheme, _ record: CAVSFile.Record, in file: CAVSFile) throws
        -> [Field]
    {
        let digest = try digestWord(try record.figure("SHAAlg"), origin: record.origin)
        guard scheme == .pss else { return [("digest", .word(digest))] }
        let remark = file.remarks.first { $0.hasPrefix("Salt len:") }
        let count: Int
        if let remark, let number = Int(remark.dropFirst("Salt len:".count).trimming()) {
            count = number
        } else {
            // A salt of no octets is printed as one zero octet.
            let salt = try record.figure("SaltVal")
            count = salt == "00" ? 0 : salt.utf8.count / 2
        }
        return [("digest", .word(digest)), ("mask-digest", .word(digest)), ("salt-count", .number(count))]
    }

    private func key(of record: CAVSFile.Record) throws -> [Field] {
        guard let exponent = record.figures["d"] else {
            return [
                ("modulus", .natural(try record.figure("n"))),
                ("public-exponent", .natural(try record.figure("e"))),
            ]
        }
        let key = RSAKeyFigures.withoutPrimes(
            modulus: try natural(try record.figure("n")),
            publicExponent: try natural(try record.figure("e")),
            privateExponent: try natural(exponent)
        )
        guard let fields = key?.fields else {
            throw ConversionError.unknown("a malformed key", file: record.origin)
        }
        return fields
    }

    /// `P`, or `F` with a number that says what was changed.
    private func verdict(of record: CAVSFile.Record) throws -> (VectorResult, [String]) {
        let result = try record.figure("Result")
        let flags = [
            "1": "MessageChanged", "2": "ExponentChanged", "3": "SignatureChanged", "4": "HashMoved",
            "5": "TrailerChanged",
        ]
        if result.hasPrefix("P") { return (.valid, []) }
        guard result.hasPrefix("F") else {
            throw ConversionError.unknown("the result \(result)", file: record.origin)
        }
        guard let opening = result.firstIndex(of: "(") else { return (.invalid, []) }
        let number = String(result[result.index(after: opening)...].prefix { $0.isNumber })
        guard let flag = flags[number] else {
            throw ConversionError.unknown("the result \(result)", file: record.origin)
        }
        return (.invalid, [flag])
    }
}

/// The digits with zeros before them, so that there are `count` or more.
private func leftPadded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
}
