import SCRAMAuthentication
import SecretMemory
import Testing

@testable import ServerProbe

@Suite("A login at a server that may be somebody else")
struct LoginExchangeTests {
    /// How it ends, and by what.
    private func logIn(
        _ server: FakeLoginServer,
        password: String? = "secret",
        binding: [UInt8]? = [1, 2, 3],
        hasClientCertificate: Bool = false,
        givesWeakProofs: Bool = false
    ) -> (fault: LoginFault?, method: LoginMethod?) {
        var login = Login(host: "db", port: 1, user: "app", database: "postgres")
        login.givesWeakProofs = givesWeakProofs
        if let password {
            let octets = Array(password.utf8)
            login.password = SharedSecret(copying: octets.span)
        }
        var exchange = LoginExchange(
            MessageStream(FakeLoginStream(server), at: "db, port 1"),
            login,
            serverEndPoint: binding,
            hasClientCertificate: hasClientCertificate,
            nonce: Array("fyko+d2lbbFgONRv9qkxdawL".utf8)
        )
        do {
            try exchange.perform()
            return (nil, exchange.method)
        } catch {
            return (error, exchange.method)
        }
    }

    private func server(_ answers: [Int: FakeLoginServer.Answer]) -> FakeLoginServer {
        let server = FakeLoginServer()
        server.answers = answers
        return server
    }

    @Test("a server that knows the secret lets in, with the binding that it offers, and is told the end")
    func right() {
        let bound = FakeLoginServer()
        #expect(logIn(bound) == (nil, .scram(isBound: true)))
        #expect(bound.received.last == [88, 0, 0, 0, 4])
        let unbound = FakeLoginServer()
        (unbound.mechanisms, unbound.serverEndPoint) = ([.sha256], nil)
        #expect(logIn(unbound) == (nil, .scram(isBound: false)))
        #expect(String(decoding: unbound.received[1], as: UTF8.self).contains("y,,n=,r="))
    }

    @Test("an offer that was taken away on the way is told to the server, which refuses")
    func stripped() {
        let server = FakeLoginServer()
        server.mechanisms = [.sha256]
        guard case (.bindingBroken?, .scram(isBound: false)?) = logIn(server) else {
            Issue.record("\(logIn(server))")
            return
        }
        #expect(LoginFault.bindingBroken(error("28000")).side == .stranger)
    }

    @Test("a server that sees another certificate refuses, and that is told from a wrong password")
    func otherCertificate() {
        let server = FakeLoginServer()
        server.serverEndPoint = [9]
        guard case .bindingBroken? = logIn(server).fault else {
            Issue.record("\(logIn(FakeLoginServer()))")
            return
        }
        guard case .wrongPassword? = logIn(FakeLoginServer(), password: "other").fault else {
            Issue.record("a wrong password")
            return
        }
        #expect(logIn(FakeLoginServer(), binding: nil).fault == .bindingImpossible)
    }

