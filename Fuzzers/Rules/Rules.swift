import Checking
import PostgresConfiguration

/// One file, and another under every other name.
private struct Sources: ConfigurationSource {
    let first: [UInt8]
    let second: [UInt8]

    func contents(of path: String) -> [UInt8]? { path == "/hba" ? first : second }
    func files(in folder: String) -> [String]? { ["a.conf", "b.conf"] }
}

private let dialects: [HostBasedAuthenticationDialect] = [
    .postgres(majorVersion: 13), .postgres(majorVersion: 15), .postgres(majorVersion: 18), .pgpool,
]

/// The records without their lines and ranges, as the server tries them.
private func meanings(_ file: HostBasedAuthenticationFile) -> [String] {
    file.records.map { record in
        "\(record.type) \(record.databases) \(record.users) \(String(describing: record.address)) \(record.method) "
            + "\(record.options)"
    }
}

/// Files of rules: one octet for the dialect, a name up to a zero octet, a file, and behind another zero octet one that
/// it may include.
///
/// A file is kept octet for octet; what is changed of one record changes no other; a name that is written means itself;
/// what rules leave to those behind them is worked out within its bound.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let first = input.first, let end = input.firstIndex(of: 0), end > 0 else { return }
    let dialect = dialects[Int(first) % dialects.count]
    check(name: String(decoding: input[1..<end], as: UTF8.self), dialect)
    let parts = input[(end + 1)...].split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let content = Array(parts[0])
    let file = HostBasedAuthenticationFile(content, dialect: dialect)
    precondition(file.octets == content)
    try check(changesOf: file)

    let sources = Sources(first: content, second: parts.count > 1 ? Array(parts[1]) : [])
    guard let rules = try? HostBasedAuthenticationRules(path: "/hba", dialect: dialect, from: sources) else {
        return
    }
    let coverage = rules.coverage
    precondition(coverage.stepCount <= RuleCoverage.maximumStepCount)
    precondition(coverage.reachable.count + coverage.unreachable.count == rules.rules.count)
    precondition(rules.rules.isEmpty || coverage.isReached(0))
}

private func check(name: String, _ dialect: HostBasedAuthenticationDialect) {
    guard let written = try? HostBasedAuthenticationToken.written(naming: name, dialect: dialect),
        written.utf8.count < 200
    else { return }
    let line = Array("local \(written) \(written) trust\n".utf8)
    let file = HostBasedAuthenticationFile(line, dialect: dialect)
    precondition(file.records.count == 1 && file.problems.isEmpty)
    let token = file.records[0].users[0]
    precondition(token.keyword == nil && !token.isGroup && !token.isFile)
    precondition(token.isExpression || token.text.utf8.elementsEqual(name.utf8))
}

private func check(changesOf file: HostBasedAuthenticationFile) throws {
    let before = meanings(file)
    for (index, record) in file.records.enumerated().prefix(4) {
        var changed = file
        try changed.setMethod("reject", ofRecord: index)
        var others = meanings(changed)
        // The server refuses a line whose options are not of the method.
        if changed.problems.count == file.problems.count {
            precondition(changed.records[index].method == "reject")
            others.remove(at: index)
        }
        var rest = before
        rest.remove(at: index)
        precondition(others == rest)

        changed = file
        let isHost = record.type == .host || record.type == .hostssl || record.type == .hostnossl
        if isHost {
            try changed.setType(.hostssl, ofRecord: index)
            others = meanings(changed)
            others.remove(at: index)
            precondition(others == rest && changed.records[index].type == .hostssl)
        }

        changed = file
        try changed.remove(record: index)
        precondition(meanings(changed) == rest)
    }
    var changed = file
    try changed.insert(line: "local fuzzed fuzzed trust", beforeRecord: file.records.count)
    if file.problems.isEmpty, file.octets.last.map({ $0 == UInt8(ascii: "\n") }) ?? true {
        precondition(changed.records.count == before.count + 1)
    }
}
