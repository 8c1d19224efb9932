/// A small test with a published answer, of one primitive that the tools use.
package struct KnownAnswer: Sendable {
    /// What is tested, for the operator.
    package let name: String

    private let check: @Sendable () throws -> Bool

    init(_ name: String, _ check: @escaping @Sendable () throws -> Bool) {
        self.name = name
        self.check = check
    }

    /// Computes, and gives whether the answer is the published one. An error is a wrong answer.
    package func isRight() -> Bool { (try? check()) ?? false }
}

/// The known answers of all primitives that the tools use: for an operator who has a tool and not its sources, to see
/// that it computes rightly on this machine. No file is read and no secret is needed; all of it takes a fraction of a
/// second.
package enum KnownAnswers {
    /// All tests, each with figures of NIST, the RFCs or Wycheproof.
    package static let all: [KnownAnswer] = digests + passwords + signatures + documents
}
