internal import PKIX

/// The client certificate of a login, by the names that a server compares with its user (`CheckCertAuth` in
/// PostgreSQL's `auth.c`).
package struct SentCertificate: Equatable, Sendable {
    /// Who logs in.
    let user: String
    /// The name that stands for a user, unless a rule has `clientname=DN`; `nil` where there is none.
    let commonName: String?
    /// All of the subject; `nil` where it is empty.
    let subject: String?

    package init(user: String, commonName: String?, subject: String?) {
        self.user = user
        self.commonName = commonName
        self.subject = subject
    }

    /// Of a certificate in DER; `nil` where it cannot be read.
    init?(_ octets: [UInt8], user: String) {
        guard let certificate = try? Certificate(der: octets.span) else { return nil }
        self.init(
            user: user,
            commonName: certificate.subject.commonNameOctets.map { String(decoding: $0, as: UTF8.self) },
            subject: certificate.subject.isEmpty ? nil : "\(certificate.subject)"
        )
    }

    /// Whether it is the user's where no map and no `clientname` of a rule says otherwise.
    var isOfUser: Bool { commonName?.utf8.elementsEqual(user.utf8) ?? false }
}

extension SentCertificate: CustomStringConvertible {
    /// Whose it is, as a sentence's predicate; not yet made printable.
    package var description: String {
        if isOfUser {
            return "is of \(subject ?? user), which the rule, by a map or clientname=DN, takes for another's"
        }
        let other = subject.map { "has no common name (it is of \($0))" } ?? "has no subject"
        let name = commonName.map { "is of the name \($0)" } ?? other
        return "\(name), not of \(user), and the rule has no map that makes it \(user)'s"
    }
}
