internal import Glibc

/// The arguments of the process where the system put them; what is overwritten there, `ps` shows no longer.
package enum ArgumentVector {
    /// The number of arguments, without the program's name.
    package static var count: Int { unsafe max(0, all.count - 1) }

    /// Where an argument begins, counted from 0 without the program's name; a zero ends it.
    package static subscript(index: Int) -> UnsafeMutablePointer<CChar> {
        // The only one that could be `nil` is behind the last.
        unsafe all.start[index + 1].unsafelyUnwrapped
    }

    /// Finds the arguments; before any variable of the environment is set, which may move all variables elsewhere.
    package static func find() { unsafe _ = all }

    /// All that the process was given, the program's name first, found once.
    ///
    /// Not `CommandLine`'s: it has to find out by `/proc/self/maps` where the stack is, and has none without `/proc`.
    /// A process begins with their count, the arguments, a zero and the variables in a row (System V ABI, "Initial
    /// Process Stack"). An address is never so small as to be taken for the count.
    private nonisolated(unsafe) static let all:
        (start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int) = {
            let variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = unsafe environ
            var count = 0
            while unsafe Int(bitPattern: variables[-2 - count]) != count { count += 1 }
            return unsafe (variables - 1 - count, count)
        }()
}
