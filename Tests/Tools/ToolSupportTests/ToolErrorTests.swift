import DurableFiles
import Glibc
import NodePlatform
import Testing

@testable import ToolSupport

@Suite("Why a tool could not read or write")
struct ToolErrorTests {
    @Test(
        "each is a line, and a status of sysexits.h",
        arguments: [
            (.notATerminal, .usage, "standard input is not a terminal, so the prompt cannot be shown"),
            (.endOfInput, .usage, "the input ended before a line was typed"),
            (.lineTooLong(limit: 5), .usage, "the line has more than 5 bytes"),
            (.inputTooLong(limit: 6), .usage, "standard input has more than 6 bytes"),
            (.file(.changed(path: "/f")), .tryAgain, FileError.changed(path: "/f").description),
            (.emptySecret(place: "line 1", what: "a key"), .usage, "line 1 is empty; it must be a key"),
            (
                .zeroByte(place: "line 2"), .usage,
                "line 2 has a zero byte, at which servers cut a password off"
            ),
            (.severalLines(place: "/f", what: "a key"), .usage, "/f has more than one line; give only a key"),
            (.argumentNotUTF8(3), .usage, "argument 3 is not UTF-8"),
            (.variableNotUTF8("A"), .usage, "the value of the variable A is not UTF-8"),
            (.interrupted(signal: 2), .failure, "interrupted by signal 2"),
            (.inputsDiffer, .usage, "the two inputs do not match"),
            (.terminal(code: EIO), .inputOutput, "cannot use the terminal: Input/output error"),
            (.unreadableInput(code: EISDIR), .inputOutput, "cannot read standard input: Is a directory"),
            (
                .unwritableOutput(code: EIO), .inputOutput,
                "cannot write to standard output: Input/output error"
            ),
        ] as [(ToolError, NodePlatform.ExitStatus, String)]
    )
    func lines(error: ToolError, status: NodePlatform.ExitStatus, line: String) {
        #expect(error.description == line)
        #expect(error.exitStatus == status)
    }

    @Test("a failure of a tool's own says what it was made of")
    func failure() {
        let failure = ToolFailure("a line", status: .data)
        #expect(failure.description == "a line")
        #expect(failure.exitStatus == .data)
    }

    @Test("a variable is what the process was given, and what is not set is none")
    func variables() throws {
        let path = getenv("PATH").map { String(cString: $0) }
        #expect(try Environment.text("PATH") == path)
        #expect(Environment.octets("PATH") == path.map { Array($0.utf8) })
        #expect(try Environment.text("SWIFT_POSTGRES_PKI_IS_NOT_SET") == nil)
    }

    @Test("a folder cannot be read as standard input")
    func folder() {
        let descriptor = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        let error = #expect(throws: ToolError.self) {
            _ = try StandardInput.readSecret(from: descriptor, limit: 10)
        }
        #expect(error == .unreadableInput(code: EISDIR))
    }
}
