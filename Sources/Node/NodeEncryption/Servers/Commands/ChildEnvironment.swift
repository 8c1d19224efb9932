internal import Glibc

/// The variables that a program gets which this tool runs.
enum ChildEnvironment {
    /// What the names begin with of variables that no program gets.
    ///
    /// Those that libpq and psql read belong to whoever started the tool, and would lead a program to another server,
    /// as another user, or without TLS. The pass phrase of a cluster is nobody else's.
    private static let foreignPrefixes = ["PG", "PSQL", "KEY_PASS="]

    /// What only the operator's own commands get: variables by which OpenSSL reads other roots, loads other code or
    /// writes down the keys of its connections.
    private static let foreignToOurs = [
        "SSL_CERT_FILE=", "SSL_CERT_DIR=", "OPENSSL_CONF=", "OPENSSL_MODULES=", "OPENSSL_ENGINES=",
        "SSLKEYLOGFILE=",
    ]

    /// What a program of another user gets, and nothing else: how it finds programs, libraries and a place for
    /// what is temporary, and how it speaks. He can read all of its environment while it runs. `HOME` is that of
    /// whoever runs the tool; without it libpq looks up the other's own.
    private static let harmless = [
        "PATH=", "LD_LIBRARY_PATH=", "TMPDIR=", "LANG=", "LANGUAGE=", "LC_", "TZ=",
    ]

    /// The variables that a command gets: those of `all`, each `NAME=value`, that are passed on, and `own`.
    static func variables(
        _ all: [[UInt8]],
        replacedBy own: [String],
        for origin: PlannedCommand.Origin
    ) -> [[UInt8]] {
        let replaced = own.map {
            String(decoding: $0.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) + "="
        }
        let foreign = foreignPrefixes + (origin == .operators ? [] : foreignToOurs) + replaced
        let passedOn = all.filter { variable in
            func begins(as names: [String]) -> Bool { names.contains { variable.starts(with: $0.utf8) } }
            return !begins(as: foreign) && (origin != .anotherUsers || begins(as: harmless))
        }
        return passedOn + own.map { Array($0.utf8) }
    }

    /// The variables of this process.
    static var own: [[UInt8]] {
        var all: [[UInt8]] = []
        var next = unsafe environ
        while let variable = unsafe next.pointee {
            unsafe all.append(Array(UnsafeRawBufferPointer(start: variable, count: strlen(variable))))
            unsafe next += 1
        }
        return all
    }
}
