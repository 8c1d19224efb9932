internal import PgpoolPasswords
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// The settings of Pgpool-II that are passwords, which have the forms that entries of `pool_passwd` have.
    ///
    /// `health_check_password` is there for each backend besides.
    private static let passwordSettings =
        ["health_check_password", "recovery_password", "sr_check_password", "wd_lifecheck_password"]
        + (0..<NodeLayout.mostBackends).map { "health_check_password\($0)" }

    /// Adds what is wrong with the passwords that stand in `pgpool.conf` itself. An empty one is looked up in
    /// `pool_passwd`.
    mutating func readPasswordSettings(_ passwords: PoolEntries) {
        guard let configuration = try? passwords.layout.settings() else { return }
        for name in Self.passwordSettings {
            guard let found = configuration.setting(of: name), !found.assignment.value.isEmpty else {
                continue
            }
            let value = found.assignment.value
            let password = passwords.password(in: value.span)
            let cure = "\(name) = 'AES...', the string that \(passwords.encrypting) --prompt prints"
            func addBad(_ code: Code, _ text: String) {
                add(code, name + " " + text, path: found.path, line: found.assignment.line, cure: cure)
            }
            switch EntryKind(of: value.span) {
            case .aes:
                if passwords.unseen.contains(passwords.keyPath) { continue }
                guard let password else {
                    let reason =
                        passwords.hasKey
                        ? "does not decrypt with the pool key" : "is encrypted, and there is no pool key"
                    addBad(.poolSettingUndecryptable, reason)
                    continue
                }
                if password.isChangedBySASLprep { addBad(.poolSettingNotPrepared, PoolEntries.notPrepared) }
            case .text, .plain: addBad(.poolSettingPlain, "is a password in plain text")
            case .md5: addBad(.poolSettingHashed, "is an md5 hash, which cannot log in to a backend by SCRAM")
            case .scram: addBad(.poolSettingHashed, "is a SCRAM secret, which cannot log in to a backend")
            }
        }
    }
}

extension SharedSecret {
    /// Whether SCRAM has another form of the password. Leaks: what ``PreparedPassword`` leaks.
    var isChangedBySASLprep: Bool { withSpan { PreparedPassword($0).isChanged } }
}
