internal import NodePlatform

/// Whether a command may hold a password. It is told by the names that values have, as of a variable, an option, a
/// header or a field; a value that is a path may contain anything.
enum CommandSecrets {
    /// Whether a command may.
    static func mayBe(in command: [String]) -> Bool {
        command.contains(where: isURLWithPassword) || mayBe(inTokens: command.flatMap(tokens))
    }

    /// What a name speaks of that a secret has.
    private static let words = [
        "passw", "passphrase", "sshpass", "pwd", "secret", "token", "credential", "authorization", "api-key",
        "apikey",
    ].map { Array($0.utf8) }

    /// Names that have one of these at their end and are of files.
    private static let fileWords = ["file", "path", "sslkey"].map { Array($0.utf8) }

    /// psql's options to ask, or not to.
    private static let flags = ["--password", "--no-password"].map { Array($0.utf8) }

    /// What stands between the tokens of a shell's text, and of fields in quotes.
    private static let separators = Set(" \t\n\r\"'`(){}<>|;\\,&?".utf8)

    /// The parts of a word, in lower case: a word may be the text of a shell, or have several fields in it.
    private static func tokens(_ word: String) -> [[UInt8]] {
        word.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
            .split { separators.contains($0) }.map(Array.init)
    }

    private static func mayBe(inTokens tokens: [[UInt8]]) -> Bool {
        for (index, token) in tokens.enumerated() {
            let next = tokens.dropFirst(index + 1).first
            if flags.contains(token) { continue }
            let parts = token.split(omittingEmptySubsequences: false) { isBeforeValue($0) }
            if parts.dropLast().contains(where: { isName($0, before: true) }) { return true }
            guard parts.count == 1, let whole = parts.first else { continue }
            // --password secret; password = secret
            let isOption = whole.first == UInt8(ascii: "-")
            let isAssigned = next?.first.map(isBeforeValue) ?? false
            if isOption || isAssigned, isName(whole, before: isAssigned) { return true }
            if isProgramForPasswords(whole) { return true }
            // As curl has it: -u me:secret
            if ["-u", "--user"].contains(where: { whole.elementsEqual($0.utf8) }),
                next?.contains(UInt8(ascii: ":")) ?? false
            {
                return true
            }
        }
        return false
    }

    private static func isBeforeValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":")
    }

    /// Whether it is the name of something that may be a secret.
    ///
    /// - Parameter isFollowed: whether a value stands right behind it: then a plain key may be one, too.
    private static func isName(_ text: ArraySlice<UInt8>, before isFollowed: Bool) -> Bool {
        if text.contains(UInt8(ascii: "/"))
            || fileWords.contains(where: { text.reversed().starts(with: $0.reversed()) })
        {
            return false
        }
        if isFollowed, text.reversed().starts(with: "yek".utf8) { return true }
        return words.contains { contains(text, $0) }
    }

    /// Whether it is the program that is given another's password.
    private static func isProgramForPasswords(_ text: ArraySlice<UInt8>) -> Bool {
        text.split(separator: UInt8(ascii: "/")).last?.elementsEqual("sshpass".utf8) ?? false
    }

    /// postgresql://user:password@host/…
    private static func isURLWithPassword(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        let mark = Array("://".utf8)
        return bytes.indices.contains { place in
            guard bytes[place...].starts(with: mark) else { return false }
            let authority = bytes[(place + mark.count)...].prefix { $0 != UInt8(ascii: "/") }
            guard let end = authority.lastIndex(of: UInt8(ascii: "@")) else { return false }
            return authority[..<end].contains(UInt8(ascii: ":"))
        }
    }

    private static func contains(_ text: ArraySlice<UInt8>, _ sought: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: sought) }
    }
}
