internal import DERCoding
internal import SecretMemory

/// The octets of hexadecimal text.
func octets(_ text: String) throws -> [UInt8] {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else {
        throw ConversionError.unknown("hexadecimal of odd length", file: text)
    }
    return try stride(from: 0, to: digits.count, by: 2).map { index in
        guard let octet = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
            throw ConversionError.unknown("text that is not hexadecimal", file: text)
        }
        return octet
    }
}

/// The eight numbers of an RSAPrivateKey (RFC 8017, appendix A.1.2) within a PrivateKeyInfo (RFC 5208, section 5).
func rsaPrivateKeyNumbers(pkcs8: [UInt8], origin: String) throws -> [[UInt8]] {
    var numbers: [[UInt8]] = []
    try DERReader<DERError>.read(pkcs8.span) { (outer: inout DERReader<DERError>) throws(DERError) in
        try outer.sequence { (key: inout DERReader<DERError>) throws(DERError) in
            _ = try key.smallInteger()
            _ = try key.anyElement()
            try key.octetStringContents { (contents: inout DERReader<DERError>) throws(DERError) in
                try contents.sequence { (fields: inout DERReader<DERError>) throws(DERError) in
                    _ = try fields.smallInteger()
                    while fields.offset < pkcs8.count, try fields.nextTag() != nil {
                        let number = try fields.unsignedInteger()
                        numbers.append(number.indices.map { number[$0] })
                    }
                }
            }
        }
    }
    return numbers
}
