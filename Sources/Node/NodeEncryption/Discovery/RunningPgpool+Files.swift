internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

/// What a running Pgpool-II reads that no setting names; of what is not absolute nobody knows where it is, since that
/// was meant from wherever it was started.
extension RunningPgpool {
    /// The file of its rules ("pgpool", `-a`); `nil` where it is not known.
    var rulesPath: String? {
        if let named = arguments.authentication { return PathText.isAbsolute(named) ? named : nil }
        // Without the option it is where the program was built for, wherever its settings are.
        let path = PathText.folderPrefix(of: PoolPasswdLocation.defaultConfigurationFile()) + "pool_hba.conf"
        return (try? FileState.read(path))?.isFile == true ? path : nil
    }

    /// The file of its pool key, and by what it is that one ("pgpool", `-k`; then the variable, then the home of its
    /// user); `nil` where it is not known.
    var poolKey: (path: String, source: String)? {
        func absolute(_ path: String, _ source: String) -> (path: String, source: String)? {
            PathText.isAbsolute(path) ? (path, source) : nil
        }
        if let named = arguments.keyFile { return absolute(named, "-k") }
        guard seesVariables else { return nil }
        let prefix = PoolKeyPath.variable + "="
        if let variable = variables.first(where: { $0.utf8.starts(with: prefix.utf8) }) {
            return absolute(
                String(Substring(variable.utf8.dropFirst(prefix.utf8.count))),
                PoolKeyPath.variable
            )
        }
        return standardPoolKey.map { ($0, "the home directory of its user") }
    }

    /// Where its key is if nobody says it.
    var standardPoolKey: String? {
        (try? PoolKeyPath.find(given: nil, variable: nil, homeOf: userID)) ?? nil
    }
}

extension Node {
    /// The pool key that the running Pgpool-II reads.
    ///
    /// Its user may start it with any path: root takes for the key only what he could have written himself.
    ///
    /// - Throws: ``NodeEncryptionError/foreignPlace(setting:path:configuration:option:)``.
    func poolKeyOfRunning() throws(NodeEncryptionError) -> String? {
        guard let pgpool = runningPgpool, let key = pgpool.poolKey else { return nil }
        guard
            NamedPlaces.allows(
                key.path,
                onCommandLineOf: pgpool.userID,
                standard: pgpool.standardPoolKey ?? ""
            )
        else {
            throw .foreignPlace(
                setting: key.source,
                path: key.path,
                configuration: "the start of the running Pgpool-II",
                option: "--pool-key"
            )
        }
        return key.path
    }

    /// The key that the running Pgpool-II reads, where that is surely another file than the node's.
    func otherPoolKey(than path: String) -> (path: String, source: String)? {
        guard let own = runningPgpool?.poolKey else { return nil }
        return ChangeList.leadToSameFile(own.path, path) ? nil : own
    }

    /// The file of the rules that the running Pgpool-II was started with, where that is another one than the node's, or
    /// may be: a path that is not absolute was meant from wherever it was started.
    var otherRulesOfPgpool: String? {
        guard let own = runningPgpool?.arguments.authentication, layout.authenticationFault == nil else {
            return nil
        }
        return PathText.isAbsolute(own) && ChangeList.leadToSameFile(own, layout.authentication) ? nil : own
    }
}

extension NodeLayout {
    /// Takes the rules of the Pgpool-II that runs for the node's, as far as its user could have written them.
    mutating func followRules(of pgpool: RunningPgpool) {
        guard let path = pgpool.rulesPath else { return }
        if NamedPlaces.allows(path, onCommandLineOf: pgpool.userID, standard: authentication) {
            authentication = path
        } else {
            authenticationFault = .foreignPlace(
                setting: "-a",
                path: path,
                configuration: "the start of the running Pgpool-II",
                option: "--hba"
            )
        }
    }
}
