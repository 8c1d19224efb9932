import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@testable import pg_enc

@Suite("What pg_enc leaves of its arguments in memory")
struct WipingTests {
    @Test("nothing of a key or a password stays, whatever way it was given")
    func secrets() throws {
        let ways = [
            ["-K", "SECRET", "SECRET"], ["-KSECRET", "-m", "-u", "bob", "SECRET"],
            ["--enc-key=SECRET", "SECRET"], ["--enc-key", "SECRET", "--", "SECRET"],
        ]
        for (number, arguments) in ways.enumerated() {
            // The first time binds functions, which may save registers on the stack.
            _ = try search(arguments, seed: UInt64(2 * number))
            let search = try search(arguments, seed: UInt64(2 * number + 1))
            #expect(search.findings() == [], "\(arguments)")
        }
    }

    /// Reads the arguments, with 48 random letters for each `SECRET`, as the tool does; the search for these letters.
    private func search(_ arguments: [String], seed: UInt64) throws -> ProcessMemory {
        var random = SeededRandom(seed: seed)
        var search = ProcessMemory()
        let marker = "SECRET"
        var ranges: [Range<Int>] = []
        let octets = SecretBytes(capacity: arguments.count * 64) { output in
            for argument in arguments {
                let start = output.count
                let isSecret = argument.hasSuffix(marker)
                for octet in argument.utf8.dropLast(isSecret ? marker.utf8.count : 0) { output.append(octet) }
                if isSecret {
                    let secret = letters(using: &random)
                    for index in secret.span.indices { output.append(secret.span[index]) }
                    search.add(secret.span)
                }
                ranges.append(start..<output.count)
            }
        }
        let vector = ProcessArguments(octets: octets, ranges: ranges)
        let settings = try Settings(vector)
        let key = try KeySource.key(settings, vector)
        let password = try PasswordReading.password(settings, vector)
        let entryCount = try key.entry(for: password.span).count
        #expect(entryCount == 91)
        return search
    }

    private func letters(using random: inout SeededRandom) -> SecretBytes {
        var letters = random.secretBytes(count: 48)
        var octets = letters.mutableSpan
        for index in octets.indices { octets[index] = 0x40 | octets[index] & 0x1B }
        return letters
    }
}
