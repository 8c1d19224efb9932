internal import SCRAMAuthentication
package import SecretMemory

/// Passwords of the database's users as SCRAM secrets.
package enum RolePassword {
    /// The SCRAM secret of a password, with a fresh salt, as PostgreSQL stores it.
    package static func secret(
        of password: Span<UInt8>,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> SharedSecret {
        do throws(SCRAMError) {
            let secret = try SCRAMSecret(password: password, using: &random)
            return SharedSecret(secret.text())
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

    /// Whether a stored secret is of that password and of SCRAM.
    package static func isStored(_ stored: Span<UInt8>, madeOf password: Span<UInt8>) -> Bool {
        guard let secret = try? SCRAMSecret(parsing: stored) else { return false }
        return secret.isMade(of: password)
    }

    /// The statement that stores a secret for a user; the password itself never travels.
    package static func statement(user: String, secret: SharedSecret) -> SharedSecret {
        let before = Array("ALTER ROLE \(identifier(user)) PASSWORD '".utf8)
        let after = Array("';\n".utf8)
        return secret.withSpan { span in
            SharedSecret(
                SecretBytes(capacity: before.count + span.count + after.count) { output in
                    for octet in before { output.append(octet) }
                    // A secret has no quote and no backslash: it is Base64 and a few signs.
                    output.append(copying: span)
                    for octet in after { output.append(octet) }
                }
            )
        }
    }

    /// A name in SQL, in quotes.
    static func identifier(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A text in SQL, in quotes; with `standard_conforming_strings`, which no server has off by itself.
    package static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
