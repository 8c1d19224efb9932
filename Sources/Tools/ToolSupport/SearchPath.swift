internal import Glibc

/// Where programs are looked up that this tool runs, and those that they run.
package enum SearchPath {
    /// The folders of a system's own programs (Filesystem Hierarchy Standard 3.0, sections 3.4, 3.16, 4.4 and 4.10).
    static let standard = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Adds those that `PATH` lacks at its end: what cron or `su` give to root has no `sbin`, where `runuser` is.
    package static func complete() {
        let value = complete(Environment.octets("PATH"))
        unsafe _ = (value + [0]).withUnsafeBytes { octets in
            unsafe setenv("PATH", octets.assumingMemoryBound(to: CChar.self).baseAddress!, 1)
        }
    }

    /// - Parameter path: the value of `PATH`; `nil` if it is not set.
    static func complete(_ path: [UInt8]?) -> [UInt8] {
        let own = path.map {
            $0.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
        }
        let missing = standard.map { Array($0.utf8) }.filter { folder in !(own ?? []).contains(folder) }
        return Array(((own ?? []) + missing).joined(separator: [UInt8(ascii: ":")]))
    }
}
