import Glibc
import TestSupport

/// A server that answers as a test says, each connection by the next of its answers.
final class OddServer: Sendable {
    let port: Int

    typealias Answer = @Sendable (LoopbackConnection) throws -> Void

    convenience init(_ answer: @escaping Answer) throws {
        try self.init(answers: [answer])
    }

    init(answers: [Answer]) throws {
        final class Work: Sendable {
            let listener: LoopbackListener
            let answers: [Answer]
            init(_ listener: LoopbackListener, _ answers: [Answer]) {
                self.listener = listener
                self.answers = answers
            }
        }
        let listener = try LoopbackListener()
        port = listener.port
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(listener, answers))
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                for answer in work.answers {
                    if let connection = try? work.listener.accept() { try? answer(connection) }
                }
                return nil
            },
            work.toOpaque()
        )
        pthread_detach(thread)
    }
}
