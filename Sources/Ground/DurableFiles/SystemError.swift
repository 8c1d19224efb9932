internal import Glibc

/// A refusal of the operating system, by its `errno`.
public struct SystemError: Error, Hashable, Sendable {
    /// The `errno`, such as `ENOENT`.
    public let code: Int32

    /// Makes the error of an `errno`.
    public init(code: Int32) {
        self.code = code
    }

    /// The error of the call that this thread made last.
    package static var last: SystemError { SystemError(code: errno) }
}

extension SystemError: CustomStringConvertible {
    /// The system's own words, such as `No such file or directory`.
    public var description: String {
        // The text is the C library's own and stays; it is copied before another call can change it.
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
