internal import SecretMemory
internal import TextEncodings

/// What becomes of the stored password of a role.
enum RolePasswordPlan {
    /// The step that stores the password as a SCRAM secret, unless one made from it is stored already; and what the
    /// operator should know.
    ///
    /// - Parameters:
    ///   - password: the password that the operator gave.
    ///   - isNew: whether it may be another one than that which is stored.
    static func changes(
        _ answers: ServerAnswers,
        password: SharedSecret?,
        isNew: Bool,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> (changes: [RoleChange], notes: [String]) {
        guard let (user, stored) = answers.roles.first, let password else { return ([], []) }
        var notes: [String] = []
        if let stored {
            let name = Array(user.utf8)
            let isSame = stored.withSpan { stored in
                password.withSpan { RolePassword.isMade(stored, of: $0, userName: name.span) }
            }
            if isSame == true, stored.withSpan({ RolePassword.isSCRAM($0) }) { return ([], []) }
            if isSame == false, !isNew { throw .notInstalled(.otherPassword(user: user)) }
            if isSame == nil, !isNew {
                notes.append(
                    "the stored password of \(printable(user)) has too many SCRAM iterations to be compared with the "
                        + "one given, which takes its place"
                )
            }
        } else {
            notes.append("\(printable(user)) had no password; the one given becomes it")
        }
        if answers.isAudited {
            notes.append(
                "the ALTER ROLE of \(printable(user)) is not in pgaudit's log, which would have its secret; write down "
                    + "elsewhere that it was changed"
            )
        }
        let secret = try RolePassword.secret(
            of: password,
            iterationCount: answers.iterationCount,
            using: &random
        )
        return ([RoleChange(user: user, before: stored, after: secret)], notes)
    }
}
