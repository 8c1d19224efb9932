import EllipticCurves
import PKIX
import SecretMemory

// The fuzzers compile this beside the sources of the module.
#if canImport(TestSupport)
    import TestSupport

    @testable import TLSHandshake
#endif

/// A server of TLS 1.2 of which each part can be made wrong; what is not, is right. It signs with the key of
/// ``FakeServer``.
struct FakeServer12 {
    /// What it sends first, in order.
    enum Part: Equatable {
        case hello, certificate, keyExchange, certificateRequest, done
        /// A record as it is.
        case record(UInt8, [UInt8])
    }

    var random = [UInt8](repeating: 7, count: 32)
    var suite = CipherSuite.ecdsaAES128GCMSHA256
    /// What it says the suite is, where that is not true.
    var saidSuite: UInt16?
    var sessionIdentifier: [UInt8] = [1, 2, 3]
    var extensions: [(type: UInt16, content: [UInt8])] = [(23, []), (0xFF01, [0])]
    var parts: [Part] = [.hello, .certificate, .keyExchange, .done]
    var group = NamedGroup.p256
    var saidGroup: UInt16?
    var saidShare: [UInt8]?
    var curveKind: UInt8 = 3
    var scheme: UInt16 = 0x0403
    var changesSignature = false
    /// What it signs in place of what the client drew.
    var signedRandom: [UInt8]?
    /// What it sends last.
    var changeOfCipherSpecs: [UInt8] = FakeServer.record(20, [1])
    var changesFinished = false

    private var share: KeyShare?
    private var randoms: (client: [UInt8], server: [UInt8]) = ([], [])
    private var transcript = Transcript()
    private(set) var writing: RecordProtection?
    private(set) var reading: RecordProtection?

    init() {}

    /// Its hello and what follows up to ServerHelloDone.
    mutating func answer(to hello: [UInt8]) throws -> [UInt8] {
        transcript.append(Array(hello.dropFirst(5)))
        randoms = (Array(hello[11..<43]), random)
        var sent: [UInt8] = []
        for part in parts {
            if case .record(let type, let content) = part {
                sent += FakeServer.record(type, content)
                continue
            }
            let message = try message(part)
            transcript.append(message)
            sent += FakeServer.record(22, message)
        }
        return sent
    }

    /// Its change of cipher specs and its Finished, as an answer to what the client sends after ServerHelloDone.
    mutating func finish(_ flight: [UInt8]) throws -> [UInt8] {
        var records = RecordReader()
        records.append(flight.span)
        var messages = MessageReader()
        var schedule: KeySchedule12?
        while let record = try records.next(reading) {
            if record.type == .changeCipherSpec {
                reading = schedule?.clientProtection
                continue
            }
            messages.append(record.content)
            while let message = try messages.next() {
                transcript.append(message.bytes)
                guard message.type == HandshakeType.clientKeyExchange.rawValue else { continue }
                let theirs = Array(message.body.dropFirst())
                let secret = try found(share).sharedSecret(with: theirs.span)
                schedule = KeySchedule12(
                    suite,
                    sharedSecret: secret,
                    randoms: randoms,
                    sessionHash: extensions.contains { $0.type == 23 } ? transcript.hash(suite.digest) : nil
                )
            }
        }
        let keys = try found(schedule)
        let protection = keys.serverProtection
        writing = protection
        let code = keys.finished(ofServer: true, transcript: transcript.hash(suite.digest))
        var proof = code.span.indices.map { code.span[$0] }
        if changesFinished { proof[0] ^= 1 }
        let message = WireWriter.message(.finished) { $0.append(proof) }
        return changeOfCipherSpecs + protection.seal(.handshake, message.span)
    }

    private mutating func message(_ part: Part) throws -> [UInt8] {
        switch part {
        case .record: return []
        case .hello:
            return WireWriter.message(.serverHello) { writer in
                writer.uint16(0x0303)
                writer.append(random)
                writer.vector(countByteCount: 1) { $0.append(sessionIdentifier) }
                writer.uint16(saidSuite ?? suite.rawValue)
                writer.uint8(0)
                guard !extensions.isEmpty else { return }
                writer.vector(countByteCount: 2) { writer in
                    for entry in extensions {
                        writer.uint16(entry.type)
                        writer.vector(countByteCount: 2) { $0.append(entry.content) }
                    }
                }
            }
        case .certificate: return Messages12.certificateMessage([FakeServer.certificate])
        case .certificateRequest:
            return WireWriter.message(.certificateRequest) { $0.append([1, 64, 0, 2, 4, 3, 0, 0]) }
        case .done: return WireWriter.message(.serverHelloDone) { _ in }
        case .keyExchange:
            var source = SeededRandom(seed: 6)
            let share = KeyShare(group, using: &source)
            self.share = share
            var writer = WireWriter()
            writer.uint8(curveKind)
            writer.uint16(saidGroup ?? group.rawValue)
            writer.vector(countByteCount: 1) { $0.append(saidShare ?? share.publicKey) }
            let parameters = writer.bytes
            let content = (signedRandom ?? randoms.client) + random + parameters
            var signature = try FakeServer.key.signature(
                of: content.span,
                algorithm: .ecdsa(.sha256),
                using: &source
            )
            if changesSignature { signature[signature.count - 1] ^= 1 }
            return WireWriter.message(.serverKeyExchange) { writer in
                writer.append(parameters)
                writer.uint16(scheme)
                writer.vector(countByteCount: 2) { $0.append(signature) }
            }
        }
    }
}
