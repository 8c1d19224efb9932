internal import DERCoding
internal import NodePlatform
internal import PKIX
internal import TextEncodings

/// Why those refuse a certificate for lists of revoked certificates who look at them by OpenSSL's rule, on the way that
/// OpenSSL goes: libpq, Python (`VERIFY_CRL_CHECK_CHAIN`), and the server, which looks at clients' certificates so.
struct RevocationVerdicts {
    private let byName: [String: [String]]

    init(
        _ chain: CertificateFile,
        _ roots: CertificateFile,
        _ lists: [CertificateList],
        isClient: Bool,
        at now: DERTime
    ) {
        guard !lists.isEmpty, let search = ClientPaths(chain, to: roots, at: now) else {
            byName = [:]
            return
        }
        let rule = OpenSSLRevocation(lists)
        func reasons(stopsEarly: Bool) -> [String] {
            let way = search.first(stopsEarly: stopsEarly)
            let path = way.steps.map(\.certificate)
            // A way that leads nowhere is refused for that.
            guard way.deadEnd == nil, let located = rule.fault(of: path, at: now) else { return [] }
            let subject = path[located.position].subject
            return ["with these lists, \(subject.isEmpty ? "(no subject)" : "\(subject)") \(located.fault)"]
        }
        if isClient {
            byName = ["PostgreSQL": reasons(stopsEarly: false)]
            return
        }
        let (whole, early) = (reasons(stopsEarly: false), reasons(stopsEarly: true))
        byName = Dictionary(
            uniqueKeysWithValues: VerifyingClient.openSSL.map { client in
                (client.description, client == .python ? early : whole)
            }
        )
    }

    /// The reasons of a client, or of the server; none of those that read no lists: Go (`crypto/x509` verifies without
    /// them), rustls (drivers give it none), and JDBC (pgjdbc has no parameter for them).
    func reasons(of client: String) -> [String] { byName[client] ?? [] }

    /// Who gets in all the same, where others refuse by these lists.
    var remark: String? {
        let readers = VerifyingClient.openSSL
        guard byName[VerifyingClient.libpq.description].map({ !$0.isEmpty }) ?? false else { return nil }
        let others = VerifyingClient.all.subtracting(readers).names
        return "\(others.joined(separator: ", ")) read no lists of revoked certificates"
    }
}
