/// The word of our format for a digest as publishers spell it.
func digestWord(_ name: String, origin: String) throws -> String {
    switch name.replacing("-", with: "").replacing("/", with: "-").uppercased() {
    case "MD5": "md5"
    case "SHA1": "sha1"
    case "SHA224": "sha224"
    case "SHA256": "sha256"
    case "SHA384": "sha384"
    case "SHA512": "sha512"
    default: throw ConversionError.unknown("the digest \(name)", file: origin)
    }
}

extension Conversion {
    /// The numbers of an RSA private key in PKCS#8, under the names of RFC 8017, appendix A.1.2.
    func privateKeyFields(pkcs8: String, origin: String) throws -> [Field] {
        let names = [
            "modulus", "public-exponent", "private-exponent", "prime1", "prime2", "exponent1", "exponent2",
            "coefficient",
        ]
        let values = try rsaPrivateKeyNumbers(pkcs8: octets(pkcs8), origin: origin)
        guard values.count == names.count else {
            throw ConversionError.unknown("a malformed key", file: origin)
        }
        return zip(names, values).map { ($0, .natural(hexadecimalText($1))) }
    }
}
