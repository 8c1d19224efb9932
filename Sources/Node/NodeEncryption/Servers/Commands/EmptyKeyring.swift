internal import CSystemCalls
internal import Glibc

/// The keys of whoever runs the tool (`keyrings(7)`), kept from programs of another user: with the session's keyring a
/// program has all keys in it, whoever it runs as.
///
/// A keyring cannot be changed for a program that is being started, and this process keeps its own, which the
/// operator's commands may log in by. So such a program is started by a thread that has a new one.
enum EmptyKeyring {
    /// Runs `body`, which gives the number of an error or 0, on a thread with a session keyring in which no key is.
    static func run(_ body: () -> Int32) -> Int32 {
        withoutActuallyEscaping(body) { body in
            let work = Work(body)
            var thread = pthread_t()
            let code = unsafe pthread_create(
                &thread,
                nil,
                { argument in
                    guard let argument = unsafe argument else { return nil }
                    unsafe Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().run()
                    return nil
                },
                Unmanaged.passUnretained(work).toOpaque()
            )
            guard code == 0 else { return code }
            pthread_join(thread, nil)
            return work.result
        }
    }

    private final class Work {
        private let body: () -> Int32
        private(set) var result: Int32 = 0

        init(_ body: @escaping () -> Int32) { self.body = body }

        func run() {
            // Where there are no keyrings, or the container keeps programs from them, the program has none either.
            let isSafe = join_new_session_keyring() >= 0 || [ENOSYS, EPERM].contains(errno)
            result = isSafe ? body() : errno
        }
    }
}
