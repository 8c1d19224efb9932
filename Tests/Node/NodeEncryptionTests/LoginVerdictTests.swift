import Testing

@testable import NodeEncryption
@testable import ServerProbe

@Suite("What a login proves after a change")
struct LoginVerdictTests {
    private func verdict(_ fault: LoginFault?, _ method: LoginMethod? = nil) -> LoginVerdict {
        var account = LoginAccount()
        account.fault = fault
        account.method = method
        return LoginVerdict(user: "a\u{1B}pp", database: "postgres", place: "at db, port 1", account: account)
    }

    private func error(_ text: String) throws -> ErrorResponse {
        try #require(ErrorResponse(Array(text.utf8)))
    }

    @Test("a login that went well is a proof; no name of a user acts on a terminal")
    func good() throws {
        for (isBound, words) in [(true, "by SCRAM-SHA-256-PLUS"), (false, "by SCRAM-SHA-256")] {
            var expected = ServerFindings(proofs: [
                "logged in as a\\u{1b}pp to postgres \(words) at db, port 1"
            ])
            expected.login = .made
            #expect(try verdict(nil, .scram(isBound: isBound)).findings() == expected)
        }
    }

    @Test("a server that asks for nothing is named")
    func unasked() throws {
        let findings = try verdict(nil, .unasked(hasClientCertificate: false)).findings()
        #expect(findings.notes == ["the server asks a\\u{1b}pp for nothing at db, port 1"])
        #expect(try verdict(nil, .unasked(hasClientCertificate: true)).findings().notes == [])
    }

    @Test("what a server's own proof lacks takes a change back")
    func impostors() throws {
        let refused = try error("C28000\0Mno\0\0")
        for fault: LoginFault in [.bindingBroken(refused), .serverSignature, .serverProofMissing] {
            let verdict = verdict(fault)
            #expect(throws: NodeEncryptionError.refusedByServer(reason: verdict.sentence)) {
                try verdict.findings()
            }
        }
    }

    @Test("what is of a user, of rules or of the moment is not proved, and takes nothing back")
    func bad() throws {
        let place = "db, port 1"
        let refused = try error("C28000\0Mno\0\0")
        for fault: LoginFault in [
            .refusedByRules(refused), .wrongPassword(refused), .role(refused), .databaseMissing(refused),
            .passwordMissing, .passwordNotAsked(hasClientCertificate: false), .notReady(.question, refused),
            .notVerified("x"),
            .bindingImpossible,
            .broken(.connection, .notReached(place: place, reason: "x")),
            .broken(.encryption, .encryptionOff(place: place)),
            .broken(.question, .handshake(place: place, .alert(.init(code: 116)))),
        ] {
            let verdict = verdict(fault)
            var expected = ServerFindings()
            expected.login = .failed(verdict.sentence)
            #expect(try verdict.findings() == expected)
        }
    }
}
