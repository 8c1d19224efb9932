internal import BlockCiphers
internal import MessageDigests
public import SecretMemory
internal import TextEncodings

/// The key that Pgpool-II enciphers passwords with (`pool_key`), and the entries made with it.
///
/// An entry is AES-256-CBC with the padding of PKCS #7, under a key and an initialization vector that come from the
/// pool key by EVP_BytesToKey: SHA-1, one round, no salt. So the same password under the same key always gives the
/// same entry, and an entry is as safe as the key file.
public struct PoolKey: ~Copyable, Sendable {
    private let cipher: AES
    private let initializationVector: SecretBytes

    /// The key that is `octets` as they stand.
    ///
    /// An empty key is a key. Leaks: the count.
    public init(_ octets: Span<UInt8>) {
        do {
            let derived = try EVPBytesToKey<Insecure.SHA1>.derive(
                password: octets,
                salt: [UInt8]().span,
                roundCount: 1,
                keyByteCount: 32,
                initializationVectorByteCount: 16
            )
            cipher = try AES(key: derived.key.span)
            initializationVector = derived.initializationVector.copy()
        } catch {
            fatalError("the key has 32 bytes and the vector 16, which both functions take: \(error)")
        }
    }

    /// The key of a key file with that content, by Pgpool-II's rules: the first line, of at most 255 octets, with
    /// nothing stripped but its line feed, and up to an octet of value zero.
    ///
    /// A blank first line is an empty key. Throws ``PgpoolPasswordsError/emptyKeyFile``. Leaks: the count of the
    /// key, and where the file's line breaks are.
    public init(fileContent content: Span<UInt8>) throws(PgpoolPasswordsError) {
        var start = 0
        while start < content.count {
            let chunk = ReadLine(content, from: start, limit: PgpoolLimits.key)
            // A chunk that begins with a zero is empty to C, and the next is read.
            if chunk.hasOctets {
                self.init(content.extracting(chunk.text))
                return
            }
            start = chunk.end
        }
        throw .emptyKeyFile
    }

    /// Whether Pgpool-II uses a part of the key only, because the first line of a key file with that content is
    /// longer than 255 octets.
    public static func isCut(fileContent content: Span<UInt8>) -> Bool {
        let line = ReadLine(content, from: 0, limit: .max)
        return line.text.count > PgpoolLimits.key
    }

    /// Refuses a key file with that content where its key is not the whole first line, or is none: what is enciphered
    /// with it would only seem to be safe, or seem to be readable by Pgpool-II.
    ///
    /// Throws ``PgpoolPasswordsError/emptyKeyFile``, ``PgpoolPasswordsError/emptyKeyLine``,
    /// ``PgpoolPasswordsError/keyTooLong(count:)`` or ``PgpoolPasswordsError/keyHasZeroOctet``. Leaks: the count of the
    /// first line, and where a zero octet is.
    public static func check(fileContent content: Span<UInt8>) throws(PgpoolPasswordsError) {
        guard content.count > 0 else { throw .emptyKeyFile }
        let line = firstLine(content)
        guard line.count > 0 else { throw .emptyKeyLine }
        guard !hasZeroOctet(content.extracting(line)) else { throw .keyHasZeroOctet }
        guard line.count <= PgpoolLimits.key else { throw .keyTooLong(count: line.count) }
    }

    /// Whether the key of a key file with that content ends in a carriage return, which is a part of it to Pgpool-II.
    public static func endsInCarriageReturn(fileContent content: Span<UInt8>) -> Bool {
        let line = firstLine(content)
        return !line.isEmpty && content[line.upperBound - 1] == UInt8(ascii: "\r")
    }

    /// Whether the key of a key file with that content begins with a byte order mark, which is a part of it to
    /// Pgpool-II.
    public static func beginsWithByteOrderMark(fileContent content: Span<UInt8>) -> Bool {
        content.starts(with: [0xEF, 0xBB, 0xBF])
    }

    private static func firstLine(_ content: Span<UInt8>) -> Range<Int> {
        var end = 0
        while end < content.count, content[end] != UInt8(ascii: "\n") { end += 1 }
        return 0..<end
    }

    /// A strong key for a key file, without the line feed: the Base64 of 32 octets.
    public static func generate(using random: inout some RandomSource) -> SecretBytes {
        let octets = random.secretBytes(count: 32)
        return SecretBytes(capacity: Base64.encodedCount(octets.count)) { output in
            Base64.encode(octets.span, into: &output)
        }
    }

