internal import DERCoding
internal import MessageDigests

extension DistinguishedName {
    /// The name by which OpenSSL finds an authority's files in a directory, as `5ed36f99` in `5ed36f99.r0`
    /// (`X509_NAME_hash_ex`): the first four octets, the last first, of the SHA-1 of the relative names, their strings
    /// as UTF-8 in lower case, without spaces at their ends, and with one in the place of several in a row.
    ///
    /// Leaks: everything; names are public.
    package var directoryHash: String {
        var octets: [UInt8] = []
        for level in relativeNames {
            let attributes = level.attributes.map(\.canonical).sorted { $0.lexicographicallyPrecedes($1) }
            octets += DERWriter.octets { writer in
                writer.element(.set) { writer in
                    for attribute in attributes { writer.encoded(attribute.span) }
                }
            }
        }
        let digest = Insecure.SHA1.hash(octets.span)
        return digest.prefix(4).reversed().map { octet in
            let digits = String(octet, radix: 16)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }.joined()
    }
}

extension NameAttribute {
    /// The attribute as `asn1_string_canon` makes it; a string of another type than its own list has stays as it is.
    fileprivate var canonical: [UInt8] {
        guard case .string(let string) = value, string.kind != .numeric else { return encoding }
        let spaces: [UInt8] = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
        let words = string.text.utf8.map(ASCII.lowercased).split { spaces.contains($0) }
        let text = Array(words.joined(separator: [UInt8(ascii: " ")]))
        return DERWriter.octets { writer in
            writer.sequence { writer in
                writer.objectIdentifier(type)
                writer.octetString(text.span, .utf8String)
            }
        }
    }
}
