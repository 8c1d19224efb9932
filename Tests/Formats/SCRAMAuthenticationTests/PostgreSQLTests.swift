import SCRAMAuthentication
import SecretMemory
import TestSupport
import Testing
import TextEncodings

@Suite(
    "SCRAM-SHA-256 with a real PostgreSQL",
    .serialized,
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed")
)
struct PostgreSQLTests {
    /// Passwords in every way in which PostgreSQL prepares them.
    static let passwords: [[UInt8]] = [
        Array("secret".utf8), Array("a'b\\c \"d\"".utf8), Array("I\u{AD}X".utf8), Array("\u{2168}".utf8),
        // A space that is none of ASCII, a composed and a decomposed letter, Hangul, and what expands most.
        Array("a\u{3000}b".utf8), Array("\u{C5}\u{212B}A\u{30A}".utf8),
        Array("\u{1112}\u{1161}\u{11AB}".utf8),
        Array("\u{FDFA}".utf8),
        // U+200B, which is a space there; what Corrigendum #4 put right.
        Array("a\u{200B}b".utf8), Array("\u{2F868}".utf8),
        // Refused by SASLprep, and so taken as it stands: for its control, its direction, being unassigned, leaving
        // nothing.
        Array("\u{E9}\u{1}\u{2168}".utf8), Array("\u{627}a".utf8), Array("\u{221}\u{2168}".utf8),
        Array("\u{AD}".utf8),
        // Refused only after the normalization, which PostgreSQL does not look at.
        Array("\u{2135}a".utf8),
        // No UTF-8: a truncated letter, and Latin-1.
        [0x61, 0xC3], Array("pass".utf8) + [0xE9],
    ]

    @Test("a secret that is computed here and stored by ALTER ROLE logs in through psql")
    func logsIn() throws {
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        var random = OperatingSystemRandom()
        for (number, password) in Self.passwords.enumerated() {
            // Few iterations, as the passwords are many; the first has as many as PostgreSQL's own.
            let secret = try SCRAMSecret(
                password: password.span,
                iterationCount: number == 0 ? SCRAMSecret.defaultIterationCount : 20,
                using: &random
            )
            let stored = text(of: secret)
            try server.query("CREATE ROLE user\(number) LOGIN PASSWORD '\(stored)'")
            let isKept =
                try server.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'user\(number)'")
                == stored
            #expect(isKept)
            let right = try server.logIn(
                "host=127.0.0.1 user=user\(number) dbname=postgres",
                password: password
            )
            #expect(right.text == "hello\n", "password \(number): \(right.errorText)")
            let wrong = try server.logIn(
                "host=127.0.0.1 user=user\(number) dbname=postgres",
                password: password + [0x78]
            )
            #expect(wrong.status != 0)
            #expect(wrong.errorText.contains("password authentication failed"))
        }
    }

    @Test("PostgreSQL's own secrets fit their passwords here, md5 too")
    func checksItsSecrets() throws {
        let server = try PostgresServer()
        // The server prepares them by the same function as libpq, so a few will do.
        for (number, password) in ["I\u{AD}X", "a\u{200B}b", "\u{2F868}", "\u{2135}a"].enumerated() {
            let password = Array(password.utf8)
            let literal = "convert_from(decode('\(Hexadecimal.encode(password.span))', 'hex'), 'UTF8')"
            try server.query(
                """
                DO $$ BEGIN EXECUTE format('CREATE ROLE own\(number) PASSWORD %L', \(literal)); END $$
                """
            )
            let stored = try server.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'own\(number)'")
            let secret = try SCRAMSecret(parsing: Array(stored.utf8).span)
            let isRight = try secret.isMade(of: password.span)
            #expect(isRight, "password \(number)")
            #expect(text(of: secret) == stored)
        }

        try server.query("SET password_encryption = 'md5'; CREATE ROLE old PASSWORD 'secret'")
        let stored = try server.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'old'")
        let secret = try MD5Secret(parsing: Array(stored.utf8).span)
        let isRight = secret.isMade(of: Array("secret".utf8).span, userName: Array("old".utf8).span)
        let isWrong = secret.isMade(of: Array("secret".utf8).span, userName: Array("new".utf8).span)
        #expect(isRight)
        #expect(!isWrong)
    }
}
