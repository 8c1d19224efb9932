internal import DERCoding
internal import PKIX

extension NameAttribute {
    /// The type of a value that some clients do not read, so that they read nothing of the certificate, and who they
    /// are.
    var typeNotRead: (name: String, clients: Set<VerifyingClient>)? {
        guard let tag else { return nil }
        var clients: Set<VerifyingClient> = isReadByGo ? [] : [.go]
        if tag.tagClass != .universal || !Self.typesOfOpenSSL.contains(tag.number) {
            clients.formUnion(VerifyingClient.openSSL)
        }
        return clients.isEmpty ? nil : ("\(tag)", clients)
    }

    private var tag: DERTag? {
        switch value {
        case .string(let string): return string.kind.tag
        case .other(let encoding):
            guard let first = encoding.first, let tagClass = DERTag.Class(rawValue: first >> 6) else {
                return nil
            }
            // A greater number has 31 here, which is none of a string, either.
            return DERTag(tagClass, UInt32(first & 0x1F), isConstructed: first & 0x20 != 0)
        }
    }

    /// The universal types that OpenSSL takes for a value: `ASN1_PRINTABLE` (`x_name.c`), with all that is no string to
    /// it (`tag2bit` in `tasn_dec.c`).
    private static let typesOfOpenSSL: Set<UInt32> = [
        3, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 28, 29, 30,
    ]

    /// As `parseASN1String` in `crypto/x509/parser.go` has it.
    private var isReadByGo: Bool {
        guard case .string(let string) = value else { return false }
        return switch string.kind {
        case .utf8, .teletex, .bmp, .ia5, .numeric: true
        case .printable: string.octets.allSatisfy(Self.isPrintableToGo)
        case .universal, .visible: false
        }
    }

    private static func isPrintableToGo(_ character: UInt8) -> Bool {
        switch character {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: " '()+,-./:=?*&".utf8.contains(character)
        }
    }
}
