/// What Pgpool-II and PgBouncer say themselves. Each has one SQLSTATE for all of it, and English words for what it is.
extension ErrorResponse {
    /// Whether the rules for clients do not let this one in: no rule is for it, or the one that is refuses it.
    ///
    /// Of PostgreSQL that is the case before AuthenticationOk alone; afterwards the same SQLSTATE is about the role.
    package var isRefusalByRules: Bool {
        sqlState == "28000" || isOfPgpool { $0.starts(with: "no pool_hba.conf entry for host ".utf8) }
    }

    /// Whether a pooler says that the password is wrong.
    var saysPasswordIsWrong: Bool {
        let words = Array("or password does not exist in backend".utf8)
        return isOfPgpool { $0.suffix(words.count) == words[...] }
            || isOfBouncer { $0 == Array("SASL authentication failed".utf8) }
            || isOfBouncer { $0 == Array("password authentication failed".utf8) }
    }

    /// Whether Pgpool-II says that it knows no password of the user.
    var saysPoolEntryIsMissing: Bool {
        isOfPgpool { $0.starts(with: "pool_passwd file does not contain an entry for ".utf8) }
    }

    /// Whether PgBouncer says that it has no such database.
    var saysDatabaseIsMissing: Bool { isOfBouncer { $0.starts(with: "no such database: ".utf8) } }

    /// Pgpool-II says what it is in a detail (`pool_hba.c`, `pool_auth.c`).
    private func isOfPgpool(_ detail: ([UInt8]) -> Bool) -> Bool {
        sqlState == "XX000" && field("D").map(detail) == true
    }

    /// PgBouncer says it in the message (`client.c`, `proto.c`).
    private func isOfBouncer(_ message: ([UInt8]) -> Bool) -> Bool {
        sqlState == "08P01" && field("M").map(message) == true
    }
}
