import Foundation
import SCRAMAuthentication
import SecretMemory
import TestSupport
import Testing
import TextEncodings

@Suite("SCRAM-SHA-256 secrets (RFC 5802, RFC 7677)")
struct SCRAMSecretTests {
    // The keys are of Python's hashlib, of the password, salt and count of RFC 7677, section 3.
    static let example =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="

    @Test("the secret of the password of RFC 7677, section 3, is what Python computes")
    func made() throws {
        let salt = try Base64.decode(Array("W22ZaJ0SNY7soEsUEjb6gQ==".utf8).span)
        let secret = try SCRAMSecret(password: Array("pencil".utf8).span, salt: salt.span)
        #expect(text(of: secret) == SCRAMSecretTests.example)
        #expect(fits(secret, "pencil") == true)
        #expect(fits(secret, "pencil ") == false)
        #expect(fits(secret, "") == false)
    }

    @Test("passwords and secrets as text are taken as their bytes are")
    func texts() throws {
        let stored = try SCRAMSecret(parsing: SCRAMSecretTests.example)
        #expect(text(of: stored) == SCRAMSecretTests.example)
        let fitting = try ["pencil", "Pencil", ""].filter { try stored.isMade(of: $0) }
        #expect(fitting == ["pencil"])

        var random = SeededRandom(seed: 1)
        var same = SeededRandom(seed: 1)
        let secret = try SCRAMSecret(password: "pencil", iterationCount: 3, using: &random)
        let bytes = Array("pencil".utf8)
        let expected = try SCRAMSecret(password: bytes.span, iterationCount: 3, using: &same)
        #expect(text(of: secret) == text(of: expected))
        #expect(throws: SCRAMError.emptyPassword) {
            _ = try SCRAMSecret(password: "", using: &random).salt
        }
        #expect(throws: SCRAMError.notSCRAMSecret) { _ = try SCRAMSecret(parsing: "pencil").salt }
    }

    @Test("a secret that is read is written as it was, and fits its password")
    func read() throws {
        let secret = try SCRAMSecret(parsing: Array(SCRAMSecretTests.example.utf8).span)
        #expect(secret.iterationCount == 4096)
        #expect(Base64.encode(secret.salt.span) == "W22ZaJ0SNY7soEsUEjb6gQ==")
        #expect(text(of: secret) == SCRAMSecretTests.example)
        #expect(fits(secret, "pencil") == true)
        #expect(fits(secret, "Pencil") == false)
    }

    @Test("a secret of which one key alone is the password's fits it not")
    func otherKeys() throws {
        for (own, other) in [("WG5d8oPm", "XG5d8oPm"), ("wfPLwcE6", "xfPLwcE6")] {
            let secret = try SCRAMSecret(parsing: Array(replacing(own, other).utf8).span)
            #expect(fits(secret, "pencil") == false)
        }
    }

    @Test("a fresh salt has 16 octets and comes from the source; the count is 4096 unless given")
    func freshSalt() throws {
        var random = SeededRandom(seed: 1)
        var same = SeededRandom(seed: 1)
        let secret = try SCRAMSecret(password: Array("secret".utf8).span, using: &random)
        #expect(secret.salt == same.bytes(count: 16))
        #expect(secret.iterationCount == 4096)
        let other = try SCRAMSecret(password: Array("secret".utf8).span, iterationCount: 3, using: &random)
        #expect(other.iterationCount == 3)
        #expect(other.salt != secret.salt)
        #expect(fits(other, "secret") == true)
    }

    @Test(
        "malformed secrets are refused, each for its reason",
        arguments: [
            ("", SCRAMError.notSCRAMSecret), ("md5", .notSCRAMSecret), ("SCRAM-SHA-1$", .notSCRAMSecret),
            ("scram-sha-256$4096:", .notSCRAMSecret), (" " + example, .notSCRAMSecret),
            ("SCRAM-SHA-256$", .malformedSecret), ("SCRAM-SHA-256$4096:AAAA$BBBB", .malformedSecret),
            (replacing("4096", "0"), .invalidIterationCount), (replacing("4096", ""), .invalidIterationCount),
            (replacing("4096", "04096"), .invalidIterationCount),
            (replacing("4096", "+4096"), .invalidIterationCount),
            (replacing("4096", "2147483648"), .invalidIterationCount),
            (replacing("4096", "99999999999999999999"), .invalidIterationCount),
            (replacing("W22ZaJ0SNY7soEsUEjb6gQ==", ""), .emptySalt),
            (replacing("W22ZaJ0SNY7soEsUEjb6gQ==", "W22ZaJ0SNY7soEsUEjb6gQ="), .invalidSalt),
            (replacing("WG5d8oPm", "WG5d"), .invalidStoredKey),
            (replacing("WG5d8oPm", "WG5d8o!m"), .invalidStoredKey),
            (replacing("4qY=", "4qYA"), .invalidStoredKey), (replacing("2dU=", "2dU"), .invalidServerKey),
            (example + "\n", .invalidServerKey), (example + ":", .invalidServerKey),
            (replacing("2dU=", "2dV="), .invalidServerKey),
        ]
    )
    func malformed(text: String, error: SCRAMError) {
        #expect(throws: error) {
            let secret = try SCRAMSecret(parsing: Array(text.utf8).span)
            return secret.iterationCount
        }
    }

    @Test("the largest iteration count of PostgreSQL is read")
    func largestCount() throws {
        let text = replacing("4096", "2147483647")
        let secret = try SCRAMSecret(parsing: Array(text.utf8).span)
        #expect(secret.iterationCount == 2_147_483_647)
    }

    @Test("a stored count that would take the better part of an hour is refused before the first iteration")
    func countToo() throws {
        for count in [10_000_001, 2_147_483_647] {
            let secret = try SCRAMSecret(parsing: Array(replacing("4096", "\(count)").utf8).span)
            let error = #expect(throws: SCRAMError.self) {
                let answer = try secret.isMade(of: Array("pencil".utf8).span)
                return answer
            }
            #expect(error == .iterationCountNotAccepted(count))
        }
    }

    @Test("passwords, salts and counts that cannot be are refused")
    func refusals() {
        func refuse(_ password: [UInt8], _ salt: [UInt8], _ count: Int) -> SCRAMError? {
            do throws(SCRAMError) {
                _ = try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: count)
                return nil
            } catch {
                return error
            }
        }
        #expect(refuse([], [1], 1) == .emptyPassword)
        #expect(refuse([65, 0], [1], 1) == .passwordHasZeroOctet)
        #expect(refuse([65], [], 1) == .emptySalt)
        #expect(refuse([65], [1], 0) == .invalidIterationCount)
        #expect(refuse([65], [1], -1) == .invalidIterationCount)
        #expect(refuse([65], [1], Int(Int32.max) + 1) == .invalidIterationCount)
        #expect(refuse([65], [1], 1) == nil)
    }

    @Test(
        "Python computes the same secrets of random passwords",
        .enabled(if: Programs.python != nil, "python3 is not installed")
    )
    func python() throws {
        let script = """
            import base64, hashlib, hmac, sys
            for line in sys.stdin:
                password, salt, count = line.split()
                salt = bytes.fromhex(salt)
                salted = hashlib.pbkdf2_hmac("sha256", bytes.fromhex(password), salt, int(count))
                key = lambda name: hmac.new(salted, name, "sha256").digest()
                encoded = [base64.b64encode(part).decode()
                           for part in (salt, hashlib.sha256(key(b"Client Key")).digest(), key(b"Server Key"))]
                print(f"SCRAM-SHA-256${count}:{encoded[0]}${encoded[1]}:{encoded[2]}")
            """
        var random = SeededRandom(seed: 5802)
        var input = ""
        var own: [String] = []
        for count in 1...60 {
            // Octets from 0x80 on, so that nothing is UTF-8 and each password counts as it stands.
            let password = random.bytes(count: count * 3).map { $0 | 0x80 }
            let salt = random.bytes(count: count)
            let secret = try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: count)
            own.append(text(of: secret))
            input += "\(Hexadecimal.encode(password.span)) \(Hexadecimal.encode(salt.span)) \(count)\n"
        }
        let outcome = try #require(Programs.python).run(["-c", script], input: Array(input.utf8))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.text.split(separator: "\n").map(String.init) == own)
    }

    @Test("the secrets of a batch are those that each password has alone", arguments: [0, 1, 15, 16, 33])
    func batch(count: Int) throws {
        var random = SeededRandom(seed: 7677)
        var batch = try SCRAMSecret.Batch(capacity: 33, iterationCount: 3)
        var expected: [String] = []
        for index in 0..<count {
            // Some with a character that SASLprep maps to nothing.
            let password = Array("pass\u{AD}word\(index)".utf8)
            let salt = random.bytes(count: index + 1)
            try batch.append(password: password.span, salt: salt.span)
            expected.append(
                text(of: try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: 3))
            )
        }
        #expect(batch.count == count)
        var own: [String] = []
        batch.makeSecrets { secret in own.append(text(of: secret)) }
        #expect(own == expected)
    }

    @Test("a batch takes fresh salts from its source, and 4096 iterations unless told otherwise")
    func batchDefaults() throws {
        var random = SeededRandom(seed: 1)
        var same = SeededRandom(seed: 1)
        var batch = try SCRAMSecret.Batch(capacity: 2)
        try batch.append(password: Array("pencil".utf8).span, using: &random)
        let salt = try Base64.decode(Array("W22ZaJ0SNY7soEsUEjb6gQ==".utf8).span)
        try batch.append(password: Array("pencil".utf8).span, salt: salt.span)
        var own: [String] = []
        var salts: [[UInt8]] = []
        var fitting = 0
        batch.makeSecrets { secret in
            salts.append(secret.salt)
            own.append(text(of: secret))
            if fits(secret, "pencil") { fitting += 1 }
        }
        #expect(fitting == 2)
        #expect(salts == [same.bytes(count: 16), salt])
        #expect(own[1] == SCRAMSecretTests.example)
    }

    @Test("a batch refuses what one secret refuses, and goes on without it")
    func batchRefusals() throws {
        func refuse(_ batch: inout SCRAMSecret.Batch, _ password: [UInt8], _ salt: [UInt8]) -> SCRAMError? {
            do throws(SCRAMError) {
                try batch.append(password: password.span, salt: salt.span)
                return nil
            } catch {
                return error
            }
        }
        var batch = try SCRAMSecret.Batch(capacity: 1, iterationCount: 1)
        let errors = [
            refuse(&batch, [], [1]), refuse(&batch, [65, 0], [1]), refuse(&batch, [65], []),
            refuse(&batch, [65], [1]),
        ]
        #expect(errors == [.emptyPassword, .passwordHasZeroOctet, .emptySalt, nil])
        #expect(batch.count == 1)
        for count in [0, -1, Int(Int32.max) + 1] {
            #expect(throws: SCRAMError.invalidIterationCount) {
                let batch = try SCRAMSecret.Batch(capacity: 1, iterationCount: count)
                return batch.count
            }
        }
    }

    @Test("a secret that stands for nobody keeps its salt, and fits no password")
    func mock() throws {
        func make(_ name: String, _ key: UInt8) throws -> (salt: [UInt8], text: String, fits: Bool) {
            let secret = try SCRAMSecret.mock(
                userName: Array(name.utf8).span,
                mockKey: [UInt8](repeating: key, count: 32).span,
                iterationCount: 2
            )
            return (secret.salt, text(of: secret), fits(secret, name))
        }
        let alice = try make("alice", 1)
        #expect(alice.salt.count == 16)
        #expect(try make("alice", 1).text == alice.text)
        #expect(try make("bob", 1).salt != alice.salt)
        #expect(try make("alice", 2).salt != alice.salt)
        #expect(!alice.fits)
    }

    @Test("a secret that stands for nobody has any count that PostgreSQL has")
    func mockCounts() throws {
        for (count, isRefused) in [(0, true), (1, false), (2_147_483_647, false), (2_147_483_648, true)] {
            do {
                let secret = try SCRAMSecret.mock(
                    userName: [97].span,
                    mockKey: [1].span,
                    iterationCount: count
                )
                #expect(secret.iterationCount == count)
                #expect(!isRefused)
            } catch {
                #expect(error == .invalidIterationCount)
                #expect(isRefused)
            }
        }
    }

    @Test("md5 secrets are recognised and checked")
    func md5() throws {
        // Of Python: hashlib.md5(b"secretalice").hexdigest().
        let stored = "md54a0a68b43b6cd5cf266fa02f196e2371"
        let secret = try MD5Secret(parsing: Array(stored.utf8).span)
        let isRight = secret.isMade(of: Array("secret".utf8).span, userName: Array("alice".utf8).span)
        let isOther = secret.isMade(of: Array("secret".utf8).span, userName: Array("bob".utf8).span)
        let isWrong = secret.isMade(of: Array("Secret".utf8).span, userName: Array("alice".utf8).span)
        #expect(isRight)
        #expect(!isOther)
        #expect(!isWrong)
        let text = try MD5Secret(parsing: stored)
        let fitting = ["alice", "bob"].filter { text.isMade(of: "secret", userName: $0) }
        #expect(fitting == ["alice"])
    }

    @Test(
        "what is no md5 secret is refused",
        arguments: [
            "", "md5", "md54a0a68b43b6cd5cf266fa02f196e237", "md54a0a68b43b6cd5cf266fa02f196e2371c",
            "md54A0a68b43b6cd5cf266fa02f196e2371", "md54a0a68b43b6cd5cf266fa02f196e237g",
            "MD54a0a68b43b6cd5cf266fa02f196e2371", "md5Aa0a68b43b6cd5cf266fa02f196e2371",
        ]
    )
    func noMD5(text: String) {
        #expect(throws: SCRAMError.notMD5Secret) {
            let secret = try MD5Secret(parsing: Array(text.utf8).span)
            return isMade(secret)
        }
    }
}

private func replacing(_ part: String, _ other: String) -> String {
    SCRAMSecretTests.example.replacingOccurrences(of: part, with: other)
}

func text(of secret: borrowing SCRAMSecret) -> String {
    let text = secret.text()
    return String(decoding: octets(text.span), as: UTF8.self)
}

func fits(_ secret: borrowing SCRAMSecret, _ password: String) -> Bool {
    (try? secret.isMade(of: Array(password.utf8).span)) ?? false
}

/// A `Span` may not stay in the closure of the macro.
private func isMade(_ secret: borrowing MD5Secret) -> Bool {
    secret.isMade(of: [UInt8]().span, userName: [UInt8]().span)
}
