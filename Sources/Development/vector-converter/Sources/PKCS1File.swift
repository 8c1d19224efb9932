extension Conversion {
    /// The signature examples that came with PKCS#1: keys and what they sign, as octets below remarks.
    mutating func convertPKCS1(_ text: String, scheme: RSAScheme, origin: String, to destination: String)
        throws
    {
        let keyNames = [
            "Modulus": "modulus", "Public exponent": "public-exponent", "Exponent": "private-exponent",
            "Prime 1": "prime1", "Prime 2": "prime2", "Prime exponent 1": "exponent1",
            "Prime exponent 2": "exponent2", "Coefficient": "coefficient",
        ]
        var key: [Field] = []
        var keyNumber = 0
        var inPrivateKey = false
        var example: [String: String] = [:]
        var drafts: [CaseDraft] = []
        for block in PKCS1Block.blocks(of: text) {
            switch block.name {
            case "Public key": inPrivateKey = false
            case "Private key":
                inPrivateKey = true
                key = []
                keyNumber += 1
            case "Message to be signed":
                inPrivateKey = false
                example = ["message": block.octets]
            case "Salt", "salt": example["salt"] = block.octets
            case "Signature", "Signature, the RSA decryption of EM":
                guard key.count == keyNames.count, let message = example["message"] else {
                    throw ConversionError.missing(origin)
                }
                var fields: [Field] = [("message", .hexadecimal(message))]
                var group: [Field] = [("digest", .word("sha1"))]
                if scheme == .pss, let salt = example["salt"] {
                    fields.append(("salt", .hexadecimal(salt)))
                    group += [("mask-digest", .word("sha1")), ("salt-count", .number(salt.utf8.count / 2))]
                }
                fields.append(("signature", .hexadecimal(block.octets)))
                drafts.append(
                    CaseDraft(
                        identifier:
                            "\(keyNumber)-\(drafts.filter { $0.identifier.hasPrefix("\(keyNumber)-") }.count + 1)",
                        group: group + key,
                        fields: fields
                    )
                )
            default:
                if inPrivateKey, let name = keyNames[block.name], !block.octets.isEmpty {
                    key.append((name, .natural(block.octets)))
                }
            }
        }
        let published = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("# Signature") }.count
        try convert(
            drafts,
            published: published,
            origin: origin,
            suite: "\(scheme.name)-sign",
            to: destination
        )
    }
}

/// A remark, and the octets below it.
private struct PKCS1Block {
    let name: String
    var octets = ""

    static func blocks(of text: String) -> [PKCS1Block] {
        var blocks: [PKCS1Block] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#") {
                let name = line.dropFirst().trimming()
                blocks.append(PKCS1Block(name: name.hasSuffix(":") ? String(name.dropLast()) : name))
            } else if line.allSatisfy({ $0.isHexDigit || $0 == " " }), !blocks.isEmpty {
                blocks[blocks.count - 1].octets += line.filter { $0 != " " }
            }
        }
        return blocks
    }
}
