internal import TextEncodings

/// Quotes a text for a grammar that has special characters: one function per grammar, working on bytes.
///
/// The operations of `String` itself go by `Character`: to them a quote and a combining mark behind it are one
/// character, which is no quote, and a quote behind a letter that joins what follows is none either. To a shell and
/// to a server they are bytes.
package enum Quoting {
    /// A word of a POSIX shell ("Quoting"), which a line that is shown can have as it is: no terminal acts on it, and
    /// whoever copies it gives a command these bytes. What is made printable behind the quotes is another word.
    ///
    /// It is the text where nothing in that means anything to a shell, and else quoted.
    package static func shellWord(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || "-_./=:,@%+".utf8.contains($0) }
        return isPlain ? text : shellQuoted(text)
    }

    /// Such a word, always quoted: in apostrophes where all of it is visible.
    package static func shellQuoted(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(VisibleText.isVisible)
            ? "'" + replacing(text, ["'": "'\\''"]) + "'" : shellPrinted(Array(text.utf8))
    }

    /// Such a word of bytes that need not be UTF-8, and of which none is 0.
    package static func shellWord(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self).map { shellWord($0) } ?? shellPrinted(bytes)
    }

    /// A word by way of `printf`, since not every shell has `$'…'`: of its format what is no escape stands for itself
    /// ("printf", octal escapes).
    private static func shellPrinted(_ bytes: [UInt8]) -> String {
        // A substitution leaves out newlines at its end; `IFS` has one behind a blank and a tab.
        let newlines = bytes.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
        var format = ""
        for byte in bytes.dropLast(newlines) {
            if isAlphanumeric(byte) || "/._ ".utf8.contains(byte) {
                format.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 8)
                format += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
            }
        }
        return "\"$(printf '\(format)')" + String(repeating: "${IFS#??}", count: newlines) + "\""
    }

    /// A constant of SQL, in apostrophes ("Lexical Structure", string constants). With a backslash in it, it is an
    /// escape string, which is the same whatever `standard_conforming_strings` is.
    package static func sqlLiteral(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return "'" + replacing(text, ["'": "''"]) + "'" }
        return "E'" + replacing(text, ["'": "''", "\\": "\\\\"]) + "'"
    }

    /// A name of SQL, in quotation marks ("Lexical Structure", quoted identifiers).
    package static func sqlIdentifier(_ name: String) -> String {
        "\"" + replacing(name, ["\"": "\"\""]) + "\""
    }

    /// A value of a connection string of libpq ("Keyword/Value Connection Strings"): in apostrophes unless it is a word
    /// of ASCII.
    package static func connectionValue(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\")
            }
        return isPlain ? text : "'" + replacing(text, ["'": "\\'", "\\": "\\\\"]) + "'"
    }

    /// A part of a URL (RFC 3986, section 2.1), in which the unreserved characters stay, and slashes where they do not
    /// divide it, as in a query (section 3.4).
    package static func percentEncoded(_ text: String, keepingSlashes: Bool = true) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain = isAlphanumeric(byte) || "-._~".utf8.contains(byte)
            if isPlain || keepingSlashes && byte == UInt8(ascii: "/") {
                bytes.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// The text with each of these ASCII characters replaced, whatever stands beside it.
    private static func replacing(_ text: String, _ replacements: [Unicode.Scalar: String]) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x80, let replacement = replacements[Unicode.Scalar(byte)] {
                bytes += replacement.utf8
            } else {
                bytes.append(byte)
            }
        }
        // Only whole ASCII characters were replaced, and by ASCII, so the result is still UTF-8.
        return String(decoding: bytes, as: UTF8.self)
    }
}
