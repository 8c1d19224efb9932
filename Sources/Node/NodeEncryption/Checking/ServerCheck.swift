internal import MessageDigests
internal import PKIX
package import ServerProbe
internal import TLSHandshake
internal import TextEncodings

/// The answer for a server at one address: what it shows, and who gets through.
package struct ServerCheck: Sendable {
    /// What it shows of its TLS.
    package let survey: ServerSurvey
    /// What is said of the certificates that it sent, with what each kind of client meets at the server; `nil` where
    /// none was seen.
    package private(set) var certificate: CertificateCheck?
    /// Why the certificate could not be read.
    package private(set) var unread: String?
    /// What each kind of client makes of it where no certificate was judged.
    private var withoutCertificate: [CertificateCheck.Verdict] = []
    /// The files of the roots by which it was judged; none where it was not.
    package private(set) var roots: [String] = []
    /// The files that were looked into where no root was given, and none leads there.
    package private(set) var triedRoots: [String] = []
    /// The authority that the server should send and does not, as a sentence, fit for a terminal.
    package private(set) var missing: String?

    /// Of a server whose certificate was not seen, or cannot be read.
    init(survey: ServerSurvey, unread: String?, verdicts: [CertificateCheck.Verdict]) {
        self.survey = survey
        self.unread = unread
        withoutCertificate = verdicts
    }

    init(
        survey: ServerSurvey,
        certificate: CertificateCheck,
        roots: [String],
        triedRoots: [String],
        missing: String?
    ) {
        self.survey = survey
        self.certificate = certificate
        self.roots = roots
        self.triedRoots = triedRoots
        self.missing = missing
    }

    /// What each kind of client makes of it.
    package private(set) var verdicts: [CertificateCheck.Verdict] {
        get { certificate?.verdicts ?? withoutCertificate }
        set {
            if certificate == nil { withoutCertificate = newValue } else { certificate?.verdicts = newValue }
        }
    }

    /// The same where a kind of client has one doubt more.
    func doubted(by client: VerifyingClient, _ doubt: String) -> ServerCheck {
        var copy = self
        copy.verdicts = verdicts.map { verdict in
            guard verdict.client.utf8.elementsEqual(client.description.utf8) else { return verdict }
            return CertificateCheck.Verdict(
                client: verdict.client,
                reasons: verdict.reasons,
                doubts: verdict.doubts + [doubt]
            )
        }
        return copy
    }

    /// The SHA-256 fingerprint of the server's certificate, as `openssl x509 -fingerprint` writes it.
    package var fingerprint: String? {
        survey.certificates.first.map { octets in
            SHA256.hash(octets.span).map { octet in
                let digits = String(octet, radix: 16, uppercase: true)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }.joined(separator: ":")
        }
    }

    /// The authorities of which the server wants a client certificate, fit for a terminal.
    package var clientAuthorities: [String] {
        (survey.handshake.value?.clientCertificateAuthorities ?? []).map { octets in
            (try? DistinguishedName(der: octets.span)).map { printable("\($0)") }
                ?? "(a name that cannot be read)"
        }
    }

    /// Whether the trust in the certificate was judged.
    package var isJudged: Bool { !roots.isEmpty }

    /// Whether every kind of client gets through, with those roots and by that name.
    package var isGood: Bool { isJudged && survey.isKeyProved && certificate?.isGood ?? false }
}
