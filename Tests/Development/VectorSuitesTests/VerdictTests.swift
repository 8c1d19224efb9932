import Testing
import VectorFiles

@testable import VectorSuites

@Suite("Verdicts")
struct VerdictTests {
    private func vector(_ lines: String...) throws -> VectorCase {
        let text = "vectors 1\nsuite x\n" + lines.map { $0 + "\n" }.joined()
        return try VectorFile(text: Array(text.utf8)).cases[0]
    }

    @Test("a valid case must be accepted, an invalid one refused, and a contradiction is never right")
    func published() throws {
        let valid = try vector("case 1 valid", "  key 00")
        #expect(Verdict(on: .accepted, to: valid, suite: "hmac") == .passed)
        #expect(
            Verdict(on: .refused("a reason"), to: valid, suite: "hmac")
                == .failed("valid, but refused: a reason")
        )
        #expect(Verdict(on: .wrong("odd"), to: valid, suite: "hmac") == .failed("odd"))
        let invalid = try vector("case 1 invalid", "  key 00")
        #expect(Verdict(on: .refused("a reason"), to: invalid, suite: "hmac") == .passed)
        #expect(Verdict(on: .accepted, to: invalid, suite: "hmac") == .failed("invalid, but accepted"))
        #expect(Verdict(on: .wrong("odd"), to: invalid, suite: "hmac") == .failed("odd"))
    }

    @Test("an acceptable case fails either way where no policy says what is done")
    func acceptable() throws {
        let acceptable = try vector("case 1 acceptable", "  key 00")
        for answer in [Answer.accepted, .refused("a reason")] {
            guard case .failed = Verdict(on: answer, to: acceptable, suite: "hmac") else {
                Issue.record("\(answer) is not a failure")
                continue
            }
        }
    }

    @Test("where a policy holds, the answer must be what it says")
    func policy() throws {
        let weak = try vector("case 1 valid", "  digest sha1")
        let suite = "rsa-pkcs1-verify"
        #expect(Verdict(on: .refused("x"), to: weak, suite: suite) == .policy("no-sha1-signatures"))
        #expect(
            Verdict(on: .accepted, to: weak, suite: suite)
                == .failed("should be refused by the policy no-sha1-signatures, but accepted")
        )
        let small = try vector("case 1 acceptable SmallPublicKey", "  digest sha256")
        #expect(Verdict(on: .accepted, to: small, suite: suite) == .policy("small-public-exponents"))
        #expect(
            Verdict(on: .refused("x"), to: small, suite: suite)
                == .failed("should be accepted by the policy small-public-exponents, but refused: x")
        )
    }

    @Test("the names of the policies are their own, and each has a reason")
    func names() {
        #expect(Set(Policy.all.map(\.name)).count == Policy.all.count)
        #expect(Policy.all.allSatisfy { !$0.reason.isEmpty })
    }
}
