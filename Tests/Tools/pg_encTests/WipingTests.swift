import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@testable import pg_enc

@Suite("What pg_enc leaves of its arguments in memory")
struct WipingTests {
    @Test("nothing of a key or a password stays, whatever way it was given, and none was ever a text")
    func secrets() throws {
        let ways = [
            ["-K", "KEY", "SECRET"], ["-KKEY", "-m", "-u", "bob", "SECRET"],
            ["--enc-key=KEY", "SECRET"], ["--enc-key", "KEY", "--", "SECRET"],
        ]
        var seed: UInt64 = 0
        for arguments in ways {
            for isUsed in [false, true] {
                // The first time binds functions, which may save registers on the stack.
                _ = try search(arguments, seed: seed, isUsed: isUsed)
                let search = try search(arguments, seed: seed + 1, isUsed: isUsed)
                #expect(search.findings() == [], "\(arguments)")
                seed += 2
            }
        }
    }

    /// Reads the arguments as the tool does, with random letters in the place of `KEY` and `SECRET`; the search for
    /// these letters. What is not used further leaves its freed memory as it is, for the search to see.
    private func search(_ arguments: [String], seed: UInt64, isUsed: Bool) throws -> ProcessMemory {
        var random = SeededRandom(seed: seed)
        var search = ProcessMemory()
        let markers = [("KEY", 200), ("SECRET", 48)]
        var ranges: [Range<Int>] = []
        let octets = SecretBytes(capacity: arguments.count * 256) { output in
            for argument in arguments {
                let start = output.count
                let marker = markers.first { argument.hasSuffix($0.0) }
                for octet in argument.utf8.dropLast(marker?.0.utf8.count ?? 0) { output.append(octet) }
                if let marker {
                    let secret = letters(marker.1, using: &random)
                    for index in secret.span.indices { output.append(secret.span[index]) }
                    search.add(secret.span)
                }
                ranges.append(start..<output.count)
            }
        }
        let vector = ProcessArguments(octets: octets, ranges: ranges)
        let settings = try Settings(vector)
        #expect(settings.key != nil)
        guard isUsed else { return search }
        let key = try KeySource.key(settings, vector)
        let password = try PasswordReading.password(settings, vector)
        let entryCount = try key.entry(for: password.span).count
        #expect(entryCount == 91)
        return search
    }

    private func letters(_ count: Int, using random: inout SeededRandom) -> SecretBytes {
        var letters = random.secretBytes(count: count)
        var octets = letters.mutableSpan
        for index in octets.indices { octets[index] = 0x40 | octets[index] & 0x1B }
        return letters
    }
}
