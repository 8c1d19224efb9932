import EllipticCurves
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import TLSHandshake

@Suite("A server that means ill, or is broken")
struct HostileServerTests {
    private typealias Client = TLSClient<SeededRandom>

    /// What comes of an answer: the error, or `nil` where the client is connected or waits for more. The error's alert
    /// has to be the last that is sent, and nothing must come of more.
    private func fault(_ change: (inout FakeServer) -> Void) throws -> TLSError? {
        var server = FakeServer()
        change(&server)
        var client = Client(TLSSettings(serverName: "fake"), using: SeededRandom(seed: 1))
        let answer = try server.answer(to: client.takeOutput())
        return try fault(of: &client, answer)
    }

    private func fault(of client: inout Client, _ bytes: [UInt8]) throws -> TLSError? {
        do throws(TLSError) {
            try client.receive(bytes.span)
            return nil
        } catch {
            let output = client.takeOutput()
            if let alert = error.alert {
                let last = Array(output.suffix(2))
                if client.writing == nil {
                    #expect(last == [2, alert.code])
                } else {
                    #expect(output.count >= 24)
                }
            } else {
                #expect(output.isEmpty)
            }
            let more: [UInt8] = [1, 2, 3]
            #expect(throws: Never.self) { try client.receive(more.span) }
            #expect(client.takeOutput().isEmpty && client.takeReceived().isEmpty)
            #expect(throws: TLSError.notConnected) { try client.send(more.span) }
            #expect(error.description.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            return error
        }
    }

    @Test("the server of these tests is taken where nothing is wrong with it, by both groups and suites")
    func control() throws {
        for (group, suite) in [(NamedGroup.x25519, UInt16(0x1301)), (.p256, 0x1302)] {
            var server = FakeServer()
            (server.group, server.suite) = (group, suite)
            server.parts.insert(.certificateRequest, at: 1)
            server.parts.insert(.clear(FakeServer.record(20, [1])), at: 0)
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            let answer = try server.answer(to: client.takeOutput())
            #expect(try fault(of: &client, answer) == nil)
            let found = client.peer
            let peer = try #require(found)
            #expect(peer.group == group && peer.suite.rawValue == suite && peer.wantsClientCertificate)
        }
    }

    @Test("what does not begin as TLS is known by its first byte")
    func otherProtocols() throws {
        for text in ["E", "HTTP/1.1 400 Bad Request", "N"] {
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            _ = client.takeOutput()
            let bytes = Array(text.utf8)
            #expect(try fault(of: &client, bytes) == .notTLS(bytes[0]))
        }
    }

