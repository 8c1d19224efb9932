internal import PgpoolPasswords
internal import SecretMemory

/// Undoes the entries that a change set or removed in `pool_passwd`, after the file has changed further.
///
/// An entry that is still as the change left it becomes what it was before, or is removed; one that the change removed
/// comes back. One that others changed since is kept, and so is every entry for another user.
struct PoolPasswdUndo {
    /// The file with the entries undone.
    let content: SharedSecret
    /// Users whose entries others changed since, and which are kept.
    let keptUsers: [[UInt8]]
    /// Users with an entry that the change did not make and that was not there before it.
    let othersUsers: [[UInt8]]
    /// Users with an entry before the change, which others removed since.
    let removedUsers: [[UInt8]]
    /// Whether nothing is left in the file.
    var isEmpty: Bool { content.count == 0 }

    init(before: SharedSecret?, entries: [Trace.Entry], present: SharedSecret) {
        let old = PoolPasswdFile(copying: before)
        var file = PoolPasswdFile(copying: present)
        var kept: [[UInt8]] = []
        var removed: [[UInt8]] = []
        for entry in entries {
            let name = entry.userName
            let now = file.digest(of: name)
            guard now == entry.digest else {
                if now == nil {
                    // An entry that others removed since is not put back.
                    if old.digest(of: name) != nil { removed.append(name) }
                } else if old.digest(of: name) != now {
                    kept.append(name)
                }
                continue
            }
            do throws(PgpoolPasswordsError) {
                if let earlier = old.entry(of: name) {
                    try file.set(name, to: earlier.secret.span)
                } else {
                    try file.removeUsedEntry(of: name)
                }
            } catch {
                // The line was joined to a longer one since.
                kept.append(name)
            }
        }
        let own = Set(kept)
        var others: [[UInt8]] = []
        file.forEachEntry { entry in
            let isOlder = old.digest(of: entry.userName) == Trace.Entry(entry).digest
            if entry.isUsed, !isOlder, !own.contains(entry.userName) { others.append(entry.userName) }
        }
        content = SharedSecret(file.content())
        keptUsers = kept
        removedUsers = removed
        othersUsers = others
    }
}
