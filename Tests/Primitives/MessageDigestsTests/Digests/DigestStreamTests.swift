import MessageDigests
import TestSupport
import Testing

@Suite("Digests of messages in parts")
struct DigestStreamTests {
    @Test("a message in two or three parts has the digest of the whole", arguments: Hash.allCases)
    func splits(hash: Hash) {
        #expect(hash.visit(Splits()) == [])
    }

    @Test("a message taken as a whole has the digest of the parts", arguments: DigestAlgorithm.allCases)
    func wholes(algorithm: DigestAlgorithm) {
        var random = SeededRandom(seed: 6)
        for count in 0...300 {
            let message = random.bytes(count: count)
            let parts =
                switch algorithm {
                case .sha224: digestOfParts(SHA224(), message)
                case .sha256: digestOfParts(SHA256(), message)
                case .sha384: digestOfParts(SHA384(), message)
                case .sha512: digestOfParts(SHA512(), message)
                }
            #expect(algorithm.hash(message.span) == parts, "\(count) octets")
        }
    }

    private func digestOfParts<Digest: MessageDigest & ~Copyable>(
        _ digest: consuming Digest,
        _ message: [UInt8]
    ) -> [UInt8] {
        digest.update(message.span.extracting(first: message.count / 2))
        digest.update(message.span.extracting(droppingFirst: message.count / 2))
        return digest.finalize()
    }

    @Test("copies and restored values go on by themselves", arguments: Hash.allCases)
    func midstates(hash: Hash) {
        #expect(hash.visit(Midstates()) == [])
    }

    @Test("a value that gave its digest starts an empty message", arguments: Hash.allCases)
    func resets(hash: Hash) {
        #expect(hash.visit(Resets()) == [])
    }

    @Test("only the octets of the digest are written", arguments: Hash.allCases)
    func outputs(hash: Hash) {
        #expect(hash.visit(Outputs()) == [])
    }

    @Test("the announced counts are those of the digest", arguments: Hash.allCases)
    func counts(hash: Hash) {
        #expect(hash.visit(Counts()) == hash.hash([]).count)
    }
}

/// Splits a message everywhere, and gives the places where that changed the digest.
private struct Splits: DigestVisitor {
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [Int] {
        var random = SeededRandom(seed: 2)
        let message = random.bytes(count: 2 * Digest.blockByteCount + 5)
        let whole = Digest.hash(message.span)
        var wrong: [Int] = []
        for first in 0...message.count {
            let second = min(message.count, first + Int(random.next() % 150))
            var digest = Digest()
            digest.update(message.span.extracting(0..<first))
            digest.update(message.span.extracting(first..<second))
            digest.update(message.span.extracting(second..<message.count))
            if digest.finalize() != whole { wrong.append(first) }
        }
        var digest = Digest()
        for octet in message {
            digest.update([octet].span)
        }
        if digest.finalize() != whole { wrong.append(-1) }
        return wrong
    }
}

/// Gives the lengths of beginnings from which a copy or a restored value did not go on right.
private struct Midstates: DigestVisitor {
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [Int] {
        var random = SeededRandom(seed: 3)
        let message = random.bytes(count: 3 * Digest.blockByteCount)
        let other = random.bytes(count: Digest.blockByteCount + 9)
        let whole = Digest.hash(message.span)
        var wrong: [Int] = []
        for first in stride(from: 0, through: message.count, by: 5) {
            let rest = message.span.extracting(first..<message.count)
            var original = Digest()
            original.update(message.span.extracting(0..<first))
            var copy = original.copy()
            copy.update(other.span)
            var restored = Digest()
            restored.update(other.span)
            restored.restore(original)
            restored.update(rest)
            original.update(rest)
            let digests = [original.finalize(), restored.finalize(), copy.finalize()]
            let branch = Array(message[..<first]) + other
            if digests != [whole, whole, Digest.hash(branch.span)] { wrong.append(first) }
        }
        return wrong
    }
}

/// Gives the lengths of messages after which a value did not start afresh.
private struct Resets: DigestVisitor {
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [Int] {
        var random = SeededRandom(seed: 4)
        var digest = Digest()
        var wrong: [Int] = []
        for count in stride(from: 0, to: 2 * Digest.blockByteCount, by: 3) {
            let message = random.bytes(count: count)
            digest.update(message.span)
            var output = [UInt8](repeating: 0, count: Digest.byteCount)
            var span = output.mutableSpan
            digest.finalizeAndReset(into: &span)
            if output != Digest.hash(message.span) { wrong.append(count) }
        }
        return wrong
    }
}

/// Gives what was written beside the digest.
private struct Outputs: DigestVisitor {
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [UInt8] {
        let appended = [UInt8](capacity: Digest.byteCount + 3) { output in
            output.append(1)
            var digest = Digest()
            digest.update([7].span)
            digest.finalize(into: &output)
            output.append(2)
        }
        var overwritten = [UInt8](repeating: 3, count: Digest.byteCount + 2)
        var span = overwritten.mutableSpan
        var digest = Digest()
        digest.update([7].span)
        digest.finalizeAndReset(into: &span)
        let expected = Digest.hash([7].span)
        return (appended == [1] + expected + [2] ? [] : appended)
            + (overwritten == expected + [3, 3] ? [] : overwritten)
    }
}

private struct Counts: DigestVisitor {
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> Int {
        Digest.byteCount
    }
}
