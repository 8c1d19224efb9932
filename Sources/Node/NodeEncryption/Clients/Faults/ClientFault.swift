internal import PKIX

/// What a client that verifies finds wrong in a file: one fact.
struct ClientFault: Hashable, Sendable {
    /// The file that it is about.
    let path: String
    /// The certificate in the file that it is about, where that is not the first one or the only one.
    let subject: String?
    /// What is wrong.
    let kind: Kind

    init(_ kind: Kind, _ path: String, subject: String? = nil) {
        self.path = path
        self.subject = subject
        self.kind = kind
    }

    /// What is wrong with a file or a certificate in it.
    enum Kind: Hashable, Sendable {
        // MARK: Files

        /// There is none.
        case missing
        /// It is a link that others may have put there, so that nobody looks where it leads.
        case notFollowed
        /// It holds no certificate that can be read.
        case unreadable(reason: String)
        /// It holds another certificate that cannot be read here.
        case partlyUnread(reason: String)
        /// What clients are given as their roots is not what the server's certificate is of.
        case otherRoots(than: String)

        /// It holds more certificates than clients take from a server.
        case tooManySent(count: Int, limit: Int)
        /// Its certificates are longer, in bytes, than clients take from a server.
        case tooLongSent(byteCount: Int, limit: Int)

        // MARK: Certificates of a path

        case notYetValid(from: String)
        case expired(at: String)
        case wrongUsage(CertificateUse, by: UsageExtension)
        /// Its key usage does not allow what TLS 1.3 and most suites before it do with the key.
        case noSignatures
        /// A critical extension that clients do not know.
        case unknownExtension(identifier: String)
        /// It may not issue certificates.
        case noAuthority
        /// It issued a certificate although more authorities follow it than it may have.
        case pathTooLong(limit: Int)
        /// A name below an authority that this may not certify.
        case outsideConstraints(name: String, authority: String)
        /// An authority's name constraints, which some clients do not understand and so refuse.
        case constraintsNotUnderstood
        /// An authority's name constraints, which are so many that nobody compares all of the names with them.
        case tooManyConstraints
        /// A version from before there were extensions.
        case oldVersion(Int)
        /// An authority's certificate, used by a server.
        case authorityAsServer
        case weakSignature(algorithm: String)
        case shortKey(bitCount: Int)
        /// Its key is of a kind with which clients go through no handshake; of rustls, only those over *ring*.
        case keyNotTaken(key: String, overRingAlone: Bool)
        /// A part of it that clients read is not what it should be.
        case malformed(MalformedPart)
        /// A name in it is of a type that clients do not read, or has a character that its type has not.
        case nameNotRead(type: String)
        /// What the standard asks for, and only strict clients do.
        case notStrict(CertificateRule)
        /// Its signature is of an algorithm that is not verified here.
        case signatureNotVerified(algorithm: String)
        /// Its signature is of an algorithm that clients do not verify, or by a key of such a kind; of rustls, only
        /// those over *ring*.
        case signatureNotTaken(algorithm: String, key: String?, overRingAlone: Bool)
        /// Its signature has no digest, to which libpq binds a login by SCRAM where it can (RFC 5929, section 4.1).
        case noBindingDigest(algorithm: String)

        // MARK: The way to a root

        /// So many certificates may be its issuer's that nobody looks at all of them.
        case tooManyIssuers
        /// A certificate in the file `path` has the name of the certificate's issuer, and another key than signed it;
        /// whoever goes by OpenSSL tries no other.
        case otherKey(issuer: String, path: String)
        /// The issuer's key is called otherwise in its own certificate than in this one.
        case otherKeyIdentifier(root: String)
        /// It is another authority's, which may be an operator's own choice.
        case otherAuthority(root: String, issuer: String)
        /// A root that another authority signed, where only one that signed itself is taken.
        case notSelfSigned(issuer: String)

        // MARK: Names

        /// There is no name but the common name.
        case noAlternativeName
        /// Of the names by which the node is called, it has not this one.
        case otherName(host: String, origin: String)
        /// The node is called by an address that only later clients look for.
        case addressAsName(host: String)
        /// Its common name has an octet of zero.
        case nullInCommonName
        /// A client's certificate is of another user than its file; `nil` for one without a common name.
        case otherUser(commonName: String?, user: String)
    }

    /// Whether some clients of a kind fail for it, and others of that kind do not.
    var isOfSome: Bool {
        switch kind {
        case .keyNotTaken(_, let overRingAlone), .signatureNotTaken(_, _, let overRingAlone): overRingAlone
        default: false
        }
    }

    /// Whether it is the choice of whoever made the pair, and clients may have a root of their own for it.
    var mayBeWanted: Bool { if case .otherAuthority = kind { true } else { false } }
}

/// What a certificate is used for.
enum CertificateUse: Hashable, Sendable {
    case server
    case client
}

