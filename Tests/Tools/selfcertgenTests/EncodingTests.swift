import TestSupport
import Testing

@Suite("Input of selfcertgen that is not UTF-8")
struct EncodingTests {
    @Test("An argument is named by its place, and nothing of a repaired name is made")
    func argument() throws {
        let folder = try TemporaryFolder()
        let path = Array(folder.path("caf").utf8) + [0xE9]
        let outcome = try Program.built("selfcertgen").run(octets: [Array("--directory".utf8), path])
        #expect(outcome.status == 64)
        #expect(outcome.errorText == "selfcertgen: argument 2 is not UTF-8\n")
        #expect(folder.names() == [])
    }

    @Test("A variable is named")
    func variable() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program(path: "/usr/bin/env").run(octets: [
            Array("KEY_CITY=Z".utf8) + [0xFC], Array(try Program.built("selfcertgen").path.utf8),
            Array("--directory".utf8), Array(folder.path("set").utf8),
        ])
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("KEY_CITY") && outcome.errorText.contains("UTF-8"))
        #expect(folder.names() == [])
    }
}
