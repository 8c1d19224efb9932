internal import SecretMemory

/// Handshakes with a server that does what the input says: TLS 1.2 or 1.3, each part of it right, changed, left out,
/// twice or at a wrong place, records and messages of any bytes among them, and the bytes in any portions.
///
/// Whatever comes, nothing crashes, what is told is fit for a terminal, and no server is taken for one that holds its
/// key without a right signature and a right Finished.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var choices = Choices(Array(UnsafeBufferPointer(start: start, count: count)))
    let kind = choices.byte()
    var settings = TLSSettings(serverName: kind & 1 == 0 ? nil : "fake")
    if kind & 2 != 0 { settings.versions = [.tls12] }
    if kind & 4 != 0 { settings.applicationProtocols = ["postgresql"] }
    if kind & 8 != 0 { settings.mostReceivedBytes = 64 }
    var talk = Talk(settings, portion: 1 + Int(choices.byte()) * 16)
    switch kind >> 4 & 3 {
    case 0: talk.take(choices.bytes())
    case 1: answerBy12(&talk, &choices)
    default: answerBy13(&talk, &choices)
    }
    return 0
}

/// A client, and what its errors hold to.
private struct Talk: ~Copyable {
    var client: TLSClient<SeededRandom>
    private let portion: Int
    private(set) var isOver = false

    init(_ settings: TLSSettings, portion: Int) {
        client = TLSClient(settings, using: SeededRandom(seed: 1))
        self.portion = portion
    }

