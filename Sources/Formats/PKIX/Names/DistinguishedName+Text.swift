internal import DERCoding
internal import TextEncodings

// The text of a name (RFC 4514), for people and logs.
extension DistinguishedName: CustomStringConvertible {
    /// The form of RFC 4514: the lowest level first, such as `CN=db1,O=Example,C=CH`.
    ///
    /// Characters that a terminal would not show as they are stand as `\` and the two digits of each of their
    /// octets in UTF-8, which that form allows for every character.
    public var description: String {
        relativeNames.reversed().map(\.description).joined(separator: ",")
    }
}

extension RelativeDistinguishedName: CustomStringConvertible {
    /// The attributes, joined by `+`, the last of the encoding first, as the levels are.
    public var description: String {
        attributes.reversed().map(\.description).joined(separator: "+")
    }
}

extension NameAttribute: CustomStringConvertible {
    /// The attribute, such as `CN=db1`; the dotted identifier where it has no short name here, and then the value
    /// as `#` and the digits of its encoding.
    public var description: String {
        let knownType = NameAttributeType(type)
        switch value {
        case .string(let string):
            if let knownType { return knownType.name + "=" + NameAttribute.escaped(string.text) }
            let encoding = encodingOfValue(string)
            return "\(type)=#" + Hexadecimal.encode(encoding.span)
        case .other(let encoding):
            return (knownType?.name ?? type.description) + "=#" + Hexadecimal.encode(encoding.span)
        }
    }

    /// RFC 4514, section 2.4.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isEdge = index == 0 || index == scalars.count - 1
            switch scalar {
            case "\"", "+", ",", ";", "<", ">", "\\", "=": escaped += "\\\(scalar)"
            case "#" where index == 0: escaped += "\\#"
            case " " where isEdge: escaped += "\\ "
            case _ where VisibleText.isVisible(scalar): escaped.unicodeScalars.append(scalar)
            default:
                for octet in String(scalar).utf8 { escaped += "\\" + Hexadecimal.encode([octet].span) }
            }
        }
        return escaped
    }

    private func encodingOfValue(_ string: NameString) -> [UInt8] {
        DERWriter.octets { $0.octetString(string.octets.span, string.kind.tag) }
    }
}
