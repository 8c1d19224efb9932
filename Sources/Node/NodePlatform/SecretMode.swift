/// Who may read a file that holds a secret, by its mode.
package enum SecretMode {
    /// Whether others than its owner may do anything with it; one of root's may be read by its group, through which
    /// servers and clients read what they may not write (`be-secure-common.c`, `fe-secure-openssl.c`).
    package static func isOpen(_ mode: UInt32, ofRoot isRoots: Bool) -> Bool {
        mode & (isRoots ? 0o037 : 0o077) != 0
    }

    /// What is wrong with such a mode.
    package static func sentence(_ mode: UInt32) -> String {
        "mode 0\(String(mode, radix: 8)) lets others read it"
    }

    /// The command that mends it.
    package static func cure(_ path: String) -> String { "chmod 600 \(Quoting.shellWord(path))" }
}
