internal import DurableFiles
internal import TextEncodings

/// The command line of Pgpool-II ("pgpool", Options).
struct PgpoolArguments: Equatable, Sendable {
    /// The words behind the name of the program.
    let words: [String]
    /// The configuration that it names.
    private(set) var configuration: String?
    /// The rules that it names.
    private(set) var authentication: String?
    /// The pool key's file that it names.
    private(set) var keyFile: String?
    /// Whether it stays with whoever started it, instead of going into the background.
    private(set) var isAttended = false
    /// Whether every file that it names is absolute, and so the same wherever it is started.
    private(set) var isAbsolute = true

    /// Long options, with the short ones that they stand for.
    private static let longOptions: [(name: String, letter: Unicode.Scalar)] = [
        ("config-file", "f"), ("hba-file", "a"), ("pcp-file", "F"), ("key-file", "k"), ("mode", "m"),
        ("dont-detach", "n"),
    ]

    init(_ words: [String]) {
        self.words = words
        var rest = words[...]
        while let word = rest.popFirst() {
            if word.utf8.starts(with: "--".utf8) {
                let parts = word.unicodeScalars.dropFirst(2).split(separator: "=", maxSplits: 1).map { part in
                    String(String.UnicodeScalarView(part))
                }
                guard let name = parts.first,
                    let option = Self.longOptions.first(where: { isSamePath($0.name, name) })
                else { continue }
                let isFlag = option.letter == "n"
                take(option.letter, isFlag ? "" : parts.count > 1 ? parts[1] : rest.popFirst() ?? "")
            } else if word.utf8.first == UInt8(ascii: "-") {
                var letters = word.unicodeScalars.dropFirst()
                while let letter = letters.popFirst() {
                    if "afFkm".unicodeScalars.contains(letter) {
                        take(
                            letter,
                            letters.isEmpty
                                ? rest.popFirst() ?? "" : String(String.UnicodeScalarView(letters))
                        )
                        break
                    }
                    take(letter, "")
                }
            }
        }
    }

    private mutating func take(_ letter: Unicode.Scalar, _ value: String) {
        switch letter {
        case "n": isAttended = true
        case "f", "a", "F", "k":
            switch letter {
            case "f": configuration = value
            case "a": authentication = value
            case "k": keyFile = value
            default: break
            }
            if !PathText.isAbsolute(value) { isAbsolute = false }
        default: break
        }
    }
}
