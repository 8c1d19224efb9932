import Checking

@testable import BlockCiphers
@testable import MessageDigests
@testable import SecretMemory

/// What is computed on the processor's instructions, held against the same in portable Swift: one octet for what, one
/// for how the input lies in memory, and then states, keys and blocks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard input.count >= 2 else { return }
    let rest = input.span.extracting(2 + min(Int(input[1] & 3), input.count - 2)..<input.count)
    switch input[0] % 6 {
    case 0:
        checkDigest(
            rest,
            SHA256Compression.self,
            SHA256Compression.compress,
            SHA256Compression.compressPortably
        )
    case 1:
        checkDigest(
            rest,
            SHA512Compression.self,
            SHA512Compression.compress,
            SHA512Compression.compressPortably
        )
    case 2: try checkChains(rest, keyByteCount: 16 + Int(input[1] >> 2) % 3 * 8)
    case 3: try checkMessage(rest, nonceByteCount: 1 + Int(input[1]) >> 2)
    case 4: checkPolynomial(rest)
    default: try checkDerivation(rest, passwordByteCount: Int(input[1]) >> 2)
    }
}

private func array(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }

/// So many octets that something is written over.
private func written(_ count: Int, _ write: (inout MutableSpan<UInt8>) -> Void) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: count)
    var span = octets.mutableSpan
    write(&span)
    return octets
}

/// So many octets from a place on, and zeros behind the end.
private func octets(_ span: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    range.map { $0 < span.count ? span[$0] : 0 }
}

private func checkDigest<Function: CompressionFunction>(
    _ input: Span<UInt8>,
    _: Function.Type,
    _ first: (Span<UInt8>, inout MutableSpan<Function.Word>, inout MutableSpan<Function.Word>) -> Void,
    _ second: (Span<UInt8>, inout MutableSpan<Function.Word>, inout MutableSpan<Function.Word>) -> Void
) {
    let width = Function.Word.bitWidth / 8
    let stateCount = Function.stateWordCount * width
    guard input.count >= stateCount else { return }
    let state = (0..<Function.stateWordCount).map { place in
        (0..<width).reduce(Function.Word(0)) { $0 << 8 | Function.Word(input[place * width + $1]) }
    }
    let count = (input.count - stateCount) / Function.blockByteCount * Function.blockByteCount
    let blocks = input.extracting(stateCount..<stateCount + count)
    func compressed(
        _ function: (Span<UInt8>, inout MutableSpan<Function.Word>, inout MutableSpan<Function.Word>) -> Void
    ) -> [Function.Word] {
        var words = state
        var schedule = [Function.Word](repeating: 0, count: Function.scheduleWordCount)
        var span = words.mutableSpan
        var working = schedule.mutableSpan
        function(blocks, &span, &working)
        return words
    }
    precondition(compressed(first) == compressed(second))
}

private func checkChains(_ input: Span<UInt8>, keyByteCount: Int) throws {
    guard input.count >= keyByteCount + 16 else { return }
    let key = input.extracting(..<keyByteCount)
    let vector = input.extracting(keyByteCount..<keyByteCount + 16)
    let content = input.extracting((keyByteCount + 16)...)
    let fast = try AES(key: key)
    let portable = try AES(portably: key)
    let enciphered = try CBC.encrypt(content, key: fast, initializationVector: vector)
    let other = try CBC.encrypt(content, key: portable, initializationVector: vector)
    precondition(other == enciphered)
    let first = try CBC.decrypt(enciphered.span, key: fast, initializationVector: vector)
    let second = try CBC.decrypt(enciphered.span, key: portable, initializationVector: vector)
    precondition(
        Checking.octets(of: first) == array(content) && Checking.octets(of: second) == array(content)
    )
    let blocks = content.extracting(..<(content.count / 16 * 16))
    if fast.usesInstructions {
        let narrow = written(blocks.count) {
            fast.decryptChainOnInstructions(blocks, after: vector, into: &$0, widely: false)
        }
        precondition(
            narrow == written(blocks.count) { portable.decryptChain(blocks, after: vector, into: &$0) }
        )
        let alone = written(blocks.count) { fast.encrypt(blocks: blocks, into: &$0) }
        precondition(alone == written(blocks.count) { portable.encrypt(blocks: blocks, into: &$0) })
    }
    // What is no ciphertext is refused alike.
    let chance = deciphered(content, fast, vector)
    let again = deciphered(content, portable, vector)
    precondition(chance == again)
}

private func deciphered(_ content: Span<UInt8>, _ key: borrowing AES, _ vector: Span<UInt8>) -> [UInt8]? {
    guard let text = try? CBC.decrypt(content, key: key, initializationVector: vector) else { return nil }
    return Checking.octets(of: text)
}

private func checkMessage(_ input: Span<UInt8>, nonceByteCount: Int) throws {
    let head = 32 + nonceByteCount
    guard input.count >= head else { return }
    let (key, nonce) = (input.extracting(..<32), input.extracting(32..<head))
    let content = input.extracting(head...)
    let middle = content.count / 3
    let (extra, text) = (content.extracting(..<middle), content.extracting(middle...))
    let fast = GCM(key: try AES(key: key))
    let portable = GCM(key: try AES(portably: key))
    let sealed = try fast.seal(text, nonce: nonce, authenticating: extra)
    let other = try portable.seal(text, nonce: nonce, authenticating: extra)
    precondition(other == sealed)
    let opened = try portable.open(sealed.span, nonce: nonce, authenticating: extra)
    precondition(Checking.octets(of: opened) == array(text))
    var changed = sealed
    changed[Int(key[0]) % changed.count] ^= 1 << (key[1] & 7)
    precondition((try? fast.open(changed.span, nonce: nonce, authenticating: extra)) == nil)
    precondition((try? portable.open(changed.span, nonce: nonce, authenticating: extra)) == nil)
}

private func checkPolynomial(_ input: Span<UInt8>) {
    guard GHASH.hasInstructions, input.count >= 17 else { return }
    func sum(onInstructions: Bool) -> [UInt8] {
        let hash = GHASH(key: input.extracting(1..<17), onInstructions: onInstructions)
        var state = GHASH.makeState()
        let rest = input.extracting(17...)
        let middle = Int(input[0]) % (rest.count + 1)
        hash.absorb(rest.extracting(..<middle), into: &state)
        hash.absorb(rest.extracting(middle...), into: &state)
        hash.absorbCounts(middle, rest.count - middle, into: &state)
        let block = GHASH.octets(of: state)
        return Checking.octets(of: block)
    }
    precondition(sum(onInstructions: true) == sum(onInstructions: false))
}

/// Keys derived all at once, and one by one.
private func checkDerivation(_ input: Span<UInt8>, passwordByteCount: Int) throws {
    guard input.count >= 2 else { return }
    let (iterations, count) = (1 + Int(input[0] & 7), Int(input[1]) % 33)
    let rest = input.extracting(2...)
    var batch = try PBKDF2<SHA256>.Batch(capacity: count, iterationCount: iterations)
    var single: [UInt8] = []
    for index in 0..<count {
        let password = octets(rest, index..<index + passwordByteCount)
        let salt = octets(rest, 3 * index..<3 * index + 16)
        batch.append(password: password.span, salt: salt.span)
        let key = try PBKDF2<SHA256>.deriveKey(
            password: password.span,
            salt: salt.span,
            iterationCount: iterations,
            byteCount: 32
        )
        single += Checking.octets(of: key)
    }
    let keys = batch.deriveKeys()
    precondition(Checking.octets(of: keys) == single)
}
