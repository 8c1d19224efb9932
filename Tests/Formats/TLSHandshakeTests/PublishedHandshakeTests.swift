import SecretMemory
import TLSHandshake
import TestSupport
import Testing
import VectorFiles

/// A published handshake, of which the client's keys are known.
struct PublishedHandshake {
    let vector: VectorCase

    init(_ identifier: String) throws {
        let cases = try VectorFolder(near: #filePath).file("rfc/8448-handshakes").cases
        vector = try #require(cases.first { $0.identifier == identifier })
    }

    func octets(_ name: String) throws -> [UInt8] { try vector.octets(name) }

    /// A client that sends the published hellos.
    func client() throws -> TLSClient<ScriptedRandom> {
        var settings = TLSSettings(serverName: "server")
        settings.sharedGroups = vector.has("p256-key") ? [.x25519, .p256] : [.x25519]
        settings.fixedHellos = [Array(try octets("client-hello").dropFirst(5))]
        if vector.has("second-hello") {
            settings.fixedHellos.append(Array(try octets("second-hello").dropFirst(5)))
        }
        var script = [UInt8](repeating: 0, count: 32) + (try octets("x25519-key"))
        if vector.has("p256-key") {
            script += try octets("p256-key")
            // A key of a curve is one more than what is drawn (FIPS 186-5, appendix A.2.2).
            script[script.count - 1] -= 1
        }
        return TLSClient(settings, using: ScriptedRandom(script))
    }
}

@Suite("The handshakes of RFC 8448")
struct PublishedHandshakeTests {
    @Test("section 3, to the byte, however the server's bytes are split", arguments: [1, 7, 1000, 1 << 20])
    func simple(portion: Int) throws {
        let published = try PublishedHandshake("3")
        var client = try published.client()
        #expect(client.takeOutput() == (try published.octets("client-hello")))
        var sent = try published.octets("server-hello") + published.octets("server-flight")
        #expect(client.peer == nil)
        while !sent.isEmpty {
            let part = Array(sent.prefix(portion))
            sent.removeFirst(part.count)
            try client.receive(part.span)
        }
        #expect(client.takeOutput() == (try published.octets("client-finished")))
        let found = client.peer
        let peer = try #require(found)
        #expect(peer.version == .tls13 && peer.suite == .aes128GCMSHA256 && peer.group == .x25519)
        #expect(peer.scheme == .rsaPSSSHA256 && !peer.wasRetried && peer.certificates.count == 1)

        let later = try published.octets("ticket") + published.octets("server-data")
        try client.receive(later.span)
        let data = try published.octets("data")
        #expect(client.takeReceived().map(\.publicBytes) == [data])
        try client.send(data.span)
        #expect(client.takeOutput() == (try published.octets("client-data")))
        let end = try published.octets("server-close")
        try client.receive(end.span)
        let isClosed = client.isClosedByServer
        #expect(isClosed)
        client.close()
        #expect(client.takeOutput() == (try published.octets("client-close")))
        #expect(throws: TLSError.notConnected) { try client.send(data.span) }
    }

    @Test("section 5, with a HelloRetryRequest, to the byte")
    func retry() throws {
        let published = try PublishedHandshake("5")
        var client = try published.client()
        #expect(client.takeOutput() == (try published.octets("client-hello")))
        let request = try published.octets("retry-request")
        try client.receive(request.span)
        #expect(client.takeOutput() == (try published.octets("second-hello")))
        let answer = try published.octets("server-hello") + published.octets("server-flight")
        try client.receive(answer.span)
        #expect(client.takeOutput() == (try published.octets("client-finished")))
        #expect(client.peer?.group == .p256)
        #expect(client.peer?.wasRetried == true)
    }

    @Test("no byte of the server can be changed, but for the number in the header of its hello")
    func changes() throws {
        let published = try PublishedHandshake("3")
        let good = try published.octets("server-hello") + published.octets("server-flight")
        for index in good.indices where index < 120 || index.isMultiple(of: 29) || index > good.count - 20 {
            var client = try published.client()
            var changed = good
            changed[index] ^= 0x20
            do {
                try client.receive(changed.span)
                try client.receiveEnd()
            } catch {
                #expect(!error.description.isEmpty)
            }
            // The low half of the version before a hello says nothing (RFC 8446, section 5.1).
            #expect((client.peer != nil) == (index == 2), "byte \(index)")
        }
    }

    @Test("of a dropped connection's keys nothing stays in memory")
    func wiping() throws {
        // The client's secret of application data in section 3, under a mask, so that this file does not hold it.
        let masked = octets("61bf9b93186580623fa5077764319aad78a505f4f920ff78086d14483e8afb5a")
        let scan: ProcessMemory
        do {
            let published = try PublishedHandshake("3")
            var client = try published.client()
            let answer = try published.octets("server-hello") + published.octets("server-flight")
            try client.receive(answer.span)
            var secret = SecretBytes(repeating: 0xFF, count: masked.count)
            var span = secret.mutableSpan
            for index in span.indices { span[index] ^= masked[index] }
            scan = ProcessMemory(of: span.span)
            secret.wipe()
            #expect(!scan.findings().isEmpty, "the client holds it")
            client.close()
        }
        #expect(scan.findings() == [])
    }
}
