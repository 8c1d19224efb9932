internal import NodePlatform
internal import SCRAMAuthentication
package import SecretMemory

/// Passwords of database users as SCRAM secrets.
package enum RolePassword {
    /// The SCRAM secret of a password, with a fresh salt, as PostgreSQL stores it.
    ///
    /// - Parameter iterationCount: the iterations; `nil` for as many as PostgreSQL uses unless told otherwise.
    package static func secret(
        of password: SharedSecret,
        iterationCount: Int? = nil,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> SharedSecret {
        do throws(SCRAMError) {
            return try password.withSpan { (span) throws(SCRAMError) in
                let secret = try SCRAMSecret(
                    password: span,
                    iterationCount: iterationCount ?? SCRAMSecret.defaultIterationCount,
                    using: &random
                )
                return SharedSecret(secret.text())
            }
        } catch {
            throw .invalidSecret("\(error)")
        }
    }

    /// The SCRAM secrets of many passwords, in their order.
    package static func secrets(
        of passwords: [SharedSecret],
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> [SharedSecret] {
        var secrets: [SharedSecret] = []
        do throws(SCRAMError) {
            var batch = try SCRAMSecret.Batch(capacity: (passwords.count + 15) / 16 * 16)
            for password in passwords {
                let salt = random.bytes(count: SCRAMSecret.defaultSaltByteCount)
                try password.withSpan { (span) throws(SCRAMError) in
                    try batch.append(password: span, salt: salt.span)
                }
            }
            batch.makeSecrets { secrets.append(SharedSecret($0.text())) }
        } catch {
            throw .invalidSecret("\(error)")
        }
        return secrets
    }

    /// Whether `stored`, as a server or `pool_passwd` has it, is a SCRAM secret.
    static func isSCRAM(_ stored: Span<UInt8>) -> Bool { (try? SCRAMSecret(parsing: stored)) != nil }

    /// Whether `stored`, a SCRAM secret or one of md5, was made from this password of that user; `nil` where it has
    /// more iterations than are gone through to tell.
    ///
    /// Leaks: what `SCRAMSecret` and `MD5Secret` do.
    static func isMade(
        _ stored: Span<UInt8>,
        of password: Span<UInt8>,
        userName: Span<UInt8>
    ) -> Bool? {
        if let secret = try? MD5Secret(parsing: stored) {
            return secret.isMade(of: password, userName: userName)
        }
        guard let secret = try? SCRAMSecret(parsing: stored) else { return false }
        return try? secret.isMade(of: password)
    }

    /// A stored secret, and the password of a user that it may be made of.
    struct Question {
        let stored: SharedSecret
        let password: SharedSecret
        let userName: [UInt8]
    }

    /// What ``isMade(_:of:userName:)`` says to many, in their order; SCRAM secrets of one iteration count are asked
    /// together, which takes half of the time.
    static func areMade(_ questions: [Question]) -> [Bool?] {
        var answers = [Bool?](repeating: nil, count: questions.count)
        // By their iterations; 0 where there are none.
        let groups = Dictionary(grouping: questions.indices) { iterationCount(of: questions[$0].stored) }
        for (iterationCount, places) in groups {
            if let together = iterationCount == 0
                ? nil : areMade(places.map { questions[$0] }, by: iterationCount)
            {
                for (place, answer) in zip(places, together) { answers[place] = answer }
                continue
            }
            for place in places {
                let question = questions[place]
                answers[place] = question.stored.withSpan { stored in
                    question.password.withSpan { isMade(stored, of: $0, userName: question.userName.span) }
                }
            }
        }
        return answers
    }

    /// The same for SCRAM secrets of that iteration count; `nil` where one is none.
    private static func areMade(_ questions: [Question], by iterationCount: Int) -> [Bool]? {
        let capacity = (questions.count + 15) / 16 * 16
        guard
            var comparisons = try? SCRAMSecret.Comparisons(capacity: capacity, iterationCount: iterationCount)
        else { return nil }
        for question in questions {
            guard let secret = question.stored.withSpan({ try? SCRAMSecret(parsing: $0) }) else { return nil }
            question.password.withSpan { comparisons.append(secret, password: $0) }
        }
        return comparisons.answers()
    }

    /// How many iterations it takes to compare a stored secret with a password; 0 where it is not done.
    static func iterationCount(of stored: SharedSecret) -> Int {
        guard let secret = stored.withSpan({ try? SCRAMSecret(parsing: $0) }),
            secret.iterationCount <= SCRAMSecret.greatestAcceptedIterationCount
        else { return 0 }
        return secret.iterationCount
    }

    /// The statement that stores a secret for a user, or removes it if `nil`; the password itself is never sent.
    package static func statement(user: String, secret: SharedSecret?) -> SharedSecret {
        var text = SecretText()
        text.append("ALTER ROLE \(Quoting.sqlIdentifier(user)) PASSWORD ")
        if let secret {
            // What a server stores has no quote and no backslash: it is Base64 or hexadecimal, with a few separators.
            text.append("'")
            secret.withSpan { text.append(contentsOf: $0) }
            text.append("';\n")
        } else {
            text.append("NULL;\n")
        }
        return SharedSecret(text.finish())
    }
}
