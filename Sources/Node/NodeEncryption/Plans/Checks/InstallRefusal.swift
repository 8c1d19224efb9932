internal import NodeCertificates
internal import NodePlatform
package import PostgresConfiguration
internal import SCRAMAuthentication
internal import TextEncodings

/// Why install, or a reissue, changes nothing on a node where it could not end well, or would overrule what an operator
/// has set up.
package enum InstallRefusal: Equatable, Sendable {
    /// The node's user could not log in, whatever install does.
    case noLogin(LoginObstacle)
    /// The password given is another than the one that is stored for the role.
    case otherPassword(user: String)
    /// The password given is another than the one of the user's entry of `pool_passwd`.
    case otherEntry(user: String, path: String, line: Int)
    /// The user's entry does not decrypt, so that nobody knows whether the password given is the one of it.
    case entryOfOtherKey(SealedEntry)
    /// Entries of other users do not decrypt, so that those which are written would be of another key than theirs.
    case otherPoolKey(key: String, path: String, undecryptable: Int, all: Int)
    /// The Pgpool-II that runs has another key than the one that entries would be encrypted with.
    case otherKeyInForce(key: String, own: String, source: String)
    /// The rules in force are in another file than the server's settings name for its next start.
    case otherRulesInForce(inForce: String, next: String)
    /// The Pgpool-II that runs has the rules of another file than those that would be changed.
    case otherRulesOfPgpool(inForce: String, given: String)
    /// An entry that does not decrypt would be replaced, and another node has its key.
    case sharedEntries(SealedEntry, other: String)
    /// There is no such role.
    case noRole(String)
    /// A secret of so many iterations would take too long to make, and every login too.
    case tooManyIterations(Int)
    /// The extension credcheck takes no secret that was computed elsewhere.
    case plainPasswordsOnly(user: String)
    /// The server has a certificate of another authority, which install would overrule.
    case otherCertificate(path: String, issuer: String, folder: String)
    /// The server takes client certificates of another authority, which install would overrule.
    case otherAuthority(path: String, authority: String, folder: String)
    /// A pair in the node's own place, the server's or a client's, is of another authority, and would be replaced, as
    /// the commands `option` do where they are told so.
    case otherPair(path: String, holder: String, issuer: String, option: String)
    /// A root whose key is not the node's would be replaced.
    case otherRoot(path: String, authority: String)
    /// A certificate's RSA key is too short for the server.
    case shortKey(path: String, subject: String, bitCount: Int)
    /// There are more certificates behind a server's than clients take.
    case longChain(path: String, count: Int)
    /// A certificate is signed by a digest that the server does not take.
    case weakSignature(path: String, subject: String, algorithm: String)
    /// The lines of a file end in CR alone.
    case loneReturns(path: String)
    /// The server's key is encrypted, and a setting is missing by which the server could decrypt it.
    case lockedKey(path: String, setting: String, value: String)
    /// The files would be another user's than the server's.
    case otherOwner(owner: UInt32, server: UInt32)
    /// Another node's server loads a key that its user could not read any more.
    case othersKey(path: String, server: String, user: UInt32)
    /// One half of the pair that a server has in force would be replaced, and the other is elsewhere.
    case halfPair(HalfPair)
    /// The server's user cannot enter a folder on the way to the certificates.
    case closedFolder(path: String)
    /// A list of revoked certificates is missing.
    case missingList(setting: String, path: String)
    /// A list of revoked certificates has none of the node's root, so that nobody gets in by a client certificate.
    case otherList(setting: String, path: String)
    /// A new root has no list of revoked certificates, so that nobody gets in by a client certificate any more.
    case newRootWithoutList(setting: String, path: String, rule: String)
    /// The server refuses a line of its rules.
    case refusedRule(path: String, line: Int, dialect: HostBasedAuthenticationDialect, reason: String)
    /// A rule that was never tried would come first for everybody, or for the node's user, and ask for something else.
    case wokenRule(WokenRule)
    /// The rule for a user's client certificate would have to stand before one by which he is refused.
    case passedRule(String, user: String, line: String)
    /// A rule would let in who was not let in so before.
    case exposedRule(ExposedRule)
    /// There is no rule at all.
    case noRules(path: String, dialect: HostBasedAuthenticationDialect)
}

