internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// What PostgreSQL stored of a password before SCRAM: `md5`, and the hexadecimal MD5 of the password and the user
/// name, one behind the other.
///
/// It can be recognised and checked, so as to move away from it; there is no way to make one. It is as good as the
/// password to whoever has it: the protocol asks for nothing more.
public struct MD5Secret: ~Copyable, Sendable {
    private let digest: SecretBytes

    /// Reads what is stored: `md5` and 32 lower-case hexadecimal characters, and nothing else.
    ///
    /// Throws ``SCRAMError/notMD5Secret``. Leaks: whether it is one.
    public init(parsing text: Span<UInt8>) throws(SCRAMError) {
        guard
            text.count == 35,
            text.starts(with: Array("md5".utf8)),
            // The decoder takes capitals too.
            !hasCapital(text.extracting(3..<35)),
            let digest = try? SecretBytes(
                capacity: 16,
                initializedWith: { output throws(TextEncodingError) in
                    try Hexadecimal.decode(text.extracting(3..<35), into: &output)
                }
            )
        else { throw .notMD5Secret }
        self.digest = digest
    }

    /// Whether it was made of `password` for the user of that name.
    ///
    /// The password is taken as it stands: md5 knows no SASLprep. Leaks: the counts of octets, and the answer.
    public func isMade(of password: Span<UInt8>, userName: Span<UInt8>) -> Bool {
        let computed = SecretBytes(capacity: Insecure.MD5.byteCount) { output in
            var digest = Insecure.MD5()
            digest.update(password)
            digest.update(userName)
            digest.finalize(into: &output)
        }
        return constantTimeEquals(computed.span, digest.span)
    }
}

/// Whether a character lies between A and Z, with no branch on one.
private func hasCapital(_ text: Span<UInt8>) -> Bool {
    var found: Int16 = 0
    for index in text.indices {
        let character = Int16(text[index])
        // Negative only where both bounds hold.
        found |= (64 - character) & (character - 91)
    }
    return found < 0
}
