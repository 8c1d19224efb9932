internal import Synchronization

/// What is worked out of an immutable value by whoever asks first, and shared by all of the value's copies. Two values
/// are no less equal for it.
final class FoundOnce<Value: Sendable>: Sendable {
    private let known = Mutex<Value?>(nil)

    func value(_ find: () -> Value) -> Value {
        if let value = known.withLock({ $0 }) { return value }
        let value = find()
        known.withLock { $0 = value }
        return value
    }
}

extension FoundOnce: Equatable {
    static func == (_: FoundOnce, _: FoundOnce) -> Bool { true }
}
