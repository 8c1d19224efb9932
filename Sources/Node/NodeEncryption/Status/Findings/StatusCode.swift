extension NodeStatus {
    /// What a finding is about; a raw value never changes its meaning, so that programs can go by it.
    ///
    /// The comment on each says what it means and what mends it. `Sources/Tools/postgres-ssl/STATUS.md` lists them all,
    /// which a test holds against this list.
    package enum Code: String, Sendable, CaseIterable {
        // MARK: state

        /// There are no records: nothing was installed by this tool.
        case stateNone = "state-none"
        /// Nothing is recorded, and the server has settings of this tool, which uninstall could not take back; name the
        /// `--state` of the install, bring the records back, or be without TLS as the cure says.
        case stateLost = "state-lost"
        /// The records of an install.
        case stateInstalled = "state-installed"
        /// The records of an install, before which settings of this tool were in force, as where the first records
        /// were lost or somebody else wrote them: uninstall takes back what came since, and leaves and names those.
        case stateIncomplete = "state-incomplete"
        /// There are records of another node whose configuration and data are gone; its uninstall forgets it.
        case stateGone = "state-gone"
        /// A run was killed; the next one undoes or completes it.
        case stateInterrupted = "state-interrupted"
        /// An uninstall has put back all but stored passwords, which takes the running server; uninstall again.
        case stateUninstallHalfDone = "state-uninstall-half-done"
        /// The records are damaged or not ours, so that nothing can be changed or undone; bring them back.
        case stateDamaged = "state-damaged"
        /// The records cannot be read by whoever runs this; run it as their owner.
        case stateUnreadable = "state-unreadable"

        // MARK: settings

        /// The settings cannot be read.
        case settingsUnreadable = "settings-unreadable"
        /// The server does not start with a line of its settings; correct it.
        case settingsLineRejected = "settings-line-rejected"
        /// An included file is missing, so that the server does not start; bring it back or take the line out.
        case settingsIncludeMissing = "settings-include-missing"
        /// A setting is as install sets it.
        case settingAsInstalled = "setting-as-installed"
        /// A setting is not as install sets it, which may be an operator's choice; install sets it.
        case settingOther = "setting-other"
        /// `pool_passwd` is empty, so that Pgpool-II knows no passwords; name a file.
        case poolPasswdOff = "pool-passwd-off"
        /// A setting of an operator's waits for a restart.
        case settingPendingRestart = "setting-pending-restart"
        /// The command line of the running server overrules a line of its files.
        case settingOverruled = "setting-overruled"
        /// A file of settings was changed after the server read it; a reload brings it in force.
        case settingsNotReloaded = "settings-not-reloaded"
        /// `ssl` is not on in the files; install turns it on.
        case encryptionOff = "encryption-off"
        /// `enable_pool_hba` is not on, so that Pgpool-II reads no rules; install turns it on.
        case poolRulesOff = "pool-rules-off"

        // MARK: rules

        /// The rules for clients cannot be read.
        case rulesUnreadable = "rules-unreadable"
        /// The server keeps its old rules, or does not start, for this line; correct it.
        case hbaLineRejected = "hba-line-rejected"
        /// A rule lets other machines in without encryption; `hostssl` instead of `host` does not.
        case hbaPlainAdmission = "hba-plain-admission"
        /// A rule lets one address of a private network in without encryption, as for a standby beside its primary.
        case hbaPlainAdmissionOne = "hba-plain-admission-one"
        /// A rule lets programs of this host in without encryption.
        case hbaPlainAdmissionLocal = "hba-plain-admission-local"
        /// No rule lets other machines in without encryption.
        case hbaEncrypted = "hba-encrypted"
        /// Not all rules were compared with those before them, for there are too many names in them.
        case hbaNotCompared = "hba-not-compared"
        /// Rules before this one take every connection of its; move it or take it out.
        case hbaUnreachable = "hba-unreachable"
        /// A rule lets whoever comes from another machine in as any of its users, without a password; take it out, or
        /// have it ask for `scram-sha-256`.
        case hbaTrust = "hba-trust"
        /// A rule lets whoever has an account on this host in as any of its users, without a password; `peer`, or on
        /// TCP `scram-sha-256`, does not.
        case hbaTrustLocal = "hba-trust-local"
        /// A rule believes what a client's own machine says of its user, so that whoever rules that machine is anybody;
        /// have it ask for `scram-sha-256`.
        case hbaIdent = "hba-ident"
        /// The rules let the user of the last install in by TLS from nowhere, or the user name map of the one that
        /// decides lets his certificate in from no other host; change them, or install for another `--user`.
        case hbaUserRefused = "hba-user-refused"
        /// Whether a rule that refuses, or wants a client certificate, is for the user of the last install is not
        /// known; start the server, which knows its groups, or name the user in a rule before it.
        case hbaUserUnclear = "hba-user-unclear"
        /// Whether the user name map of the rule that decides lets the certificate of the last install's user in is not
        /// known, as before PostgreSQL 15, or where a line of `pg_ident.conf` is wrong; try with `--login`.
        case hbaMapUnclear = "hba-map-unclear"
        /// Nobody gets in by a rule that wants a client certificate, since the server has no root to verify it by; set
        /// `ssl_ca_file`.
        case hbaNoClientRoots = "hba-no-client-roots"
        /// No rule is for connections by TLS from other hosts, as where clients are on this one alone.
        case hbaThisHostOnly = "hba-this-host-only"
        /// A file of rules was changed after the server read it, or a running Pgpool-II lets in without encryption whom
        /// its rules refuse; a reload brings them in force.
        case rulesNotReloaded = "rules-not-reloaded"
        /// The settings name another file of rules for the next start (`hba_file`) than the one in force, which was not
        /// looked at; restart the server, or put the setting back.
        case rulesPendingRestart = "rules-pending-restart"
        /// A file of rules took its place, or got another owner or mode, after the server read it, or at a time that is
        /// ahead of the clock; whether its rules are those in force was not tried. A reload makes it sure.
        case rulesNotTried = "rules-not-tried"
        /// The Pgpool-II that runs has the rules of another file than the one that was looked at, or it is not known
        /// which; start it with this one, or look at its own.
        case rulesNotInForce = "rules-not-in-force"
        /// Whether a running Pgpool-II has read its rules as they are was not seen; a reload makes sure of it, and is
        /// not seen from outside, so that the note stays until the next restart.
        case rulesNotSeen = "rules-not-seen"
        /// A rule has other machines send passwords as they are, by connections without encryption; `hostssl` instead
        /// of `host` does not.
        case hbaPasswordInClear = "hba-password-in-clear"
        /// A rule takes what is stored as md5; `scram-sha-256` does not.
        case hbaMD5 = "hba-md5"

        // MARK: files

        /// A file of the set has the owner and mode that it needs.
        case fileAsNeeded = "file-as-needed"
        /// A file of the set is missing; reissue makes it.
        case fileMissing = "file-missing"
        /// The root's key is not here, and never was: a company's, whose certificates come from there.
        case rootKeyElsewhere = "root-key-elsewhere"
        /// The key of the root that this tool put here is gone, so that nothing can be renewed; bring it back, or have
        /// a new root made, which clients then need.
        case rootKeyGone = "root-key-gone"
        /// A file of the set cannot be read.
        case fileUnreadable = "file-unreadable"
        /// Whoever runs this may not read some files; run it as root, or as the server's user.
        case notPermitted = "not-permitted"
        /// A file of the set is a link, or no file at all.
        case fileNotRegular = "file-not-regular"
        /// A file of the server's is not its user's, so that the server cannot read it; chown or chmod mends it.
        case fileOwner = "file-owner"
        /// The server's user cannot enter a folder on the way to the server's files, so that it does not start again;
        /// chown or chmod mends it.
        case folderClosed = "folder-closed"
        /// A redeploy would lose a file, which is not on the platform's list; install adds it.
        case redeployLoses = "redeploy-loses"
        /// Others may read a private key, which the server and libpq refuse; chmod mends it.
        case keyExposed = "key-exposed"

        // MARK: certificates

        /// A certificate is valid for at least 30 more days.
        case certificateValid = "certificate-valid"
        /// A certificate ends in less than 30 days; renew reissues it.
        case certificateEndsSoon = "certificate-ends-soon"
        /// A certificate is over; reissue makes another.
        case certificateExpired = "certificate-expired"
        /// A file holds no certificate; reissue makes one.
        case certificateInvalid = "certificate-invalid"
        /// A certificate is of another authority than the root that clients have; reissue makes one of the node's root,
        /// or give clients that authority's.
        case certificateOtherRoot = "certificate-other-root"
        /// The server has no valid list of revoked certificates of an authority of clients, so that it refuses their
        /// certificates; add one, or take `ssl_crl_file` and `ssl_crl_dir` out.
        case certificateWithoutList = "certificate-without-list"
        /// Of several authorities of clients this one has no valid list of revoked certificates, so that the server
        /// refuses the certificates of its clients; add one.
        case authorityWithoutList = "authority-without-list"
        /// The server's list of revoked certificates has the certificate of a client, or of an authority above it;
        /// reissue makes another, or take it off the list.
        case certificateRevoked = "certificate-revoked"
        /// No root of this node verifies an operator's certificate, so that clients need their own for it.
        case certificateNeedsRoot = "certificate-needs-root"
        /// The kind and strength of the server's key.
        case certificateKey = "certificate-key"
        /// Every kind of client that verifies takes the certificate that the server shows.
        case certificateAccepted = "certificate-accepted"
        /// A file holds a certificate behind its first one that cannot be read; take it out.
        case certificatePartlyRead = "certificate-partly-read"
        /// More certificates stand in the server's file, or longer ones, than clients take; leave there its own and
        /// those between it and the root.
        case certificateTooManySent = "certificate-too-many-sent"
        /// Clients are given another root than the server's certificate is of; link it to the node's, or put the right
        /// one there.
        case clientRootOther = "client-root-other"
        /// A certificate is of a time to come; set the clock right, or have it made again.
        case certificateNotYetValid = "certificate-not-yet-valid"
        /// A certificate is for another use, by its usages; reissue makes one for this.
        case certificateWrongUsage = "certificate-wrong-usage"
        /// A server's certificate may not sign, as TLS 1.3 wants it; reissue makes one that may.
        case certificateWithoutSigning = "certificate-without-signing"
        /// A certificate has a critical extension that clients do not know; reissue makes one without.
        case certificateUnknownExtension = "certificate-unknown-extension"
        /// A certificate that issued another is no authority's; reissue, with a root that is one.
        case certificateNoAuthority = "certificate-no-authority"
        /// More authorities follow one than it may have below it; have one of them made again.
        case certificatePathTooLong = "certificate-path-too-long"
        /// A name is outside of the name constraints of an authority; have the certificate made without it.
        case certificateOutsideConstraints = "certificate-outside-constraints"
        /// Name constraints are of a kind that some clients refuse; have the authority's certificate made without them.
        case certificateConstraintsNotUnderstood = "certificate-constraints-not-understood"
        /// There are more name constraints and names than clients compare; have fewer of them.
        case certificateTooManyConstraints = "certificate-too-many-constraints"
        /// A server's certificate is of a version before 3; reissue makes one of today.
        case certificateOldVersion = "certificate-old-version"
        /// A server uses the certificate of an authority; reissue makes one for a server.
        case certificateOfAuthority = "certificate-of-authority"
        /// A certificate is signed with MD5 or SHA-1; reissue makes another.
        case certificateWeakSignature = "certificate-weak-signature"
        /// A server's certificate is signed by an algorithm without a digest, as Ed25519, to which libpq cannot bind a
        /// login by SCRAM; have it signed by an RSA or ECDSA key.
        case certificateWithoutBinding = "certificate-without-binding"
        /// A certificate has an RSA key that is too short; reissue makes a longer one.
        case certificateShortKey = "certificate-short-key"
        /// A certificate is for a key of a kind that clients do not take in a handshake, as one on secp256k1; have it
        /// made for an RSA key, or an ECDSA key on P-256 or P-384.
        case certificateKeyNotTaken = "certificate-key-not-taken"
        /// A certificate has a public key or an extension that cannot be read; have it made again.
        case certificateMalformed = "certificate-malformed"
        /// A certificate is signed by an algorithm, or by a kind of key, that clients do not verify; have it signed
        /// with SHA-256 by an RSA or ECDSA key.
        case certificateSignatureNotTaken = "certificate-signature-not-taken"
        /// A certificate lacks what the standard asks for, and strict clients do; reissue makes one that has it.
        case certificateNotStrict = "certificate-not-strict"
        /// A certificate is signed by an algorithm that is not verified here.
        case certificateNotVerified = "certificate-not-verified"
        /// More certificates than clients try may be the issuer's; take out what is not used.
        case certificateTooManyIssuers = "certificate-too-many-issuers"
        /// A certificate is not signed by the key of the root that has its issuer's name; reissue makes one that is.
        case certificateOtherKey = "certificate-other-key"
        /// A certificate names its issuer's key otherwise than the issuer's does; reissue makes one that does not.
        case certificateOtherKeyIdentifier = "certificate-other-key-identifier"
        /// The root that clients have is another authority's, and not one by itself; give them that authority's root.
        case rootNotSelfSigned = "root-not-self-signed"
        /// A server's certificate has a common name alone; reissue makes one with alternative names.
        case certificateWithoutNames = "certificate-without-names"
        /// A server's certificate lacks the name by which the node is called; reissue makes one that has it.
        case certificateOtherName = "certificate-other-name"
        /// The node is called by an address, which clients before PostgreSQL 15 do not find; `connect` says what to do.
        case certificateAddressOnly = "certificate-address-only"
        /// A common name has an octet of zero, as in a `BMPString`, for which PostgreSQL and libpq refuse it; have the
        /// certificate made with one in a `UTF8String`.
        case certificateNullInName = "certificate-null-in-name"
        /// A client's certificate is of another user than its file's name says; reissue makes one of that user.
        case certificateOtherUser = "certificate-other-user"
        /// A file holds no private key; reissue makes a pair.
        case keyInvalid = "key-invalid"
        /// A key is encrypted, so that the server asks for its pass phrase at every start; `openssl pkey` decrypts it.
        case keyEncrypted = "key-encrypted"
        /// A key is not that of the certificate beside it, so that the server does not start; reissue makes a pair.
        case keyMismatch = "key-mismatch"
        /// Keys were not compared with their certificates, for those before them took too long.
        case keysNotLookedAt = "keys-not-looked-at"
        /// A key of a kind that is not read has no public key in its file that could be compared with the certificate.
        case keyNotCompared = "key-not-compared"

        // MARK: users

        /// Every password is stored as a SCRAM secret, with as many iterations as the server would give it.
        case rolesAsSCRAM = "roles-as-scram"
        /// The SCRAM secret of a role has fewer iterations than 4096, or than `scram_iterations`; set the password
        /// again.
        case roleWeakSecret = "role-weak-secret"
        /// What is stored as the password of a role is neither SCRAM nor md5, so that nobody gets in by it; set it
        /// again.
        case roleForeignSecret = "role-foreign-secret"
        /// The password of a role is stored as md5, which whoever reads it can log in with; set it again.
        case roleMD5 = "role-md5"
        /// The same, and every rule that asks for that password wants SCRAM, so that nobody gets in by it; set it
        /// again.
        case roleMD5Refused = "role-md5-refused"
        /// There are too many roles with md5 passwords to hold all against the rules.
        case rolesNotJudged = "roles-not-judged"
        /// The user of the last install cannot log in, for what the server has stored of the role or the database, such
        /// as NOLOGIN, no password, or no right to connect; the command that mends it is named.
        case roleNoLogin = "role-no-login"
        /// The server has no role of the last install's user's name; create it, or install for another `--user`.
        case roleMissing = "role-missing"
        /// The user of the last install may connect to other databases, and not to `postgres`; give `connect` another
        /// `--database`.
        case roleOtherDatabase = "role-other-database"

        // MARK: passwords

        /// There is no `pool_passwd`, or no entry in it, so that nobody gets in by SCRAM; install with a password
        /// writes it.
        case poolPasswdMissing = "pool-passwd-missing"
        /// There is no pool key, so that no AES entry can be used; bring it back, or write the entries again.
        case poolKeyMissing = "pool-key-missing"
        /// Pgpool-II uses an earlier entry of the same user; take one of them out.
        case poolEntryUnused = "pool-entry-unused"
        /// An entry was written with another pool key, or is damaged; `pg_enc` writes it again.
        case poolEntryUndecryptable = "pool-entry-undecryptable"
        /// An entry is a password in plain text; `pg_enc` encrypts it.
        case poolEntryPlain = "pool-entry-plain"
        /// An entry is an md5 hash or a SCRAM secret, so that Pgpool-II cannot log in by SCRAM; `pg_enc` mends it.
        case poolEntryHashed = "pool-entry-hashed"
        /// Others may read the pool key, which decrypts every entry; chmod mends it.
        case poolKeyExposed = "pool-key-exposed"
        /// `pool_passwd` was replaced after Pgpool-II read it, as by `pg_enc`; a reload brings it in force.
        case poolPasswdNotReloaded = "pool-passwd-not-reloaded"
        /// The Pgpool-II that runs has another pool key, so that no AES entry can be used; start it with this one.
        case poolKeyNotInForce = "pool-key-not-in-force"
        /// The pool key was written, or its file changed otherwise, after Pgpool-II started, which reads it only then,
        /// or it is not known which key it was started with; restart it, so that new entries decrypt.
        case poolKeyNotRead = "pool-key-not-read"
        /// Pgpool-II's user cannot read the pool key, so that no AES entry can be used; chown mends it.
        case poolKeyUnreadable = "pool-key-unreadable"
        /// SASLprep changes the password of an entry, so that nobody logs in with it by SCRAM; `pg_enc` mends it.
        case poolEntryNotPrepared = "pool-entry-not-prepared"
        /// A password in `pgpool.conf` was encrypted with another pool key, or is damaged; `pg_enc` encrypts it again.
        case poolSettingUndecryptable = "pool-setting-undecryptable"
        /// A password in `pgpool.conf` is in plain text; `pg_enc` encrypts it.
        case poolSettingPlain = "pool-setting-plain"
        /// A password in `pgpool.conf` is a hash, so that Pgpool-II cannot log in by SCRAM; `pg_enc` mends it.
        case poolSettingHashed = "pool-setting-hashed"
        /// SASLprep changes a password in `pgpool.conf`, so that nobody logs in with it by SCRAM; `pg_enc` mends it.
        case poolSettingNotPrepared = "pool-setting-not-prepared"
        /// An entry of `pcp.conf` is one by which nobody logs in; `pg_md5` makes another.
        case pcpEntryUnusable = "pcp-entry-unusable"
        /// An entry of `pcp.conf` is encrypted, which Pgpool-II 4.3 does not take there; `pg_md5` makes another.
        case pcpEntryEncrypted = "pcp-entry-encrypted"
        /// Others may read the hashes of `pcp.conf`, with which they control Pgpool-II; chmod mends it.
        case pcpExposed = "pcp-exposed"
        /// All entries decrypt with the pool key, and are of use to it.
        case poolEntriesDecrypt = "pool-entries-decrypt"
        /// No backend said what it has stored, or not for all.
        case poolEntriesNotCompared = "pool-entries-not-compared"
        /// Another backend did not say what it has stored, which may differ where they are no standbys of each other.
        case backendNotCompared = "backend-not-compared"
        /// The backend has no role of an entry's name.
        case poolEntryWithoutRole = "pool-entry-without-role"
        /// An entry is not the password that the backend has stored; `pg_enc` writes the right one.
        case poolEntryOtherPassword = "pool-entry-other-password"
        /// The backend has no password for the role of an entry.
        case roleWithoutPassword = "role-without-password"
        /// The backend's secret for a role has too many iterations to be compared; set the password again.
        case roleTooManyIterations = "role-too-many-iterations"
        /// Entries that are the passwords which the backend has stored.
        case poolEntriesMatch = "pool-entries-match"

        // MARK: server

        /// The server does not run; how it is started is named.
        case serverNotRunning = "server-not-running"
        /// The server runs and was not asked, or did not answer.
        case serverNotAsked = "server-not-asked"
        /// The running server's `ssl` is off; install turns it on, and a reload brings what is in the files in force.
        case serverEncryptionOff = "server-encryption-off"
        /// The server does not start again with a line of its files, or without a file or library that one names, and
        /// keeps what it had until then; correct the line.
        case serverWouldNotStart = "server-would-not-start"
        /// The running server has another value than its files, or than install sets; a reload brings the files in
        /// force.
        case serverSettingOther = "server-setting-other"
        /// The running server has all settings as install sets them.
        case serverSettingsInForce = "server-settings-in-force"
        /// The running server was seen as clients see it, who verify it with `verify-full`.
        case serverVerified = "server-verified"
        /// Clients do not verify what the running server shows, or none gets through a handshake with it; why is said.
        case serverNotVerified = "server-not-verified"
        /// The running server takes no TCP connections, so that nobody needs TLS.
        case serverWithoutTCP = "server-without-tcp"
        /// The running server takes connections of its own host alone, and its certificate is for others, too;
        /// `listen_addresses` and a restart change that.
        case serverListensLocally = "server-listens-locally"
        /// The running server serves the certificate in the file.
        case serverServesFile = "server-serves-file"
        /// The running server serves another certificate than the file's; a reload has it load the file.
        case serverServesOther = "server-serves-other"
        /// A certificate, key or list of revoked ones was changed after the server read it, as when a root was appended
        /// to `root.crt`; a reload brings it in force, and `renew` reloads where clients verify what is in the files.
        case serverFilesNotReloaded = "server-files-not-reloaded"
        /// A list of revoked certificates took its place, or got another owner or mode, after the server read it, or at
        /// a time that is ahead of the clock; whether it is the one in force was not tried. A reload makes it sure.
        case revocationsNotTried = "revocations-not-tried"
        /// The running server did not show its certificate, or it is not known which file is its, so that the two were
        /// not compared.
        case serverCertificateNotSeen = "server-certificate-not-seen"
        /// The running server takes TLS 1.2 alone and no key exchange on an elliptic curve, which some clients want;
        /// allow TLS 1.3, or such suites.
        case serverKeyExchange = "server-key-exchange"
        /// The running server takes TLS 1.0 or 1.1, too, which are not secure any more (RFC 8996); set
        /// `ssl_min_protocol_version`.
        case serverOldVersions = "server-old-versions"
        /// The running server takes TLS 1.0 or 1.1 alone, which clients of today do not speak; take
        /// `ssl_max_protocol_version` out.
        case serverOnlyOldVersions = "server-only-old-versions"
        /// The running server takes suites and keys of any strength, by `@SECLEVEL=0` in `ssl_ciphers`; take that out.
        case serverWeakCiphers = "server-weak-ciphers"
        /// The running server offers no TLS, whatever its settings say; its log says why.
        case serverWithoutTLS = "server-without-tls"
        /// No whole handshake was made with the running server, whose suites are none that this tool has; other clients
        /// may have them.
        case serverNotJudged = "server-not-judged"
        /// What answers is no TLS server.
        case serverNotUnderstood = "server-not-understood"
        /// Nobody answers where the server should.
        case serverNotReached = "server-not-reached"

        // MARK: login

        /// The user of `--login` was let in over TLS by a server that is verified.
        case loginSucceeded = "login-succeeded"
        /// The server offers no channel binding, as poolers do not, so that the login was not bound to TLS.
        case loginUnbound = "login-unbound"
        /// The server asks for the password as it is, or by md5; have the rule ask for `scram-sha-256`.
        case loginWeakProof = "login-weak-proof"
        /// The server let the user in and asked for nothing, as by a rule with `trust`.
        case loginUnasked = "login-unasked"
        /// Whether the server runs, and where, may not be seen; give `--host` and `--port`, or run it as root.
        case loginNotTried = "login-not-tried"
        /// The server does not run, nobody answers where it should, or what answers is none.
        case loginNotReached = "login-not-reached"
        /// The server offers no TLS; its log says why.
        case loginWithoutTLS = "login-without-tls"
        /// The handshake of TLS fails; an alert says what the server minds.
        case loginHandshake = "login-handshake"
        /// The server wants a client certificate, or another one; give it.
        case loginClientCertificate = "login-client-certificate"
        /// The server is not verified as by `verify-full`, and was told neither user nor password.
        case loginNotVerified = "login-not-verified"
        /// No rule lets the user into the database by TLS from here, or one refuses him.
        case loginRefusedByRules = "login-refused-by-rules"
        /// The rule for the user asks for what is not given here, such as GSSAPI.
        case loginNotAnswered = "login-not-answered"
        /// The server let the user in without asking for the password that was given.
        case loginPasswordNotAsked = "login-password-not-asked"
        /// The server asks for a password; give it by `--password-file` or `--password-stdin`.
        case loginPasswordMissing = "login-password-missing"
        /// The password is empty or has a zero byte, so that nobody logs in by it.
        case loginPasswordUnusable = "login-password-unusable"
        /// The password is not the role's, or the role is not there, has none, or one that is over.
        case loginWrongPassword = "login-wrong-password"
        /// Pgpool-II has no entry for the user in `pool_passwd`; `pg_enc` writes one.
        case loginPoolEntryMissing = "login-pool-entry-missing"
        /// The role's secret has too few or too many iterations; set the password again.
        case loginIterations = "login-iterations"
        /// The signature of the server's certificate has no digest to bind to; have it signed by another key.
        case loginBindingImpossible = "login-binding-impossible"
        /// The server sees another certificate than the client, or its offer of binding was taken away.
        case loginBindingBroken = "login-binding-broken"
        /// Whoever answers does not know the password's secret, and is not the server that it was set at.
        case loginImpostor = "login-impostor"
        /// What the server sends is not PostgreSQL's protocol, or not SCRAM.
        case loginNotUnderstood = "login-not-understood"
        /// The role may not log in, or is not there.
        case loginRole = "login-role"
        /// There is no such database; name another one by `--database`.
        case loginDatabaseMissing = "login-database-missing"
        /// The role may not connect to the database; `GRANT CONNECT` lets it.
        case loginDatabaseClosed = "login-database-closed"
        /// The server, the database or the role has no connection left.
        case loginTooManyConnections = "login-too-many-connections"
        /// The server is starting, ends or recovers; try again.
        case loginNotReady = "login-not-ready"
        /// The server refuses for another reason, which it says.
        case loginRefused = "login-refused"

        // MARK: backends

        /// Pgpool-II verifies the backends that answer by TLS.
        case backendsVerified = "backends-verified"
        /// A backend offers no TLS, so that connections of Pgpool-II to it are not encrypted; turn it on there.
        case backendWithoutTLS = "backend-without-tls"
        /// A backend shows a certificate that `ssl_ca_cert` does not verify, so that Pgpool-II refuses it; install
        /// `--backend-root` names the right one.
        case backendOtherRoot = "backend-other-root"
        /// A backend shows a certificate of the right root that Pgpool-II refuses all the same; give it another.
        case backendRefused = "backend-refused"
        /// A backend did not answer, or not in time, so that nothing is known of its TLS.
        case backendNotSeen = "backend-not-seen"
        /// Pgpool-II verifies no backend; install sets `ssl_ca_cert`.
        case backendsNotVerified = "backends-not-verified"
        /// The root for the backends cannot be read, so that Pgpool-II offers no TLS; bring it back.
        case backendsRootMissing = "backends-root-missing"
    }
}
