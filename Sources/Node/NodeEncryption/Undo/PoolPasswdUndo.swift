internal import PgpoolPasswords
internal import SecretMemory

/// Takes the entries that a change set in a `pool_passwd` back, where the file has changed further since.
///
/// An entry that is still the change's becomes what it was before, or goes; one that others changed since stays, and
/// so does every entry of another user.
struct PoolPasswdUndo {
    /// The file with the entries taken back.
    let content: SharedSecret
    /// Users whose entries others changed since, so that they stay.
    let keptUsers: [[UInt8]]
    /// Users with an entry that is neither the change's nor was there before it.
    let othersUsers: [[UInt8]]
    /// Whether nothing is left in the file.
    var isEmpty: Bool { content.count == 0 }

    init(before: SharedSecret?, entries: [Trace.Entry], present: SharedSecret) {
        let old = PoolPasswdFile(before?.copy() ?? SecretBytes(repeating: 0, count: 0))
        var file = PoolPasswdFile(present.copy())
        var kept: [[UInt8]] = []
        for entry in entries {
            let name = entry.userName
            // Who removed it since has his will.
            guard let now = file.trace(of: name) else { continue }
            guard now == entry else {
                if old.trace(of: name) != now { kept.append(name) }
                continue
            }
            do throws(PgpoolPasswordsError) {
                if let earlier = old.entry(of: name) {
                    try file.set(name, to: earlier.secret.span)
                } else {
                    try file.removeUsedEntry(of: name)
                }
            } catch {
                // Others joined its line to a longer one.
                kept.append(name)
            }
        }
        var others: [[UInt8]] = []
        file.forEachEntry { entry in
            guard entry.isUsed, old.trace(of: entry.userName) != Trace.Entry(entry) else { return }
            if !kept.contains(entry.userName) { others.append(entry.userName) }
        }
        content = SharedSecret(file.content())
        keptUsers = kept
        othersUsers = others
    }
}
