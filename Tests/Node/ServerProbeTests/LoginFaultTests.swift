import SCRAMAuthentication
import TLSHandshake
import Testing

@testable import ServerProbe

@Suite("Why a login ended: what is told from an error, and where to look")
struct LoginFaultTests {
    private static func error(_ state: String, _ fields: String...) -> ErrorResponse {
        let all = ["C\(state)", "Mno"] + fields
        return ErrorResponse(Array(all.map { $0 + "\0" }.joined().utf8) + [0])!
    }

    private static let own = SentCertificate(user: "app", commonName: "app", subject: "CN=app")
    private static let other = SentCertificate(user: "app", commonName: "eve", subject: "CN=eve")
    private static let nobody = error("XX000")

    /// The name of a fault, without what it holds.
    private static func name(_ fault: LoginFault) -> String {
        String("\(Mirror(reflecting: fault).children.first?.label ?? "none")")
    }

    /// How an error is sorted: by SQLSTATE, step, method and the certificate that was sent (`auth.c`,
    /// `postinit.c` and `errcodes.txt` of PostgreSQL).
    private static let sorted: [(ErrorResponse, LoginStep, LoginMethod?, SentCertificate?, Bool, String)] = [
        (error("57P03"), .question, nil, nil, false, "notReady"),
        (error("57P03"), .session, nil, own, true, "notReady"),
        (error("53300"), .proof, nil, nil, false, "tooManyConnections"),
        (error("28P01"), .session, .scram(isBound: true), other, true, "certificateOfAnother"),
        (error("28P01"), .session, .scram(isBound: true), nil, true, "other"),
        (error("28000", "Rauth_failed"), .question, nil, other, false, "certificateOfAnother"),
        (error("28000", "Rauth_failed"), .question, nil, nil, false, "refusedByRules"),
        (error("28000", "Rother"), .question, nil, other, false, "refusedByRules"),
        (error("28P01"), .proof, .md5, other, false, "passwordOrCertificate"),
        (error("28000"), .proof, .cleartext, other, false, "passwordOrCertificate"),
        (error("28P01"), .proof, .md5, own, false, "wrongPassword"),
        (error("28000"), .proof, .md5, own, false, "wrongPassword"),
        (error("28P01"), .proof, .scram(isBound: false), other, false, "wrongPassword"),
        (error("28P01"), .question, nil, nil, false, "wrongPassword"),
        (error("3D000"), .session, nil, nil, false, "databaseMissing"),
        (error("42501"), .session, nil, nil, false, "databaseClosed"),
        (error("42501"), .proof, nil, nil, false, "other"),
        (error("28000"), .session, nil, nil, false, "role"),
        (error("28000"), .proof, .md5, nil, false, "wrongPassword"),
        (error("28000"), .proof, .scram(isBound: true), nil, false, "bindingBroken"),
        (error("28000", "Fauth-scram.c"), .proof, .scram(isBound: true), nil, false, "bindingBroken"),
        (error("28000", "Fauth.c"), .proof, .scram(isBound: true), nil, false, "refusedByRules"),
        (error("28000"), .question, nil, nil, false, "refusedByRules"),
        (
            error("XX000", "Dno pool_hba.conf entry for host \"x\""), .question, nil, nil, false,
            "refusedByRules"
        ),
        (
            error("XX000", "Dpassword or role; password or password does not exist in backend"), .proof, nil,
            nil,
            false, "wrongPassword"
        ),
        (
            error("XX000", "Dpool_passwd file does not contain an entry for \"a\""), .proof, nil, nil, false,
            "poolEntryMissing"
        ),
        (error("08P01", "MSASL authentication failed"), .proof, nil, nil, false, "wrongPassword"),
        (error("08P01", "Mpassword authentication failed"), .proof, nil, nil, false, "wrongPassword"),
        (error("08P01", "Mno such database: x"), .proof, nil, nil, false, "databaseMissing"),
        (error("08P01", "Dno such database: x"), .proof, nil, nil, false, "other"),
        (error("XX000"), .proof, nil, nil, false, "other"),
    ]

