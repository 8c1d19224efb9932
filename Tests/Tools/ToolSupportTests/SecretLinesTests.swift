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
        return try SecretLines.lines(from: .file(folder.path("file"), .trusted), as: "a password", limit: 20)
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
            try SecretLines.lines(from: .file(folder.path("none"), .trusted), as: "a password")
        }
    }

    @Test("where one line is asked for, a second one is refused")
    func only() throws {
        try folder.write("one\r\n", to: "file")
        let one = try SecretLines.only(from: .file(place, .any), as: "the password")
        let octets = [UInt8](copying: one.span)
        #expect(octets == Array("one".utf8))
        try folder.write("one\n\n", to: "file")
        #expect(throws: ToolError.severalLines(place: place, what: "the password")) {
            _ = try SecretLines.only(from: .file(place, .any), as: "the password")
        }
    }

    @Test("what is behind the first line may be any bytes")
    func rest() throws {
        let text = SharedSecret(copying: Array("one\r\n\u{0}\r\n\n".utf8).span)
        let (first, rest) = try SecretLines.firstAndRest(of: text, from: .standardInput, as: "a pass phrase")
        #expect(first.publicBytes == Array("one".utf8))
        #expect(rest.publicBytes == Array("\u{0}\r\n\n".utf8))
        let empty = SharedSecret(copying: Array("\n\n".utf8).span)
        #expect(
            throws: ToolError.emptySecret(place: "the first line of standard input", what: "a pass phrase")
        ) {
            try SecretLines.firstAndRest(of: empty, from: .standardInput, as: "a pass phrase")
        }
    }
}
