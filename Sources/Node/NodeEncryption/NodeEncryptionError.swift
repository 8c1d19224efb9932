package import DurableFiles
package import NodeCertificates
package import NodePlatform
package import PostgresConfiguration
package import ServerProbe
internal import TextEncodings

/// Why a node could not be changed or examined.
package indirect enum NodeEncryptionError: OperatorError, Equatable, Sendable {
    /// A file could not be read or changed.
    case file(FileError)
    /// A configuration could not be read or changed.
    case configuration(PostgresConfigurationError)
    /// The tool's own record about the node cannot be read.
    case brokenState(path: String, reason: String)
    /// A record of the tool's own belongs to another user, who could have written anything into it.
    case foreignRecords(path: String, userID: UInt32, own: UInt32)
    /// A record of the tool's own can be written by others than its owner.
    case writableRecords(path: String, mode: UInt32)
    /// A setting names a place to which whoever could write the setting has no right.
    case foreignPlace(setting: String, path: String, configuration: String, option: String)
    /// A symbolic link that this user could have made leads to a file that is not his.
    case foreignLink(path: String, target: String, userID: UInt32)
    /// A file or folder has a mode that no record may give it.
    case specialMode(path: String, mode: UInt32)
    /// A file changed between the plan and its execution.
    case changedMeanwhile(path: String)
    /// A path leads to a type of file that has no place there, such as a directory or a socket.
    case unexpectedKind(path: String)
    /// A setting is overruled by a file that this tool does not edit.
    case overruled(setting: String, path: String, line: Int)
    /// A configuration has a line that the server rejects.
    case brokenConfiguration(path: String, line: Int)
    /// A command failed, or gave an answer that cannot be used.
    case commandFailed(purpose: String, status: Int32, said: String)
    /// A command did not end in its time, and was ended.
    case timeOver(purpose: String, seconds: Int)
    /// A command wrote more than it may, and was ended.
    case tooMuchOutput(purpose: String, bytes: Int)
    /// A signal of this number came, and what was begun was undone.
    case interrupted(Int32)
    /// A server could not be looked at.
    case probe(ServerProbeError)
    /// The server rejected the change; everything was put back.
    case refusedByServer(reason: String)
    /// A running server does not serve what is in its files, and nothing was changed.
    case notServed(reason: String)
    /// A file is written by another program, which would not keep what is written here; where it is told instead.
    case managed(path: String, by: String, instead: String)
    /// psql reaches a server with other data.
    case otherServer(dataFolder: String, expected: String)
    /// The server reads another configuration than the one that is meant.
    case otherConfiguration(dataFolder: String, configuration: String, expected: String)
    /// The server is not running, and something needs it.
    case notRunning(so: String)
    /// A change failed and was undone, except for what others changed in the meantime; one note for each such thing.
    case undoneButKept(because: NodeEncryptionError, notes: [String])
    /// A change failed, and not all of it could be undone; a note for each thing. The next run tries again.
    case undoneInPart(because: NodeEncryptionError, failures: [String])
    /// A change was made, and the server took it, but the records of it could not be finished.
    case unrecorded(because: NodeEncryptionError)
    /// An earlier run was interrupted, and not all of it could be undone.
    case interruptedRunNotUndone(Operation)
    /// A run on another node was interrupted, and its records are to have what is taken from those of this one.
    case interruptedBeside(Operation, configuration: String)
    /// Records of another node cannot be read, so that nobody knows what it uses.
    case unreadableBeside(path: String, NodeEncryptionError)
    /// A node whose configuration is gone may be one that has its settings by another name.
    case renamed(records: String, from: String, to: String)
    /// Rules that want TLS are those of other nodes, too, which still need them so.
    case sharedRules(path: String, others: [String])
    /// These backends let nobody in through a Pgpool-II without TLS.
    case backendsOfTLSAlone([String])
    /// Somebody stored another password for a role while the plan was made.
    case passwordChangedMeanwhile(user: String)
    /// A change was begun and could be neither finished nor undone, since another program holds a lock.
    case unfinished(FileError)
    /// An install would not end well, or would overrule what an operator has set up.
    case notInstalled(InstallRefusal)
    /// The value of an option is not valid; the message.
    case invalidOption(String)
    /// Something that this kind of node does not have or do; the message.
    case notOnThisNode(String)
    /// The records are those of another node, which has that file.
    case otherNode(state: String, path: String)
    /// A setting names a certificate that install makes, and the node's records, if there are any, do not have it.
    case notRecorded(state: String, setting: String, path: String, line: Int, rules: String)
    /// Such a setting was there before the node's records began, and an uninstall by them leaves it there.
    case leftInForce(setting: String, path: String, line: Int, rules: String)
    /// The pool key is missing, and entries for these users are encrypted with it.
    case missingPoolKey(path: String, passwords: String, users: [[UInt8]])
    /// A file does not hold the certificates or lists that it should; a predicate of the file.
    case unreadableCertificates(path: String, reason: String)
    /// A file holds no private key that can be used.
    case unusableKey(path: String, reason: String)
    /// An export is malformed, or encrypted with another pass phrase.
    case invalidExport
    /// What was exported is not imported as a root.
    case importedRoot(RootImportError)
    /// The certificates could be neither used nor repaired.
    case certificates(NodeCertificatesError)
    /// The same, beside a root that is another authority's, or whose key is gone; its name, or `nil` where the root is
    /// gone, too, so that what it signed may be another's.
    case certificatesOfOther(NodeCertificatesError, authority: String?)
    /// Something of the host or the platform could not be found or read.
    case platform(NodePlatformError)
    /// An import would replace a different root.
    case otherRoot(path: String)
    /// A certificate ends soon that the node's root did not sign.
    case notRenewed(path: String, issuer: String, end: String, isReplaceable: Bool)
    /// A running server would not start again by its files, and keeps what it has at a reload; why.
    case wouldNotStart(reason: String)
    /// So many certificates of clients are due and were left to the next run, and so many are never looked at.
    case renewedInPart(left: Int, unread: Int)
    /// Nobody logs in by the lines that were asked for; the message and the status that it ends with.
    case noLogin(String, ExitStatus)
    /// The node has no certificates of its own that an operation could make again.
    case noSet(path: String, operation: Operation)
    /// A password or pass phrase is missing or unusable; the message.
    case invalidSecret(String)

    /// One line for the operator.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .configuration(let error): printable(error.description)
        case .brokenState(let path, let reason):
            "\(printable(path)) is damaged, or was not written by this tool: \(reason)"
        case .foreignRecords(let path, let userID, let own):
            "\(printable(path)) belongs to \(shownUser(userID)); the tool's own records must belong to "
                + "\(shownUser(own)), who runs it; "
                + (userID == 0 ? "run it as root" : "give --state another directory")
        case .writableRecords(let path, let mode):
            "\(printable(path)) has mode 0\(String(mode, radix: 8)), so that others may have written it; "
                + "the tool's own records must be writable for their owner only (chmod go-w)"
        case .foreignPlace(let setting, let path, let configuration, let option):
            "\(printable(setting)) in \(printable(configuration)) names \(printable(path)); a user may write that "
                + "setting who may not write the file it leads to, so it is not followed; if it is right, give the "
                + "file by \(option)"
        case .foreignLink(let path, let target, let userID):
            "\(printable(path)) is a symbolic link that \(shownUser(userID)) could have made or replaced, to "
                + "\(printable(target)), which is not a file of his; if it is right, give that path by its option "
                + "(postgresql.conf by --configuration, with --data)"
        case .specialMode(let path, let mode):
            "\(printable(path)) has mode 0\(String(mode, radix: 8)); "
                + "remove its set-user-ID, set-group-ID or sticky bit first (chmod u-s,g-s,-t)"
        case .changedMeanwhile(let path):
            "\(printable(path)) was changed by another program in the meantime; run the command again"
        case .unexpectedKind(let path):
            "\(printable(path)) is a directory or special file, which does not belong there; move it away"
        case .overruled(let setting, let path, let line):
            "\(setting) is set again in \(printable(path)), line \(line); remove it there first"
        case .brokenConfiguration(let path, let line):
            "\(printable(path)), line \(line): the server rejects this line; correct it first"
        case .commandFailed(let purpose, let status, let said):
            "\(printable(purpose)) failed" + (status == 0 ? "" : " with status \(status)")
                + (said.isEmpty ? "" : ": \(printable(said))")
        case .timeOver(let purpose, let seconds):
            "\(printable(purpose)) did not end within \(seconds) s, and was ended"
        case .tooMuchOutput(let purpose, let bytes):
            "\(printable(purpose)) wrote more than \(bytes) bytes, and was ended"
        case .interrupted: "interrupted, and the change was undone"
        case .probe(let error): error.description
        case .refusedByServer(let reason):
            "the server rejected the change, and it was undone: \(printable(reason))"
        case .notServed(let reason):
            "the server does not have in force what is in its files: \(printable(reason))"
        case .managed(let path, let program, let place):
            "\(printable(path)) is written by \(program), which would not keep a change; make the change in \(place), "
                + "or give --force-managed"
        case .otherServer(let dataFolder, let expected):
            "psql reaches the server of \(printable(dataFolder)), not that of \(printable(expected)); "
                + "give --psql with its port and socket"
        case .otherConfiguration(let dataFolder, let configuration, let expected):
            "the server of \(printable(dataFolder)) reads \(printable(configuration)), not \(printable(expected)); "
                + "give --configuration and --data of one server"
        case .notRunning(let consequence): "the server is not running, so \(consequence)"
        case .undoneButKept(let error, let notes): ([error.description] + notes).joined(separator: "; ")
        case .undoneInPart(let error, let failures):
            (["\(error.reason), and the change could not be undone whole"] + failures).joined(separator: "; ")
                + "; the next run tries again"
        case .unrecorded(let error):
            "\(error.description); the change is made and stays, and the next run finishes its records"
        case .interruptedRunNotUndone(let operation):
            "the interrupted \(operation.rawValue) could not be undone whole, and nothing else was done; run again"
        case .interruptedBeside(let operation, let path):
            "the node of \(printable(path)) uses the same certificates, and its \(operation.rawValue) was interrupted; "
                + "run \"postgres-ssl \(operation.takenUpBy) --configuration \(printable(path))\" first"
        case .unreadableBeside(let path, let error):
            "\(error.description); a node of this host whose records these are may use what uninstall would take "
                + "away, so nothing was done: put the records back from a copy, or, if no such node is there any "
                + "more, move \(printable(path)) elsewhere"
        case .sharedRules(let path, let others):
            "\(printable(path)) has the rules of the node of \(listed(others.map { printable($0) })), too, "
                + "which needs them as they are, and without TLS nobody would get in here by them, so nothing was "
                + "done: give one of the two a file of its own (hba_file, or -a of Pgpool-II), name it by "
                + "\"postgres-ssl install --hba\" there, and uninstall again"
        case .backendsOfTLSAlone(let names):
            "\(listed(names.map { printable($0) })) \(names.count == 1 ? "lets" : "let") nobody in without TLS, "
                + "and so nobody through a Pgpool-II without it; nothing was done: run \"postgres-ssl "
                + "uninstall\" there first, or stop Pgpool-II and uninstall it then"
        case .passwordChangedMeanwhile(let user):
            "the password of \(printable(user)) was changed by somebody else in the meantime; run again"
        case .unfinished(let error):
            "\(error.description); the change is neither finished nor undone, and the next run will undo it"
        case .notInstalled(let refusal): refusal.description
        case .invalidOption(let what): what
        case .notOnThisNode(let what): what
        case .otherNode(let state, let path):
            "\(printable(state)) has the records of another node, that of \(printable(path)); give --state a "
                + "directory of this node's own"
        case .notRecorded, .leftInForce, .renamed: lostRecords.map { "\($0.fault); \($0.cure)" } ?? ""
        case .missingPoolKey(let path, let passwords, let users):
            "\(printable(path)) is missing, and \(printable(passwords)) has entries encrypted with another key, for "
                + "\(listed(users.map { printable($0) })); give the key's path with --pool-key, or remove those entries"
        case .unreadableCertificates(let path, let reason): "\(printable(path)) \(printable(reason))"
        case .unusableKey(let path, let reason):
            "\(printable(path)) holds no private key that can be used: \(printable(reason))"
        case .invalidExport: "the input is not an exported root, or the pass phrase is wrong"
        case .importedRoot(let error): error.description
        case .certificates(let error): error.description(remedy: "run \"postgres-ssl reissue all\"")
        case .certificatesOfOther(let error, let authority):
            error.description(remedy: "run \"postgres-ssl reissue all --replace-certificate\"")
                + (authority.map { name in
                    "; to keep \(name), "
                        + (error.isOfStaleRootKey
                            ? "move that key elsewhere" : "put new certificates and keys by it there")
                } ?? "")
        case .platform(let error): error.description
        case .otherRoot(let path):
            "\(printable(path)) belongs to a different root; give --force to replace it and orphan what it signed"
        case .notRenewed(let path, let issuer, let end, let isReplaceable):
            "\(printable(path)) ends at \(end) and was not renewed, since it is by \(printable(issuer)); "
                + (isReplaceable
                    ? "run \"postgres-ssl reissue\" for one of this node's root"
                    : "put a new one of that authority there")
        case .wouldNotStart(let reason):
            "the server keeps what it had at a reload, and will not start again: \(printable(reason)); put that right, "
                + "and see with \"postgres-ssl status\" that it is"
        case .renewedInPart(let left, let unread):
            [
                left > 0
                    ? "\(left) more \(left == 1 ? "certificate of a client needs" : "certificates of clients need") "
                        + "renewal, which the next run goes on with" : nil,
                unread > 0
                    ? "\(unread) \(unread == 1 ? "certificate of a client was" : "certificates of clients were") not "
                        + "looked at, since there are too many; move those elsewhere that are not renewed here"
                    : nil,
            ].compactMap(\.self).joined(separator: "; ")
        case .noLogin(let what, _): what
        case .noSet(let path, let operation):
            "\(printable(path)) is missing, so there is nothing to \(operation.rawValue); "
                + "run \"postgres-ssl install\" first"
        case .invalidSecret(let what): what
        }
    }
}