/// What says what a certificate is used for.
enum UsageExtension: String, Hashable, Sendable {
    case key = "key usage"
    case extendedKey = "extended key usage"
    case netscapeType = "Netscape certificate type"
}

/// What of a certificate cannot be read.
enum MalformedPart: String, Hashable, Sendable {
    case key = "public key"
    case netscapeType = "Netscape certificate type"
}

extension ClientFault: CustomStringConvertible {
    /// The file and what is wrong with it, in one line; not yet made printable.
    var description: String { "\(path) \(predicate)" }

    /// What is wrong with what a server shows; not yet made printable.
    var ofServed: String { "\(subject ?? "its certificate") \(kind)" }

    /// What is wrong, as a predicate of the file; not yet made printable.
    var predicate: String { subject.map { "holds \($0), which \(kind)" } ?? "\(kind)" }
}

extension ClientFault.Kind: CustomStringConvertible {
    /// A predicate of the file or certificate; not yet made printable.
    var description: String {
        switch self {
        case .missing: "is missing"
        case .notFollowed: "is a link that others may have put there, and is not followed"
        case .unreadable(let reason): "is no certificate: \(reason)"
        case .partlyUnread(let reason): "holds a certificate that cannot be read here: \(reason)"
        case .otherRoots(let path):
            "is not the root in \(path), and clients that have it do not verify the server"
        case .tooManySent(let count, let limit):
            "comes with \(count - 1) others behind it, where clients take \(limit) in all"
        case .tooLongSent(let count, let limit):
            "comes, with those behind it, to \(count) bytes, where clients take \(limit)"
        case .notYetValid(let start): "is not valid before \(start)"
        case .expired(let end): "expired at \(end)"
        case .wrongUsage(.server, let usage): "is not for servers, by its \(usage.rawValue)"
        case .wrongUsage(.client, let usage): "is not for clients, by its \(usage.rawValue)"
        case .noSignatures: "may not sign, by its key usage, as TLS 1.3 does"
        case .unknownExtension(let identifier):
            "has the critical extension \(identifier), which clients do not know"
        case .noAuthority: "is not that of an authority"
        case .pathTooLong(let limit):
            "is followed by more than the \(limit) intermediate authorities that it allows"
        case .outsideConstraints(let name, let authority):
            "has the name \(name), which the name constraints of \(authority) do not allow"
        case .constraintsNotUnderstood: "has name constraints of a kind that clients do not understand"
        case .tooManyConstraints: "has more name constraints than clients compare with so many names"
        case .oldVersion(let version): "is a certificate of version \(version), where 3 is due"
        case .authorityAsServer: "is that of an authority, and used by a server"
        case .weakSignature(let algorithm): "is signed by \(algorithm), which is not secure"
        case .shortKey(let count): "has a key of \(count) bits, where 2048 are due"
        case .keyNotTaken(let key, false): "has a key of \(key), which clients do not take in a handshake"
        case .keyNotTaken(let key, true):
            "has a key of \(key), which rustls takes over aws-lc-rs, its default, and not over ring"
        case .malformed(let part): "has a \(part.rawValue) that cannot be read"
        case .nameNotRead(let type): "has a name, in a \(type), that clients do not read"
        case .notStrict(let rule): "\(rule)"
        case .signatureNotVerified(let algorithm): "is signed by \(algorithm), which was not verified here"
        case .signatureNotTaken(let algorithm, let key, let overRingAlone):
            "is signed by \(algorithm)\(key.map { " with a key of \($0)" } ?? ""), which "
                + (overRingAlone
                    ? "rustls verifies over aws-lc-rs, its default, and not over ring"
                    : "clients do not verify")
        case .noBindingDigest(let algorithm):
            "has a signature of \(algorithm), without a digest that a login by SCRAM could be bound to; logins end "
                + "with \"could not find digest\" without channel_binding=disable"
        case .tooManyIssuers: "has more possible issuers than are looked at"
        case .otherKey(let issuer, let path): "is not signed with the key of \(issuer) in \(path)"
        case .otherKeyIdentifier(let root): "names its issuer's key otherwise than \(root) does"
        case .otherAuthority(let root, let issuer):
            "is of \(issuer), and clients do not verify it by \(root)"
        case .notSelfSigned(let issuer): "is of \(issuer), and not a root that signed itself"
        case .noAlternativeName: "has no subject alternative name, only a common name"
        case .otherName(let host, let origin): "does not hold \(host), which is \(origin)"
        case .addressAsName(let host): "holds the address \(host), which is no name for old clients"
        case .nullInCommonName:
            "has a common name with a zero octet, as in a BMPString, for which PostgreSQL and libpq refuse it"
        case .otherUser(let name, let user):
            "\(name.map { "is of the user \($0)" } ?? "has no common name"), and its file says \(user)"
        }
    }
}
