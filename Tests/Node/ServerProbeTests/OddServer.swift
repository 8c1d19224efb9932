import Glibc
import TestSupport

/// A server that answers as a test says, once.
final class OddServer: Sendable {
    let port: Int

    init(_ answer: @escaping @Sendable (LoopbackConnection) throws -> Void) throws {
        final class Work: Sendable {
            let listener: LoopbackListener
            let answer: @Sendable (LoopbackConnection) throws -> Void
            init(
                _ listener: LoopbackListener,
                _ answer: @escaping @Sendable (LoopbackConnection) throws -> Void
            ) {
                self.listener = listener
                self.answer = answer
            }
        }
        let listener = try LoopbackListener()
        port = listener.port
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(listener, answer))
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                if let connection = try? work.listener.accept() { try? work.answer(connection) }
                return nil
            },
            work.toOpaque()
        )
        pthread_detach(thread)
    }
}
