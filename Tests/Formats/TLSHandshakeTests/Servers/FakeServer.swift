import DERCoding
import EllipticCurves
import PKIX
import SecretMemory

// The fuzzers compile this beside the sources of the module.
#if canImport(TestSupport)
    import TestSupport

    @testable import TLSHandshake
#endif

/// A server of TLS 1.3 of which each part can be made wrong; what is not, is right.
///
/// It signs with a key on P-256, and agrees on one by X25519 or P-256.
struct FakeServer {
    /// What it sends enciphered, in order.
    enum Part: Equatable {
        case encryptedExtensions, certificateRequest, certificate, certificateVerify, finished
        /// A message as it is.
        case message([UInt8])
        /// A record as it is, in the clear.
        case clear([UInt8])
        /// A record of another type.
        case record(UInt8, [UInt8])
    }

    static let key: SharedKey<ECDSA.PrivateKey> = {
        var random = SeededRandom(seed: 4)
        do {
            return SharedKey(try ECDSA.PrivateKey(.p256, using: &random))
        } catch {
            fatalError("\(error)")
        }
    }()

    static let certificate: [UInt8] = {
        var random = SeededRandom(seed: 5)
        do {
            let name = try DistinguishedName(commonName: "fake")
            let template = CertificateTemplate(
                profile: .root(pathLength: nil),
                subject: name,
                validity: Validity(notBefore: DERTime(secondsSince1970: 1_795_284_000), days: 365)
            )
            return try template.selfSigned(by: key, using: &random).encoding
        } catch {
            fatalError("\(error)")
        }
    }()

    /// SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3).
    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    var legacyVersion: UInt16 = 0x0303
    /// What supported_versions says; `nil` leaves it out.
    var version: UInt16? = 0x0304
    var random = [UInt8](repeating: 7, count: 32)
    var sessionIdentifier: [UInt8] = []
    var suite: UInt16 = 0x1301
    var compression: UInt8 = 0
    var group = NamedGroup.x25519
    /// What it says the group is, where that is not true.
    var saidGroup: UInt16?
    /// What it sends as its share, where that is not right.
    var saidShare: [UInt8]?
    var helloExtensions: [(type: UInt16, content: [UInt8])] = []
    /// A message behind the hello, in its record.
    var behindHello: [UInt8] = []
    var parts: [Part] = [.encryptedExtensions, .certificate, .certificateVerify, .finished]
    var encryptedExtensions: [(type: UInt16, content: [UInt8])] = []
    var certificates = [certificate]
    var certificateExtensions: [(type: UInt16, content: [UInt8])] = []
    var requestContext: [UInt8] = []
    var scheme: UInt16 = 0x0403
    var signs = CertificateVerifyMessage.Side.server
    var changesSignature = false
    var changesFinished = false
    var cutsFinished = 0

    private var transcript = Transcript()
    private var schedule: KeySchedule?
    private var writing: RecordProtection?

    init() {}

    // MARK: Answers

    /// A HelloRetryRequest to the client's hello, a record; the hello's digest stands in the transcript then.
    mutating func retry(
        to hello: [UInt8],
        extensions: [(type: UInt16, content: [UInt8])]
    ) -> [UInt8] {
        transcript.append(Array(hello.dropFirst(5)))
        transcript.replaceByHash(.sha256)
        let message = serverHello(Self.retryRandom, [(43, [3, 4])] + extensions)
        transcript.append(message)
        return Self.record(22, message)
    }

    /// All that it sends up to its Finished, as an answer to the client's hello.
    mutating func answer(to hello: [UInt8]) throws -> [UInt8] {
        transcript.append(Array(hello.dropFirst(5)))
        var source = SeededRandom(seed: 6)
        let share = KeyShare(group, using: &source)
        var extensions = helloExtensions
        if let version { extensions.append((43, [UInt8(version >> 8), UInt8(version & 0xFF)])) }
        var writer = WireWriter()
        writer.uint16(saidGroup ?? group.rawValue)
        writer.vector(countByteCount: 2) { $0.append(saidShare ?? share.publicKey) }
        extensions.append((51, writer.bytes))
        let message = serverHello(random, extensions)
        transcript.append(message)
        var sent = Self.record(22, message + behindHello)
        guard let theirs = try Self.shares(of: hello)[group.rawValue] else { return sent }
        let secret = try share.sharedSecret(with: theirs.span)
        let suite = CipherSuite(rawValue: suite) ?? .aes128GCMSHA256
        let schedule = KeySchedule(suite, sharedSecret: secret, transcript: transcript.hash(suite.digest))
        self.schedule = schedule
        writing = schedule.serverProtection
        for part in parts { sent += try bytes(of: part, suite) }
        schedule.advanceToApplication(transcript: transcript.hash(suite.digest))
        writing = schedule.serverProtection
        return sent
    }