extension InstallRefusal: CustomStringConvertible {
    /// One line: what is wrong, and what would be right.
    package var description: String {
        switch self {
        case .noLogin(let obstacle): obstacle.sentence
        case .otherPassword(let user):
            "the password given is not the one stored for \(printable(user)); give the right one, or --new-password "
                + "if it is to become the password"
        case .otherEntry(let user, let path, let line):
            "\(printable(path)), line \(line): the password given is not the one of the entry for \(printable(user)); "
                + "give the right one, or --new-password if it is to become the password"
        case .entryOfOtherKey(let entry):
            "\(entry), so it cannot be told whether the password given is the one of it; give the key's path with "
                + "--pool-key, or --new-password if it is to become the password"
        case .otherPoolKey(let key, let path, let undecryptable, let all):
            "\(printable(path)): \(undecryptable) of \(all) AES entries of other users do not decrypt with "
                + "\(printable(key)), and Pgpool-II has one key for all; give the path of their key with --pool-key, "
                + "or remove those entries"
        case .otherKeyInForce(let key, let own, let source):
            "the Pgpool-II that runs has the pool key of \(printable(own)) by \(source), and could not decrypt entries "
                + "by \(printable(key)); give its key's path with --pool-key, or start it with the other one first"
        case .otherRulesInForce(let inForce, let next):
            "the rules in force are in \(printable(inForce)), and from the server's next start on, by hba_file, in "
                + "\(printable(next)); restart it first, or put hba_file back"
        case .otherRulesOfPgpool(let inForce, let given):
            "the Pgpool-II that runs has the rules of \(printable(inForce)) by -a, and not those of "
                + "\(printable(given)); name them by --hba, or start it with the others first"
        case .sharedEntries(let entry, let other):
            "\(entry), and would be of no use to another node of this host, that of \(printable(other)), if it were "
                + "replaced; give the path of that node's key with --pool-key, or this node a pool_passwd of its own"
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
        case .otherAuthority(let path, let authority, let folder):
            "\(printable(path)), the server's ssl_ca_file, would be overruled, and client certificates by \(authority) "
                + "refused; to keep it, append it to root.crt in \(printable(folder)), which selfcertgen --directory "
                + "makes there where it is missing; else give --replace-certificate"
        case .otherPair(let path, let holder, let issuer, let option):
            "\(printable(path)), the \(holder)'s certificate by \(issuer), would be replaced; to keep that authority, "
                + "put its new certificate and key there, as regular files; else give \(option) --replace-certificate"
        case .otherRoot(let path, let authority):
            "\(printable(path)) would lose \(authority), whose key cannot be used here; to keep that authority, put "
                + "new certificates and keys by it there, or its own key as root.key; else give install or reissue "
                + "--replace-certificate"
        case .shortKey(let path, let subject, let bitCount):
            "\(printable(path)): the key of \(printable(subject)) has \(bitCount) bits, and the server takes none of "
                + "less than \(NodeSettings.keySizes.lowerBound); put a pair with a longer key there, or move it away"
        case .longChain(let path, let count):
            "\(printable(path)) holds \(count) certificates, and clients take \(ServedFiles.longestChain) at most; "
                + "leave the server's own there, and those between it and the root"
        case .weakSignature(let path, let subject, let algorithm):
            "\(printable(path)): the certificate of \(printable(subject)) is signed by \(algorithm), which the server "
                + "does not take; put one by SHA-256 there, or move the pair away"
        case .loneReturns(let path):
            "\(printable(path)): its lines end in CR alone, which the server does not read; end them in LF"
        case .lockedKey(let path, let setting, let value):
            "\(printable(path)) is encrypted, and the server could not ask for its pass phrase: set \(setting) to "
                + "\(value), or decrypt the key"
        case .otherOwner(let owner, let server):
            "the files would belong to \(shownUser(owner)), and the server, which runs as \(shownUser(server)), could "
                + "not read its key; give that user by --owner, and a directory by --certificates that no server of "
                + "another user has its certificates in"
        case .othersKey(let path, let server, let user):
            "the server of \(printable(server)), which runs as \(shownUser(user)), could not read "
                + "\(printable(path)) any more, which is its key, too; give this node a directory of its own by "
                + "--certificates DIRECTORY"
        case .halfPair(let pair): pair.refusal
        case .closedFolder(let path):
            "the server's user cannot enter \(printable(path)), and could not read the certificates; let him in "
                + "(chmod o+x), or give another directory by --certificates"
        case .missingList(let setting, let path):
            "\(setting) names \(printable(path)), which is missing, so that the server would not turn TLS on; put it "
                + "there, or remove the setting"
        case .otherList(let setting, let path):
            "\(setting) names \(printable(path)), which has no valid list of this node's root, so that the server "
                + "would refuse every client certificate; add one, remove the setting, or leave --client-auth out"
        case .newRootWithoutList(let setting, let path, let rule):
            "\(rule): this rule asks for a client certificate, and the server would refuse each, since \(setting) "
                + "names \(printable(path)), which has no list of the new root; put one there first, where its key is "
                + "at hand, or remove the setting, and set it again once there is one"
        case .refusedRule(let path, let line, let dialect, let reason):
            "\(printable(path)), line \(line): \(dialect.serverName) refuses this line, with which it "
                + "\(dialect.doingWithRefusedLine): \(printable(reason)); correct it first"
        case .wokenRule(let rule): rule.refusal
        case .passedRule(let rule, let user, let line):
            "\(rule): this rule refuses \(printable(user)) by TLS, and the rule for his client certificate would let "
                + "him in all the same; write \"\(printable(line))\" where it should stand, or cert in the rules by "
                + "which he gets in now, or leave --client-auth out"
        case .exposedRule(let rule): rule.refusal
        case .noRules(let path, let dialect):
            "\(printable(path)): \(dialect.serverName) refuses a file without a rule, with which it "
                + "\(dialect.doingWithRefusedLine); write one first"
        }
    }
}

extension SealedEntry: CustomStringConvertible {
    /// The beginning of a sentence.
    package var description: String {
        "\(printable(path)), line \(line): the entry for \(printable(user)) does not decrypt, since "
            + (isKeyMissing ? "\(printable(key)) is missing" : "\(printable(key)) has another key")
    }
}
