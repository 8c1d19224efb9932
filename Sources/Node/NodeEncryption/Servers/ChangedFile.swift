internal import NodePlatform

/// A file that changed after a server read its files.
struct ChangedFile: Equatable {
    enum Kind: String {
        /// Of settings.
        case settings
        /// Of rules for clients.
        case rules
        /// Of user name maps, by which rules go.
        case maps
        /// A certificate or a key.
        case certificates
        /// A list of revoked certificates.
        case revocations

        /// Whether nothing but its times tells whether the server has it in force: values of settings are compared,
        /// and certificates looked at.
        var isUnseen: Bool { self == .rules || self == .revocations }
    }

    /// What its times say.
    enum Change: Equatable {
        /// Its content was written since.
        case written
        /// Its mode, owner or name changed, or it took this place with a content that is older.
        case touched
        /// It changed at a time that is not yet by this host's clock, as after the clock went back, or where another
        /// host's clock counts: whether the server read it before or behind that is not known.
        case ahead
    }

    let kind: Kind
    let path: String
    let change: Change

    var isWritten: Bool { change == .written }

    /// What happened, for a file that ``Kind/isUnseen``, as the end of a sentence about it.
    var reason: String {
        switch change {
        case .written: "was changed after the server read it"
        case .touched: "took its place, or got another owner or mode, after the server read it"
        case .ahead: "was changed at a time that is ahead of this host's clock"
        }
    }

    /// What has the server surely read it; printable already.
    func cure(reload: String) -> String {
        change == .ahead ? "touch \(Quoting.shellWord(path)), then \(reload)" : reload
    }
}

extension FileTimes {
    /// What became of the file since a time; `nil` for nothing. All times are in microseconds since 1970.
    ///
    /// Whoever owns a file gives its content any time, but the system alone says when it was last changed.
    func change(since time: Int, now: Int) -> ChangedFile.Change? {
        guard change > time else { return nil }
        if change > now { return .ahead }
        return content > time ? .written : .touched
    }
}
