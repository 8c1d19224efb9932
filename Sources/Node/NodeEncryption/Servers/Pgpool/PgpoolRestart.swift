internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

/// How a Pgpool-II takes up a change, which is for the most part by a restart.
enum PgpoolRestart: Sendable {
    /// By the operator's command.
    case command([String])
    /// As a service of systemd.
    case unit(SystemdUnit, RunningPgpool, asServer: [String])
    /// As a program that went into the background, by its own command line.
    case program(String, RunningPgpool, asServer: [String])
    /// By the operator; why it is left to him.
    case left(String)

    /// Finds how the one of a node is restarted.
    ///
    /// - Parameter asServer: the words before a command that runs as the server's user, if they were given.
    static func find(_ layout: NodeLayout, asServer: [String]?) throws(NodeEncryptionError) -> PgpoolRestart {
        guard let running = RunningPgpool.find(layout) else {
            return .left("none was found running by its pid file")
        }
        let asServer = try userChange(asServer, to: running.userID)
        if let unit = SystemdUnit.find(of: running.processID) {
            return .unit(unit, running, asServer: asServer)
        }
        if let reason = running.reasonNotToStart { return .left(reason) }
        return .program(running.program ?? "", running, asServer: asServer)
    }

    /// The one that was found running; `nil` where it is the operator's to restart.
    var running: RunningPgpool? {
        switch self {
        case .unit(_, let running, _), .program(_, let running, _): running
        case .command, .left: nil
        }
    }

    /// The words before a command that runs as the server's user. Without any, root would run what that user wrote on a
    /// command line.
    static func userChange(_ given: [String]?, to userID: UInt32) throws(NodeEncryptionError) -> [String] {
        if let given, !given.isEmpty { return given }
        return try UserChange.prefix(to: userID)
    }

    /// What a change takes.
    enum Effect: Comparable {
        /// It is in no file that a Pgpool-II has read.
        case nothing
        /// A signal, after which it reads its rules and passwords again.
        case reload
        case restart
    }

    /// The command by which a change takes effect; `nil` for none.
    func command(_ effect: Effect, now running: RunningPgpool?) -> PlannedCommand? {
        switch (self, effect) {
        case (.left, _), (_, .nothing): return nil
        case (.command(let words), _):
            return PlannedCommand(purpose: "restarting Pgpool-II", arguments: words, origin: .operators)
        case (.unit(_, let found, let asServer), .reload), (.program(_, let found, let asServer), .reload):
            return PlannedCommand(
                purpose: "reloading Pgpool-II",
                arguments: asServer + ["sh", "-c", "kill -HUP \((running ?? found).processID)"],
                origin: .behind(asServer)
            )
        case (.unit(let unit, _, _), .restart):
            return PlannedCommand(
                purpose: "restarting Pgpool-II",
                arguments: ["systemctl", "restart", "--", unit.name],
                limits: .service
            )
        case (.program(let program, let found, let asServer), .restart):
            let words = ["env"] + found.variables + [program] + found.arguments.words
            let start = "exec " + words.map { Quoting.shellWord($0) }.joined(separator: " ")
            let script = running.map { Self.ending($0.processID) + start } ?? start
            return PlannedCommand(
                purpose: "restarting Pgpool-II",
                arguments: asServer + ["sh", "-c", script],
                origin: .behind(asServer),
                limits: .service
            )
        }
    }

    /// Ends its sessions and itself ("pgpool", `-m fast`), and waits until nothing but its exit status is left of it.
    private static func ending(_ process: Int32) -> String {
        let isThere = "read -r _ _ state _ </proc/\(process)/stat && [ \"$state\" != Z ]"
        return "kill -INT \(process); while \(isThere); do sleep 0.1; done 2>/dev/null; "
    }
}

extension RunningPgpool {
    /// Why it is not started again by its own command line; `nil` if it can be.
    fileprivate var reasonNotToStart: String? {
        guard let program else { return "\(shownUser(userID)), whom it runs as, has to restart it" }
        if userID == 0 { return "it runs as root" }
        if arguments.isAttended { return "whoever started it, with -n, has to restart it" }
        if !arguments.isAbsolute { return "its command line names files by relative paths" }
        let folder = PathText.folder(of: program)
        if PathText.lastName(of: program) != "pgpool"
            || ServerPrograms.trustedPath(of: "pgpool", in: folder) == nil
        {
            return "its program, \(program), is none that only root could have put there"
        }
        return nil
    }
}