    /// The Base64 of the enciphered `password`, without the prefix of an entry, of any length.
    ///
    /// Leaks: the password's count.
    public func encrypt(_ password: Span<UInt8>) -> [UInt8] {
        do {
            let ciphertext = try CBC.encrypt(
                password,
                key: cipher,
                initializationVector: initializationVector.span
            )
            return [UInt8](capacity: Base64.encodedCount(ciphertext.count)) { output in
                Base64.encode(ciphertext.span, into: &output)
            }
        } catch {
            fatalError("the vector has 16 bytes, which the cipher takes: \(error)")
        }
    }

    /// The secret of an entry by which the user of `password` logs in: `AES` and its Base64, of the form that SCRAM has
    /// of the password (``PreparedPassword``).
    ///
    /// Throws where Pgpool-II could not read the entry: as ``rawEntry(for:)``, and
    /// ``PgpoolPasswordsError/preparedPasswordTooLong(count:limit:)`` where only the prepared form is too long. Leaks:
    /// the password's count, and what `SASLprep.prepareAsPostgreSQL` leaks.
    public func entry(for password: Span<UInt8>) throws(PgpoolPasswordsError) -> SecretBytes {
        try entry(for: PreparedPassword(password))
    }

    /// The same for a password that was prepared.
    package func entry(for prepared: borrowing PreparedPassword) throws(PgpoolPasswordsError) -> SecretBytes {
        do throws(PgpoolPasswordsError) {
            return try rawEntry(for: prepared.octets.span)
        } catch .passwordTooLong(let count, let limit) where prepared.isChanged {
            throw .preparedPasswordTooLong(count: count, limit: limit)
        }
    }

    /// The count of an entry's secret.
    package static func entryCount(ofPassword count: Int) -> Int {
        EntryKind.aesPrefix.count + Base64.encodedCount((count / AES.blockByteCount + 1) * AES.blockByteCount)
    }

    /// The secret of an entry for `password` as it stands, as Pgpool-II's own `pg_enc` makes it: `AES` and its Base64.
    ///
    /// One that SASLprep changes logs in by md5 and in the open alone. Throws where Pgpool-II could not read the entry:
    /// ``PgpoolPasswordsError/emptyPassword``, ``PgpoolPasswordsError/passwordTooLong(count:limit:)`` for more than 79
    /// octets, and ``PgpoolPasswordsError/passwordHasZeroOctet``. Leaks: the password's count.
    public func rawEntry(for password: Span<UInt8>) throws(PgpoolPasswordsError) -> SecretBytes {
        guard password.count > 0 else { throw .emptyPassword }
        guard password.count <= PgpoolLimits.aesPassword else {
            throw .passwordTooLong(count: password.count, limit: PgpoolLimits.aesPassword)
        }
        guard !hasZeroOctet(password) else { throw .passwordHasZeroOctet }
        let encrypted = encrypt(password)
        return SecretBytes(capacity: EntryKind.aesPrefix.count + encrypted.count) { output in
            for octet in EntryKind.aesPrefix { output.append(octet) }
            for octet in encrypted { output.append(octet) }
        }
    }

    /// The password of an entry whose secret is `AES` and its Base64.
    ///
    /// White space is no part of one, not even the carriage return of an edited file: Pgpool-II decrypts nothing then.
    /// Throws ``PgpoolPasswordsError/malformedAESEntry`` or ``PgpoolPasswordsError/wrongKey``; of another key about
    /// one in 256 goes unnoticed by the cipher. Leaks: the counts, and whether it decrypts.
    public func password(ofEntry secret: Span<UInt8>) throws(PgpoolPasswordsError) -> SecretBytes {
        let prefix = EntryKind.aesPrefix
        guard secret.starts(with: prefix) else { throw .malformedAESEntry }
        let ciphertext: [UInt8]
        do throws(TextEncodingError) {
            ciphertext = try Base64.decode(secret.extracting(prefix.count..<secret.count))
        } catch {
            throw .malformedAESEntry
        }
        do throws(BlockCipherError) {
            return try CBC.decrypt(
                ciphertext.span,
                key: cipher,
                initializationVector: initializationVector.span
            )
        } catch .invalidPadding {
            throw .wrongKey
        } catch {
            throw .malformedAESEntry
        }
    }
}
