/// A small test of one primitive that the tools use, with a published answer.
package struct KnownAnswer: Sendable {
    /// The name of what is tested, for the operator.
    package let name: String

    private let check: @Sendable () throws -> Bool

    init(_ name: String, _ check: @escaping @Sendable () throws -> Bool) {
        self.name = name
        self.check = check
    }

    /// Computes the answer, and returns whether it is the published one. An error is a wrong answer.
    package func isRight() -> Bool { (try? check()) ?? false }
}

/// The known answers of all primitives that the tools use. They let an operator who has a tool and not its sources see
/// that it computes correctly on this machine. No file is read and no secret is needed, and all of it takes a fraction
/// of a second.
package enum KnownAnswers {
    /// All tests, each with figures of NIST, the RFCs or Wycheproof.
    package static let all: [KnownAnswer] = digests + passwords + signatures + documents

    /// The names of those with a wrong answer; empty if this build computes correctly on this machine.
    package static func wrong() -> [String] { all.filter { !$0.isRight() }.map(\.name) }
}
