internal import MessageDigests
public import SecretMemory

extension SCRAMSecret {
    /// The secrets of many passwords, as when a whole `pg_authid` is moved to SCRAM: made sixteen at a time where the
    /// processor can, each in half the time of a single one.
    ///
    /// Leaks: as making them one by one does, and how many there are.
    public struct Batch: ~Copyable, Sendable {
        private var keys: PBKDF2<SHA256>.Batch
        private var salts: [[UInt8]] = []

        /// Makes room for `capacity` secrets, best a multiple of 16.
        ///
        /// Throws ``SCRAMError/invalidIterationCount``.
        public init(
            capacity: Int,
            iterationCount: Int = SCRAMSecret.defaultIterationCount
        ) throws(SCRAMError) {
            guard SCRAMSecret.iterationCounts.contains(iterationCount),
                let keys = try? PBKDF2<SHA256>.Batch(capacity: capacity, iterationCount: iterationCount)
            else { throw .invalidIterationCount }
            self.keys = keys
        }

        /// How many passwords there are so far.
        public var count: Int { salts.count }

        /// Adds a password, prepared by ``SASLprep/prepareAsPostgreSQL(_:)``, with that salt.
        ///
        /// Throws ``SCRAMError/emptyPassword``, ``SCRAMError/passwordHasZeroOctet`` or ``SCRAMError/emptySalt``, and
        /// then adds nothing. More passwords than there is room for stop the process. Every sixteenth call does the
        /// work for the last sixteen.
        public mutating func append(password: Span<UInt8>, salt: Span<UInt8>) throws(SCRAMError) {
            try checkPassword(password)
            guard salt.count > 0 else { throw .emptySalt }
            let prepared = SASLprep.prepareAsPostgreSQL(password)
            keys.append(password: prepared.span, salt: salt)
            salts.append([UInt8](copying: salt))
        }

        /// Adds a password with a fresh salt of 16 octets; throws as ``append(password:salt:)``.
        public mutating func append(
            password: Span<UInt8>,
            using random: inout some RandomSource
        ) throws(SCRAMError) {
            try append(password: password, salt: random.bytes(count: defaultSaltByteCount).span)
        }

        /// Gives the secrets, one after the other in the order of their passwords.
        public consuming func makeSecrets<Failure: Error>(
            _ body: (consuming SCRAMSecret) throws(Failure) -> Void
        ) throws(Failure) {
            let salts = salts
            let iterationCount = keys.iterationCount
            let saltedPasswords = keys.deriveKeys()
            for (index, salt) in salts.enumerated() {
                let start = index * SHA256.byteCount
                let keys = SCRAMKeys<SHA256>(
                    saltedPassword: saltedPasswords.span.extracting(start..<start + SHA256.byteCount)
                )
                try body(
                    SCRAMSecret(
                        salt: salt,
                        iterationCount: iterationCount,
                        storedKey: keys.storedKey.copy(),
                        serverKey: keys.serverKey.copy(),
                        isMock: false
                    )
                )
            }
        }
    }
}
