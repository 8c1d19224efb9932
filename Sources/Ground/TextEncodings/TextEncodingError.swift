/// Why a text is not Base64 or hexadecimal.
///
/// Positions count octets of the text from 0. The text itself, which may be a secret, is never part of an error.
package enum TextEncodingError: Error, Equatable, Sendable {
    /// The text has this many characters: Base64 comes in fours, hexadecimal in pairs.
    case invalidCount(Int)
    /// The text has a character that is not of the alphabet, or padding that is not at its end.
    case invalidCharacter
    /// The last Base64 character has unused bits that are not zero (RFC 4648, section 3.5).
    case nonZeroPaddingBits
}

extension TextEncodingError: CustomStringConvertible {
    /// What is wrong, for the operator.
    package var description: String {
        switch self {
        case .invalidCount(let count): "the encoded text has \(count) characters, which is not a valid length"
        case .invalidCharacter: "the encoded text has a character outside its alphabet, or misplaced padding"
        case .nonZeroPaddingBits: "the encoded text ends in unused bits that are not zero"
        }
    }
}
