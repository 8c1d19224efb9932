internal import TextEncodings

/// Why a server refuses ("Message Formats" and "Error and Notice Message Fields" of PostgreSQL's protocol).
package struct ErrorResponse: Equatable, Sendable {
    /// The five characters that say what happened, in no language; `nil` where the server sent none that is valid.
    package private(set) var sqlState: String?
    /// The fields as they came: those that a field of the same kind follows are gone.
    private var fields: [UInt8: [UInt8]] = [:]

    /// Reads the fields: a letter and a text that a zero byte ends for each, and a zero byte after the last.
    init?(_ body: [UInt8]) {
        var rest = body[...]
        while let kind = rest.popFirst(), kind != 0 {
            guard let end = rest.firstIndex(of: 0) else { return nil }
            fields[kind] = Array(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if rest.isEmpty { return nil }
        }
        guard rest.isEmpty, !body.isEmpty else { return nil }
        sqlState = fields[UInt8(ascii: "C")].flatMap(Self.sqlState)
    }

    /// A text alone, as servers before protocol 3 sent it, and those up to PostgreSQL 13 where they cannot fork.
    init(text: [UInt8]) { fields[UInt8(ascii: "M")] = text }

    /// `ERROR`, `FATAL` or `PANIC`, as the server has it in no language, or in its own where that is all it sends.
    package var severity: String { shown("V") ?? shown("S") ?? "" }

    /// What happened, in the server's language, with what is not visible escaped.
    package var message: String { shown("M") ?? "" }

    /// What the server adds to it.
    package var detail: String? { shown("D") }

    /// Whether PostgreSQL's SCRAM says it, by the file of its source, or whoever names none.
    var isOfSCRAM: Bool { field("F").map { $0 == Array("auth-scram.c".utf8) } ?? true }

    /// Whether PostgreSQL says it of what proves who a user is, and not of rules that refuse him; of `ident` it does,
    /// too, where no certificate is looked at.
    var isOfProof: Bool {
        field("R") == Array("auth_failed".utf8) && field("M")?.starts(with: "Ident".utf8) != true
    }

    /// A field as it came.
    func field(_ kind: Unicode.Scalar) -> [UInt8]? { fields[UInt8(ascii: kind)] }

    private func shown(_ kind: Unicode.Scalar) -> String? {
        fields[UInt8(ascii: kind)].map {
            VisibleText.escaped(String(decoding: $0, as: UTF8.self), limit: 500)
        }
    }

    private static func sqlState(_ text: [UInt8]) -> String? {
        guard text.count == 5, text.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ErrorResponse: CustomStringConvertible {
    /// The server's words, with the SQLSTATE.
    package var description: String {
        (message.isEmpty ? "an error without a text; its log may say more" : message)
            + (detail.map { " (\($0))" } ?? "") + (sqlState.map { ", SQLSTATE \($0)" } ?? "")
    }
}
