import Checking

@testable import NodePlatform
@testable import TextEncodings

/// What is read as a shell reads it, and what is quoted for others: one octet for which, and a text.
///
/// A file of assignments is read in as many steps as it has octets, and what is put behind it changes nothing of it. A
/// word that is quoted is read as itself, and so is a text of SQL, of libpq and of a URL.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let rest = Array(input[1...])
    switch choice % 3 {
    case 0: try checkAssignments(rest)
    case 1: try checkWords(String(decoding: rest, as: UTF8.self))
    default: try checkQuoting(String(decoding: rest, as: UTF8.self))
    }
}

private func checkAssignments(_ content: [UInt8]) throws {
    var tokens = ShellTokens(content)
    do throws(ShellAssignments.UnclosedQuote) {
        loop: while true { if case .end = try tokens.next() { break loop } }
    } catch {
        let lineCount = content.count { $0 == UInt8(ascii: "\n") } + 1
        precondition(1...lineCount ~= error.line)
        return
    }
    precondition(tokens.comparedCount <= content.count)
    let read = try ShellAssignments(content)
    precondition(read.computed.isDisjoint(with: read.values.keys))
    let metadata = try NodeMetadata(path: "/metainf.conf", content: content)
    for name in read.computed { precondition((try? metadata.value(name)) == nil) }
    // A backslash at the end would join what comes behind it.
    if content.last == UInt8(ascii: "\\") { return }
    for (name, value) in read.values {
        precondition(name.utf8.allSatisfy { $0 == 0x5F || isWord($0) })
        guard let text = String(validating: value, as: UTF8.self) else { continue }
        let quoted = Quoting.shellQuoted(text)
        let more = try ShellAssignments(content + Array("\nexport fuzzed=\(quoted) \(name)=".utf8))
        if text.unicodeScalars.allSatisfy(VisibleText.isVisible) {
            precondition(more.values["fuzzed"] == value || name == "fuzzed")
        } else {
            precondition(more.computed.contains("fuzzed") || name == "fuzzed")
        }
        precondition(more.values[name] == [])
        var (before, after) = (read.values, more.values)
        for name in [name, "fuzzed"] {
            before[name] = nil
            after[name] = nil
        }
        precondition(before == after)
    }
}

private func checkWords(_ text: String) throws {
    guard let read = try? ShellWords(text, option: "--psql") else { return }
    precondition(!read.words.isEmpty)
    let quoted = read.words.map { Quoting.shellWord($0) }.joined(separator: " ")
    let again = try? ShellWords(quoted, option: "--psql")
    let areVisible = read.words.allSatisfy { $0.unicodeScalars.allSatisfy(VisibleText.isVisible) }
    precondition(areVisible ? again == read : again == nil)
    precondition(quoted.unicodeScalars.allSatisfy(VisibleText.isVisible))
}

private func checkQuoting(_ text: String) throws {
    let octets = Array(text.utf8)
    precondition(unquoted(Quoting.sqlIdentifier(text), by: UInt8(ascii: "\"")) == octets)
    let literal = Quoting.sqlLiteral(text)
    let isEscape = literal.utf8.first == UInt8(ascii: "E")
    precondition(unquoted(String(literal.utf8.dropFirst(isEscape ? 1 : 0))!, escapes: isEscape) == octets)
    precondition(isEscape == octets.contains(UInt8(ascii: "\\")))
    let value = Quoting.connectionValue(text)
    precondition(value == text && !text.isEmpty || unquoted(value, doubles: false, escapes: true) == octets)
    for keepsSlashes in [true, false] {
        let encoded = Quoting.percentEncoded(text, keepingSlashes: keepsSlashes)
        precondition(percentDecoded(encoded) == octets)
        precondition(encoded.utf8.allSatisfy { 0x21...0x7E ~= $0 })
    }
    precondition(VisibleText.escaped(text).unicodeScalars.allSatisfy(VisibleText.isVisible))
    let short = VisibleText.escaped(text, limit: 8)
    precondition(short.unicodeScalars.allSatisfy(VisibleText.isVisible) && short.utf8.count <= 8 * 10 + 3)
    if octets.contains(0) { return }
    precondition(Quoting.shellWord(octets).unicodeScalars.allSatisfy(VisibleText.isVisible))
    if text.unicodeScalars.allSatisfy(VisibleText.isVisible) {
        let read = try ShellWords(Quoting.shellWord(text), option: "")
        precondition(read.words.map { Array($0.utf8) } == [octets])
    }
}

private func isWord(_ octet: UInt8) -> Bool { 0x30...0x39 ~= octet || 0x41...0x5A ~= octet & 0xDF }

/// What stands between quotes, in which a quote is doubled, or anything may stand behind a backslash; nil where the
/// text is not one of that kind from its beginning to its end.
private func unquoted(
    _ text: String,
    by quote: UInt8 = UInt8(ascii: "'"),
    doubles: Bool = true,
    escapes: Bool = false
) -> [UInt8]? {
    var rest = Array(text.utf8)[...]
    guard rest.count >= 2, rest.popFirst() == quote, rest.popLast() == quote else { return nil }
    var octets: [UInt8] = []
    while let octet = rest.popFirst() {
        if octet == quote {
            guard doubles, rest.popFirst() == quote else { return nil }
            octets.append(quote)
        } else if octet == UInt8(ascii: "\\"), escapes {
            guard let next = rest.popFirst(), next == quote || next == octet else { return nil }
            octets.append(next)
        } else {
            octets.append(octet)
        }
    }
    return octets
}

private func percentDecoded(_ text: String) -> [UInt8]? {
    var rest = Array(text.utf8)[...]
    var octets: [UInt8] = []
    while let octet = rest.popFirst() {
        guard octet == UInt8(ascii: "%") else {
            octets.append(octet)
            continue
        }
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
            return nil
        }
        rest = rest.dropFirst(2)
        octets.append(value)
    }
    return octets
}
