/// A value of a field as it is written.
enum Figure {
    /// Octets from hexadecimal of either case.
    case hexadecimal(String)
    /// A natural number from hexadecimal: written without leading zero octets.
    case natural(String)
    case octets([UInt8])
    case number(Int)
    case word(String)

    var text: String {
        switch self {
        case .hexadecimal(let text): text.lowercased()
        case .natural(let text): Figure.minimal(text.lowercased())
        case .octets(let octets): hexadecimalText(octets)
        case .number(let number): String(number)
        case .word(let word): word
        }
    }

    private static func minimal(_ text: String) -> String {
        let digits = text.drop { $0 == "0" }
        guard !digits.isEmpty else { return "00" }
        return digits.utf8.count.isMultiple(of: 2) ? String(digits) : "0" + digits
    }
}

/// A field: its name and its value.
typealias Field = (name: String, figure: Figure)

/// The octets in lower-case hexadecimal.
func hexadecimalText(_ octets: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(octets.count * 2)
    for octet in octets {
        text.append(digits[Int(octet >> 4)])
        text.append(digits[Int(octet & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
