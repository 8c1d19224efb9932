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

    @Test("a login that went well is a proof, and what it lacks a note; no name of a user acts on a terminal")
    func good() throws {
        let bound = try verdict(nil, .scram(isBound: true)).findings()
        #expect(
            bound.proofs == ["logged in as a\\u{1b}pp to postgres by SCRAM-SHA-256-PLUS at db, port 1"]
                && bound.notes.isEmpty
        )
        let unbound = try verdict(nil, .scram(isBound: false)).findings()
        #expect(unbound.proofs.count == 1 && unbound.notes.count == 1)
        #expect(unbound.notes.first?.hasPrefix("the server offers no channel binding at db, port 1") == true)
    }

    @Test(
        "what every client meets takes a change back; what is of a user, of rules or of the moment does not"
    )
    func bad() throws {
        let place = "db, port 1"
        let refused = try error("C28000\0Mno\0\0")
        for fault: LoginFault in [
            .notVerified("x"), .bindingBroken(refused), .serverSignature, .serverProofMissing,
            .bindingImpossible,
            .broken(.encryption, .encryptionOff(place: place)),
            .broken(.handshake, .handshake(place: place, .downgraded)),
        ] {
            let verdict = verdict(fault)
            #expect(throws: NodeEncryptionError.refusedByServer(reason: verdict.sentence)) {
                try verdict.findings()
            }
        }
        for fault: LoginFault in [
            .refusedByRules(refused), .wrongPassword(refused), .role(refused), .databaseMissing(refused),
            .passwordMissing, .passwordNotAsked, .notReady(.question, refused),
            .broken(.connection, .notReached(place: place, reason: "x")),
            .broken(.question, .handshake(place: place, .alert(.init(code: 116)))),
        ] {
            let verdict = verdict(fault)
            #expect(try verdict.findings() == ServerFindings(notes: [verdict.sentence]))
        }
    }
}
