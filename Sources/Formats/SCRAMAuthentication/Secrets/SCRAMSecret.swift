internal import MessageDigests
public import SecretMemory
internal import TextEncodings

/// What a server stores of a password for SCRAM-SHA-256 (RFC 5802, section 3; RFC 7677): the salt, the iteration
/// count, StoredKey and ServerKey.
///
/// It is a secret itself: whoever holds it can guess the password at leisure, and can pass for the server.
/// PostgreSQL stores it as its ``text()``, and takes that text in the place of a password in
/// `ALTER ROLE … PASSWORD`, so that no password travels.
public struct SCRAMSecret: ~Copyable, Sendable {
    /// The iteration count that PostgreSQL uses unless told otherwise.
    public static let defaultIterationCount = 4096

    /// The most iterations that are gone through for a count that somebody else chose: a few seconds of work.
    public static let greatestAcceptedIterationCount = 10_000_000

    /// The octets of a fresh salt, as PostgreSQL has them.
    public static let defaultSaltByteCount = 16

    /// The salt, which is not secret: a server sends it to whoever asks.
    public let salt: [UInt8]

    /// How many rounds of HMAC go into a guess.
    public let iterationCount: Int

    let storedKey: SecretBytes
    let serverKey: SecretBytes

    /// Whether it stands for nobody, and no password may ever fit it.
    let isMock: Bool

    /// Makes the secret of `password` with that salt and that many iterations.
    ///
    /// The password is prepared by ``SASLprep/prepareAsPostgreSQL(_:)``. Throws ``SCRAMError/emptyPassword``,
    /// ``SCRAMError/passwordHasZeroOctet``, ``SCRAMError/emptySalt`` or ``SCRAMError/invalidIterationCount``.
    /// Leaks: the password's count of octets, what SASLprep leaks of it, the salt and the iteration count.
    public init(
        password: Span<UInt8>,
        salt: Span<UInt8>,
        iterationCount: Int = SCRAMSecret.defaultIterationCount
    ) throws(SCRAMError) {
        try checkPassword(password)
        guard salt.count > 0 else { throw .emptySalt }
        guard SCRAMSecret.iterationCounts.contains(iterationCount) else { throw .invalidIterationCount }
        let keys = SCRAMKeys<SHA256>(password: password, salt: salt, iterationCount: iterationCount)
        self.init(
            salt: [UInt8](copying: salt),
            iterationCount: iterationCount,
            storedKey: keys.storedKey.copy(),
            serverKey: keys.serverKey.copy(),
            isMock: false
        )
    }

    /// Makes the secret of `password` with a fresh salt of 16 octets.
    ///
    /// Throws and leaks as ``init(password:salt:iterationCount:)``.
    public init(
        password: Span<UInt8>,
        iterationCount: Int = SCRAMSecret.defaultIterationCount,
        using random: inout some RandomSource
    ) throws(SCRAMError) {
        let salt = random.bytes(count: SCRAMSecret.defaultSaltByteCount)
        try self.init(password: password, salt: salt.span, iterationCount: iterationCount)
    }

    /// Reads a secret as PostgreSQL stores it: `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`.
    ///
    /// Strictly: nothing around it, no leading zero, Base64 in full. Throws ``SCRAMError/notSCRAMSecret``,
    /// ``SCRAMError/malformedSecret``, ``SCRAMError/invalidIterationCount``, ``SCRAMError/emptySalt``,
    /// ``SCRAMError/invalidSalt``, ``SCRAMError/invalidStoredKey`` or ``SCRAMError/invalidServerKey``.
    /// Leaks: where its parts begin, the salt and the iteration count.
    public init(parsing text: Span<UInt8>) throws(SCRAMError) {
        guard text.starts(with: SCRAMSecret.prefix) else { throw .notSCRAMSecret }
        let rest = text.extracting(SCRAMSecret.prefix.count..<text.count)
        guard
            let countEnd = rest.firstIndex(of: UInt8(ascii: ":"), from: 0),
            let saltEnd = rest.firstIndex(of: UInt8(ascii: "$"), from: countEnd),
            let storedEnd = rest.firstIndex(of: UInt8(ascii: ":"), from: saltEnd)
        else { throw .malformedSecret }
        guard
            let iterationCount = positiveNumber(rest.extracting(0..<countEnd)),
            iterationCount <= Int(Int32.max)
        else { throw .invalidIterationCount }
        guard let salt = try? Base64.decode(rest.extracting(countEnd + 1..<saltEnd)) else {
            throw .invalidSalt
        }
        guard salt.count > 0 else { throw .emptySalt }
        guard let storedKey = key(rest.extracting(saltEnd + 1..<storedEnd)) else { throw .invalidStoredKey }
        guard let serverKey = key(rest.extracting(storedEnd + 1..<rest.count)) else {
            throw .invalidServerKey
        }
        self.init(
            salt: salt,
            iterationCount: iterationCount,
            storedKey: storedKey,
            serverKey: serverKey,
            isMock: false
        )
    }

