import Checking

@testable import SecretMemory
@testable import ServerProbe
@testable import TLSHandshake

/// Messages of a server of TLS, each by itself: one octet for which, and its body, or records in portions.
///
/// What was read is written and read again; our two readers of a ServerHello, and of certificates, say the same; and in
/// whatever portions records come, they are the same, and end at the same fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let body = input[1...]
    switch choice % 7 {
    case 0: checkHello(body)
    case 1: checkCertificates(body)
    case 2: check12(body)
    case 3:
        for asked: Set<UInt16> in [[], [16], Set(0...70)] {
            let read = taken {
                () throws(TLSError) in
                try EncryptedExtensions(body, asked: asked, applicationProtocols: ["postgresql"])
            }
            precondition(read?.applicationProtocol.map { $0 == "postgresql" && asked.contains(16) } ?? true)
        }
    case 4:
        if let read = taken({ () throws(TLSError) in try CertificateVerifyMessage(body) }),
            let scheme = SignatureScheme(rawValue: read.scheme)
        {
            precondition(CertificateVerifyMessage.message(scheme, read.signature).dropFirst(4) == body)
        }
        if let read = taken({ () throws(TLSError) in try ServerKeyExchange12(body) }) {
            precondition(body.starts(with: read.parameters))
            precondition(body.count == read.parameters.count + 4 + read.signature.count)
        }
    case 5:
        if let read = taken({ () throws(TLSError) in try CertificateRequestMessage(body) }) {
            precondition(!read.schemes.isEmpty && read.authorities.allSatisfy { !$0.isEmpty })
        }
        _ = ClientHello(fixed: Array(body)).extensionTypes
    default:
        guard let portion = body.first else { return }
        let octets = Array(body.dropFirst())
        precondition(records(octets, portion: 1 + Int(portion)) == records(octets, portion: octets.count + 1))
    }
}

/// What a reader takes; nil where it refuses, for a reason that is fit for a terminal.
private func taken<Message>(_ read: () throws(TLSError) -> Message) -> Message? {
    do throws(TLSError) {
        return try read()
    } catch {
        let text = error.description
        precondition(!text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        return nil
    }
}

private func checkHello(_ body: ArraySlice<UInt8>) {
    guard let hello = taken({ () throws(TLSError) in try ServerHello(body) }) else { return }
    _ = taken { () throws(TLSError) in try hello.keyShare() }
    _ = taken { () throws(TLSError) in try hello.retryGroup() }
    _ = taken { () throws(TLSError) in try hello.cookie() }
    guard let version = taken({ () throws(TLSError) in try hello.version() }) else { return }
    let choice = HandshakeMessages.choice(Array(body))
    precondition(choice.map { $0.version == version && $0.suite == hello.suite } ?? false)
}

private func checkCertificates(_ body: ArraySlice<UInt8>) {
    if let read = taken({ () throws(TLSError) in try CertificateMessage(body) }) {
        let written = CertificateMessage.message(read.certificates, context: [])
        precondition(written.dropFirst(4) == body)
    }
    let strict = taken { () throws(TLSError) in try Messages12.certificates(body) }
    let other = HandshakeMessages.certificates(Array(body))
    if let strict { precondition(Messages12.certificateMessage(strict).dropFirst(4) == body) }
    precondition(strict == other || (other?.count ?? 0) > CertificateMessage.mostCertificates)
}

private func check12(_ body: ArraySlice<UInt8>) {
    guard let request = taken({ () throws(TLSError) in try Messages12.request(body) }) else { return }
    for scheme in SignatureScheme.allCases where request.takes(scheme) {
        precondition(request.schemes.contains(scheme.rawValue) && request.kinds?.isEmpty == false)
    }
}

/// Records and the messages in them, as texts, up to the first fault, which is the last of them.
private func records(_ octets: [UInt8], portion: Int) -> [String] {
    var reader = RecordReader()
    var messages = MessageReader()
    var all: [String] = []
    var rest = octets[...]
    do throws(TLSError) {
        while !rest.isEmpty {
            let part = Array(rest.prefix(portion))
            rest = rest.dropFirst(part.count)
            reader.append(part.span)
            while let record = try reader.next(nil) {
                all.append("\(record.type) \(record.content.publicBytes)")
                guard record.type == .handshake else { continue }
                messages.append(record.content)
                while let message = try messages.next() { all.append("\(message.type) \(message.bytes)") }
            }
        }
    } catch {
        all.append(error.description)
    }
    return all
}
