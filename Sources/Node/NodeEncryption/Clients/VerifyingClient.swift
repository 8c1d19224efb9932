/// A kind of client by how it verifies a server. What each minds was read in its source and is held against the
/// programs themselves in tests, as far as these are at hand.
enum VerifyingClient: Int, CaseIterable, Hashable, Sendable {
    /// libpq from PostgreSQL 15 on, and what is built on it: psql, psycopg, most ODBC drivers.
    ///
    /// A path as OpenSSL has it for `sslserver` (`crypto/x509/x509_vfy.c`, `v3_purp.c`), at security level 2, which
    /// distributions set; names as `fe-secure-common.c` and `fe-secure-openssl.c` compare them.
    case libpq
    /// libpq of earlier versions, which knows no addresses in certificates (`fe-secure-openssl.c` of 14).
    case libpqBefore15
    /// Drivers on Python's own TLS, from Python 3.13 on: OpenSSL with `X509_V_FLAG_X509_STRICT` and
    /// `X509_V_FLAG_PARTIAL_CHAIN` (`ssl.create_default_context`), names by `X509_check_host` and `X509_check_ip`.
    case python
    /// Drivers in Go, such as pgx: `crypto/x509/verify.go`, without common names since 1.15.
    case go
    /// Drivers over rustls, whose authorities are names and keys alone: `rustls-webpki`'s `verify_cert.rs`, `cert.rs`
    /// and `subject_name`.
    case rustls
    /// pgjdbc: a path as OpenJDK has it (`sun.security.provider.certpath`, `sun.security.validator`), names as
    /// `PGjdbcHostnameVerifier` compares them, common names included.
    case jdbc

    /// Those whose paths are OpenSSL's.
    static let openSSL: Set<VerifyingClient> = [.libpq, .libpqBefore15, .python]
    /// All of them.
    static let all = Set(allCases)
}

extension VerifyingClient: CustomStringConvertible {
    /// How an operator calls it.
    var description: String {
        switch self {
        case .libpq: "libpq"
        case .libpqBefore15: "libpq before 15"
        case .python: "Python from 3.13"
        case .go: "Go"
        case .rustls: "rustls"
        case .jdbc: "JDBC"
        }
    }
}

extension Set<VerifyingClient> {
    /// Their names in the order of the cases.
    var names: [String] { sorted { $0.rawValue < $1.rawValue }.map(\.description) }
}
