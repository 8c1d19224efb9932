extension NodeStatus {
    /// What part of a node a finding is about.
    package enum Topic: String, Sendable, CaseIterable {
        /// The tool's own records.
        case state
        /// What stands in the server's files of settings.
        case settings
        /// The rules for clients.
        case rules
        /// Owners and modes of the certificates' files.
        case files
        /// The certificates and keys in them.
        case certificates
        /// The roles of the database.
        case users
        /// The entries of `pool_passwd`.
        case passwords
        /// What the running server says and does.
        case server
        /// A login that was tried.
        case login
        /// What Pgpool-II has of the servers behind it.
        case backends
    }
}

extension NodeStatus.Code {
    /// The topic that it belongs to, and how bad it is at most.
    package var kind: (topic: NodeStatus.Topic, level: NodeStatus.Level) {
        switch self {
        case .stateNone, .stateInstalled: (.state, .good)
        case .stateIncomplete, .stateGone: (.state, .note)
        case .stateUnreadable, .stateUninstallHalfDone, .stateLost: (.state, .warning)
        case .stateInterrupted, .stateDamaged: (.state, .broken)

        case .settingAsInstalled: (.settings, .good)
        case .settingOverruled, .settingPendingRestart: (.settings, .note)
        case .settingOther, .poolPasswdOff, .settingsNotReloaded: (.settings, .warning)
        case .settingsUnreadable, .settingsLineRejected, .settingsIncludeMissing, .encryptionOff,
            .poolRulesOff:
            (.settings, .broken)

        case .hbaPlainAdmissionLocal, .hbaEncrypted: (.rules, .good)
        case .hbaPlainAdmissionOne, .hbaThisHostOnly, .hbaMapUnclear, .rulesNotSeen: (.rules, .note)
        case .hbaPlainAdmission, .hbaNotCompared, .hbaUnreachable, .hbaMD5, .hbaTrustLocal, .rulesNotReloaded,
            .rulesPendingRestart, .rulesNotInForce, .rulesNotTried, .hbaPasswordInClear, .hbaIdent,
            .hbaUserUnclear, .hbaNoClientRoots:
            (.rules, .warning)
        case .rulesUnreadable, .hbaLineRejected, .hbaTrust, .hbaUserRefused: (.rules, .broken)

        case .fileAsNeeded: (.files, .good)
        case .rootKeyElsewhere: (.files, .note)
        case .fileNotRegular, .redeployLoses, .notPermitted, .rootKeyGone: (.files, .warning)
        case .fileMissing, .fileUnreadable, .fileOwner, .folderClosed, .keyExposed: (.files, .broken)

        case .certificateValid, .certificateKey: (.certificates, .good)
        case .keyNotCompared: (.certificates, .note)
        case .certificateEndsSoon, .keyEncrypted, .keysNotLookedAt: (.certificates, .warning)
        case .certificateExpired, .certificateInvalid, .certificateOtherRoot, .keyInvalid, .keyMismatch:
            (.certificates, .broken)

        case .certificateAccepted: (.certificates, .good)
        case .certificateNotVerified, .certificateAddressOnly, .certificateNeedsRoot: (.certificates, .note)
        // There are other names to call a node by, and other users who may take a certificate.
        case .certificatePartlyRead, .certificateOtherName, .certificateOtherUser, .authorityWithoutList:
            (.certificates, .warning)
        case .clientRootOther, .certificateTooManySent, .certificateNotYetValid, .certificateWrongUsage,
            .certificateWithoutSigning,
            .certificateUnknownExtension, .certificateNoAuthority, .certificatePathTooLong,
            .certificateOutsideConstraints, .certificateConstraintsNotUnderstood,
            .certificateTooManyConstraints,
            .certificateOldVersion, .certificateOfAuthority, .certificateWeakSignature, .certificateShortKey,
            .certificateNotStrict, .certificateTooManyIssuers, .certificateOtherKey,
            .certificateOtherKeyIdentifier, .rootNotSelfSigned, .certificateWithoutNames,
            .certificateWithoutList, .certificateWithoutBinding, .certificateRevoked, .certificateKeyNotTaken,
            .certificateMalformed, .certificateSignatureNotTaken, .certificateNullInName:
            (.certificates, .broken)

        case .rolesAsSCRAM: (.users, .good)
        case .roleMissing, .roleOtherDatabase, .rolesNotJudged: (.users, .note)
        case .roleMD5, .roleWeakSecret, .roleForeignSecret: (.users, .warning)
        case .roleNoLogin, .roleMD5Refused: (.users, .broken)

        case .poolEntriesDecrypt, .poolEntriesMatch: (.passwords, .good)
        case .poolEntryUnused, .poolEntryPlain, .poolEntryHashed,
            .poolEntriesNotCompared, .poolEntryWithoutRole, .poolEntryOtherPassword, .roleWithoutPassword,
            .roleTooManyIterations, .poolKeyExposed, .poolEntryNotPrepared, .poolSettingPlain,
            .poolSettingHashed, .poolSettingNotPrepared, .pcpEntryUnusable, .pcpExposed,
            .poolPasswdNotReloaded, .poolKeyNotRead:
            (.passwords, .warning)
        case .pcpEntryEncrypted, .backendNotCompared: (.passwords, .note)
        case .poolPasswdMissing, .poolKeyMissing, .poolKeyUnreadable, .poolKeyNotInForce,
            .poolEntryUndecryptable, .poolSettingUndecryptable:
            (.passwords, .broken)

        case .serverSettingsInForce, .serverServesFile, .serverVerified: (.server, .good)
        case .serverCertificateNotSeen, .serverNotJudged, .serverWithoutTCP, .serverListensLocally:
            (.server, .note)
        case .serverNotRunning, .serverNotAsked, .serverSettingOther, .serverServesOther,
            .serverFilesNotReloaded, .revocationsNotTried, .serverNotReached, .serverOldVersions,
            .serverWeakCiphers:
            (.server, .warning)
        case .serverEncryptionOff, .serverWithoutTLS, .serverNotUnderstood, .serverNotVerified,
            .serverWouldNotStart, .serverKeyExchange, .serverOnlyOldVersions:
            (.server, .broken)

        case .loginSucceeded: (.login, .good)
        case .loginUnbound, .loginWeakProof, .loginUnasked: (.login, .note)
        case .loginNotTried: (.login, .warning)
        case .loginNotReached, .loginWithoutTLS, .loginHandshake, .loginClientCertificate, .loginNotVerified,
            .loginRefusedByRules, .loginNotAnswered, .loginPasswordNotAsked, .loginPasswordMissing,
            .loginPasswordUnusable, .loginWrongPassword, .loginPoolEntryMissing, .loginIterations,
            .loginBindingImpossible, .loginBindingBroken, .loginImpostor, .loginNotUnderstood, .loginRole,
            .loginDatabaseMissing, .loginDatabaseClosed, .loginTooManyConnections, .loginNotReady,
            .loginRefused:
            (.login, .broken)

        case .backendsVerified: (.backends, .good)
        case .backendsNotVerified, .backendWithoutTLS: (.backends, .warning)
        case .backendsRootMissing, .backendOtherRoot, .backendRefused: (.backends, .broken)
        case .backendNotSeen: (.backends, .note)
        }
    }

    /// How bad it is where these kinds of client fail for it: what libpq of today takes does not keep everybody out.
    package func level(failing clients: [String]) -> NodeStatus.Level {
        let isBearable = !clients.isEmpty && !clients.contains(VerifyingClient.libpq.description)
        return isBearable ? min(kind.level, .warning) : kind.level
    }
}
