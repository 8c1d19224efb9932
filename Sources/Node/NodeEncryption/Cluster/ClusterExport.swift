internal import BlockCiphers
internal import MessageDigests
package import SecretMemory
internal import TextEncodings

/// The root of a cluster on its way to another node, encrypted with a pass phrase.
///
/// Two forms:
/// - ``Form/authenticated``: a text between `-----BEGIN …-----` lines, whose Base64 holds the version 2, the number
///   of iterations in 4 bytes, a salt of 16 bytes, an initialization vector of 16, the AES-256-CBC ciphertext, and the
///   HMAC-SHA-256 of everything before it. Both keys come from the pass phrase (``ExportKeys``). A text that was
///   changed on the way is rejected before anything is decrypted. Version 1, which earlier versions of this tool
///   wrote, is not read: an export is made anew in a moment.
/// - ``Form/openssl``: what `openssl enc -aes-256-cbc -salt -base64` of OpenSSL 1.1.0 to 3.x writes with no other
///   option: `Salted__`, a salt of 8 bytes and the ciphertext; key and vector by EVP_BytesToKey with SHA-256, one
///   round. It is for nodes with the platform's `copyCert`: a weak pass phrase is quickly guessed, and a change on
///   the way is not always detected. What has no PEM document in it is taken for that of another pass phrase.
package enum ClusterExport {
    /// The forms of a text.
    package enum Form: String, Sendable, CaseIterable {
        /// Between our own nodes.
        case authenticated
        /// For the platform's own script.
        case openssl
    }

    private static let version: UInt8 = 2
    /// The iterations of PBKDF2 in an export.
    package static let iterations = 600_000
    /// The most iterations that an import accepts: more than ten seconds of work.
    static let mostIterations = 10_000_000

    private static let label = "POSTGRES-SSL CLUSTER ROOT"
    private static let magic = Array("Salted__".utf8)
    private static let headerCount = 1 + 4 + 16 + 16
    private static let codeCount = 32

    /// The fewest bytes of a pass phrase that is chosen for an export (NIST SP 800-63B, section 5.1.1.1).
    static let leastPassPhrase = 8

    /// Encrypts `content` to text.
    ///
    /// - Throws: ``NodeEncryptionError/invalidSecret(_:)`` for a pass phrase that is empty, or for
    ///   ``Form/authenticated`` shorter than eight bytes.
    ///
    /// Leaks: the counts of bytes.
    package static func encrypt(
        _ content: Span<UInt8>,
        passPhrase: Span<UInt8>,
        form: Form,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> String {
        guard passPhrase.count > 0 else { throw .invalidSecret("the pass phrase is empty") }
        switch form {
        case .authenticated:
            // The platform's variable has what it has; one that is chosen for this is to be worth it.
            guard passPhrase.count >= Self.leastPassPhrase else {
                throw .invalidSecret(
                    "the pass phrase has fewer than \(Self.leastPassPhrase) bytes: whoever sees what is exported can "
                        + "guess it; give a longer one"
                )
            }
            return try authenticated(content, passPhrase: passPhrase, iterations: iterations, using: &random)
        case .openssl: return try openssl(content, passPhrase: passPhrase, salt: random.bytes(count: 8))
        }
    }

    /// Decrypts a text of either form, or with `authenticatedOnly` of ``Form/authenticated`` alone.
    ///
    /// Leaks: the counts of bytes, the form, and whether it was rejected.
    package static func decrypt(
        _ text: Span<UInt8>,
        passPhrase: Span<UInt8>,
        authenticatedOnly: Bool = false
    ) throws(NodeEncryptionError) -> SecretBytes {
        try decrypt(
            text,
            passPhrase: passPhrase,
            authenticatedOnly: authenticatedOnly,
            leastIterations: iterations
        )
    }

    static func decrypt(
        _ text: Span<UInt8>,
        passPhrase: Span<UInt8>,
        authenticatedOnly: Bool = false,
        leastIterations: Int
    ) throws(NodeEncryptionError) -> SecretBytes {
        guard let octets = try? Base64.decode(body(text).span) else { throw .invalidExport }
        if octets.starts(with: magic) {
            if authenticatedOnly { throw .importedRoot(.notAuthenticated) }
            return try decryptOpenSSL(octets, passPhrase: passPhrase)
        }
        return try decryptAuthenticated(octets, passPhrase: passPhrase, leastIterations: leastIterations)
    }

    /// The lines of a text that are no boundaries, without line ends and blanks.
    private static func body(_ text: Span<UInt8>) -> [UInt8] {
        let boundary = Array("-----".utf8)
        return [UInt8](copying: text).split { $0 == 10 || $0 == 13 }.flatMap { line in
            let characters = line.filter { $0 != 9 && $0 != 32 }
            return characters.starts(with: boundary) ? [] : characters
        }
    }

    static func authenticated(
        _ content: Span<UInt8>,
        passPhrase: Span<UInt8>,
        iterations: Int,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> String {
        let salt = random.bytes(count: 16)
        let vector = random.bytes(count: 16)
        var message: [UInt8] =
            [version] + (0..<4).map { UInt8(truncatingIfNeeded: iterations >> (24 - 8 * $0)) }
        message += salt + vector
        do {
            let keys = try ExportKeys(passPhrase: passPhrase, salt: salt.span, iterations: iterations)
            let cipher = try AES(key: keys.encryption.span)
            message += try CBC.encrypt(content, key: cipher, initializationVector: vector.span)
            let code = HMAC<SHA256>.code(for: message.span, key: keys.authentication.span)
            for index in code.span.indices { message.append(code.span[index]) }
        } catch {
            throw .invalidExport
        }
        return "-----BEGIN \(label)-----\n" + wrapped(message) + "-----END \(label)-----\n"
    }

    private static func decryptAuthenticated(
        _ message: [UInt8],
        passPhrase: Span<UInt8>,
        leastIterations: Int
    ) throws(NodeEncryptionError) -> SecretBytes {
        guard message.count >= headerCount + 16 + codeCount else { throw .invalidExport }
        if message[0] == 1 { throw .importedRoot(.earlierForm) }
        guard message[0] == version else { throw .invalidExport }
        let iterations = message[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard (leastIterations...mostIterations).contains(iterations) else { throw .invalidExport }
        do {
            let keys = try ExportKeys(
                passPhrase: passPhrase,
                salt: message.span.extracting(5..<21),
                iterations: iterations
            )
            let end = message.count - codeCount
            let code = HMAC<SHA256>.code(
                for: message.span.extracting(..<end),
                key: keys.authentication.span
            )
            guard constantTimeEquals(code.span, message.span.extracting(end...)) else {
                throw NodeEncryptionError.invalidExport
            }
            return try CBC.decrypt(
                message.span.extracting(headerCount..<end),
                key: AES(key: keys.encryption.span),
                initializationVector: message.span.extracting(21..<37)
            )
        } catch {
            throw .invalidExport
        }
    }

    static func openssl(
        _ content: Span<UInt8>,
        passPhrase: Span<UInt8>,
        salt: [UInt8]
    ) throws(NodeEncryptionError) -> String {
        do {
            let keys = try opensslKeys(passPhrase, salt: salt.span)
            let ciphertext = try CBC.encrypt(
                content,
                key: AES(key: keys.key.span),
                initializationVector: keys.initializationVector.span
            )
            return wrapped(magic + salt + ciphertext)
        } catch {
            throw .invalidExport
        }
    }

    private static func decryptOpenSSL(
        _ message: [UInt8],
        passPhrase: Span<UInt8>
    ) throws(NodeEncryptionError) -> SecretBytes {
        guard message.count >= 32 else { throw .invalidExport }
        do {
            let keys = try opensslKeys(passPhrase, salt: message.span.extracting(8..<16))
            let content = try CBC.decrypt(
                message.span.extracting(16...),
                key: AES(key: keys.key.span),
                initializationVector: keys.initializationVector.span
            )
            // With another pass phrase one text in 256 has a padding all the same.
            guard hasDocument(content) else { throw NodeEncryptionError.invalidExport }
            return content
        } catch {
            throw .invalidExport
        }
    }

    private static func hasDocument(_ content: borrowing SecretBytes) -> Bool {
        let boundary = Array("-----BEGIN ".utf8)
        guard content.count >= boundary.count else { return false }
        let octets = content.span
        for start in 0...(octets.count - boundary.count) {
            var count = 0
            while count < boundary.count, octets[start + count] == boundary[count] { count += 1 }
            if count == boundary.count { return true }
        }
        return false
    }

    private static func opensslKeys(
        _ passPhrase: Span<UInt8>,
        salt: Span<UInt8>
    ) throws(KeyDerivationError) -> KeyAndInitializationVector {
        try EVPBytesToKey<SHA256>.derive(
            password: passPhrase,
            salt: salt,
            roundCount: 1,
            keyByteCount: 32,
            initializationVectorByteCount: 16
        )
    }

    private static func wrapped(_ octets: [UInt8]) -> String {
        let text = Base64.encode(octets.span)
        var lines = ""
        var rest = text[...]
        while !rest.isEmpty {
            lines += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return lines
    }
}
