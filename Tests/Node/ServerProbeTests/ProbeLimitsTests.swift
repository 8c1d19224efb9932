import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import ServerProbe

@Suite("A server that keeps the probe of its certificate waiting")
struct ProbeLimitsTests {
    private static func ask(
        _ limit: Duration,
        _ answer: @escaping @Sendable (LoopbackConnection) throws -> Void
    ) throws -> ServedCertificate.Answer {
        let server = try OddServer(answer)
        var random = OperatingSystemRandom()
        return try ServedCertificate.ask(
            host: "127.0.0.1",
            port: server.port,
            by: Deadline(in: limit),
            using: &random
        )
    }

    /// The error of a probe whose time is over.
    private static func late(
        _ answer: @escaping @Sendable (LoopbackConnection) throws -> Void
    ) -> String? {
        do {
            let answer = try ask(.milliseconds(300), answer)
            Issue.record("answered \(answer)")
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [type, 3, 3, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }

    /// A ServerHello of TLS 1.2, with a suite that is offered.
    private static let hello: [UInt8] =
        [2, 0, 0, 38, 3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x2F, 0]

    private static func greet(_ connection: LoopbackConnection) throws {
        _ = try connection.receive(8)
        try connection.send([UInt8(ascii: "S")])
        let header = try connection.receive(5)
        _ = try connection.receive(Int(header[3]) << 8 | Int(header[4]))
    }

    @Test("silence, a drip of bytes and a record that never ends are over at the deadline, in one line")
    func deadline() throws {
        let end = "no whole answer within 0.3 seconds"
        let silent = try #require(Self.late { _ = try $0.receive(1_000) })
        #expect(silent.hasSuffix(end) && !silent.contains("\n"), "\(silent)")
        let drip = try #require(
            Self.late { connection in
                try Self.greet(connection)
                // The beginning of a record of 16384 bytes, and then of it one at a time, sooner than any of them is
                // late.
                try connection.send([22, 3, 3, 0x40, 0])
                while true {
                    try connection.send([0])
                    usleep(2_000)
                }
            }
        )
        #expect(drip.hasSuffix(end), "\(drip)")
        let flood = try #require(
            Self.late { connection in
                try Self.greet(connection)
                try connection.send([22, 3, 3, 0x40, 0, 0])
                _ = try connection.receive(1)
            }
        )
        #expect(flood.hasSuffix(end), "\(flood)")
    }

    @Test("warnings, greetings and records without end are no answer, after a number of them")
    func repeated() throws {
        let answers: [@Sendable (LoopbackConnection) throws -> Void] = [
            { while true { try $0.send(Self.record(21, [1, 112])) } },
            { while true { try $0.send(Self.record(22, Self.hello)) } },
            // A certificate of 16 MiB.
            { connection in
                try connection.send(Self.record(22, Self.hello + [11, 0xFF, 0xFF, 0xFF]))
                let more = Self.record(22, [UInt8](repeating: 0, count: 16_384))
                while true { try connection.send(more) }
            },
            { connection in
                try connection.send(Self.record(22, Self.hello + [11, 0, 0x80, 0]))
                while true { try connection.send(Self.record(22, [0])) }
            },
        ]
        for answer in answers {
            let answer = try Self.ask(.seconds(60)) { connection in
                try Self.greet(connection)
                try answer(connection)
            }
            #expect(answer == .notUnderstood)
        }
    }

    @Test("a warning before the certificate is passed over, and a farewell is the end")
    func warning() throws {
        let whole = Self.hello + [11, 0, 0, 7, 0, 0, 4, 0, 0, 1, 7]
        let answer = try Self.ask(.seconds(60)) { connection in
            try Self.greet(connection)
            try connection.send(Self.record(21, [1, 112]) + Self.record(22, whole))
            _ = try connection.receive(1)
        }
        #expect(answer == .certificates([[7]]))
        let farewell = try Self.ask(.seconds(60)) { connection in
            try Self.greet(connection)
            try connection.send(Self.record(21, [1, 0]))
            _ = try connection.receive(1)
        }
        #expect(farewell == .alert(0))
    }

    @Test("a name is looked up by the deadline, and an address by nobody")
    func names() throws {
        let over = Deadline(in: .zero)
        #expect(over.isOver)
        guard case .addresses(let own) = HostLookup.addresses(of: "127.0.0.1", port: 5432, by: over) else {
            Issue.record("an address needs no name server")
            return
        }
        #expect(own.count == 1 && own[0].family == AF_INET)
        if case .addresses = HostLookup.addresses(of: "nobody.invalid", port: 5432, by: over) {
            Issue.record("there is no such host")
        }
        let local = HostLookup.addresses(of: "localhost", port: 5432, by: Deadline(in: .seconds(60)))
        guard case .addresses(let found) = local else {
            Issue.record("\(String(describing: local))")
            return
        }
        #expect(!found.isEmpty)
    }

    @Test(
        "each address of a host is asked again by its text, with the link that it is on",
        arguments: ["192.0.2.7", "2001:db8::1", "fe80::1%lo", "::1"]
    )
    func texts(address: String) throws {
        let over = Deadline(in: .zero)
        #expect(try HostLookup.texts(of: address, port: 5432, by: over) == [address])
    }

    @Test("what is no address is looked up, and by then or not at all")
    func unknown() throws {
        #expect(throws: ServerProbeError.self) {
            try HostLookup.texts(of: "nobody.invalid", port: 5432, by: Deadline(in: .zero))
        }
        let local = try HostLookup.texts(of: "localhost", port: 5432, by: Deadline(in: .seconds(60)))
        #expect(local.contains("127.0.0.1") && Set(local).count == local.count, "\(local)")
    }

    @Test("a share of a deadline is a part of what is left")
    func shares() {
        #expect(Deadline(in: .zero).share(of: 3).isOver)
        let part = Deadline(in: .seconds(600)).share(of: 6)
        #expect(part.limit <= .seconds(100) && part.limit > .seconds(90))
        #expect(part.limit.components.attoseconds % 1_000_000_000_000_000 == 0)
    }
}
