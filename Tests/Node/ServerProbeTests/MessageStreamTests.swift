import SecretMemory
import TLSHandshake
import Testing

@testable import ServerProbe

@Suite("Messages of a server, whoever it is")
struct MessageStreamTests {
    /// The first message of these parts.
    private func first(_ parts: [[UInt8]]) throws(ServerProbeError) -> ServerMessage {
        var messages = MessageStream(ScriptedStream(parts), at: "db, port 1")
        return try messages.receive()
    }

    /// What is wrong with the first message of these bytes; `nil` where nothing is.
    private func fault(_ octets: [UInt8]) -> MessageFault? {
        do {
            _ = try first([octets])
            return nil
        } catch .messages(_, let fault) {
            return fault
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test("a StartupMessage as the manual has it; a zero byte ends no name")
    func startup() {
        let text = "user\0a\0database\0b\0application_name\0postgres-ssl\0\0"
        #expect(
            ClientMessage.startup(user: "a", database: "b")
                == [0, 0, 0, UInt8(text.utf8.count + 8), 0, 3, 0, 0] + Array(text.utf8)
        )
        #expect(ClientMessage.startup(user: "a\0database\0c", database: "b") == nil)
        #expect(ClientMessage.startup(user: "a", database: "b\0") == nil)
    }

    @Test("what is asked for is read by its number and by its length alone")
    func requests() throws {
        func request(_ code: UInt32, _ rest: [UInt8] = []) throws -> AuthenticationRequest? {
            guard case .authentication(let request) = try first([message("R", number(code) + rest)]) else {
                return nil
            }
            return request
        }
        #expect(try request(0) == .ok)
        #expect(try request(3) == .cleartextPassword)
        #expect(try request(5, [1, 2, 3, 4]) == .md5Password(salt: [1, 2, 3, 4]))
        #expect(try request(7) == .gss)
        #expect(try request(9) == .sspi)
        #expect(try request(11, [7]) == .saslContinue([7]))
        #expect(try request(12, [7]) == .saslFinal([7]))
        #expect(try request(99, [7]) == .unknown(99))
        let both = try request(10, Array("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0".utf8))
        #expect(both?.scramMechanisms == [.sha256, .sha256Plus])
        #expect(both?.offersChannelBinding == true)
        // A name that only begins like it is another.
        let other = try request(10, Array("SCRAM-SHA-256-PLUSX\0SCRAM-SHA-1\0\0".utf8))
        #expect(other?.scramMechanisms == [])

        let wrong: [[UInt8]] = [
            [], [0, 0, 0], number(0) + [0], number(3) + [0], number(5) + [1, 2, 3],
            number(5) + [1, 2, 3, 4, 5],
            number(10), number(10) + Array("SCRAM-SHA-256".utf8), number(10) + Array("SCRAM-SHA-256\0".utf8),
            number(10) + [0, 0], number(10) + Array("SCRAM-SHA-256\0\0SCRAM\0\0".utf8),
        ]
        for body in wrong {
            #expect(fault(message("R", body)) == .malformed("AuthenticationRequest"), "\(body)")
        }
        // More mechanisms than libpq would read.
        let huge = Array(repeating: Array("SCRAM-SHA-256\0".utf8), count: 200).joined() + [0]
        #expect(fault(message("R", number(10) + huge)) == .tooLong("AuthenticationRequest", 2_809))
    }

    @Test("an error is read by its fields, and shown without what a terminal would act on")
    func errors() throws {
        func error(_ text: String) throws -> ErrorResponse? {
            guard case .error(let error) = try first([message("E", Array(text.utf8))]) else { return nil }
            return error
        }
        let error28000 = try error("SFATAL\0VFATAL\0C28000\0MC28P01\u{1B}[2J\0Dmore\0\0")
        #expect(error28000?.sqlState == "28000")
        #expect(error28000?.severity == "FATAL")
        #expect(error28000?.message == "C28P01\\u{1b}[2J")
        #expect(error28000?.detail == "more")
        #expect(error28000?.isRefusalByRules == true)
        #expect(try error("SFATAL\0MC28000\0\0")?.sqlState == nil)
        #expect(try error("C28\0\0")?.sqlState == nil)
        #expect(try error("C28p01\0\0")?.sqlState == nil)
        #expect(
            try error("CXX000\0Mx\0Dno pool_hba.conf entry for host \"::1\"\0\0")?.isRefusalByRules == true
        )
        #expect(try error("CXX000\0Mno pool_hba.conf entry for host \"::1\"\0\0")?.isRefusalByRules == false)
        #expect(try error("M" + String(repeating: "x", count: 20_000) + "\0\0")?.message.count == 501)
        for text in ["", "SFATAL", "SFATAL\0", "SFATAL\0\0x"] {
            #expect(fault(message("E", Array(text.utf8))) == .malformed("ErrorResponse"), "\(text)")
        }
        // As a server up to PostgreSQL 13 has it that cannot fork.
        let alone = try first([Array("Ecould not fork new process for conn".utf8), Array("ection\n\0x".utf8)])
        guard case .error(let error) = alone else {
            Issue.record("\(alone)")
            return
        }
        #expect(error.message == "could not fork new process for connection\\u{a}")
    }

