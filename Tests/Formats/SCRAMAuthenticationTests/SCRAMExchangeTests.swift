import MessageDigests
import SecretMemory
import TestSupport
import Testing
import TextEncodings
import VectorFiles

@testable import SCRAMAuthentication

@Suite("the SCRAM exchange (RFC 5802, RFC 7677)")
struct SCRAMExchangeTests {
    /// The messages of RFC 7677, section 3.
    private let clientFirst, serverFirst, clientFinal, serverFinal: String

    init() throws {
        let vector = try VectorFolder(near: #filePath).file("rfc/7677-scram").cases[0]
        clientFirst = string(try vector.octets("client-first"))
        serverFirst = string(try vector.octets("server-first"))
        clientFinal = string(try vector.octets("client-final"))
        serverFinal = string(try vector.octets("server-final"))
    }

    @Test("the client of RFC 7677, section 3")
    func client() throws {
        let client = try makeClient()
        #expect(client.mechanism == .sha256)
        #expect(string(client.firstMessage) == clientFirst)
        let proof = try answer(client, Array(serverFirst.utf8))
        #expect(string(proof.finalMessage) == clientFinal)
        try finish(proof, Array(serverFinal.utf8))
    }

    @Test("the server of RFC 7677, section 3")
    func server() throws {
        let challenge = try makeChallenge()
        #expect(string(challenge.message) == serverFirst)
        let final = try finish(challenge, Array(clientFinal.utf8))
        #expect(string(final) == serverFinal)
    }

    @Test("the keys and proofs of RFC 5802, section 5, which are of SHA-1")
    func sha1() throws {
        let vector = try VectorFolder(near: #filePath).file("rfc/5802-scram").cases[0]
        let clientFirst = string(try vector.octets("client-first")).dropFirst("n,,".count)
        let serverFirst = string(try vector.octets("server-first"))
        let clientFinal = string(try vector.octets("client-final"))
        let serverFinal = string(try vector.octets("server-final"))
        let salt = try Base64.decode(Array(try #require(value("s", of: serverFirst)).utf8).span)
        let iterationCount = try #require(value("i", of: serverFirst).flatMap { Int($0) })
        let password = try vector.octets("password")
        let keys = SCRAMKeys<Insecure.SHA1>(
            password: password.span,
            salt: salt.span,
            iterationCount: iterationCount
        )
        let printedProof = try #require(value("p", of: clientFinal))
        let authMessage =
            "\(clientFirst),\(serverFirst),\(clientFinal.dropLast(",p=".count + printedProof.count))"
        let proof = keys.clientProof(Array(authMessage.utf8).span)
        let signature = keys.serverSignature(Array(authMessage.utf8).span)
        #expect(Base64.encode(proof.span) == printedProof)
        #expect(Base64.encode(signature.span) == value("v", of: serverFinal))
    }

    /// The value of an attribute of a message, by its letter.
    private func value(_ name: String, of message: String) -> String? {
        message.split(separator: ",").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(2)) }
    }

    @Test("both sides agree for any name, password and binding, and on nothing else")
    func bothSides() throws {
        let endPoint = [UInt8](repeating: 7, count: 32)
        for (name, password, other) in [
            ("user", "pencil", "pencil2"), ("", "x", "y"), ("a=b,c", "=,", ",="),
            ("\u{E9}", "I\u{AD}X", "Ix"),
        ] {
            for binding in [
                SCRAMChannelBinding.notSupported, .notOffered, .tlsServerEndPoint(endPoint),
            ] {
                let offered = binding.mechanism == .sha256Plus ? endPoint : nil
                #expect(try exchange(name, password, password, binding, serverEndPoint: offered) == nil)
                #expect(
                    try exchange(name, password, other, binding, serverEndPoint: offered) == .invalidProof
                )
            }
        }
    }

    @Test("a client bound to another certificate than the server's is refused")
    func bindingMismatch() throws {
        let error = try exchange(
            "user",
            "pencil",
            "pencil",
            .tlsServerEndPoint([1, 2, 3]),
            serverEndPoint: [1, 2, 4]
        )
        #expect(error == .channelBindingMismatch)
    }

    @Test("a client that was led to believe there is no channel binding is refused")
    func downgrade() throws {
        let error = try exchange("user", "pencil", "pencil", .notOffered, serverEndPoint: [1])
        #expect(error == .channelBindingHidden)
        #expect(
            string(SCRAMError.channelBindingHidden.serverFinalMessage)
                == "e=server-does-support-channel-binding"
        )
    }

    @Test("a user that there is none of ends in a wrong proof, even with the right keys")
    func mock() throws {
        let client = try makeClient(accepting: 1...1)
        let server = try begin(client.firstMessage)
        let name = server.userName
        let secret = try SCRAMSecret.mock(userName: name.span, mockKey: [1, 2, 3].span, iterationCount: 1)
        let challenge = try server.challenge(secret: secret, nonce: Array("abc".utf8))
        let message = challenge.message
        #expect(string(message).hasPrefix("r=rOprNGfwEbeRWgbNEkqOabc,s="))
        let proof = try answer(client, message)
        let final = proof.finalMessage
        var error: SCRAMError?
        do throws(SCRAMError) {
            _ = try finish(challenge, final)
        } catch let thrown {
            error = thrown
        }
        #expect(error == .invalidProof)
    }