extension NodeEncryptionError {
    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .file(let error): error.exitStatus
        case .configuration(let error): error.exitStatus
        case .certificates(let error), .certificatesOfOther(let error, _): error.exitStatus
        case .platform(let error): error.exitStatus
        case .probe(let error): error.exitStatus
        case .undoneButKept(let error, _), .undoneInPart(let error, _), .unrecorded(let error):
            error.exitStatus
        case .interruptedRunNotUndone, .interruptedBeside: .inputOutput
        case .noLogin(_, let status): status
        case .renewedInPart, .leftInForce: .inPart
        // Those of root are nobody's fault whom they are closed to.
        case .foreignRecords(_, userID: 0, _): .noPermission
        case .noSet: .noInput
        case .invalidSecret, .notOnThisNode, .invalidOption: .usage
        case .brokenState, .foreignRecords, .writableRecords, .specialMode, .foreignPlace, .foreignLink,
            .unexpectedKind,
            .overruled, .brokenConfiguration, .managed, .otherNode, .notRecorded, .missingPoolKey,
            .unreadableBeside, .renamed, .sharedRules, .backendsOfTLSAlone, .unreadableCertificates,
            .unusableKey,
            .invalidExport, .importedRoot, .otherRoot, .notInstalled,
            .notRenewed, .wouldNotStart:
            .data
        case .changedMeanwhile, .passwordChangedMeanwhile, .unfinished: .tryAgain
        case .commandFailed, .timeOver, .tooMuchOutput, .interrupted, .refusedByServer,
            .notServed, .notRunning, .otherServer, .otherConfiguration:
            .failure
        }
    }
}