    /// A secret for a user who does not exist, so that an exchange looks the same to someone who guesses names.
    ///
    /// The same name and key always give the same salt. `mockKey` is a secret of the server, of 32 octets or so,
    /// made once and kept; `iterationCount` should be that of the users there are. No password fits it.
    public static func mock(
        userName: Span<UInt8>,
        mockKey: Span<UInt8>,
        iterationCount: Int = SCRAMSecret.defaultIterationCount
    ) throws(SCRAMError) -> SCRAMSecret {
        guard iterationCounts.contains(iterationCount) else { throw .invalidIterationCount }
        let salt = HMAC<SHA256>.code(for: Array("salt ".utf8 + [UInt8](copying: userName)).span, key: mockKey)
        return SCRAMSecret(
            salt: [UInt8](copying: salt.span.extracting(first: defaultSaltByteCount)),
            iterationCount: iterationCount,
            storedKey: HMAC<SHA256>.code(
                for: Array("StoredKey ".utf8 + [UInt8](copying: userName)).span,
                key: mockKey
            ),
            serverKey: HMAC<SHA256>.code(
                for: Array("ServerKey ".utf8 + [UInt8](copying: userName)).span,
                key: mockKey
            ),
            isMock: true
        )
    }

    init(
        salt: [UInt8],
        iterationCount: Int,
        storedKey: consuming SecretBytes,
        serverKey: consuming SecretBytes,
        isMock: Bool
    ) {
        self.salt = salt
        self.iterationCount = iterationCount
        self.storedKey = storedKey
        self.serverKey = serverKey
        self.isMock = isMock
    }

    /// The secret as PostgreSQL stores it. Leaks: its count.
    public func text() -> SecretBytes {
        let start = SCRAMSecret.prefix + Array("\(iterationCount):\(Base64.encode(salt.span))$".utf8)
        let keyCount = Base64.encodedCount(SHA256.byteCount)
        return SecretBytes(capacity: start.count + 2 * keyCount + 1) { output in
            for octet in start { output.append(octet) }
            Base64.encode(storedKey.span, into: &output)
            output.append(UInt8(ascii: ":"))
            Base64.encode(serverKey.span, into: &output)
        }
    }

    /// Whether it was made of `password`.
    ///
    /// A stored secret comes from whoever could write it, and an iteration count of 2147483647 would keep this busy
    /// for the better part of an hour; so what a client refuses is refused here.
    ///
    /// Throws ``SCRAMError/iterationCountNotAccepted(_:)`` for more than ``greatestAcceptedIterationCount``.
    /// Leaks: the password's count of octets, what SASLprep leaks of it, and the answer.
    public func isMade(of password: Span<UInt8>) throws(SCRAMError) -> Bool {
        guard iterationCount <= SCRAMSecret.greatestAcceptedIterationCount else {
            throw .iterationCountNotAccepted(iterationCount)
        }
        let keys = SCRAMKeys<SHA256>(password: password, salt: salt.span, iterationCount: iterationCount)
        // Both, whatever the first gives.
        let isStoredKey = constantTimeEquals(keys.storedKey.span, storedKey.span)
        let isServerKey = constantTimeEquals(keys.serverKey.span, serverKey.span)
        return isStoredKey && isServerKey && !isMock
    }

    /// The iteration counts that PostgreSQL can store.
    static let iterationCounts = 1...Int(Int32.max)

    static let prefix = Array("SCRAM-SHA-256$".utf8)
}

/// Refuses what no client can send as a password, or no server of PostgreSQL takes.
func checkPassword(_ password: Span<UInt8>) throws(SCRAMError) {
    guard password.count > 0 else { throw .emptyPassword }
    var hasZero = false
    for index in password.indices { hasZero = hasZero || password[index] == 0 }
    if hasZero { throw .passwordHasZeroOctet }
}

/// The 32 octets of a key in Base64.
private func key(_ text: Span<UInt8>) -> SecretBytes? {
    guard text.count == Base64.encodedCount(SHA256.byteCount) else { return nil }
    let key = try? SecretBytes(capacity: Base64.decodedCapacity(text.count)) {
        output throws(TextEncodingError) in
        try Base64.decode(text, into: &output)
    }
    guard let key, key.count == SHA256.byteCount else { return nil }
    return key
}