    @Test(
        "the client refuses what no server may answer",
        arguments: [
            ("", SCRAMError.malformedMessage(.serverFirst)), ("r=", .malformedMessage(.serverFirst)),
            ("s=AAAA,r=rOprNGfwEbeRWgbNEkqOx,i=4096", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096,", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAA,i=4096", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=", .malformedMessage(.serverFirst)),
            ("rxrOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096,x=", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=1000000000000000000", .malformedMessage(.serverFirst)),
            (
                "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=999999999999999999",
                .iterationCountNotAccepted(999_999_999_999_999_999)
            ),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=04096", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=-1", .malformedMessage(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=99999999999999999999", .malformedMessage(.serverFirst)),
            ("m=x,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096", .unsupportedExtension(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096,m=x", .unsupportedExtension(.serverFirst)),
            ("r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096", .nonceMismatch),
            ("r=rOprNGfwEbeRWgbNEkqPx,s=AAAA,i=4096", .nonceMismatch),
            ("r=x,s=AAAA,i=4096", .nonceMismatch),
            ("r=rOprNGfwEbeRWgbNEkqOx\u{7F},s=AAAA,i=4096", .nonceMismatch),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4095", .iterationCountNotAccepted(4095)),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=10000001", .iterationCountNotAccepted(10_000_001)),
        ]
    )
    func serverFirst(message: String, error: SCRAMError) throws {
        let refused = refusal { () throws(SCRAMError) in
            _ = try answer(makeClient(), Array(message.utf8))
        }
        #expect(refused == error)
    }

    @Test("the client passes over an extension that need not be understood")
    func optionalExtension() throws {
        let proof = try answer(makeClient(), Array((serverFirst + ",x=y").utf8))
        #expect(
            string(proof.finalMessage).hasPrefix(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p="
            )
        )
    }

    @Test("an attribute is named by a letter of ASCII, whichever")
    func attributeNames() throws {
        // RFC 5802, section 7: attr-val = ALPHA "=" value.
        for name in ["a", "z", "A", "Z"] {
            let proof = try answer(makeClient(), Array((serverFirst + ",\(name)=y").utf8))
            #expect(string(proof.finalMessage).hasPrefix("c=biws,r="))
        }
        for name in ["@", "[", "`", "{", "1", "!", "\u{1}"] {
            let refused = refusal { () throws(SCRAMError) in
                _ = try answer(makeClient(), Array((serverFirst + ",\(name)=y").utf8))
            }
            #expect(refused == .malformedMessage(.serverFirst), "\(name)")
        }
    }

    @Test(
        "the client refuses a server that does not know the secret, or says so",
        arguments: [
            ("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8=", SCRAMError.invalidServerSignature),
            ("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl9", .malformedMessage(.serverFinal)),
            ("v=", .malformedMessage(.serverFinal)), ("", .malformedMessage(.serverFinal)),
            ("w=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", .malformedMessage(.serverFinal)),
            ("e=invalid-proof", .refusedByServer("invalid-proof")),
            ("e=a\u{1B}b", .refusedByServer("a\\u{1b}b")),
        ]
    )
    func serverFinal(message: String, error: SCRAMError) throws {
        let refused = refusal { () throws(SCRAMError) in
            // Whatever the server's key is, one iteration does as well as 4096.
            let serverFirst = Array("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=1".utf8)
            let proof = try answer(makeClient(accepting: 1...1), serverFirst)
            try finish(proof, Array(message.utf8))
        }
        #expect(refused == error)
    }

    @Test(
        "the server refuses what no client may begin with",
        arguments: [
            ("", SCRAMError.malformedMessage(.clientFirst)), ("n", .malformedMessage(.clientFirst)),
            ("n,,", .malformedMessage(.clientFirst)), ("x,,n=,r=a", .malformedMessage(.clientFirst)),
            ("n,,r=a,n=", .malformedMessage(.clientFirst)), ("n,,n=a=b,r=a", .malformedMessage(.clientFirst)),
            ("n,,n=,r=", .malformedMessage(.clientFirst)), ("n,,n=,r=a b", .malformedMessage(.clientFirst)),
            ("n,,n-bob,r=a", .malformedMessage(.clientFirst)), ("n,,n=,r-a", .malformedMessage(.clientFirst)),
            ("n,,n=,r=a\u{7F}", .malformedMessage(.clientFirst)),
            ("n,,n=,r=\u{E9}", .malformedMessage(.clientFirst)),
            ("n,x,n=,r=a", .malformedMessage(.clientFirst)),
            ("n,,n=\u{0},r=a", .malformedMessage(.clientFirst)),
            ("n,a=bob,n=,r=a", .authorizationIdentityNotSupported),
            ("n,,m=x,n=,r=a", .unsupportedExtension(.clientFirst)),
            ("n,,n=,r=a,m=x", .unsupportedExtension(.clientFirst)),
            ("p=tls-server-end-point,,n=,r=a", .channelBindingNotOfMechanism),
        ]
    )
    func clientFirst(message: String, error: SCRAMError) {
        let refused = refusal { () throws(SCRAMError) in _ = try begin(Array(message.utf8)) }
        #expect(refused == error)
    }

    @Test(
        "the mechanism and the channel binding must go together",
        arguments: [
            ("n,,n=,r=a", SCRAMError.channelBindingNotOfMechanism),
            ("y,,n=,r=a", .channelBindingNotOfMechanism),
            ("p=tls-unique,,n=,r=a", .unsupportedChannelBindingType),
        ]
    )
    func mechanism(message: String, error: SCRAMError) {
        let refused = refusal { () throws(SCRAMError) in
            _ = try begin(Array(message.utf8), .sha256Plus, [1])
        }
        #expect(refused == error)
    }

    @Test(
        "the server refuses a final message that is another's",
        arguments: [
            (
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                SCRAMError.malformedMessage(.clientFinal)
            ),
            ("c=biws,r=rOprNGfwEbeRWgbNEkqOx,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .nonceMismatch),
            (
                "c=eSws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                .channelBindingMismatch
            ),
            ("p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .malformedMessage(.clientFinal)),
            (
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4j",
                .malformedMessage(.clientFinal)
            ),
            (
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,x=y,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                .invalidProof
            ),
        ]
    )
    func clientFinal(message: String, error: SCRAMError) throws {
        let refused = refusal { () throws(SCRAMError) in
            _ = try finish(makeChallenge(), Array(message.utf8))
        }
        #expect(refused == error)
    }

    @Test("a client binds wherever both sides can")
    func choice() {
        #expect(
            SCRAMChannelBinding.choose(offered: [.sha256, .sha256Plus], serverEndPoint: [1])
                == .tlsServerEndPoint([1])
        )
        #expect(
            SCRAMChannelBinding.choose(offered: [.sha256, .sha256Plus], serverEndPoint: nil) == .notSupported
        )
        #expect(SCRAMChannelBinding.choose(offered: [.sha256], serverEndPoint: [1]) == .notOffered)
        #expect(SCRAMChannelBinding.choose(offered: [.sha256Plus], serverEndPoint: nil) == nil)
        #expect(SCRAMChannelBinding.choose(offered: [], serverEndPoint: [1]) == nil)
    }

    @Test(
        "the end point's data is what OpenSSL's digest of the certificate is (RFC 5929, section 4.1)",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [
            (SignatureDigest.md5, "sha256"), (.sha1, "sha256"), (.sha2(.sha224), "sha224"),
            (.sha2(.sha256), "sha256"), (.sha2(.sha384), "sha384"), (.sha2(.sha512), "sha512"),
        ]
    )
    func endPoint(digest: SignatureDigest, name: String) throws {
        let certificate = Array("any octets will do".utf8)
        let outcome = try #require(Programs.openssl).run(["dgst", "-\(name)", "-binary"], input: certificate)
        #expect(
            TLSServerEndPoint.data(certificate: certificate.span, signatureDigest: digest) == outcome.output
        )
    }

    private func makeClient(
        accepting iterationCounts: ClosedRange<Int> = 4096...10_000_000
    ) throws(SCRAMError) -> SCRAMClient {
        try SCRAMClient(
            userName: Array("user".utf8).span,
            password: Array("pencil".utf8).span,
            nonce: Array("rOprNGfwEbeRWgbNEkqO".utf8),
            channelBinding: .notSupported,
            acceptedIterationCounts: iterationCounts
        )
    }

    private func makeChallenge() throws(SCRAMError) -> SCRAMServerChallenge {
        let server = try begin(Array(clientFirst.utf8))
        #expect(string(server.userName) == "user")
        let secret = try SCRAMSecret(parsing: Array(SCRAMSecretTests.example.utf8).span)
        return try server.challenge(secret: secret, nonce: Array("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0".utf8))
    }

    /// Lets both sides talk; what one of them refused, or nil.
    private func exchange(
        _ name: String,
        _ stored: String,
        _ given: String,
        _ binding: SCRAMChannelBinding,
        serverEndPoint: [UInt8]?
    ) throws -> SCRAMError? {
        var random = SeededRandom(seed: 9)
        let secret = try SCRAMSecret(password: Array(stored.utf8).span, iterationCount: 2, using: &random)
        do throws(SCRAMError) {
            let client = try SCRAMClient(
                userName: Array(name.utf8).span,
                password: Array(given.utf8).span,
                nonce: SCRAMNonce.make(using: &random),
                channelBinding: binding,
                acceptedIterationCounts: 1...10
            )
            let server = try begin(client.firstMessage, client.mechanism, serverEndPoint)
            #expect(string(server.userName) == name)
            let challenge = try server.challenge(secret: secret, nonce: SCRAMNonce.make(using: &random))
            let message = challenge.message
            let proof = try answer(client, message)
            let proofMessage = proof.finalMessage
            let final = try finish(challenge, proofMessage)
            try finish(proof, final)
            return nil
        } catch {
            return error
        }
    }
}
