import PKIX
import SCRAMAuthentication
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite("What is said of a server that was looked at")
struct ProbeWordsTests {
    @Test(
        "each error is a line that names the place",
        arguments: [
            (.notReached(place: "p\n", reason: "r\n"), "cannot reach p\\u{a}: r\\u{a}"),
            (.encryptionOff(place: "p"), "p offers no TLS"),
            (.otherProtocol(place: "p", answer: nil), "p ended the connection when it was asked for TLS"),
            (
                .otherProtocol(place: "p", answer: 72),
                "p is no PostgreSQL or Pgpool-II server: it answers with byte 72 when it is asked for TLS"
            ),
            (.handshake(place: "p", .endedEarly), "TLS with p: \(TLSError.endedEarly)"),
            (.messages(place: "p", .ended), "p ended the connection without an answer"),
            (.messages(place: "p", .malformed("a message")), "p sent a message that cannot be read"),
            (.messages(place: "p", .unexpected("a message")), "p sent a message where it has no place"),
            (.messages(place: "p", .tooLong("m", 7)), "p sent m of 7 bytes, more than clients accept"),
            (.messages(place: "p", .tooMuch), "p sent more messages than a login takes"),
            (
                .messages(place: "p", .zeroOctetInName),
                "p cannot be asked about a user or database with a zero byte in its name"
            ),
        ] as [(ServerProbeError, String)]
    )
    func errors(error: ServerProbeError, line: String) {
        #expect(error.description == line)
        #expect(error.exitStatus == .failure)
        #expect(!error.isLate)
    }

