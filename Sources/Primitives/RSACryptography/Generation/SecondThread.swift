internal import Glibc

/// A thread of its own for half of the work, with a stack that is wiped before it is given back.
enum SecondThread {
    /// Stack enough for the arithmetic, of which GMP puts 64 KiB there at most; a guard page lies below. All of it is
    /// touched when it is wiped.
    private static let stackByteCount = 1 << 18

    /// Runs `work` on another thread while `meanwhile` runs on this one, and returns when both are done.
    ///
    /// Where the system has no thread to give, both run here, one after the other.
    static func run(_ work: @escaping @Sendable () -> Void, meanwhile: () -> Void) {
        guard let stack = Stack(byteCount: stackByteCount) else {
            work()
            return meanwhile()
        }
        var thread = pthread_t()
        guard start(&thread, on: stack, work) else {
            work()
            return meanwhile()
        }
        meanwhile()
        pthread_join(thread, nil)
        // `stack` is wiped and unmapped at its end, after the thread's.
        stack.release()
    }

    private final class Job: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    private static func start(
        _ thread: inout pthread_t,
        on stack: borrowing Stack,
        _ work: @escaping @Sendable () -> Void
    ) -> Bool {
        var attributes = pthread_attr_t()
        guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
        defer { unsafe pthread_attr_destroy(&attributes) }
        guard unsafe pthread_attr_setstack(&attributes, stack.base, stack.byteCount) == 0 else {
            return false
        }
        let job = unsafe Unmanaged.passRetained(Job(work))
        let result = unsafe pthread_create(
            &thread,
            &attributes,
            { context in
                // The context is the job that was retained for this thread.
                if let context = unsafe context {
                    unsafe Unmanaged<Job>.fromOpaque(context).takeRetainedValue().work()
                }
                return nil
            },
            job.toOpaque()
        )
        if result != 0 {
            unsafe job.release()
        }
        return result == 0
    }

    /// Memory for a stack, with a page below it that nobody may touch.
    @safe
    private struct Stack: ~Copyable {
        private let mapping: UnsafeMutableRawPointer
        private let guardByteCount: Int
        let byteCount: Int

        var base: UnsafeMutableRawPointer { unsafe mapping + guardByteCount }

        init?(byteCount: Int) {
            let guardByteCount = sysconf(Int32(_SC_PAGESIZE))
            let mapping = unsafe mmap(
                nil,
                guardByteCount + byteCount,
                PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                -1,
                0
            )
            guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else { return nil }
            unsafe mprotect(mapping, guardByteCount, PROT_NONE)
            unsafe self.mapping = mapping
            self.guardByteCount = guardByteCount
            self.byteCount = byteCount
        }

        consuming func release() {}

        deinit {
            unsafe explicit_bzero(mapping + guardByteCount, byteCount)
            unsafe munmap(mapping, guardByteCount + byteCount)
        }
    }
}
