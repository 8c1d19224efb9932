import EllipticCurves
import SecretMemory
import TestSupport
import Testing

@testable import TLSHandshake

@Suite("A server of TLS 1.2 that means ill, or is broken")
struct HostileServer12Tests {
    private typealias Client = TLSClient<SeededRandom>

    /// What comes of a handshake; `nil` where the client is connected.
    private func fault(
        versions: [TLSVersion] = [.tls13, .tls12],
        schemes: [SignatureScheme] = SignatureScheme.allCases,
        _ change: (inout FakeServer12) -> Void
    ) throws -> TLSError? {
        var server = FakeServer12()
        change(&server)
        var settings = TLSSettings()
        settings.versions = versions
        settings.schemes = schemes
        var client = Client(settings, using: SeededRandom(seed: 1))
        let first = try server.answer(to: client.takeOutput())
        do throws(TLSError) {
            try client.receive(first.span)
        } catch {
            return error
        }
        let last = try server.finish(client.takeOutput())
        do throws(TLSError) {
            try client.receive(last.span)
        } catch {
            let peer = client.peer
            #expect(peer == nil)
            return error
        }
        let peer = client.peer
        #expect(peer?.version == .tls12)
        return nil
    }

    @Test("the server of these tests is taken where nothing is wrong with it, and data goes both ways")
    func control() throws {
        #expect(try fault { $0.extensions = [] } == nil)
        #expect(try fault { $0.extensions = [(11, [1, 0])] } == nil)
        // Some servers send it where it has no place, such as those of F5.
        #expect(try fault { $0.extensions.append((10, [0, 2, 0, 23])) } == nil)
        #expect(try fault { $0.parts.insert(.certificateRequest, at: 3) } == nil)
        #expect(try fault(versions: [.tls12]) { $0.random.replaceSubrange(24..., with: downgrade(1)) } == nil)
        for (group, suite) in [
            (NamedGroup.x25519, CipherSuite.ecdsaAES256GCMSHA384), (.p384, .ecdsaAES128GCMSHA256),
        ] {
            var server = FakeServer12()
            (server.group, server.suite) = (group, suite)
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            let first = try server.answer(to: client.takeOutput())
            try client.receive(first.span)
            let last = try server.finish(client.takeOutput())
            try client.receive(last.span)
            let found = client.peer
            let peer = try #require(found)
            #expect(peer.suite == suite && peer.group == group && peer.hasExtendedMasterSecret)
            #expect(peer.hasSecureRenegotiation)
            let data: [UInt8] = [1, 2, 3]
            try client.send(data.span)
            let sent = client.takeOutput()
            let body = Array(sent.dropFirst(5))
            let opened = try server.reading?.open(RecordHeader(type: 23, count: body.count), body.span)
            #expect(opened?.content.publicBytes == data)
            let writing = try #require(server.writing)
            let answer = writing.seal(.applicationData, data.span)
            try client.receive(answer.span)
            #expect(client.takeReceived().map(\.publicBytes) == [data])
            // Records that are too short to be enciphered, and one that holds too much.
            for (count, error) in [(0, TLSError.undecipherable), (23, .undecipherable)] {
                let record = FakeServer.record(23, [UInt8](repeating: 0, count: count))
                let found = client.reading
                let protection = try #require(found)
                let header = RecordHeader(type: 23, count: count)
                let body = Array(record.dropFirst(5))
                #expect(throws: error) { try protection.open(header, body.span) }
            }
            let long = [UInt8](repeating: 0, count: 8 + 16_385 + 16)
            let reading = client.reading
            #expect(throws: TLSError.recordTooLong(16_385)) {
                try reading?.open(RecordHeader(type: 23, count: long.count), long.span)
            }
            // HelloRequest: nothing is negotiated again.
            let request: [UInt8] = [0, 0, 0, 0]
            let again = writing.seal(.handshake, request.span)
            #expect(throws: TLSError.unexpected("message of type 0")) { try client.receive(again.span) }
        }
    }

    private func downgrade(_ last: UInt8) -> [UInt8] { Array("DOWNGRD".utf8) + [last] }

    @Test("a hello that is marked as one of less than the server speaks is refused")
    func downgrades() throws {
        #expect(try fault { $0.random.replaceSubrange(24..., with: downgrade(1)) } == .downgraded)
        #expect(try fault { $0.random.replaceSubrange(24..., with: downgrade(0)) } == .downgraded)
        #expect(try fault(versions: [.tls13]) { _ in } == .versionNotOffered(0x0303))
    }

    @Test("wrong hellos are refused, each for what is wrong with it")
    func hellos() throws {
        #expect(try fault { $0.saidSuite = 0x1301 } == .suiteNotOffered(0x1301))
        #expect(try fault { $0.saidSuite = 0x009C } == .suiteNotOffered(0x009C))
        #expect(try fault { $0.extensions = [(35, [])] } == .wrongExtension(35))
        #expect(try fault { $0.extensions = [(51, [])] } == .wrongExtension(51))
        #expect(
            try fault { $0.extensions = [(0xFF01, [1, 9])] } == .illegal("renegotiation_info in its hello")
        )
        #expect(try fault { $0.extensions = [(23, [1])] } == .malformed("ServerHello"))
        #expect(
            try fault(versions: [.tls12]) { $0.extensions = [(43, [3, 4])] } == .versionNotOffered(0x0304)
        )
    }

    @Test("a wrong share of the key, or a wrong proof of it, is refused")
    func proofs() throws {
        #expect(try fault { $0.changesSignature = true } == .wrongSignature(.ecdsaP256SHA256))
        // The signature of another handshake.
        #expect(
            try fault { $0.signedRandom = [UInt8](repeating: 3, count: 32) }
                == .wrongSignature(.ecdsaP256SHA256)
        )
        #expect(try fault { $0.scheme = 0x0203 } == .schemeNotOffered(0x0203))
        #expect(try fault(schemes: [.ecdsaP256SHA256]) { _ in } == nil)
        #expect(
            try fault(schemes: [.ecdsaP384SHA384, .rsaPSSSHA256]) { _ in } == .schemeNotOffered(0x0403)
        )
        #expect(try fault { $0.scheme = 0x0804 } == .schemeNotOfKey(.rsaPSSSHA256))
        // A suite of RSA, with a certificate that is not.
        #expect(try fault { $0.suite = .rsaAES128GCMSHA256 } == .schemeNotOfKey(.ecdsaP256SHA256))
        #expect(
            try fault { $0.curveKind = 1 } == .illegal("ServerKeyExchange: its curve has no name")
        )
        #expect(try fault { $0.saidGroup = 0x0019 } == .groupNotOffered(0x0019))
        #expect(try fault { $0.saidShare = [] } == .malformed("ServerKeyExchange"))
        let zeros = [UInt8](repeating: 0, count: 32)
        #expect(
            try fault { ($0.group, $0.saidShare) = (.x25519, zeros) } == .wrongKeyShare(.smallOrder)
        )
        #expect(
            try fault { $0.saidShare = [2] + zeros } == .wrongKeyShare(.pointLength(byteCount: 33))
        )
        #expect(try fault { $0.changesFinished = true } == .wrongFinished)
    }

    @Test("messages out of their order, twice or left out are refused")
    func order() throws {
        func fault(_ parts: FakeServer12.Part...) throws -> TLSError? { try self.fault { $0.parts = parts } }
        #expect(try fault(.certificate) == .unexpected("certificate message"))
        #expect(try fault(.hello, .keyExchange) == .unexpected("serverKeyExchange message"))
        #expect(try fault(.hello, .certificate, .done) == .unexpected("serverHelloDone message"))
        #expect(try fault(.hello, .hello) == .unexpected("serverHello message"))
        #expect(
            try fault(.hello, .certificate, .keyExchange, .certificateRequest, .certificateRequest)
                == .unexpected("certificateRequest message")
        )
        // Keys that nobody agreed on yet (CVE-2014-0224).
        #expect(try fault(.hello, .record(20, [1])) == .unexpected("change of cipher specs"))
        #expect(
            try fault(.hello, .certificate, .keyExchange, .record(20, [1]))
                == .unexpected("change of cipher specs")
        )
        #expect(try fault(.hello, .record(23, [1])) == .unexpected("record of application data"))
        #expect(try self.fault { $0.changeOfCipherSpecs = [] } != nil)
        let change = FakeServer.record(20, [1])
        #expect(try self.fault { $0.changeOfCipherSpecs = change + change } == .undecipherable)
        #expect(
            try self.fault { $0.changeOfCipherSpecs = FakeServer.record(20, [2]) }
                == .malformed("change of cipher specs")
        )
        let finished = FakeServer.record(22, [20, 0, 0, 12] + [UInt8](repeating: 0, count: 12))
        #expect(try self.fault { $0.changeOfCipherSpecs = finished } == .unexpected("finished message"))
    }
}
