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
            (
                #"server certificate for "db" (and 1 other name) does not match host name "postgres-ssl.invalid""#,
                true
            ),
            ("could not get server's host name from server certificate", true),
            (#"server certificate for "db" does not match host name "db.example.com""#, false),
            // A server that clients have no curve, suite or version in common with, and what is no TLS.
            ("SSL error: sslv3 alert handshake failure", false),
            (
                "SSL error: tlsv1 alert protocol version; This may indicate that the server does not support any SSL "
                    + "protocol version between TLSv1.2 and TLSv1.3.", false
            ),
            ("SSL error: tlsv1 alert insufficient security", false),
            ("SSL error: tlsv1 alert internal error", false),
            ("SSL error: tlsv1 unrecognized name", false),
            ("SSL error: wrong version number", false),
            ("unrecognized SSL error code: 6", false),
            // A server that stops.
            ("SSL SYSCALL error: EOF detected", nil),
            ("server closed the connection unexpectedly", nil),
            ("timeout expired", nil),
            ("Connection refused", nil),
            (#"root certificate file "/x/root.crt" does not exist"#, nil),
        ] as [(String, Bool?)]
    )
    func words(_ said: String, _ expected: Bool?) {
        #expect(PsqlVerdict.isVerified(2, Self.start + said) == expected)
    }

    @Test("an alert is another verdict than a certificate that does not verify")
    func kinds() {
        func verdict(_ said: String) -> PsqlVerdict {
            PsqlVerdict(status: 2, said: Self.start + said, name: nil)
        }
        let alert = "SSL error: sslv3 alert handshake failure"
        #expect(verdict(alert) == .noHandshake(Self.start + alert))
        #expect(!verdict(alert).hasSeenCertificate)
        let unverified = "SSL error: certificate verify failed"
        #expect(verdict(unverified) == .refused(Self.start + unverified))
        let off = "server does not support SSL, but SSL was required"
        #expect(verdict(off) == .encryptionOff(Self.start + off))
        #expect(verdict("timeout expired") == .unknown(Self.start + "timeout expired"))
    }

    @Test("what a server says behind its severity is no word of libpq's, and a login is one")
    func behindSeverity() {
        let said = #"FATAL:  role "certificate verify failed" does not exist"#
        #expect(PsqlVerdict.isVerified(2, Self.start + said) == true)
        let other = Self.start + "SSL error: certificate verify failed; FATAL:  x"
        #expect(PsqlVerdict.isVerified(2, other) == false)
        #expect(PsqlVerdict.isVerified(0, "") == true)
    }
}
