internal import DurableFiles
internal import TextEncodings

extension RunningPgpool {
    /// Whether the processes that it has for clients go on with a `pool_passwd` whose place another file has taken
    /// since, as far as that is seen.
    ///
    /// Each has the file open (`pool_passwd.c`, `pool_init_pool_passwd`), and opens it again at the first connection
    /// after a reload (`child.c`, `check_config_reload`); so one connection has to be made before it is asked.
    func keepsReplacedPasswords(_ path: String) -> Bool {
        guard let real = try? ChangeList.realPath(path) else { return false }
        var hasReplaced = false
        for process in children {
            guard let files = try? Folder("/proc/\(process)/fd"), let names = try? files.names() else {
                continue
            }
            for name in names.prefix(Self.mostFiles) {
                guard let target = try? files.linkTarget(of: name) else { continue }
                if isSamePath(target, real) { return false }
                hasReplaced = hasReplaced || isSamePath(target, real + " (deleted)")
            }
        }
        return hasReplaced
    }

    /// The processes that it started; none where the system does not tell (proc(5), `CONFIG_PROC_CHILDREN`).
    private var children: [Int32] {
        let content = try? Folder("/proc/\(processID)/task/\(processID)").read("children", limit: 1 << 20)
        return (content ?? []).split(separator: UInt8(ascii: " ")).compactMap {
            Int32(String(decoding: $0, as: UTF8.self))
        }
    }

    /// The most files of a process that are looked at.
    private static let mostFiles = 1_000
}
