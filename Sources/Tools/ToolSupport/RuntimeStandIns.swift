internal import Glibc
internal import NodePlatform
internal import SecretMemory

#if !DEBUG
    // Functions of Swift's runtime that it calls before `main`, and that abort in places where a tool can do its work.
    // The linker takes a static runtime's function only where the program has none of that name. `Scripts/check-tools`
    // would see that a runtime no longer knows one of these names: then the tools abort there again.

    /// Looks for the program that shows crashes, and finds none.
    ///
    /// The runtime's own asks `/proc/self/exe` where the runtime is, whether crashes shall be shown or not, and aborts
    /// where there is no `/proc`. And what that program shows of the memory could be a secret: the crashes of a tool
    /// that is released are the system's.
    @c(swift_copyAuxiliaryExecutablePath)
    package func auxiliaryExecutablePath(_ name: UnsafePointer<CChar>?) -> UnsafeMutablePointer<CChar>? {
        nil
    }

    /// Fills `bytes` from the system's generator, or ends the process with a line that says what is missing.
    ///
    /// The runtime's own seeds its hash tables by it, and aborts where there is neither `getrandom(2)` nor
    /// `/dev/urandom`.
    @c(swift_stdlib_random)
    package func fillWithRandomness(_ bytes: UnsafeMutableRawPointer?, _ count: Int) {
        let code = unsafe SystemGenerator.fill(UnsafeMutableRawBufferPointer(start: bytes, count: count))
        guard code != 0 else { return }
        let line: StaticString =
            "no randomness: the system has neither getrandom(2) nor a device /dev/urandom\n"
        unsafe _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
        _exit(ExitStatus.inputOutput.rawValue)
    }
#endif
