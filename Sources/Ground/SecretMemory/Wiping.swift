internal import Glibc

/// Sets every byte of `span` to zero in a way that the optimiser may not remove.
///
/// For secrets that had to pass through memory that does not wipe itself, such as a buffer that a system call
/// filled. Leaks: the count.
public func wipe<Element: BitwiseCopyable>(_ span: inout MutableSpan<Element>) {
    unsafe span.withUnsafeMutableBytes { bytes in
        if let start = bytes.baseAddress {
            unsafe explicit_bzero(start, bytes.count)
        }
    }
}
