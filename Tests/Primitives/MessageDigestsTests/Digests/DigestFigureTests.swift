import MessageDigests
import TestSupport
import Testing

@Suite("Digests against published figures")
struct DigestFigureTests {
    @Test("the examples of the standards", arguments: Subject.allCases)
    func examples(subject: Subject) {
        #expect(hexadecimal(subject.hash([])) == subject.digestOfNothing)
        #expect(hexadecimal(subject.hash(Array("abc".utf8))) == subject.digestOfABC)
        #expect(hexadecimal(subject.hash(subject.twoBlocks)) == subject.digestOfTwoBlocks)
    }

    @Test("a million times \"a\"", arguments: Subject.allCases)
    func million(subject: Subject) {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(hexadecimal(subject.hash(message)) == subject.digestOfAMillion)
    }

    @Test("every message length from 0 to 300", arguments: Subject.allCases)
    func lengths(subject: Subject) {
        var digests: [UInt8] = []
        for count in 0...300 {
            digests += subject.hash((0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + count) })
        }
        #expect(hexadecimal(subject.hash(digests)) == subject.digestOfDigests)
    }

    @Test("a digest chosen by value is the digest of that name")
    func algorithms() {
        let subjects: [DigestAlgorithm: Subject] = [
            .sha224: .sha224, .sha256: .sha256, .sha384: .sha384, .sha512: .sha512,
        ]
        #expect(Set(subjects.keys) == Set(DigestAlgorithm.allCases))
        for (algorithm, subject) in subjects {
            let digest = algorithm.hash(Array("abc".utf8).span)
            #expect(hexadecimal(digest) == subject.digestOfABC)
            #expect(digest.count == algorithm.byteCount)
        }
    }
}
