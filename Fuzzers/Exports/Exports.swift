import Checking
import PKIX

@testable import NodeCertificates
@testable import NodeEncryption
@testable import SecretMemory
@testable import TextEncodings

private let passPhrase = Array("pass phrase".utf8)

/// A text that was exported with few iterations, and what it holds.
private let exported: (text: [UInt8], content: [UInt8]) = {
    let content = Array("-----BEGIN A-----\n".utf8)
    var random = CountingRandom()
    guard
        let text = try? ClusterExport.authenticated(
            content.span,
            passPhrase: passPhrase.span,
            iterations: 1,
            using: &random
        )
    else { preconditionFailure("what was drawn is as long as it must be") }
    return (Array(text.utf8), content)
}()

/// Octets that are others each time, and the same in each run.
private struct CountingRandom: RandomSource {
    private var next: UInt8 = 0

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices {
            destination[index] = next
            next &+= 1
        }
    }

    mutating func split() -> CountingRandom { self }
}

/// The root of a cluster on its way: one octet for what the rest is, a text as it comes, what takes the place of a part
/// of a right one, a content to be exported, or the documents of a root.
///
/// What was exported is imported, by nobody with another pass phrase; what was changed on the way is refused, where it
/// is the text of our own form; the documents of a root are written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard input.count > 3 else { return }
    let rest = Array(input[3...])
    switch input[0] & 3 {
    case 0:
        if !asksForWork(rest) { _ = imported(rest) }
    case 1:
        let right = exported.text
        let from = (Int(input[1]) << 8 | Int(input[2])) % (right.count + 1)
        let text = right[..<from] + rest + right[min(right.count, from + rest.count)...]
        if !asksForWork(Array(text)), let content = imported(Array(text)) {
            precondition(content == exported.content)
        }
    case 2:
        try export(rest, other: input[1])
    default:
        readRoot(rest, isStrict: input[1] & 1 == 0)
    }
}

/// Whether a text asks for more than one iteration, which an import of a node does, and takes its time.
private func asksForWork(_ text: [UInt8]) -> Bool {
    let lines = text.split { $0 == 10 || $0 == 13 }.map { $0.filter { $0 != 9 && $0 != 32 } }
    let body = Array(lines.filter { !$0.starts(with: "-----".utf8) }.joined())
    guard let octets = try? Base64.decode(body.span), octets.count > 5, octets[0] == 2 else { return false }
    return octets[1..<5] != [0, 0, 0, 1]
}

private func imported(
    _ text: [UInt8],
    passPhrase: [UInt8] = passPhrase,
    authenticatedOnly: Bool = false
) -> [UInt8]? {
    do throws(NodeEncryptionError) {
        let content = try ClusterExport.decrypt(
            text.span,
            passPhrase: passPhrase.span,
            authenticatedOnly: authenticatedOnly,
            leastIterations: 1
        )
        return octets(of: content)
    } catch {
        precondition(!error.description.isEmpty)
        return nil
    }
}

private func export(_ content: [UInt8], other: UInt8) throws {
    var random = CountingRandom()
    let text = try ClusterExport.authenticated(
        content.span,
        passPhrase: passPhrase.span,
        iterations: 1,
        using: &random
    )
    precondition(imported(Array(text.utf8), authenticatedOnly: true) == content)
    // Zeros at the end of a key are none to HMAC (RFC 2104, section 2).
    precondition(imported(Array(text.utf8), passPhrase: passPhrase + [other | 1]) == nil)
    let document = Array("-----BEGIN A-----\n".utf8) + content
    let plain = Array(
        try ClusterExport.encrypt(document.span, passPhrase: passPhrase.span, form: .openssl, using: &random)
            .utf8
    )
    precondition(imported(plain) == document)
    precondition(imported(plain, authenticatedOnly: true) == nil)
}

private func readRoot(_ documents: [UInt8], isStrict: Bool) {
    do throws(NodeEncryptionError) {
        let root = try ClusterRoot(
            SharedSecret(copying: documents.span),
            surroundings: isStrict ? .refused : .leftOut
        )
        let text = root.text
        let again = try ClusterRoot(text)
        precondition(again.certificates == root.certificates && again.publicKey == root.publicKey)
        precondition(again.text == text)
        for file in root.files { precondition(again.isSame(file, as: file.content)) }
        // What is taken as a whole is taken where less is asked, too.
        if isStrict { _ = try ClusterRoot(SharedSecret(copying: documents.span), surroundings: .leftOut) }
    } catch {
        let text = error.description
        precondition(!text.isEmpty && text.unicodeScalars.allSatisfy(VisibleText.isVisible))
    }
}