    @Test("lengths that no message has, and ends within one, are faults")
    func lengths() {
        #expect(fault([]) == .ended)
        #expect(fault([82, 0, 0]) == .ended)
        #expect(fault([82, 0, 0, 0, 3]) == .malformed("AuthenticationRequest"))
        #expect(fault([82, 0, 0, 0, 8, 0]) == .malformed("AuthenticationRequest"))
        #expect(fault([82, 0xFF, 0xFF, 0xFF, 0xFF]) == .tooLong("AuthenticationRequest", 0xFFFF_FFFF))
        #expect(fault([83, 0, 0x10, 0, 0]) == .tooLong("ParameterStatus", 1 << 20))
        #expect(fault(message("Z", [])) == .malformed("ReadyForQuery"))
        #expect(fault(message("K", [1])) == .malformed("BackendKeyData"))
        #expect(fault(message("v", [1])) == .malformed("NegotiateProtocolVersion"))
    }

    @Test("messages come in any parts, and notices and parameters are passed over")
    func parts() throws {
        let all =
            message("N", Array("SNOTICE\0Mx\0\0".utf8)) + message("S", Array("a\0b\0".utf8))
            + message("R", number(0)) + message("Z", [73]) + message("v", [0, 0, 0, 2, 0, 0, 0, 0])
            + message("!", [1])
        for size in [1, 3, all.count] {
            let parts = stride(from: 0, to: all.count, by: size).map {
                Array(all[$0..<min($0 + size, all.count)])
            }
            var messages = MessageStream(ScriptedStream(parts), at: "db, port 1")
            #expect(try messages.receive() == .authentication(.ok))
            #expect(try messages.receive() == .readyForQuery)
            #expect(try messages.receive() == .negotiateProtocolVersion(newestMinor: 2))
            #expect(try messages.receive() == .unknown(33))
            #expect(throws: ServerProbeError.messages(place: "db, port 1", .ended)) { try messages.receive() }
        }
    }

    @Test("messages without end are over after a number of them, and of bytes")
    func endless() {
        let notice = message("N", Array("Mx\0\0".utf8))
        let long = message("S", [UInt8](repeating: 1, count: 29_000))
        for part in [notice, long, message("N", []), [69, 0xFF, 0xFF, 0xFF, 0xFF] + long] {
            var count = 0
            var messages = MessageStream(
                ScriptedStream { number in
                    count = number
                    return part
                },
                at: "db, port 1"
            )
            let isText = part[0] == 69
            if isText {
                #expect(throws: Never.self) { try messages.receive() }
            } else {
                #expect(throws: ServerProbeError.messages(place: "db, port 1", .tooMuch)) {
                    try messages.receive()
                }
            }
            #expect(count <= 256)
        }
    }

    /// A connection that takes nothing any more, of a server that had a last word.
    private struct GoneStream: ~Copyable, ByteStream {
        let last: TLSError

        mutating func send(_: Span<UInt8>) throws(TLSError) { throw .transport(.broken("Broken pipe")) }

        mutating func receive() throws(TLSError) -> SharedSecret? { throw last }
    }

    @Test("what a server said before it went is heard, though nothing can be sent to it any more")
    func lastWord() {
        func fault(_ last: TLSError) -> ServerProbeError? {
            var messages = MessageStream(GoneStream(last: last), at: "db, port 1")
            let farewell = ClientMessage.terminate
            do {
                try messages.send(farewell.span)
                _ = try messages.receive()
                return nil
            } catch {
                return error
            }
        }
        let alert = TLSAlert(code: 116)
        #expect(fault(.alert(alert)) == .handshake(place: "db, port 1", .alert(alert)))
        let broken = ServerProbeError.notReached(
            place: "db, port 1",
            reason: "the connection broke: Broken pipe"
        )
        #expect(fault(.transport(.broken("Connection reset by peer"))) == broken)
        #expect(fault(.endedEarly) == broken)
    }

    @Test("any bytes are read or refused, and never crash")
    func anything() {
        var random = SystemRandomNumberGenerator()
        let types = Array("REvKZNS!".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &random)
            let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) & 0x5F }
            let type = types.randomElement(using: &random) ?? 0
            _ = ServerMessage(type: type, body)
            _ = ServerMessage(type: type, [0, 0, 0, UInt8.random(in: 0...13)] + body)
        }
    }
}