    /// A record of what it sends once the handshake is over.
    func later(_ type: UInt8, _ content: [UInt8]) throws -> [UInt8] {
        try seal(type, content)
    }

    /// Goes to its next keys.
    mutating func update() {
        schedule?.updateServer()
        writing = schedule?.serverProtection
    }

    // MARK: Parts

    private mutating func bytes(of part: Part, _ suite: CipherSuite) throws -> [UInt8] {
        var message: [UInt8]
        switch part {
        case .clear(let record): return record
        case .record(let type, let content): return try seal(type, content)
        case .message(let bytes): message = bytes
        case .encryptedExtensions:
            message = WireWriter.message(.encryptedExtensions) { write(encryptedExtensions, to: &$0) }
        case .certificateRequest:
            message = WireWriter.message(.certificateRequest) { writer in
                writer.vector(countByteCount: 1) { $0.append(requestContext) }
                write([(13, [0, 2, 4, 3])], to: &writer)
            }
        case .certificate:
            message = WireWriter.message(.certificate) { writer in
                writer.vector(countByteCount: 1) { _ in }
                writer.vector(countByteCount: 3) { writer in
                    for certificate in certificates {
                        writer.vector(countByteCount: 3) { $0.append(certificate) }
                        write(certificateExtensions, to: &writer)
                    }
                }
            }
        case .certificateVerify:
            let content = CertificateVerifyMessage.content(
                signs,
                transcript: transcript.hash(suite.digest)
            )
            var source = SeededRandom(seed: 8)
            var signature = try Self.key.signature(
                of: content.span,
                algorithm: .ecdsa(.sha256),
                using: &source
            )
            if changesSignature { signature[signature.count - 1] ^= 1 }
            message = WireWriter.message(.certificateVerify) { writer in
                writer.uint16(scheme)
                writer.vector(countByteCount: 2) { $0.append(signature) }
            }
        case .finished:
            let code = try found(schedule).serverFinished(transcript: transcript.hash(suite.digest))
            var proof = code.span.indices.map { code.span[$0] }
            if changesFinished { proof[0] ^= 1 }
            proof.removeLast(cutsFinished)
            message = WireWriter.message(.finished) { $0.append(proof) }
        }
        transcript.append(message)
        return try seal(22, message)
    }

    private func seal(_ type: UInt8, _ content: [UInt8]) throws -> [UInt8] {
        let protection = try found(writing)
        return protection.seal(try found(ContentType(rawValue: type)), content.span)
    }

    private func serverHello(
        _ random: [UInt8],
        _ extensions: [(type: UInt16, content: [UInt8])]
    ) -> [UInt8] {
        WireWriter.message(.serverHello) { writer in
            writer.uint16(legacyVersion)
            writer.append(random)
            writer.vector(countByteCount: 1) { $0.append(sessionIdentifier) }
            writer.uint16(suite)
            writer.uint8(compression)
            write(extensions, to: &writer)
        }
    }

    private func write(_ extensions: [(type: UInt16, content: [UInt8])], to writer: inout WireWriter) {
        writer.vector(countByteCount: 2) { writer in
            for entry in extensions {
                writer.uint16(entry.type)
                writer.vector(countByteCount: 2) { $0.append(entry.content) }
            }
        }
    }

    static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        RecordHeader(type: type, count: content.count).bytes + content
    }

    /// The keys in a client's hello, by their groups.
    static func shares(of hello: [UInt8]) throws -> [UInt16: [UInt8]] {
        var reader = WireReader(hello.dropFirst(9), of: "ClientHello")
        _ = try reader.bytes(34)
        _ = try reader.vector(countByteCount: 1)
        _ = try reader.vector(countByteCount: 2)
        _ = try reader.vector(countByteCount: 1)
        let extensions = try WireExtensions(reading: &reader)
        var content = try found(extensions.reader(.keyShare, of: "ClientHello"))
        var list = try content.reader(countByteCount: 2)
        var shares: [UInt16: [UInt8]] = [:]
        while !list.isAtEnd { shares[try list.uint16()] = Array(try list.vector(countByteCount: 2)) }
        return shares
    }
}

/// Something that the server lacks for what it is to send, such as keys that were never agreed on.
struct NothingThere: Error {}

func found<Value>(_ value: Value?) throws(NothingThere) -> Value {
    guard let value else { throw NothingThere() }
    return value
}
