internal import MessageDigests
internal import SecretMemory

extension SCRAMSecret {
    /// Many stored secrets of one iteration count, each held against a password, as when the passwords of a pool are
    /// held against those of the roles: sixteen at a time where the processor can, each in half the time of
    /// ``isMade(of:)-(Span<UInt8>)``.
    ///
    /// Leaks: as asking one by one does, and how many there are.
    public struct Comparisons: ~Copyable, Sendable {
        private var keys: PBKDF2<SHA256>.Batch
        /// Of each secret StoredKey and ServerKey, behind one another.
        private var stored: SecretText
        private var areMocks: [Bool] = []

        /// Makes room for `capacity` comparisons, best a multiple of 16.
        ///
        /// Throws ``SCRAMError/iterationCountNotAccepted(_:)`` for none, and for more than
        /// ``greatestAcceptedIterationCount``.
        public init(capacity: Int, iterationCount: Int) throws(SCRAMError) {
            guard iterationCount <= SCRAMSecret.greatestAcceptedIterationCount,
                let keys = try? PBKDF2<SHA256>.Batch(capacity: capacity, iterationCount: iterationCount)
            else { throw .iterationCountNotAccepted(iterationCount) }
            self.keys = keys
            stored = SecretText(capacity: 2 * SHA256.byteCount * capacity)
        }

        /// Adds a secret and the password that it may be made of.
        ///
        /// A secret of another iteration count, or more of them than there is room for, stop the process. Every
        /// sixteenth call does the work for the last sixteen.
        public mutating func append(_ secret: borrowing SCRAMSecret, password: Span<UInt8>) {
            precondition(
                secret.iterationCount == keys.iterationCount,
                "the secret must be of these iterations"
            )
            let prepared = SASLprep.prepareAsPostgreSQL(password)
            keys.append(password: prepared.span, salt: secret.salt.span)
            stored.append(contentsOf: secret.storedKey.span)
            stored.append(contentsOf: secret.serverKey.span)
            areMocks.append(secret.isMock)
        }

        /// Whether each secret was made of its password, in their order.
        public consuming func answers() -> [Bool] {
            let areMocks = areMocks
            let stored = stored.finish()
            let saltedPasswords = keys.deriveKeys()
            let count = SHA256.byteCount
            return areMocks.indices.map { index in
                let keys = SCRAMKeys<SHA256>(
                    saltedPassword: saltedPasswords.span.extracting(index * count..<(index + 1) * count)
                )
                let start = 2 * index * count
                // Both, whatever the first gives.
                let isStoredKey = constantTimeEquals(
                    keys.storedKey.span,
                    stored.span.extracting(start..<start + count)
                )
                let isServerKey = constantTimeEquals(
                    keys.serverKey.span,
                    stored.span.extracting(start + count..<start + 2 * count)
                )
                return isStoredKey && isServerKey && !areMocks[index]
            }
        }
    }
}
