import Checking
import PostgresConfiguration

/// The settings of a file beside one, by name and value.
private func others(_ file: ConfigurationFile, than name: String) -> [[UInt8]] {
    file.assignments.filter { !file.isSame($0.name, name) }.map { Array($0.name.utf8) + [0] + $0.value }
}

/// Files of settings: one octet for the dialect, a value up to a zero octet, and the file.
///
/// A file is kept octet for octet; a setting that is made has its value, once and for good, and one that is taken out
/// is gone; all others stay what they were.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let first = input.first, let end = input.firstIndex(of: 0), end > 0 else { return }
    let dialect: ConfigurationDialect = first & 1 == 0 ? .postgres : .pgpool
    let value = String(decoding: input[1..<end], as: UTF8.self)
    let content = Array(input[(end + 1)...])
    let file = ConfigurationFile(content, dialect: dialect)
    precondition(file.octets == content)
    let lineCount = content.count { $0 == UInt8(ascii: "\n") } + 1
    precondition(file.assignments.allSatisfy { 1...lineCount ~= $0.line && !$0.name.isEmpty })
    precondition(file.problemLines.allSatisfy { 1...lineCount ~= $0 })
    // A server takes nothing of a file that it cannot read; what is changed there may read otherwise.
    // Pgpool-II takes an ending that is added for a value that is missing.
    guard file.problemLines.isEmpty, dialect == .postgres || content.last == UInt8(ascii: "\n") else {
        return
    }
    let name = "ssl_ciphers"
    let rest = others(file, than: name)

    var changed = file
    if (try? changed.set(name, to: value)) != nil {
        precondition(changed.assignment(of: name)?.value == Array(value.utf8))
        precondition(others(changed, than: name) == rest)
        precondition(changed.problemLines.isEmpty)
        precondition(changed.includes.map(\.path) == file.includes.map(\.path))
        let once = changed.octets
        try changed.set(name, to: value)
        precondition(changed.octets == once)
    }
    changed.remove(name)
    precondition(changed.assignment(of: name) == nil)

    changed = file
    changed.comment(name)
    precondition(changed.assignment(of: name) == nil)

    changed = file
    if (try? changed.include(value)) != nil {
        precondition(changed.includes.contains { $0.path == value })
        precondition(others(changed, than: name) == rest)
        changed.removeInclude(value)
        precondition(!changed.includes.contains { $0.path == value })
    }
}
