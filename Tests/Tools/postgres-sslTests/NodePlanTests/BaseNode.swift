/// The files that a case's node has where the case does not say otherwise, in sections as a case has them.
///
/// By `base`: `encrypted`, where settings, rules and certificates are as they should be, so that a case shows only what
/// it is about; `plain`, with whole certificates that nothing names yet; `empty`, with no file at all. `certificates:
/// none` takes the certificates away, and `server: running` puts the file of a running server there.
enum BaseNode {
    static func sections(_ header: [String: String]) throws -> [CaseText.Section] {
        let isPgpool = header["node"] == "pgpool"
        let base = header["base"] ?? "encrypted"
        var text = header["certificates"] == "none" || base == "empty" ? "" : certificates(isPgpool)
        switch (base, isPgpool) {
        case ("encrypted", false): text += settings + encryptedRules("data/pg_hba.conf")
        case ("plain", false):
            text +=
                "-- data/postgresql.conf --\nport = 5433\n-- data/pg_hba.conf --\nhost all all 0.0.0.0/0 md5\n"
        case ("encrypted", true): text += poolSettings + encryptedRules("etc/pool_hba.conf")
        case ("plain", true):
            text +=
                "-- etc/pgpool.conf --\nport = 9998\n-- etc/pool_hba.conf --\nhost all all 0.0.0.0/0 md5\n"
        case ("empty", _): break
        default: throw CaseText.Invalid(description: "there is no base \"\(base)\"")
        }
        if header["server"] == "running", !isPgpool {
            let address = header["listens"] ?? "127.0.0.1"
            text +=
                "-- data/postmaster.pid --\n$PID\n$NODE/data\n1795673726\n$PORT\n$NODE/stub\n"
                + (address == "nowhere" ? "\n" : address + "\n")
        }
        return try CaseText(text + "== the operator").files
    }

    private static func certificates(_ isPgpool: Bool) -> String {
        let server = """
            -- SSL-TLS: folder --
            -- SSL-TLS/server: folder --
            -- SSL-TLS/server/root.crt: from root.crt --
            -- SSL-TLS/server/root.key: from root.key --
            -- SSL-TLS/server/server.crt: from server.crt --
            -- SSL-TLS/server/server.key: from server.key --

            """
        let client = """
            -- SSL-TLS/client: folder --
            -- SSL-TLS/client/client.crt: from client.crt --
            -- SSL-TLS/client/client.key: from client.key --
            -- SSL-TLS/client/root.crt: link ../server/root.crt --

            """
        return isPgpool ? server : server + client
    }

    private static let settings = """
        -- data/postgresql.conf --
        include 'pg_ssl.conf'
        -- data/pg_ssl.conf --
        ssl = on
        ssl_cert_file = '$NODE/SSL-TLS/server/server.crt'
        ssl_ca_file = '$NODE/SSL-TLS/server/root.crt'
        ssl_key_file = '$NODE/SSL-TLS/server/server.key'
        password_encryption = 'scram-sha-256'

        """

    private static let poolSettings = """
        -- etc/pgpool.conf --
        ssl = on
        ssl_key = '$NODE/SSL-TLS/server/server.key'
        ssl_cert = '$NODE/SSL-TLS/server/server.crt'
        enable_pool_hba = on
        pool_passwd = 'pool_passwd'

        """

    private static func encryptedRules(_ name: String) -> String {
        "-- \(name) --\nhostssl all all all scram-sha-256\n"
    }
}