    @Test("a welcome before the server's proof is one of an impostor, wherever it comes")
    func welcomes() {
        let early = FakeLoginServer.ok + FakeLoginServer.ready
        let unasked = logIn(server([0: .bytes(early)]))
        #expect(
            unasked == (.passwordNotAsked(hasClientCertificate: false), .unasked(hasClientCertificate: false))
        )
        #expect(logIn(server([1: .bytes(early)])).fault == .serverProofMissing)
        #expect(logIn(server([2: .bytes(early)])).fault == .serverProofMissing)
        // Nor does a certificate that goes along say that the password was looked at.
        let certificate = logIn(server([0: .bytes(early)]), hasClientCertificate: true)
        #expect(
            certificate == (
                .passwordNotAsked(hasClientCertificate: true), .unasked(hasClientCertificate: true)
            )
        )
        let alone = logIn(server([0: .bytes(early)]), password: nil, hasClientCertificate: true)
        #expect(alone == (nil, .unasked(hasClientCertificate: true)))
        #expect(logIn(server([0: .bytes(early)]), password: nil).fault == nil)
    }

    @Test("a signature that is wrong, cut or missing is no proof")
    func signatures() {
        func final(_ text: String) -> LoginFault? {
            let bytes =
                FakeLoginServer.sasl(12, Array(text.utf8)) + FakeLoginServer.ok + FakeLoginServer.ready
            return logIn(server([2: .bytes(bytes)])).fault
        }
        #expect(final("v=" + String(repeating: "A", count: 43) + "=") == .serverSignature)
        #expect(final("v=AAAA") == .exchange(.malformedMessage(.serverFinal)))
        #expect(final("") == .exchange(.malformedMessage(.serverFinal)))
        #expect(final("e=other-error") == .exchange(.refusedByServer("other-error")))
        // The right proof is no welcome yet.
        #expect(logIn(server([2: .bytes(FakeLoginServer.sasl(11, []))])).fault?.step == .proof)
    }

    @Test("a count of iterations that nobody should make is refused before it is made")
    func iterations() {
        for count in [1, 4_095, 10_000_001, 2_147_483_647] {
            // The salt is that of RFC 7677.
            let text = "r=fyko+d2lbbFgONRv9qkxdawLx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=\(count)"
            let server = server([1: .bytes(FakeLoginServer.sasl(11, Array(text.utf8)))])
            #expect(logIn(server).fault == .iterations(count))
            #expect(server.received.count == 2)
        }
        let other = "r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        let server = server([1: .bytes(FakeLoginServer.sasl(11, Array(other.utf8)))])
        #expect(logIn(server).fault == .exchange(.nonceMismatch))
    }

    @Test("a question for what could be read or guessed, or for what is not known, gets no answer")
    func questions() {
        let md5 = message("R", number(5) + [1, 2, 3, 4])
        let questions: [([UInt8], AuthenticationRequest)] = [
            (md5, .md5Password(salt: [1, 2, 3, 4])), (message("R", number(3)), .cleartextPassword),
            (message("R", number(7)), .gss), (message("R", number(99)), .unknown(99)),
            (
                FakeLoginServer.sasl(10, Array("SCRAM-SHA-1\0\0".utf8)),
                .sasl(mechanisms: [Array("SCRAM-SHA-1".utf8)])
            ),
            (FakeLoginServer.sasl(11, []), .saslContinue([])), (FakeLoginServer.sasl(12, []), .saslFinal([])),
        ]
        for (bytes, request) in questions {
            let server = server([0: .bytes(bytes)])
            #expect(logIn(server).fault == .questionNotAnswered(request))
            #expect(server.received.count == 1)
        }
        // Who asks so in the middle of SCRAM gets nothing either.
        for place in [1, 2] {
            let server = server([place: .bytes(md5)])
            #expect(logIn(server, givesWeakProofs: true).fault?.step == .proof)
            #expect(server.received.count == place + 1)
        }
        #expect(logIn(FakeLoginServer(), password: nil).fault == .passwordMissing)
        #expect(logIn(FakeLoginServer(), password: "").fault == .passwordUnusable(.emptyPassword))
        let asking = server([0: .bytes(message("R", number(3)))])
        let cut = logIn(asking, password: "a\0b", givesWeakProofs: true)
        #expect(cut.fault == .passwordUnusable(.passwordHasZeroOctet))
    }

    @Test("after the welcome, nothing but the end of the login is taken")
    func session() {
        let welcome = FakeLoginServer.ok
        func fault(_ bytes: [UInt8]) -> LoginFault? {
            logIn(server([0: .bytes(welcome + bytes)]), password: nil).fault
        }
        #expect(fault(FakeLoginServer.ready) == nil)
        #expect(fault([]) == .broken(.session, .messages(place: "db, port 1", .ended)))
        #expect(fault(welcome)?.step == .session)
        #expect(fault(message("T", [0, 0]))?.step == .session)
        let parameters = Array(repeating: message("S", Array("a\0b\0".utf8)), count: 1_000).flatMap(\.self)
        #expect(fault(parameters) == .broken(.session, .messages(place: "db, port 1", .tooMuch)))
    }

    private func error(_ state: String, detail: String = "", file: String = "") -> ErrorResponse {
        let text =
            "SFATAL\0C\(state)\0Mno\0" + (detail.isEmpty ? "" : "D\(detail)\0")
            + (file.isEmpty ? "" : "F\(file)\0") + "\0"
        return ErrorResponse(Array(text.utf8)) ?? ErrorResponse(text: [])
    }

    @Test("an error is sorted by its SQLSTATE and by when it comes")
    func sorted() {
        func side(_ state: String, _ step: LoginStep, _ method: LoginMethod? = nil) -> LoginFault.Side {
            LoginFault(error(state), at: step, method).side
        }
        #expect(side("28000", .question) == .rules)
        #expect(side("28000", .proof, .scram(isBound: true)) == .stranger)
        #expect(side("28000", .proof, .cleartext) == .client)
        // The rules of the server behind a pooler are no man in between.
        let behind = LoginFault(error("28000", file: "auth.c"), at: .proof, .scram(isBound: false))
        #expect(behind.side == .rules)
        let broken = LoginFault(error("28000", file: "auth-scram.c"), at: .proof, .scram(isBound: false))
        #expect(broken.side == .stranger)
        #expect(side("28000", .session) == .database)
        #expect(side("28P01", .proof, .scram(isBound: true)) == .client)
        #expect(side("3D000", .session) == .database)
        #expect(side("42501", .session) == .database)
        #expect(side("53300", .question) == .server)
        #expect(side("57P03", .question) == .server)
        #expect(side("XX000", .proof) == .server)
        let words = [
            "no pool_hba.conf entry for host \"::1\"": LoginFault.Side.rules,
            "username \"app\" or password does not exist in backend": .client,
            "pool_passwd file does not contain an entry for \"app\"": .server,
        ]
        for (detail, side) in words {
            #expect(
                LoginFault(error("XX000", detail: detail), at: .proof, .scram(isBound: false)).side == side
            )
            // A server of another kind may say so of something else.
            #expect(LoginFault(error("22000", detail: detail), at: .proof, nil).side == .server)
        }
    }

    @Test("whose fault a client certificate of another name is, by what the server has said before")
    func certificates() throws {
        func fault(
            _ state: String,
            _ step: LoginStep,
            _ method: LoginMethod?,
            of name: String? = "other",
            isPasswordRight: Bool = false
        ) throws -> LoginFault {
            let sent = name.map { SentCertificate(user: "app", commonName: $0, subject: "CN=" + $0) }
            let text = "SFATAL\0C\(state)\0Mno\0Rauth_failed\0\0"
            let error = try #require(ErrorResponse(Array(text.utf8)))
            return LoginFault(error, at: step, method, sent: sent, isPasswordRight: isPasswordRight)
        }
        let scram = LoginMethod.scram(isBound: true)
        for (state, step, method, isRight) in [
            ("28000", LoginStep.question, LoginMethod?.none, false), ("28P01", .proof, scram, true),
        ] {
            let fault = try fault(state, step, method, isPasswordRight: isRight)
            #expect(fault.side == .client && fault.step == step)
            #expect(
                fault.description.hasPrefix(
                    "the client certificate is of the name other, not of app, and the rule"
                ),
                "\(fault)"
            )
        }
        let own = try fault("28P01", .proof, scram, of: "app", isPasswordRight: true)
        #expect(own.description.hasPrefix("the client certificate is of CN=app, which the rule, by a map"))
        // Either may be wrong where the server says no more.
        for state in ["28P01", "28000"] {
            let either = try fault(state, .proof, .md5)
            #expect(either.description.hasPrefix("the password is not the role's, or the certificate is not"))
            guard case .wrongPassword = try fault(state, .proof, .cleartext, of: "app") else {
                Issue.record("a password is the only thing that can be wrong")
                return
            }
        }
        // What is no fault of a certificate stays what it was.
        guard case .wrongPassword = try fault("28P01", .proof, scram),
            case .refusedByRules = try fault("28000", .question, nil, of: nil),
            case .other = try fault("28P01", .proof, scram, of: nil, isPasswordRight: true)
        else {
            Issue.record("a fault of the password or of the rules")
            return
        }
    }
}
