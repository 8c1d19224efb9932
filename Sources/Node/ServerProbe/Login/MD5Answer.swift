internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// The answer to a server that asks for a password by MD5 (AuthenticationMD5Password of PostgreSQL's protocol).
///
/// What is stored of such a password is as good as it, and so is this to whoever knows the salt and guesses: it goes
/// to a server that is verified, inside of TLS.
enum MD5Answer {
    /// `md5`, and the hexadecimal MD5 of that of password and user, and of the salt.
    ///
    /// Leaks: the counts of octets.
    static func text(password: Span<UInt8>, user: String, salt: [UInt8]) -> SecretBytes {
        let name = Array(user.utf8)
        let inner = hexadecimal(password, name.span)
        let outer = hexadecimal(inner.span, salt.span)
        return SecretBytes(capacity: 3 + outer.count) { output in
            let prefix = Array("md5".utf8)
            output.append(copying: prefix.span)
            output.append(copying: outer.span)
        }
    }

    private static func hexadecimal(_ first: Span<UInt8>, _ second: Span<UInt8>) -> SecretBytes {
        let digest = SecretBytes(capacity: Insecure.MD5.byteCount) { output in
            var digest = Insecure.MD5()
            digest.update(first)
            digest.update(second)
            digest.finalize(into: &output)
        }
        return SecretBytes(capacity: digest.count * 2) { output in
            Hexadecimal.encode(digest.span, into: &output)
        }
    }
}