    /// Gives the client bytes of the server.
    mutating func take(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, !isOver {
            let part = Array(rest.prefix(portion))
            rest = rest.dropFirst(part.count)
            do throws(TLSError) {
                try client.receive(part.span)
            } catch {
                isOver = true
                let text = error.description
                precondition(text.utf8.count < 300 && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
                precondition(client.isOver)
            }
        }
    }

    /// Sends and takes some data where the handshake is over, and says whether it is.
    mutating func isConnected() -> Bool {
        guard client.peer != nil else { return false }
        let data: [UInt8] = [1, 2, 3]
        try? client.send(data.span)
        _ = client.takeReceived()
        return true
    }
}

private func answerBy13(_ talk: inout Talk, _ choices: inout Choices) {
    var server = FakeServer()
    var hello = talk.client.takeOutput()
    if choices.isRare() {
        talk.take(server.retry(to: hello, extensions: choices.extensions()))
        hello = talk.client.takeOutput()
        if hello.isEmpty || talk.isOver { return }
    }
    server.suite = choices.other() ?? (choices.byte() & 1 == 0 ? 0x1301 : 0x1302)
    server.group = NamedGroup.allCases[Int(choices.byte()) % NamedGroup.allCases.count]
    server.version = choices.isRare() ? choices.other() : 0x0304
    server.legacyVersion = choices.other() ?? 0x0303
    server.saidGroup = choices.other()
    server.saidShare = choices.otherBytes()
    server.helloExtensions = choices.isRare() ? choices.extensions() : []
    server.behindHello = choices.otherBytes() ?? []
    server.encryptedExtensions = choices.isRare() ? choices.extensions() : []
    server.certificateExtensions = choices.isRare() ? choices.extensions() : []
    if let other = choices.otherBytes() { server.certificates.insert(other, at: Int(choices.byte() & 1)) }
    server.scheme = choices.other() ?? 0x0403
    server.signs = choices.isRare() ? .client : .server
    server.changesSignature = choices.isRare()
    server.changesFinished = choices.isRare()
    server.cutsFinished = choices.isRare() ? Int(choices.byte() & 31) : 0
    for _ in 0..<Int(choices.byte() & 7) {
        let part: FakeServer.Part
        switch choices.byte() & 7 {
        case 0: part = .encryptedExtensions
        case 1: part = .certificateRequest
        case 2: part = .certificate
        case 3: part = .certificateVerify
        case 4: part = .finished
        case 5: part = .message([choices.byte(), 0, 0] + withCount(choices.bytes()))
        case 6: part = .clear(FakeServer.record(choices.byte(), choices.bytes()))
        default: part = .record(choices.byte(), choices.bytes())
        }
        let place = Int(choices.byte()) % (server.parts.count + 1)
        if choices.isRare(), place < server.parts.count {
            server.parts[place] = part
        } else {
            server.parts.insert(part, at: place)
        }
    }
    guard let answer = try? server.answer(to: hello) else { return }
    talk.take(changed(answer, &choices))
    guard talk.isConnected() else { return }
    precondition(!server.changesSignature && !server.changesFinished && server.cutsFinished == 0)
    precondition(server.signs == .server && server.parts.contains(.certificateVerify))
    while !choices.isAtEnd, !talk.isOver {
        let type = choices.byte()
        if type == 0 { server.update() }
        guard let record = try? server.later(type, choices.bytes()) else { continue }
        talk.take(record)
        _ = talk.isConnected()
    }
}

private func answerBy12(_ talk: inout Talk, _ choices: inout Choices) {
    var server = FakeServer12()
    server.suite = choices.byte() & 1 == 0 ? .ecdsaAES128GCMSHA256 : .ecdsaAES256GCMSHA384
    server.saidSuite = choices.other()
    server.sessionIdentifier = choices.otherBytes() ?? [1, 2, 3]
    if choices.isRare() { server.extensions += choices.extensions() }
    if choices.isRare() { server.extensions.removeFirst() }
    if choices.isRare() { server.random = Array((choices.bytes() + server.random).prefix(32)) }
    server.group = NamedGroup.allCases[Int(choices.byte()) % NamedGroup.allCases.count]
    server.saidGroup = choices.other()
    server.saidShare = choices.otherBytes()
    server.curveKind = choices.isRare() ? choices.byte() : 3
    server.scheme = choices.other() ?? 0x0403
    server.changesSignature = choices.isRare()
    server.changesFinished = choices.isRare()
    server.signedRandom = choices.otherBytes()
    if let other = choices.otherBytes() { server.changeOfCipherSpecs = other }
    for _ in 0..<Int(choices.byte() & 7) {
        let part: FakeServer12.Part
        switch choices.byte() & 7 {
        case 0: part = .hello
        case 1: part = .certificate
        case 2: part = .keyExchange
        case 3: part = .certificateRequest
        case 4: part = .done
        case 5: part = .record(22, [choices.byte(), 0, 0] + withCount(choices.bytes()))
        default: part = .record(choices.byte(), choices.bytes())
        }
        let place = Int(choices.byte()) % (server.parts.count + 1)
        if choices.isRare(), place < server.parts.count {
            server.parts[place] = part
        } else {
            server.parts.insert(part, at: place)
        }
    }
    guard let answer = try? server.answer(to: talk.client.takeOutput()) else { return }
    talk.take(changed(answer, &choices))
    guard let last = try? server.finish(talk.client.takeOutput()) else {
        precondition(!talk.isConnected())
        return
    }
    talk.take(changed(last, &choices))
    guard talk.isConnected() else { return }
    precondition(!server.changesSignature && !server.changesFinished)
    precondition(server.parts.contains(.keyExchange))
    while !choices.isAtEnd, !talk.isOver {
        guard let type = ContentType(rawValue: choices.byte()), let writing = server.writing else { continue }
        let content = choices.bytes()
        talk.take(writing.seal(type, content.span))
        _ = talk.isConnected()
    }
}

/// The body of a message behind the last byte of its length.
private func withCount(_ body: [UInt8]) -> [UInt8] { [UInt8(truncatingIfNeeded: body.count)] + body }

/// Bytes of which one is another, now and then.
private func changed(_ bytes: [UInt8], _ choices: inout Choices) -> [UInt8] {
    guard choices.isRare(), !bytes.isEmpty else { return bytes }
    var bytes = bytes
    bytes[Int(choices.number()) % bytes.count] ^= choices.byte()
    return bytes
}
