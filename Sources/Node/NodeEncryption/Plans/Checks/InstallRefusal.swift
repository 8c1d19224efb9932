internal import SCRAMAuthentication
internal import TextEncodings

/// Why install changes nothing on a node where it could not end well, or would overrule what an operator has set up.
package enum InstallRefusal: Equatable, Sendable {
    /// The password given is another than the one that is stored for the role.
    case otherPassword(user: String)
    /// The password given is another than the one of the user's entry of `pool_passwd`.
    case otherEntry(user: String, path: String, line: Int)
    /// There is no such role.
    case noRole(String)
    /// A secret of so many iterations would take too long to make, and every login too.
    case tooManyIterations(Int)
    /// The extension credcheck takes no secret that was computed elsewhere.
    case plainPasswordsOnly(user: String)
    /// The server has a certificate of another authority, which install would overrule.
    case otherCertificate(path: String, issuer: String, folder: String)
}

extension InstallRefusal: CustomStringConvertible {
    /// One line: what is wrong, and what would be right.
    package var description: String {
        switch self {
        case .otherPassword(let user):
            "the password given is not the one stored for \(printable(user)); give the right one, or --new-password "
                + "if it is to become the password"
        case .otherEntry(let user, let path, let line):
            "\(printable(path)), line \(line): the password given is not the one of the entry for \(printable(user)); "
                + "give the right one, or --new-password if it is to become the password"
        case .noRole(let user):
            "the server has no role \(printable(user)); create it first (CREATE ROLE), or give another --user"
        case .tooManyIterations(let count):
            "scram_iterations is \(count) in the server; it must be "
                + "\(SCRAMSecret.greatestAcceptedIterationCount) or less"
        case .plainPasswordsOnly(let user):
            "the password of \(printable(user)) cannot be stored: credcheck takes no secret that was computed "
                + "elsewhere; set credcheck.encrypted_password_allowed = on in the server, and run again"
        case .otherCertificate(let path, let issuer, let folder):
            "\(printable(path)), the server's certificate by \(issuer), would be overruled; to keep it, put it and "
                + "its key into \(printable(folder)) as server.crt and server.key; else give --replace-certificate"
        }
    }
}