    @Test("an error is sorted by what it is, when it comes, and what was proved", arguments: sorted.indices)
    func sorting(index: Int) {
        let (error, step, method, sent, isRight, expected) = Self.sorted[index]
        let fault = LoginFault(error, at: step, method, sent: sent, isPasswordRight: isRight)
        #expect(Self.name(fault) == expected)
    }

    /// The step, the side, and what the line begins with.
    private static let told: [(LoginFault, LoginStep, LoginFault.Side, String)] = [
        (
            .broken(.connection, .notReached(place: "p", reason: "r")), .connection, .network,
            "cannot reach p: r"
        ),
        (.broken(.encryption, .otherProtocol(place: "p", answer: nil)), .encryption, .network, "p ended the"),
        (.broken(.encryption, .encryptionOff(place: "p")), .encryption, .server, "p offers no TLS"),
        (
            .broken(.question, .messages(place: "p", .ended)), .question, .server,
            "p ended the connection without an"
        ),
        (.broken(.handshake, .handshake(place: "p", .endedEarly)), .handshake, .network, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .notTLS(1))), .handshake, .network, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .undecipherable)), .handshake, .stranger, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .downgraded)), .handshake, .stranger, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .wrongFinished)), .handshake, .stranger, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .refused("x"))), .handshake, .stranger, "TLS with p: "),
        (
            .broken(.handshake, .handshake(place: "p", .alert(TLSAlert(code: 42)))), .handshake, .client,
            "TLS with p: "
        ),
        (
            .broken(.handshake, .handshake(place: "p", .alert(TLSAlert(code: 40)))), .handshake, .server,
            "TLS with p: "
        ),
        (.broken(.handshake, .handshake(place: "p", .noCommonScheme)), .handshake, .client, "TLS with p: "),
        (.broken(.handshake, .handshake(place: "p", .tooMuch("x"))), .handshake, .server, "TLS with p: "),
        (
            .notVerified("a\nb"), .verification, .stranger,
            "the server's certificate is not verified: a\\u{a}b"
        ),
        (
            .clientCertificate(TLSAlert(code: 42)), .question, .client,
            "the server finds the client certificate"
        ),
        (
            .refusedByRules(nobody), .question, .rules,
            "the rules do not let this client in: no, SQLSTATE XX000"
        ),
        (.passwordMissing, .proof, .client, "the server asks for a password, and none was given"),
        (
            .passwordUnusable(.notMD5Secret), .proof, .client,
            "no client can log in by this password: the text"
        ),
        (
            .questionNotAnswered(.gss), .question, .rules,
            "the server asks for GSSAPI, which is not given here"
        ),
        (
            .passwordNotAsked(hasClientCertificate: false), .question, .rules,
            "the server let the user in without asking for his password, as by a rule with trust, and has not proved"
        ),
        (
            .passwordNotAsked(hasClientCertificate: true), .question, .rules,
            "the server let the user in without asking for his password, as by a rule with trust or, for his client"
        ),
        (
            .wrongPassword(nobody), .proof, .client,
            "the password is not the role's, or the role is not there,"
        ),
        (
            .certificateOfAnother(other, nobody), .proof, .client,
            "the client certificate is of the name eve, not of"
        ),
        (
            .certificateOfAnother(other, error("28000")), .question, .client,
            "the client certificate is of the name eve"
        ),
        (
            .passwordOrCertificate(other, nobody), .proof, .client,
            "the password is not the role's, or the certificate is not: it is of the name eve, not of app"
        ),
        (
            .iterations(1), .proof, .server,
            "the server asks for 1 iterations of the password's secret, where clients"
        ),
        (
            .bindingImpossible, .proof, .server,
            "the signature of the server's certificate has no digest that the"
        ),
        (
            .bindingBroken(nobody), .proof, .stranger,
            "the server does not see the certificate that this client sees"
        ),
        (.exchange(.notMD5Secret), .proof, .server, "the server's part of SCRAM is wrong: the text is not"),
        (
            .serverSignature, .proof, .stranger,
            "whoever answers does not know the password's secret, and is not"
        ),
        (
            .serverProofMissing, .proof, .stranger,
            "whoever answers says that the user is in, and has not proved"
        ),
        (.role(nobody), .session, .database, "the role may not log in: no"),
        (.databaseMissing(nobody), .session, .database, "there is no such database: no"),
        (.databaseClosed(nobody), .session, .database, "the role may not connect to the database: no"),
        (
            .poolEntryMissing(nobody), .proof, .server,
            "Pgpool-II has no password of the user to log in to its"
        ),
        (.tooManyConnections(.question, nobody), .question, .server, "there are too many connections: no"),
        (.notReady(.session, nobody), .session, .server, "the server takes no connections now: no"),
        (.other(.proof, nobody), .proof, .server, "the server refuses: no"),
    ]

    @Test("each has its step, where to look, and a line", arguments: told.indices)
    func telling(index: Int) {
        let (fault, step, side, start) = Self.told[index]
        #expect(fault.step == step)
        #expect(fault.side == side)
        #expect(fault.description.hasPrefix(start), "\(fault)")
        #expect(!fault.description.contains("\n"))
    }

    @Test("a line that ends in what it means says that, too")
    func ends() {
        let most = SCRAMSecret.greatestAcceptedIterationCount
        #expect(LoginFault.iterations(1).description.hasSuffix(" secret, where clients make 4096 to \(most)"))
        #expect(
            LoginFault.wrongPassword(Self.nobody).description.hasSuffix(
                "or none that is valid: \(Self.nobody)"
            )
        )
        #expect(
            LoginFault.bindingBroken(Self.nobody).description.hasSuffix(
                "may stand in between: \(Self.nobody)"
            )
        )
        for isSent in [true, false] {
            let line = LoginFault.passwordNotAsked(hasClientCertificate: isSent).description
            #expect(line.hasSuffix(", and has not proved that it knows it"))
            #expect(line.contains(" or, for his client certificate, with cert,") == isSent)
        }
    }

    @Test("where to look is said in words")
    func sides() {
        #expect(
            [.network, .server, .rules, .database, .client, .stranger].map { (side: LoginFault.Side) in
                side.rawValue
            } == [
                "the way to the server, and what listens there", "the server, and its log",
                "the rules for clients",
                "the role and the database", "the password or certificate that was given",
                "who answers there, or stands in between",
            ]
        )
    }

    @Test("a certificate says whose it is, by the names that it has")
    func certificates() {
        #expect(Self.own.isOfUser && !Self.other.isOfUser)
        #expect(
            Self.own.description
                == "is of CN=app, which the rule, by a map or clientname=DN, takes for another's"
        )
        let bare = SentCertificate(user: "app", commonName: "app", subject: nil)
        #expect(bare.description.hasPrefix("is of app, which the rule"))
        let end = ", not of app, and the rule has no map that makes it app's"
        #expect(Self.other.description == "is of the name eve" + end)
        let unnamed = SentCertificate(user: "app", commonName: nil, subject: "O=x")
        #expect(unnamed.description == "has no common name (it is of O=x)" + end)
        #expect(!unnamed.isOfUser)
        #expect(
            SentCertificate(user: "app", commonName: nil, subject: nil).description == "has no subject" + end
        )
        #expect(SentCertificate([1, 2, 3], user: "app") == nil)
    }

    @Test("a method, as the end of a sentence, and the steps in their order")
    func methods() {
        let methods: [LoginMethod] = [
            .scram(isBound: true), .scram(isBound: false), .md5, .cleartext,
            .unasked(hasClientCertificate: true),
            .unasked(hasClientCertificate: false),
        ]
        #expect(
            methods.map(\.description) == [
                "by SCRAM-SHA-256-PLUS", "by SCRAM-SHA-256", "by md5", "by the password as it is",
                "with the client certificate, asked for no password,", "without a password",
            ]
        )
        #expect(LoginStep.allCases.sorted() == LoginStep.allCases)
        #expect(!(LoginStep.proof < .proof) && LoginStep.connection < .session)
    }
}
