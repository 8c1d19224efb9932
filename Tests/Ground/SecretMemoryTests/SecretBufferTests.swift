import SecretMemory
import TestSupport
import Testing

@Suite("Secret buffers")
struct SecretBufferTests {
    @Test("a buffer holds what it was given, and a copy is independent of it")
    func contents() {
        var buffer = SecretBytes(copying: [1, 2, 3].span)
        let copy = buffer.copy()
        var span = buffer.mutableSpan
        span[0] = 9
        let changed = constantTimeEquals(buffer.span, [9, 2, 3].span)
        let kept = constantTimeEquals(copy.span, [1, 2, 3].span)
        #expect(changed && kept)
    }

    @Test("a buffer filled by its initialiser is as long as what was appended")
    func appended() {
        let buffer = SecretBytes(capacity: 8) { output in
            output.append(5)
            output.append(6)
        }
        #expect(buffer.count == 2)
        let same = constantTimeEquals(buffer.span, [5, 6].span)
        #expect(same)
    }

    @Test("an initialiser's error comes through")
    func initialiserThrows() {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            let buffer = try SecretBytes(capacity: 8) { output throws(Refusal) in
                output.append(5)
                throw Refusal()
            }
            #expect(buffer.count == 0)
        }
    }

    @Test("wiping leaves zeros, also in wider elements")
    func wiping() {
        var words = SecretBuffer<UInt>(repeating: .max, count: 5)
        words.wipe()
        for index in 0..<5 {
            let word = words.span[index]
            #expect(word == 0)
        }
        var octets: [UInt8] = [1, 2, 3]
        var span = octets.mutableSpan
        wipe(&span)
        #expect(octets == [0, 0, 0])
    }

    @Test("an empty buffer is empty")
    func empty() {
        let buffer = SecretBytes(repeating: 1, count: 0)
        let count = buffer.span.count
        #expect(buffer.count == 0)
        #expect(count == 0)
    }
}