    @Test("that no answer came in time is told from that nobody answers")
    func late() {
        #expect(ServerProbeError.notReached(place: "", reason: "no whole answer within 2 seconds").isLate)
        #expect(
            !ServerProbeError.notReached(place: "", reason: "not: no whole answer within 2 seconds").isLate
        )
    }

    @Test("an error means that it was refused, that it is wrong, or that nobody knows")
    func findings() {
        func told(_ error: ServerProbeError) -> String {
            let finding = Finding<Int>(error)
            #expect(finding.value == nil)
            let other = if case .failed = finding { "failed" } else { "unseen" }
            let kind = finding.isRefusal ? "refused" : other
            return "\(kind): \(finding.reason ?? "")"
        }
        #expect(told(.notReached(place: "p", reason: "r\n")) == "unseen: r\\u{a}")
        #expect(told(.encryptionOff(place: "p")) == "refused: the server offers no TLS")
        let alert = TLSAlert(code: 40)
        #expect(
            told(.handshake(place: "p", .alert(alert)))
                == "refused: the server ended the connection by \(alert)"
        )
        #expect(
            told(.handshake(place: "p", .endedEarly))
                == "refused: the server ended the connection without a word of TLS"
        )
        #expect(
            told(.handshake(place: "p", .unusableCertificate(.unknownVersion(9))))
                .hasPrefix("unseen: the server's certificate cannot be used here: ")
        )
        #expect(told(.handshake(place: "p", .wrongFinished)) == "failed: \(TLSError.wrongFinished)")
        #expect(told(.messages(place: "p", .ended)) == "failed: p ended the connection without an answer")
        #expect(Finding.seen(3).reason == nil)
        #expect(!Finding.seen(3).isRefusal)
        #expect(Finding.seen(3).map { $0 + 1 }.value == 4)
        #expect(Finding<Int>.refused("x").map { $0 + 1 }.isRefusal)
        #expect(Finding<Int>.failed("x").map { $0 + 1 }.reason == "x")
        #expect(Finding<Int>.unseen("x").map { $0 + 1 }.reason == "x")
    }

    @Test("the answer to a hello means a choice, a refusal or a fault")
    func choices() {
        let offer = HelloOffer(versions: [0x0303], suites: [0xC02F])
        func choice(_ answer: HelloAnswer) -> Finding<HelloChoice> { Finding.seen(answer).choice(of: offer) }
        let chosen = choice(.chosen(version: 0x0303, suite: 0xC02F, certificates: [[7]]))
        #expect(chosen.value == HelloChoice(version: 0x0303, suite: 0xC02F, certificates: [[7]]))
        #expect(chosen.value?.suiteName == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        let older = choice(.chosen(version: 0x0302, suite: 0xC02F, certificates: []))
        #expect(older.isRefusal && older.reason == "the server chooses an older version of TLS (0x0302)")
        let alert = choice(.alert(40))
        #expect(alert.isRefusal && alert.reason == "the server ended the connection by \(TLSAlert(code: 40))")
        #expect(choice(.ended).isRefusal)
        #expect(choice(.ended).reason == "the server ended the connection without a word of TLS")
        #expect(!choice(.notUnderstood).isRefusal)
        #expect(choice(.notUnderstood).reason == "the server's answer is not valid TLS")
        #expect(Finding<HelloAnswer>.refused("x").choice(of: offer).isRefusal)
        #expect(Finding<HelloAnswer>.failed("x").choice(of: offer).reason == "x")
        #expect(Finding<HelloAnswer>.unseen("x").choice(of: offer).reason == "x")
    }

    /// openssl writes the numbers of suites with their names in the registry.
    @Test(
        "suites have the names of the registry, and others their number",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func suites() throws {
        let listed = try #require(Programs.openssl)
            .run(["ciphers", "-stdname", "-V", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"])
        var names: [UInt16: String] = [:]
        for line in listed.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            let digits = words[0].split(separator: ",").map { $0.dropFirst(2) }.joined()
            names[try #require(UInt16(digits, radix: 16))] = String(words[2])
        }
        let offers = SurveyHello.old + SurveyHello.beyond
        let offered = Set(offers.flatMap(\.offer.suites) + KeyExchanges.all.suites + [0x1301, 0x1302])
        #expect(offered.count == 30)
        for suite in offered { #expect(SuiteNames.name(of: suite) == names[suite], "\(suite)") }
        #expect(SuiteNames.name(of: 0x00FF) == "0x00FF")
        #expect(SuiteNames.name(of: 0xCACA) == "0xCACA")
        // What is offered beyond, by kind of key exchange, and nothing of it twice.
        #expect(SurveyHello.beyond.map(\.offer.suites.count) == [1, 10, 7, 6])
        for hello in offers { #expect(Set(hello.offer.suites).count == hello.offer.suites.count) }
        for (hello, part) in zip(SurveyHello.beyond.dropFirst(), ["_ECDHE_", "_DHE_", "TLS_RSA_"]) {
            #expect(hello.offer.versions == [0x0303])
            for suite in hello.offer.suites { #expect(names[suite]?.contains(part) == true, "\(suite)") }
        }
        #expect(SurveyHello.old.map(\.offer.versions) == [[0x0302], [0x0301]])
        #expect(SurveyHello.beyond[0].offer.versions == [0x0304])
        #expect(
            offers.map(\.name) == [
                "TLS 1.1", "TLS 1.0", "TLS 1.3 by ChaCha20", "TLS 1.2 by ECDHE with ChaCha20 or CBC",
                "TLS 1.2 by DHE",
                "TLS 1.2 by RSA key exchange",
            ]
        )
    }

    @Test("a key exchange has its own suites, and together they have all")
    func exchanges() {
        let kinds: [KeyExchanges] = [.ellipticCurve, .finiteField, .rsa]
        #expect(kinds.map(\.suites.count) == [14, 7, 6])
        #expect(kinds.flatMap(\.suites) == KeyExchanges.all.suites)
        #expect(Set(KeyExchanges.all.suites).count == 27)
        #expect(KeyExchanges([]).suites == [])
    }

    private func asked(_ request: AuthenticationRequest) -> ServerSurvey.Authentication? {
        ServerSurvey.Authentication.finding(.asked(request)).value
    }

    @Test("what a user is asked for, whether it binds, and what is wrong with it")
    func authentication() {
        let plain = Array("SCRAM-SHA-256".utf8), bound = Array("SCRAM-SHA-256-PLUS".utf8)
        #expect(asked(.sasl(mechanisms: [bound, plain]))?.asked == "SCRAM-SHA-256-PLUS or SCRAM-SHA-256")
        #expect(asked(.sasl(mechanisms: [bound, plain]))?.offersChannelBinding == true)
        #expect(asked(.sasl(mechanisms: [plain]))?.offersChannelBinding == false)
        #expect(asked(.sasl(mechanisms: [Array("X\n".utf8)]))?.offersChannelBinding == nil)
        #expect(asked(.sasl(mechanisms: [Array("X\n".utf8)]))?.asked == "X\\u{a}")
        #expect(asked(.sasl(mechanisms: [plain]))?.warning == nil)
        let words: [(AuthenticationRequest, String, String)] = [
            (.ok, "nothing", "nothing"), (.kerberosV5, "Kerberos V5", "Kerberos V5"),
            (.gss, "GSSAPI", "GSSAPI"),
            (.gssContinue, "GSSAPI", "GSSAPI"), (.sspi, "SSPI", "SSPI"),
            (.saslContinue([]), "a message of SASL out of its turn", "more of a mechanism"),
            (.saslFinal([]), "a message of SASL out of its turn", "more of a mechanism"),
            (.unknown(99), "a method that is not known here (99)", "a proof of number 99"),
        ]
        for (request, word, description) in words {
            #expect(
                asked(request)
                    == ServerSurvey.Authentication(asked: word, offersChannelBinding: nil, warning: nil)
            )
            #expect(request.description == description)
        }
        let clear = asked(.cleartextPassword), md5 = asked(.md5Password(salt: [1, 2, 3, 4]))
        #expect(clear?.asked == "the password as it is")
        #expect(
            clear?.warning?.hasPrefix("whoever answers in the server's place learns the password from ")
                == true
        )
        #expect(
            clear?.warning?.hasSuffix("unless the password is kept elsewhere (ldap, pam, radius)") == true
        )
        #expect(md5?.asked == "the md5 hash of the password")
        #expect(
            md5?.warning?.hasPrefix("the password can be guessed from an answer by md5; have the rule ask")
                == true
        )
        #expect(md5?.warning?.hasSuffix("again with password_encryption = 'scram-sha-256'") == true)
        #expect(AuthenticationRequest.cleartextPassword.description == "the password as it is")
        #expect(AuthenticationRequest.md5Password(salt: []).description == "the password's MD5 digest")
        let many = AuthenticationRequest.sasl(mechanisms: (0..<9).map { Array("M\($0)".utf8) })
        #expect(many.description == "M0 or M1 or M2 or M3 or M4 or M5 or M6 or M7")
    }

    @Test("who is let in, refused, or told to come again")
    func answers() throws {
        func error(_ state: String) throws -> ErrorResponse {
            try #require(ErrorResponse(Array("C\(state)\0Mno\0\0".utf8)))
        }
        let trusted = ServerSurvey.Authentication.finding(.admitted(nil)).value
        #expect(trusted?.asked == "nothing, and lets him in")
        #expect(
            trusted?.warning?.hasPrefix("whoever gives this user's name is let in, as by a rule with trust;")
                == true
        )
        let ended = try ServerSurvey.Authentication.finding(.admitted(error("3D000"))).value
        #expect(ended?.asked == "nothing, and lets him in; it ends the session by no, SQLSTATE 3D000")
        let refused = try ServerSurvey.Authentication.finding(.refused(error("28000")))
        #expect(refused.isRefusal && refused.reason == "the server refuses him: no, SQLSTATE 28000")
        for state in ["57P03", "53300"] {
            let later = try ServerSurvey.Authentication.finding(.refused(error(state)))
            #expect(!later.isRefusal)
            #expect(later.reason == "the server takes no connections now: no, SQLSTATE \(state)")
        }
    }
}
