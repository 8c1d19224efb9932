import Testing

@testable import NodeEncryption

@Suite("What psql's words tell of a server's certificate")
struct ServingVerdictTests {
    private static let start = #"psql: error: connection to server at "127.0.0.1", port 5432 failed: "#

    @Test(
        "libpq's words, which it says in this order: of TLS, then of the login",
        arguments: [
            ("fe_sendauth: no password supplied", true),
            (#"FATAL:  no pg_hba.conf entry for host "127.0.0.1", user "webadmin", SSL encryption"#, true),
            (#"FATAL:  Passwort-Authentifizierung für Benutzer »webadmin« fehlgeschlagen"#, true),
            ("SSL error: certificate verify failed", false),
            ("server does not support SSL, but SSL was required", false),
            ("SSL error: unsupported protocol", nil),
            ("Connection refused", nil),
            (#"root certificate file "/x/root.crt" does not exist"#, nil),
        ] as [(String, Bool?)]
    )
    func words(_ said: String, _ expected: Bool?) {
        #expect(ServingLook.isVerified(2, Self.start + said) == expected)
    }

    @Test("what a server says behind its severity is no word of libpq's, and a login is one")
    func behindSeverity() {
        let said = #"FATAL:  role "certificate verify failed" does not exist"#
        #expect(ServingLook.isVerified(2, Self.start + said) == true)
        let other = Self.start + "SSL error: certificate verify failed; FATAL:  x"
        #expect(ServingLook.isVerified(2, other) == false)
        #expect(ServingLook.isVerified(0, "") == true)
    }
}
