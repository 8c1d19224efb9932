import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7)")
struct SubjectPublicKeyInfoTests {
    // The example of RFC 8410, section 10.1.
    @Test("a key of any algorithm is read and written as it was")
    func ed25519() throws {
        let encoding = octets(
            "302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
        )
        let key = try DERReader<KeyEncodingError>.read(encoding.span) { reader throws(KeyEncodingError) in
            try SubjectPublicKeyInfo(reading: &reader)
        }
        #expect(key.algorithm == AlgorithmIdentifier(algorithm: .ed25519))
        #expect(hexadecimal(key.subjectPublicKey).hasPrefix("19bf44096984cdfe"))
        #expect(key.encoding == encoding)
    }
}
