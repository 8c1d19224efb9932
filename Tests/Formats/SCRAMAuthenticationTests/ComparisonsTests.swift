import SecretMemory
import TestSupport
import Testing

@testable import SCRAMAuthentication

@Suite("Many SCRAM secrets held against passwords at once")
struct ComparisonsTests {
    private static let changes: [(of: String, isMade: Bool, change: @Sendable (String) -> String)] = [
        ("nothing", true, { $0 }),
        ("the password", false, { $0 }),
        ("StoredKey", false, { replaced($0, behind: "$", 2) }),
        ("ServerKey", false, { replaced($0, behind: ":", 2) }),
        ("the salt", false, { replaced($0, behind: ":", 1) }),
    ]

    /// The text with another letter behind the n-th of a separator.
    private static func replaced(_ text: String, behind separator: Character, _ number: Int) -> String {
        var parts = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        parts[number] = (parts[number].first == "A" ? "B" : "A") + parts[number].dropFirst()
        return parts.joined(separator: String(separator))
    }

    @Test(
        "of each it is told whether it was made of its password: of both keys, and of no other",
        arguments: [0, 1, 8, 15, 16, 17, 33]
    )
    func answers(count: Int) throws {
        var random = SeededRandom(seed: 5802)
        var comparisons = try SCRAMSecret.Comparisons(capacity: 33, iterationCount: 3)
        var expected: [Bool] = []
        for index in 0..<count {
            let (change, isMade, changed) = Self.changes[(index + count) % Self.changes.count]
            // Some with a character that SASLprep maps to nothing.
            let password = Array("pass\u{AD}word\(index)".utf8)
            let salt = random.bytes(count: index % 20 + 3)
            let made = try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: 3)
            let secret = try SCRAMSecret(parsing: Array(changed(text(of: made)).utf8).span)
            let given =
                change == "the password" ? Array("passwork\(index)".utf8) : Array("password\(index)".utf8)
            comparisons.append(secret, password: given.span)
            expected.append(isMade)
        }
        #expect(comparisons.answers() == expected)
    }

    @Test("what PostgreSQL stored for a password is made of it, and what stands for nobody of none")
    func others() throws {
        var comparisons = try SCRAMSecret.Comparisons(capacity: 2, iterationCount: 4096)
        let stored = try SCRAMSecret(parsing: Array(SCRAMSecretTests.example.utf8).span)
        comparisons.append(stored, password: Array("pencil".utf8).span)
        let name = Array("alice".utf8)
        let mock = try SCRAMSecret.mock(userName: name.span, mockKey: [UInt8](repeating: 1, count: 32).span)
        comparisons.append(mock, password: name.span)
        #expect(comparisons.answers() == [true, false])
    }

    @Test("more iterations than are gone through are refused, and none", arguments: [0, -1, 10_000_001])
    func iterations(count: Int) {
        #expect(throws: SCRAMError.iterationCountNotAccepted(count)) {
            let comparisons = try SCRAMSecret.Comparisons(capacity: 1, iterationCount: count)
            return comparisons.answers()
        }
    }
}
