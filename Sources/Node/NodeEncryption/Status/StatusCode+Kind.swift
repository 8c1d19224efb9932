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
        /// What Pgpool-II has of the servers behind it.
        case backends
    }
}

extension NodeStatus.Code {
    /// The topic that it belongs to, and how bad it is.
    package var kind: (topic: NodeStatus.Topic, level: NodeStatus.Level) {
        switch self {
        case .stateNone, .stateInstalled: (.state, .good)
        case .stateUnreadable: (.state, .warning)
        case .stateInterrupted, .stateDamaged: (.state, .broken)

        case .settingAsInstalled: (.settings, .good)
        case .settingOverruled, .settingPendingRestart: (.settings, .note)
        case .settingOther, .poolPasswdOff, .settingsNotReloaded: (.settings, .warning)
        case .settingsUnreadable, .settingsLineRejected, .settingsIncludeMissing, .encryptionOff,
            .poolRulesOff:
            (.settings, .broken)

        case .hbaPlainAdmissionLocal, .hbaEncrypted: (.rules, .good)
        case .hbaPlainAdmissionOne, .rulesNotTried: (.rules, .note)
        case .hbaPlainAdmission, .hbaNotCompared, .hbaUnreachable, .hbaMD5, .hbaTrustLocal, .rulesNotReloaded:
            (.rules, .warning)
        case .rulesUnreadable, .hbaLineRejected, .hbaTrust: (.rules, .broken)

        case .fileAsNeeded: (.files, .good)
        case .fileNotRegular, .notPermitted: (.files, .warning)
        case .fileMissing, .fileUnreadable, .fileOwner, .keyExposed: (.files, .broken)

        case .certificateValid: (.certificates, .good)
        case .keyNotCompared: (.certificates, .note)
        case .certificateEndsSoon, .keyEncrypted: (.certificates, .warning)
        case .certificateExpired, .certificateInvalid, .certificateOtherRoot, .keyInvalid, .keyMismatch:
            (.certificates, .broken)

        case .rolesAsSCRAM: (.users, .good)
        case .roleMD5, .roleWeakSecret, .roleForeignSecret: (.users, .warning)

        case .poolEntriesDecrypt, .poolEntriesMatch: (.passwords, .good)
        case .poolPasswdMissing, .poolEntryUnused, .poolEntryPlain, .poolEntryHashed,
            .poolEntriesNotCompared, .poolEntryWithoutRole, .poolEntryOtherPassword, .roleWithoutPassword,
            .roleTooManyIterations:
            (.passwords, .warning)
        case .poolKeyMissing, .poolEntryUndecryptable: (.passwords, .broken)

        case .serverSettingsInForce, .serverServesFile, .serverVerified: (.server, .good)
        case .serverCertificateNotSeen, .serverWithoutTCP: (.server, .note)
        case .serverNotRunning, .serverNotAsked, .serverSettingOther, .serverServesOther, .serverNotReached,
            .serverNotJudged, .serverAlert:
            (.server, .warning)
        case .serverEncryptionOff, .serverWithoutTLS, .serverNotUnderstood, .serverNotVerified,
            .serverWouldNotStart:
            (.server, .broken)

        case .backendsVerified: (.backends, .good)
        case .backendsNotVerified: (.backends, .warning)
        case .backendsRootMissing: (.backends, .broken)
        }
    }
}
