import Foundation
import Synchronization

/// A thread of its own, in which a test waits for a lock or gives up rights.
final class WaitingThread: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let text = Mutex("")

    /// Starts `body`, which gives what it saw.
    init(_ body: @escaping @Sendable () -> String) {
        Thread.detachNewThread { [self] in
            let result = body()
            text.withLock { $0 = result }
            done.signal()
        }
    }

    /// What it saw, once it is done.
    func result() -> String {
        done.wait()
        return text.withLock { $0 }
    }
}
