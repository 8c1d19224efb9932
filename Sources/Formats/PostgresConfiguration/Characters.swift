let newline = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let quote = UInt8(ascii: "'")
let backslash = UInt8(ascii: "\\")

func isDigit(_ octet: UInt8) -> Bool { octet >= 48 && octet <= 57 }

func isUnitLetter(_ octet: UInt8) -> Bool {
    let lower = octet | 0x20
    return lower >= 97 && lower <= 122
}

func isHexadecimalDigit(_ octet: UInt8) -> Bool {
    isDigit(octet) || (octet | 0x20 >= 97 && octet | 0x20 <= 102)
}

/// A letter of a name: ASCII, an underscore, or any octet outside ASCII.
func isLetter(_ octet: UInt8) -> Bool { isUnitLetter(octet) || octet == UInt8(ascii: "_") || octet >= 128 }

func isLetterOrDigit(_ octet: UInt8) -> Bool { isLetter(octet) || isDigit(octet) }

/// The octets with ASCII letters in lower case, as the server compares names.
func lowercasedASCII(_ octets: some Sequence<UInt8>) -> [UInt8] {
    octets.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
}

/// What ends the lines of a text: the first ending in it; a newline where there is none.
func lineEnding(of octets: [UInt8]) -> [UInt8] {
    guard let index = octets.firstIndex(of: newline), index > 0, octets[index - 1] == carriageReturn else {
        return [newline]
    }
    return [carriageReturn, newline]
}
