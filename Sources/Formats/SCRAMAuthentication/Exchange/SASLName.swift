internal import SecretMemory

/// A `saslname` of RFC 5802, section 7: UTF-8 in which `,` is written `=2C` and `=` is written `=3D`.
enum SASLName {
    /// Prepares and escapes a user name. A zero octet is among what SASLprep prohibits.
    static func encode(_ name: Span<UInt8>) throws(SCRAMError) -> [UInt8] {
        try prepare(name).flatMap { octet in
            switch octet {
            case UInt8(ascii: ","): Array("=2C".utf8)
            case UInt8(ascii: "="): Array("=3D".utf8)
            default: [octet]
            }
        }
    }

    /// The name that `text` stands for, or `nil` where it is not such a name.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard isUTF8(text.span) else { return nil }
        var name: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "=") {
                switch text[index...].prefix(3) {
                case Array("=2C".utf8)[...]: name.append(UInt8(ascii: ","))
                case Array("=3D".utf8)[...]: name.append(UInt8(ascii: "="))
                default: return nil
                }
                index += 3
            } else {
                name.append(text[index])
                index += 1
            }
        }
        return name
    }

    private static func prepare(_ name: Span<UInt8>) throws(SCRAMError) -> [UInt8] {
        do throws(SCRAMError) {
            let prepared = try SASLprep.prepare(name, as: .query)
            return [UInt8](copying: prepared.span)
        } catch {
            throw .invalidUserName
        }
    }
}
