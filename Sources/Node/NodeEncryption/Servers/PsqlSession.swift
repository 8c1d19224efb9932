/// What every session of psql begins with.
enum PsqlSession {
    /// The variables of psql: how long it waits for a connection, unless its own options say otherwise.
    static let variables = ["PGCONNECT_TIMEOUT=5"]

    /// Statements before all others, so that what an operator has set for a role or a database neither keeps a question
    /// waiting nor refuses a change: a transaction that is serializable, read only and deferrable waits for all others.
    /// No statement of them begins one. Constants mean what stands in them, names and texts are the bytes that the
    /// server has (`SQL_ASCII` on this side converts nothing), and bytes are in hexadecimal.
    static let settings = [
        "statement_timeout = '10s'", "default_transaction_isolation = 'read committed'",
        "default_transaction_read_only = off", "default_transaction_deferrable = off",
        "search_path = pg_catalog", "standard_conforming_strings = on", "client_encoding = 'SQL_ASCII'",
        "bytea_output = hex", "quote_all_identifiers = off", "lock_timeout = 0",
    ].map { "SET \($0);" }.joined(separator: " ")

    /// What keeps a statement with a secret to its session, as far as this server has it: out of the log ("Error
    /// Reporting and Logging"), out of the list of sessions, and out of what extensions write down or count statements
    /// by.
    ///
    /// What a server does not know is not in pg_settings, so nothing fails for the lack of it.
    static let quietSettings: String = {
        let settings = [
            ("log_statement", "none"), ("log_min_duration_statement", "-1"),
            ("log_min_duration_sample", "-1"),
            ("log_transaction_sample_rate", "0"), ("log_min_error_statement", "panic"),
            ("track_activities", "off"),
            ("debug_print_raw_parse", "off"), ("debug_print_parse", "off"), ("debug_print_rewritten", "off"),
            ("debug_print_plan", "off"), ("pg_stat_statements.track", "none"), ("pgaudit.log", "none"),
        ]
        let list = settings.map { "('\($0)', '\($1)')" }.joined(separator: ", ")
        return "SELECT set_config(name, value, false) FROM (VALUES \(list)) AS quiet (name, value) "
            + "JOIN pg_settings USING (name);"
    }()
}
