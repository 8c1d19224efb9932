import SecretMemory
import Testing

@Suite("Secret texts")
struct SecretTextTests {
    /// More than the room that a text begins with, so that it grows.
    static let long = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }

    @Test(
        "Bytes come one behind the other, whether they fit or the text must grow",
        arguments: [0, 16, 5000]
    )
    func appending(capacity: Int) {
        let none: [UInt8] = []
        var text = SecretText(capacity: capacity)
        text.append(7)
        text.append(contentsOf: Self.long.span)
        text.append(contentsOf: none.span)
        text.append("né")
        for byte in Self.long { text.append(byte) }
        let expected = [7] + Self.long + Array("né".utf8) + Self.long
        let bytes = [UInt8](copying: text.span)
        #expect(bytes == expected)
        #expect(text.count == expected.count)
        let finished = text.finish()
        let same = constantTimeEquals(finished.span, expected.span)
        #expect(same)
    }

    @Test("A text goes on behind the content that it begins with")
    func beginning() {
        var text = SecretText(SecretBytes(copying: [1, 2].span))
        text.append(3)
        let bytes = [UInt8](copying: text.span)
        #expect(bytes == [1, 2, 3])
    }

    @Test(
        "Bytes are put at the beginning, between and at the end",
        arguments: [0, 1, 2, 3],
        [0, 1, 3, 1000]
    )
    func inserting(index: Int, count: Int) {
        let start: [UInt8] = [1, 2, 3]
        let inserted = Self.long.prefix(count)
        for capacity in [16, 5000] {
            var text = SecretText(capacity: capacity)
            text.append(contentsOf: start.span)
            text.insert(contentsOf: Array(inserted).span, at: index)
            text.append(4)
            let bytes = [UInt8](copying: text.span)
            #expect(bytes == start[..<index] + inserted + start[index...] + [4])
        }
    }

    @Test("A byte is overwritten where it is")
    func replacing() {
        var text = SecretText()
        text.append(contentsOf: [1, 2, 3].span)
        text.replaceByte(at: 1, with: 9)
        let bytes = [UInt8](copying: text.span)
        #expect(bytes == [1, 9, 3])
    }

    @Test("A place behind the end stops the process, though there is room for it")
    func places() async {
        await #expect(processExitsWith: .failure) {
            var text = SecretText()
            text.append(1)
            text.insert(contentsOf: [2].span, at: 2)
        }
        await #expect(processExitsWith: .failure) {
            var text = SecretText()
            text.append(1)
            text.replaceByte(at: 1, with: 2)
        }
    }
}
