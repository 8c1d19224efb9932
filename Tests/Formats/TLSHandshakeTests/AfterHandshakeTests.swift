import SecretMemory
import TestSupport
import Testing

@testable import TLSHandshake

@Suite("After the handshake")
struct AfterHandshakeTests {
    private typealias Client = TLSClient<SeededRandom>

    /// Lets `body` have both sides of a connection.
    private func connected(
        most: Int = 1 << 20,
        _ body: (inout Client, inout FakeServer) throws -> Void
    ) throws {
        var server = FakeServer()
        var settings = TLSSettings()
        settings.mostReceivedBytes = most
        var client = Client(settings, using: SeededRandom(seed: 1))
        let answer = try server.answer(to: client.takeOutput())
        try client.receive(answer.span)
        _ = client.takeOutput()
        #expect(client.peer != nil)
        try body(&client, &server)
    }

    /// What comes of a record of the server.
    private func fault(_ type: UInt8, _ content: [UInt8]) throws -> TLSError? {
        var found: TLSError?
        try connected { client, server in
            let record = try server.later(type, content)
            do throws(TLSError) {
                try client.receive(record.span)
            } catch {
                found = error
            }
        }
        return found
    }

    @Test("nothing is negotiated again, and no certificate is asked for any more")
    func renegotiation() throws {
        // HelloRequest of TLS 1.2, and another ServerHello.
        #expect(try fault(22, [0, 0, 0, 0]) == .unexpected("message of type 0"))
        #expect(try fault(22, [2, 0, 0, 0]) == .unexpected("serverHello message"))
        #expect(try fault(22, [13, 0, 0, 3, 0, 0, 0]) == .unexpected("certificateRequest message"))
        #expect(try fault(22, [20, 0, 0, 0]) == .unexpected("finished message"))
        #expect(try fault(22, [4, 0, 0, 0]) == nil)
        #expect(try fault(20, [1]) == .unexpected("change of cipher specs"))
        #expect(try fault(21, [2, 116]) == .alert(TLSAlert(code: 116)))
        #expect(try fault(21, [1, 0]) == nil)
        #expect(try fault(23, []) == nil)
    }

    @Test("keys are renewed, ours too where that is asked for")
    func keyUpdates() throws {
        try connected { client, server in
            for wish in [0, 1, 1, 0] as [UInt8] {
                let update = try server.later(22, [24, 0, 0, 1, wish])
                try client.receive(update.span)
                server.update()
                // A KeyUpdate of ours, under the old keys.
                #expect(client.takeOutput().count == (wish == 1 ? 5 + 5 + 1 + 16 : 0))
                let data = try server.later(23, [wish, 7])
                try client.receive(data.span)
                #expect(client.takeReceived().map(\.publicBytes) == [[wish, 7]])
            }
            let old = client.keys
            let data: [UInt8] = [1, 2]
            try client.send(data.span)
            let sent = client.takeOutput()
            let reading = try #require(old).clientProtection
            let header = RecordHeader(type: 23, count: sent.count - 5)
            let body = Array(sent.dropFirst(5))
            #expect(try reading.open(header, body.span).content.publicBytes == data)
        }
        #expect(try fault(22, [24, 0, 0, 1, 2]) == .illegal("KeyUpdate"))
        #expect(try fault(22, [24, 0, 0, 2, 0, 0]) == .malformed("KeyUpdate"))
        #expect(try fault(22, [24, 0, 0, 1, 0, 4]) == .unexpected("message behind its KeyUpdate"))
    }

    @Test("messages, records and bytes end somewhere")
    func bounds() throws {
        try connected { client, server in
            for _ in 0..<32 {
                let ticket = try server.later(22, [4, 0, 0, 0])
                try client.receive(ticket.span)
            }
            let ticket = try server.later(22, [4, 0, 0, 0])
            #expect(throws: TLSError.tooMuch("messages")) { try client.receive(ticket.span) }
        }
        try connected { client, server in
            var error: TLSError?
            for _ in 0..<5000 where error == nil {
                let empty = try server.later(23, [])
                do throws(TLSError) {
                    try client.receive(empty.span)
                } catch let found {
                    error = found
                }
            }
            #expect(error == .tooMuch("records"))
        }
        #expect(try fault(23, [UInt8](repeating: 1, count: 16_384)) == nil)
        #expect(try fault(23, [UInt8](repeating: 1, count: 16_385)) == .recordTooLong(16_385))
        try connected(most: 1000) { client, server in
            let data = try server.later(23, [UInt8](repeating: 1, count: 900))
            try client.receive(data.span)
            #expect(throws: TLSError.tooMuch("bytes")) { try client.receive(data.span) }
        }
    }

    @Test("an end is told from one that was cut, and nothing is taken after it")
    func ends() throws {
        try connected { client, server in
            #expect(throws: TLSError.endedEarly) { try client.receiveEnd() }
        }
        try connected { client, server in
            let end = try server.later(21, [1, 0]) + server.later(23, [1])
            try client.receive(end.span)
            try client.receiveEnd()
            let isClosed = client.isClosedByServer
            #expect(isClosed && client.takeReceived().isEmpty)
        }
    }

    @Test("what is longer than a record goes in several")
    func longData() throws {
        try connected { client, server in
            let data = [UInt8](repeating: 5, count: 40_000)
            try client.send(data.span)
            let sent = client.takeOutput()
            #expect(sent.count == data.count + 3 * (5 + 1 + 16))
        }
    }

    @Test("whatever a server sends, enciphered and signed right, no client stops for it")
    func noise() throws {
        var random = SeededRandom(seed: 77)
        func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        for _ in 0..<400 {
            var server = FakeServer()
            var client = Client(TLSSettings(serverName: "fake"), using: SeededRandom(seed: 1))
            let hello = client.takeOutput()
            // Messages of all types that begin right and go on anyhow.
            server.parts = (0..<below(6)).map { _ in
                let body = random.bytes(count: below(80))
                let type = [8, 11, 13, 15, 20, 4, 24][below(7)] as UInt8
                return .message([type, 0, 0, UInt8(body.count)] + body)
            }
            if below(2) == 0 { server.parts.insert(.encryptedExtensions, at: 0) }
            if below(3) == 0 {
                server.parts.append(.record(UInt8(20 + below(4)), random.bytes(count: below(9))))
            }
            var answer = try server.answer(to: hello)
            for _ in 0..<below(3) where below(2) == 0 {
                answer[below(answer.count)] = UInt8(below(256))
            }
            do throws(TLSError) {
                try client.receive(answer.span)
            } catch {
                #expect(!error.description.isEmpty)
            }
            #expect(client.peer == nil)
        }
    }
}
