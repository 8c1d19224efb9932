internal import DurableFiles
internal import TextEncodings

/// What a running server says of the lines of its rules, as they are on disk.
package struct RuleVerdict: Sendable {
    /// Those that it refuses.
    let refused: [ServerComplaints.Complaint]
    /// Those that it takes: the file's name without its folder, to which there may be several ways, a tab and the line;
    /// before PostgreSQL 16 no name.
    private let accepted: Set<[UInt8]>

    /// - Parameters:
    ///   - complaints: what the server complains of.
    ///   - lines: the answer to ``PostgresService/ruleLines``.
    init(_ complaints: ServerComplaints, lines: String) {
        refused = complaints.all.filter(\.isRule)
        accepted = Set(lines.utf8.split(separator: UInt8(ascii: "\n")).map { Array($0) })
    }

    /// Whether it takes a line, and refuses none that might be it.
    func accepts(_ path: String, line: Int) -> Bool {
        if refused.contains(where: { $0.line == "\(line)" && $0.isIn(path) }) { return false }
        let place = Array("\t\(line)".utf8)
        return accepted.contains(place) || accepted.contains(Array(PathText.lastName(of: path).utf8) + place)
    }
}

extension ServerComplaints.Complaint {
    /// Whether the line may be one of that file.
    func isIn(_ path: String) -> Bool {
        file.isEmpty || PathText.lastName(of: file).utf8.elementsEqual(PathText.lastName(of: path).utf8)
    }
}

extension PostgresService {
    /// Asks the server.
    func ruleVerdict() throws(NodeEncryptionError) -> RuleVerdict {
        let complaints = try ServerComplaints(try answer(ServerComplaints.statement))
        return RuleVerdict(complaints, lines: try answer(Self.ruleLines))
    }
}
