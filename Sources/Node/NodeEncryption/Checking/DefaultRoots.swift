internal import DERCoding
internal import NodePlatform

/// The roots by which a server is judged where none are given: the first of these files that its certificate leads to.
enum DefaultRoots {
    /// - Parameter home: the folder of the user who asks, as libpq takes it.
    static func paths(home: String?) -> [String] {
        [Platform.certificates + "/server/root.crt"]
            + (home.map { [$0 + "/.postgresql/root.crt"] } ?? [])
            + systems
    }

    /// Where systems have their roots (`crypto/x509/root_linux.go` of Go lists them).
    private static let systems = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// The roots to which a chain leads, `nil` where none of the files has one; and the files that have any.
    static func find(
        for chain: CertificateFile,
        among paths: [String],
        at now: DERTime
    ) -> (roots: CertificateFile?, tried: [String]) {
        var tried: [String] = []
        for path in paths {
            let file = CertificateFile(reading: path)
            guard !file.certificates.isEmpty, let search = ClientPaths(chain, to: file, at: now) else {
                continue
            }
            tried.append(path)
            if search.leadToRoot { return (file, tried) }
        }
        return (nil, tried)
    }
}
