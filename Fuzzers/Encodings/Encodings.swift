import Checking

@testable import DERCoding
@testable import TextEncodings

/// Base64, hexadecimal and PEM: one octet for which, and a text for readers of a few lines to judge, or octets to
/// write.
///
/// A text is taken by both or by none, and to the same octets; what was read is written as it was. A document of PEM is
/// read as what was written, however its lines are broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let rest = Array(input[1...])
    switch choice % 4 {
    case 0:
        let read = try? Base64.decode(rest.span)
        precondition(read == octets(ofBase64: rest))
        if let read { precondition(Array(Base64.encode(read.span).utf8) == rest) }
    case 1:
        let text: String = Base64.encode(rest.span)
        precondition(octets(ofBase64: Array(text.utf8)) == rest)
        precondition(text.utf8.count == Base64.encodedCount(rest.count))
    case 2:
        let read = try? Hexadecimal.decode(rest.span)
        precondition(read == octets(ofHexadecimal: rest))
        let text: String = Hexadecimal.encode(rest.span)
        precondition(octets(ofHexadecimal: Array(text.utf8)) == rest)
    default:
        try checkPEM(rest)
    }
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// Base64 by the bits of its characters, one after the other.
private func octets(ofBase64 text: [UInt8]) -> [UInt8]? {
    let characters = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard text.count % 4 == 0 else { return nil }
    var bits: [Bool] = []
    for character in text.dropLast(characters) {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        bits += (0..<6).map { value >> (5 - $0) & 1 == 1 }
    }
    let count = bits.count / 8
    guard !bits.dropFirst(8 * count).contains(true), bits.count - 8 * count == 2 * characters else {
        return nil
    }
    return (0..<count).map { place in (0..<8).reduce(0) { $0 << 1 | (bits[8 * place + $1] ? 1 : 0) } }
}

private func octets(ofHexadecimal text: [UInt8]) -> [UInt8]? {
    guard text.count % 2 == 0, text.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit && $0 < 0x80 })
    else {
        return nil
    }
    return stride(from: 0, to: text.count, by: 2).map { place in
        UInt8(String(decoding: text[place..<place + 2], as: UTF8.self), radix: 16) ?? 0
    }
}

/// A document as it is written, however its lines end, are broken and are indented, and whatever stands around it.
private func checkPEM(_ octets: [UInt8]) throws {
    let text = PEM.encode(octets.span, label: "FUZZED")
    precondition(text.utf8.count == PEM.encodedCount(octets.count, label: "FUZZED"))
    let secret = PEM.encodeSecret(octets.span, label: "FUZZED")
    precondition(Checking.octets(of: secret) == Array(text.utf8))
    let lines = text.split(separator: "\n").map { Array($0.utf8) }
    let body = lines.dropFirst().dropLast().joined()
    precondition(lines.dropFirst().dropLast().dropLast().allSatisfy { $0.count == 64 })
    let broken = body.map { [$0] }
    let around = octets.filter { $0 != UInt8(ascii: "-") } + [10]
    let forms: [[UInt8]] = [
        Array(text.utf8), Array(lines.joined(separator: [13, 10])), Array(lines.joined(separator: [13])),
        Array(([lines[0]] + [Array(body)] + [lines[lines.count - 1]]).joined(separator: [10])),
        lines[0] + [10, 9] + broken.joined(separator: [10, 32, 9]) + [10] + lines[lines.count - 1],
        around + Array(text.utf8) + around,
    ]
    for form in forms {
        let documents = try PEM.documents(in: form.span)
        precondition(documents == [PEMDocument(label: "FUZZED", octets: octets)])
    }
}