/// Runs `body`, and turns a file error into an error of this module.
func onFiles<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
) throws(NodeEncryptionError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw .file(error)
    }
}

extension NodeEncryptionError {
    /// What went wrong, without a word on whether it was undone.
    fileprivate var reason: String {
        switch self {
        case .refusedByServer(let reason): "the server rejected the change: \(printable(reason))"
        case .interrupted: "interrupted"
        default: description
        }
    }

    /// Whether its own words are that the change was undone.
    var saysUndone: Bool {
        switch self {
        case .refusedByServer, .interrupted, .undoneButKept, .undoneInPart: true
        default: false
        }
    }

    /// The signal that this process has yet to end by; `nil` for none.
    var signal: Int32? {
        switch self {
        case .interrupted(let signal): signal
        case .undoneButKept(let error, _), .undoneInPart(let error, _): error.signal
        default: nil
        }
    }
}

/// Some words of a list, and how many more there are.
func listed(_ words: [String], most: Int = 10) -> String {
    let more = words.count > most ? " and \(words.count - most) more" : ""
    return words.prefix(most).joined(separator: ", ") + more
}

/// Runs `body`, and turns an error about a look at a server into one of this module.
func onServers<Result: ~Copyable>(
    _ body: () throws(ServerProbeError) -> Result
) throws(NodeEncryptionError) -> Result {
    do throws(ServerProbeError) {
        return try body()
    } catch {
        throw .probe(error)
    }
}
