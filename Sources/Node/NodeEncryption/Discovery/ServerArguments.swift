internal import TextEncodings

/// The command line of a PostgreSQL server ("postgres", Options): what it says overrules every file.
struct ServerArguments: Equatable, Sendable {
    /// The folder that `-D` names: of the data, or of the configuration.
    private(set) var folder: String?
    /// The settings that the command line makes, by their names in lower case; the last of each.
    private(set) var settings: [String: String] = [:]

    /// The most bytes of one that are read.
    static let mostBytes = 1 << 17

    /// Options that stand for a setting, with the setting's name.
    private static let shortSettings: [UInt8: String] = [
        UInt8(ascii: "p"): "port", UInt8(ascii: "k"): "unix_socket_directories",
        UInt8(ascii: "h"): "listen_addresses",
    ]
    /// Options that take a value: the letters with a colon behind them in the server's own list.
    private static let withValue = Array("BCcDdfhkNprStW-".utf8)

    /// - Parameter words: the words behind the name of the program.
    init(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            var letters = Array(word.utf8)[...]
            guard letters.popFirst() == UInt8(ascii: "-") else { continue }
            while let letter = letters.popFirst() {
                guard Self.withValue.contains(letter) else {
                    if letter == UInt8(ascii: "l") { settings["ssl"] = "on" }
                    continue
                }
                let value: String
                if letters.isEmpty, letter != UInt8(ascii: "-") {
                    guard let next = rest.popFirst() else { return }
                    value = next
                } else {
                    value = String(decoding: letters, as: UTF8.self)
                }
                take(letter, value)
                break
            }
        }
    }

    private mutating func take(_ letter: UInt8, _ value: String) {
        if let name = Self.shortSettings[letter] {
            settings[name] = value
            return
        }
        switch letter {
        case UInt8(ascii: "D"): folder = value
        case UInt8(ascii: "c"), UInt8(ascii: "-"):
            let bytes = Array(value.utf8)
            let end = bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.endIndex
            // As the server reads a name: a hyphen is an underscore.
            let name = bytes[..<end].map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
            let text = end < bytes.endIndex ? bytes[(end + 1)...] : []
            settings[String(decoding: name, as: UTF8.self).lowercased()] = String(
                decoding: text,
                as: UTF8.self
            )
        default: break
        }
    }
}
