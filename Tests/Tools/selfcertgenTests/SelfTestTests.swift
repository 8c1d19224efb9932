import SelfTest
import TestSupport
import Testing

@Suite("selfcertgen --self-test")
struct SelfTestOptionTests {
    @Test("All known answers are right, each in a line, and nothing is made")
    func right() throws {
        let run = try SelfcertgenRun()
        let before = try run.files()
        let result = try run(["--self-test"])
        #expect(result.status == 0)
        #expect(result.text == KnownAnswers.all.map { "\($0.name): right\n" }.joined())
        #expect(result.errorText == "")
        #expect(try run.files() == before)
    }
}