    @Test("wrong hellos are refused, each for what is wrong with it")
    func hellos() throws {
        // TLS 1.2 with a suite of TLS 1.3.
        #expect(try fault { $0.version = nil } == .suiteNotOffered(0x1301))
        #expect(try fault { ($0.version, $0.legacyVersion) = (nil, 0x0301) } == .versionNotOffered(0x0301))
        #expect(try fault { $0.version = 0x0305 } == .versionNotOffered(0x0305))
        #expect(try fault { $0.legacyVersion = 0x0302 } == .illegal("version in its hello"))
        #expect(try fault { $0.suite = 0x1303 } == .suiteNotOffered(0x1303))
        #expect(try fault { $0.suite = 0xC02F } == .suiteNotOffered(0xC02F))
        #expect(try fault { $0.sessionIdentifier = [1] } == .illegal("session identifier in its hello"))
        #expect(
            try fault { $0.sessionIdentifier = [UInt8](repeating: 1, count: 33) } == .malformed("ServerHello")
        )
        #expect(try fault { $0.compression = 1 } == .illegal("compression in its hello"))
        #expect(try fault { $0.saidGroup = 0x0018 } == .groupNotOffered(0x0018))
        #expect(try fault { $0.saidGroup = 0x0100 } == .groupNotOffered(0x0100))
        #expect(try fault { $0.helloExtensions = [(0, [])] } == .wrongExtension(0))
        #expect(try fault { $0.helloExtensions = [(41, [0, 0])] } == .wrongExtension(41))
        #expect(try fault { $0.helloExtensions = [(43, [3, 4])] } == .wrongExtension(43))
        #expect(try fault { $0.behindHello = [8] } == .unexpected("message behind its hello"))
        #expect(try fault { $0.behindHello = [8, 0, 0, 2, 0, 0] } == .unexpected("message behind its hello"))
    }

    @Test("shares of keys that are none of their group are refused")
    func shares() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        #expect(try fault { $0.saidShare = zeros } == .wrongKeyShare(.smallOrder))
        #expect(
            try fault { $0.saidShare = [UInt8](repeating: 0xFF, count: 32) }
                == .wrongKeyShare(.coordinateOutOfRange)
        )
        #expect(
            try fault { $0.saidShare = Array(zeros.dropLast()) }
                == .wrongKeyShare(.pointLength(byteCount: 31))
        )
        let point = [4] + [UInt8](repeating: 1, count: 64)
        guard case .wrongKeyShare = try fault({ ($0.group, $0.saidShare) = (.p256, point) }) else {
            Issue.record("a point that is not on the curve is taken")
            return
        }
        // A point in compressed form is not one of TLS.
        #expect(
            try fault { ($0.group, $0.saidShare) = (.p256, [2] + zeros) }
                == .wrongKeyShare(.pointLength(byteCount: 33))
        )
        #expect(try fault { $0.saidShare = [] } == .malformed("ServerHello"))
    }

    @Test("a server asks for another hello once, and for what it may")
    func retries() throws {
        func retry(_ extensions: [(type: UInt16, content: [UInt8])]) throws -> TLSError? {
            var server = FakeServer()
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            let request = server.retry(to: client.takeOutput(), extensions: extensions)
            return try fault(of: &client, request)
        }
        #expect(try retry([]) == .illegal("HelloRetryRequest: it asks for nothing"))
        // A key of it was sent, or none can be.
        #expect(try retry([(51, [0, 0x1D])]) == .groupNotOffered(0x1D))
        #expect(try retry([(51, [0, 0x19])]) == .groupNotOffered(0x19))
        #expect(try retry([(44, [0, 0])]) == .malformed("ServerHello"))
        #expect(try retry([(10, [0, 0])]) == .wrongExtension(10))
        #expect(try retry([(51, [0, 0x18])]) == nil)
        #expect(try retry([(44, [0, 1, 9])]) == nil)

        // With a cookie alone, the handshake goes on with the same keys.
        var server = FakeServer()
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        let request = server.retry(to: client.takeOutput(), extensions: [(44, [0, 2, 9, 9])])
        try client.receive(request.span)
        let second = client.takeOutput()
        let answer = try server.answer(to: second)
        #expect(try fault(of: &client, answer) == nil)
        #expect(client.peer?.wasRetried == true)

        for change: (inout FakeServer) -> [UInt8] in [
            { $0.retry(to: [], extensions: [(44, [0, 1, 9])]) },
            { server in
                server.suite = 0x1302
                return (try? server.answer(to: second)) ?? []
            },
        ] {
            var server = FakeServer()
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            let request = server.retry(to: client.takeOutput(), extensions: [(44, [0, 1, 9])])
            try client.receive(request.span)
            _ = client.takeOutput()
            let error = try fault(of: &client, change(&server))
            #expect(error == .unexpected("second HelloRetryRequest") || error == .suiteNotOffered(0x1302))
        }
    }

    @Test("what comes enciphered is refused where it is wrong")
    func enciphered() throws {
        #expect(try fault { $0.encryptedExtensions = [(35, [])] } == .wrongExtension(35))
        #expect(try fault { $0.encryptedExtensions = [(51, [])] } == .wrongExtension(51))
        #expect(try fault { $0.encryptedExtensions = [(16, [0, 3, 2, 104, 50])] } == .wrongExtension(16))
        #expect(try fault { $0.encryptedExtensions = [(0, [])] } == nil)
        #expect(try fault { $0.certificates = [] } == .malformed("Certificate"))
        #expect(try fault { $0.certificates = [[]] } == .malformed("Certificate"))
        let many = [FakeServer.certificate] + [[UInt8]](repeating: [0x30, 0], count: 100)
        #expect(try fault { $0.certificates = many } == .tooMuch("certificates"))
        // A bundle of roots that somebody put behind his certificate is no fault to OpenSSL.
        #expect(try fault { $0.certificates = Array(many.dropLast()) } == nil)
        #expect(try fault { $0.certificateExtensions = [(5, [])] } == .wrongExtension(5))
        guard case .unusableCertificate = try fault({ $0.certificates = [[0x30, 0]] }) else {
            Issue.record("what is no certificate is taken for one")
            return
        }
        #expect(
            try fault {
                $0.parts.insert(.certificateRequest, at: 1)
                $0.requestContext = [1]
            } == .malformed("CertificateRequest")
        )
    }

    @Test("a wrong proof is refused: of the key, and of the handshake")
    func proofs() throws {
        #expect(try fault { $0.changesSignature = true } == .wrongSignature(.ecdsaP256SHA256))
        #expect(try fault { $0.signs = .client } == .wrongSignature(.ecdsaP256SHA256))
        #expect(try fault { $0.scheme = 0x0203 } == .schemeNotOffered(0x0203))
        for schemes: [SignatureScheme] in [[.ecdsaP256SHA256], [.ecdsaP384SHA384, .rsaPSSSHA256]] {
            var server = FakeServer()
            var settings = TLSSettings()
            settings.schemes = schemes
            var client = Client(settings, using: SeededRandom(seed: 1))
            let answer = try server.answer(to: client.takeOutput())
            let isOffered = schemes == [.ecdsaP256SHA256]
            #expect(try fault(of: &client, answer) == (isOffered ? nil : .schemeNotOffered(0x0403)))
        }
        for scheme: SignatureScheme in [.ecdsaP384SHA384, .rsaPSSSHA256, .rsaPKCS1SHA256, .ed25519] {
            #expect(try fault { $0.scheme = scheme.rawValue } == .schemeNotOfKey(scheme))
        }
        #expect(try fault { $0.changesFinished = true } == .wrongFinished)
        #expect(try fault { $0.cutsFinished = 1 } == .wrongFinished)
        #expect(try fault { $0.cutsFinished = 32 } == .wrongFinished)
    }

    @Test("messages out of their order, twice or left out are refused")
    func order() throws {
        func fault(_ parts: FakeServer.Part...) throws -> TLSError? { try self.fault { $0.parts = parts } }
        #expect(try fault(.certificate) == .unexpected("certificate message"))
        #expect(try fault(.encryptedExtensions, .finished) == .unexpected("finished message"))
        #expect(
            try fault(.encryptedExtensions, .certificate, .finished) == .unexpected("finished message")
        )
        #expect(
            try fault(.encryptedExtensions, .certificateVerify) == .unexpected("certificateVerify message")
        )
        #expect(
            try fault(.encryptedExtensions, .encryptedExtensions)
                == .unexpected("encryptedExtensions message")
        )
        #expect(
            try fault(.encryptedExtensions, .certificateRequest, .certificateRequest)
                == .unexpected("certificateRequest message")
        )
        #expect(try fault(.message([99, 0, 0, 0])) == .unexpected("message of type 99"))
        #expect(try fault(.record(23, [1])) == .unexpected("record of application data"))
        #expect(try fault(.record(22, [])) == .malformed("record"))
        #expect(
            try fault(.record(22, [8, 0]), .record(21, [2, 40])) == .unexpected("record within a message")
        )
        #expect(try fault(.clear(FakeServer.record(20, [2]))) == .unexpected("change of cipher specs"))
    }

    @Test("in the clear nothing is taken any more once there are keys, and nothing that was changed")
    func protection() throws {
        #expect(try fault { $0.parts = [.clear(FakeServer.record(21, [2, 40]))] } == .notEnciphered)
        #expect(
            try fault { $0.parts = [.clear(FakeServer.record(22, [8, 0, 0, 2, 0, 0]))] } == .notEnciphered
        )
        let noise = [UInt8](repeating: 9, count: 40)
        #expect(try fault { $0.parts = [.clear(FakeServer.record(23, noise))] } == .undecipherable)
        #expect(try fault { $0.parts = [.clear(FakeServer.record(23, [1]))] } == .undecipherable)
        #expect(try fault { $0.parts = [.clear([24, 3, 3, 0, 1, 0])] } == .unexpected("record of type 24"))
    }

    @Test("sizes and counts end somewhere")
    func bounds() throws {
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        _ = client.takeOutput()
        #expect(try fault(of: &client, [22, 3, 3, 0x40, 1]) == .recordTooLong(16_385))
        #expect(try fault { $0.parts = [.clear([23, 3, 3, 0x41, 1])] } == .recordTooLong(16_641))
        #expect(try fault { $0.parts = [.message([11, 2, 0, 1])] } == .tooMuch("bytes in one message"))
        let changes = FakeServer.Part.clear(FakeServer.record(20, [1]))
        #expect(
            try fault { $0.parts = [FakeServer.Part](repeating: changes, count: 600) } == .tooMuch("records")
        )
        let part = FakeServer.Part.record(22, [UInt8](repeating: 0, count: 16_000))
        #expect(
            try fault {
                $0.parts = [.record(22, [11, 2, 0, 0])] + [FakeServer.Part](repeating: part, count: 17)
            } == .tooMuch("bytes")
        )
    }

    @Test("an alert is told with what it means, and an end without a word is an error")
    func ends() throws {
        for code in 0...UInt8.max {
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            _ = client.takeOutput()
            let expected = code == 0 ? TLSError.endedEarly : .alert(TLSAlert(code: code))
            #expect(try fault(of: &client, FakeServer.record(21, [2, code])) == expected)
        }
        #expect(try fault { $0.parts = [.record(21, [2, 40])] } == .alert(TLSAlert(code: 40)))
        #expect(try fault { $0.parts = [.record(21, [2])] } == .malformed("alert"))
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        #expect(throws: TLSError.endedEarly) { try client.receiveEnd() }
    }

    @Test("a server that drips is left at the deadline, which the transport has")
    func drip() throws {
        var server = FakeServer()
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        let answer = try server.answer(to: client.takeOutput())
        let transport = FixedTransport(bytes: Array(answer.dropLast()), portion: 1)
        #expect(throws: TLSError.transport(.tooLate)) {
            _ = try TLSConnection(transport, TLSSettings(), using: SeededRandom(seed: 1)).peer
        }
        let whole = FixedTransport(bytes: answer, portion: 1)
        var connection = try TLSConnection(whole, TLSSettings(), using: SeededRandom(seed: 1))
        #expect(connection.peer.scheme == .ecdsaP256SHA256)
        #expect(throws: TLSError.transport(.tooLate)) { try connection.receive() }
    }

    @Test("whoever reads on after an error, or the end, is told, and does not wait")
    func over() throws {
        var server = FakeServer()
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        let answer = try server.answer(to: client.takeOutput())
        let alert = try server.later(21, [2, 116])
        let transport = FixedTransport(bytes: answer + alert, portion: answer.count, endsThen: true)
        var connection = try TLSConnection(transport, TLSSettings(), using: SeededRandom(seed: 1))
        #expect(throws: TLSError.alert(TLSAlert(code: 116))) { try connection.receive() }
        #expect(throws: TLSError.notConnected) { try connection.receive() }

        let cut = FixedTransport(bytes: answer, portion: 1000, endsThen: true)
        var other = try TLSConnection(cut, TLSSettings(), using: SeededRandom(seed: 1))
        #expect(throws: TLSError.endedEarly) { try other.receive() }
        #expect(throws: TLSError.notConnected) { try other.receive() }

        let whole = FixedTransport(bytes: answer + alert, portion: answer.count, endsThen: true)
        var closed = try TLSConnection(whole, TLSSettings(), using: SeededRandom(seed: 1))
        closed.close()
        #expect(throws: TLSError.notConnected) { try closed.receive() }
    }
}
