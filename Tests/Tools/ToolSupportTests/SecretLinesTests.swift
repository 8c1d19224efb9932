import DurableFiles
import SecretMemory
import TestSupport
import Testing

@testable import ToolSupport

@Suite("Passwords and pass phrases as lines")
struct SecretLinesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func lines(_ text: String) throws -> [String] {
        try folder.write(text, to: "file")
        return try SecretLines.lines(
            from: .file(folder.path("file"), .trusted),
            as: "a password",
            limit: 20,
            saying: { Issue.record("\($0)") }
        )
        .map { String(decoding: $0.publicBytes, as: UTF8.self) }
    }

    private var place: String { folder.path("file") }

    @Test("LF and CR LF end a line, and nothing else does")
    func endings() throws {
        #expect(try lines("one") == ["one"])
        #expect(try lines("one\n") == ["one"])
        #expect(try lines("one\r\n\ntwo\r") == ["one", "", "two\r"])
        #expect(try lines(" one \r\r\n") == [" one \r"])
    }

    @Test(
        "a file that others may read is named with what closes it, and read",
        arguments: [0o604, 0o660, 0o644]
    )
    func open(mode: UInt32) throws {
        try folder.write("one\n", to: "file", mode: mode)
        var notes: [String] = []
        let lines = try SecretLines.lines(
            from: .file(place, .trusted),
            as: "a password",
            saying: { notes.append($0) }
        )
        #expect(lines.count == 1)
        let mode = "0\(String(mode, radix: 8))"
        #expect(notes == ["\(place): mode \(mode) lets others read it; chmod 600 \(place) mends it"])
    }

    @Test("a first line that is empty is refused by name", arguments: ["", "\n", "\r\n", "\nsecond"])
    func empty(text: String) {
        #expect(throws: ToolError.emptySecret(place: "the first line of \(place)", what: "a password")) {
            try lines(text)
        }
    }

    @Test("a zero byte is refused in whichever line, and a text above the limit")
    func refused() {
        #expect(throws: ToolError.zeroByte(place: "line 2 of \(place)")) { try lines("one\nt\u{0}o") }
        #expect(throws: ToolError.file(.tooLarge(path: place, limit: 20))) {
            try lines(String(repeating: "x", count: 21))
        }
        #expect(throws: ToolError.file(.system(.open, path: folder.path("none"), code: 2))) {
            try SecretLines.lines(from: .file(folder.path("none"), .trusted), as: "a password") { _ in }
        }
    }

    @Test("unless something else is said, a text may have a mebibyte, and no byte more")
    func usualLimit() throws {
        try folder.write(String(repeating: "x", count: 1_048_576), to: "file")
        let lines = try SecretLines.lines(from: .file(place, .trusted), as: "a password") { _ in }
        #expect(lines.map(\.count) == [1_048_576])
        try folder.write(String(repeating: "x", count: 1_048_577), to: "file")
        #expect(throws: ToolError.file(.tooLarge(path: place, limit: 1_048_576))) {
            try SecretLines.lines(from: .file(place, .trusted), as: "a password") { _ in }
        }
    }

    @Test("where one line is asked for, a second one is refused")
    func only() throws {
        try folder.write("one\r\n", to: "file")
        let one = try SecretLines.only(from: .file(place, .any), as: "the password") { _ in }
        let octets = [UInt8](copying: one.span)
        #expect(octets == Array("one".utf8))
        try folder.write("one\n\n", to: "file")
        #expect(throws: ToolError.severalLines(place: place, what: "the password")) {
            _ = try SecretLines.only(from: .file(place, .any), as: "the password") { _ in }
        }
    }

    @Test("a byte order mark before the text is left out with a word, and no other one")
    func byteOrderMark() throws {
        try folder.write("\u{FEFF}one\r\n\u{FEFF}two", to: "file")
        var notes: [String] = []
        let lines = try SecretLines.lines(from: .file(place, .any), as: "a password") { notes.append($0) }
        #expect(lines.map(\.publicBytes) == [Array("one".utf8), [0xEF, 0xBB, 0xBF] + Array("two".utf8)])
        #expect(notes == ["\(place) begins with a byte order mark (U+FEFF), which is left out"])
        try folder.write("\u{FEFF}", to: "file")
        #expect(throws: ToolError.emptySecret(place: "the first line of \(place)", what: "the password")) {
            _ = try SecretLines.only(from: .file(place, .any), as: "the password") { _ in }
        }
        // A part of one is none.
        try folder.write([0xEF, 0xBB, 65], to: "file")
        let read = try SecretLines.read(.file(place, .any)) { _ in Issue.record("nothing was left out") }
        #expect(read.count == 3)
    }

    @Test("what is behind the first line may be any bytes")
    func rest() throws {
        let text = SharedSecret(copying: Array("one\r\n\u{0}\r\n\n".utf8).span)
        let (first, rest) = try SecretLines.firstAndRest(of: text, from: .standardInput, as: "a pass phrase")
        #expect(first.publicBytes == Array("one".utf8))
        #expect(rest.publicBytes == Array("\u{0}\r\n\n".utf8))
        for alone in ["one", "one\n", "one\r\n"] {
            let text = SharedSecret(copying: Array(alone.utf8).span)
            let (first, rest) = try SecretLines.firstAndRest(
                of: text,
                from: .standardInput,
                as: "a pass phrase"
            )
            #expect(first.publicBytes == Array("one".utf8))
            #expect(rest.publicBytes.isEmpty)
        }
        let zero = SharedSecret(copying: Array("o\u{0}e\nrest".utf8).span)
        #expect(throws: ToolError.zeroByte(place: "line 1 of standard input")) {
            try SecretLines.firstAndRest(of: zero, from: .standardInput, as: "a pass phrase")
        }
        let empty = SharedSecret(copying: Array("\n\n".utf8).span)
        #expect(
            throws: ToolError.emptySecret(place: "the first line of standard input", what: "a pass phrase")
        ) {
            try SecretLines.firstAndRest(of: empty, from: .standardInput, as: "a pass phrase")
        }
    }
}
