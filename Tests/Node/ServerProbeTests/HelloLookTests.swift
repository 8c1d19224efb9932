import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite("What a server chooses of a hello")
struct HelloLookTests {
    private static let offer = HelloOffer(versions: [0x0304, 0x0303], suites: [0x1303, 0xC02F])

    /// A ServerHello with extensions.
    private static func hello(_ version: [UInt8], _ suite: [UInt8], _ extensions: [UInt8] = []) -> [UInt8] {
        let body =
            version + [UInt8](repeating: 7, count: 32) + [0] + suite + [0]
            + (extensions.isEmpty ? [] : [0, UInt8(extensions.count)] + extensions)
        return [2, 0, 0, UInt8(body.count)] + body
    }

    private static let certificate: [UInt8] = [11, 0, 0, 7, 0, 0, 4, 0, 0, 1, 7]

    /// What is answered by a record with messages, or by none.
    private func ask(_ messages: [UInt8], _ offer: HelloOffer = Self.offer) throws -> HelloAnswer {
        let server = try OddServer { connection in
            _ = try connection.receive(8)
            try connection.send([UInt8(ascii: "S")])
            let header = try connection.receive(5)
            _ = try connection.receive(Int(header[3]) << 8 | Int(header[4]))
            if !messages.isEmpty { try connection.send([22, 3, 3, 0, UInt8(messages.count)] + messages) }
        }
        var random = OperatingSystemRandom()
        return try HelloLook.ask(
            host: "127.0.0.1",
            port: server.port,
            offer,
            by: Deadline(in: .seconds(60)),
            using: &random
        )
    }

    @Test("of TLS 1.2 version, suite and certificates; of TLS 1.3, which enciphers them, no certificates")
    func chosen() throws {
        #expect(
            try ask(Self.hello([3, 3], [0xC0, 0x2F]) + Self.certificate)
                == .chosen(version: 0x0303, suite: 0xC02F, certificates: [[7]])
        )
        let newer = Self.hello([3, 3], [0x13, 3], [0, 43, 0, 2, 3, 4])
        #expect(try ask(newer) == .chosen(version: 0x0304, suite: 0x1303, certificates: []))
        #expect(try ask([]) == .ended)
    }

    @Test("an older version is its answer, and a refusal of what was offered")
    func older() throws {
        let answer = try ask(Self.hello([3, 2], [0xC0, 0x2F]) + Self.certificate)
        #expect(answer == .chosen(version: 0x0302, suite: 0xC02F, certificates: [[7]]))
        #expect(Finding<HelloAnswer>.seen(answer).choice(of: Self.offer).isRefusal)
    }

    @Test("what was not offered is no answer: suites, newer versions, a version before SSL 3")
    func notOffered() throws {
        let old = HelloOffer(versions: [0x0302], suites: [0xC02F])
        #expect(try ask(Self.hello([3, 3], [0xC0, 0x30]) + Self.certificate) == .notUnderstood)
        #expect(try ask(Self.hello([3, 3], [0xC0, 0x2F]) + Self.certificate, old) == .notUnderstood)
        #expect(try ask(Self.hello([2, 0], [0xC0, 0x2F]) + Self.certificate) == .notUnderstood)
        let newer = Self.hello([3, 3], [0xC0, 0x2F], [0, 43, 0, 2, 3, 5])
        #expect(try ask(newer + Self.certificate) == .notUnderstood)
        // Cut within its suite.
        #expect(
            try ask([2, 0, 0, 36, 3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0]) == .notUnderstood
        )
    }
}
