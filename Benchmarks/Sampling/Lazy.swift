import Synchronization

/// What rows share and only those that are measured shall make.
public final class Lazy<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let make: @Sendable () throws -> Value

    /// Made by `make`.
    public init(_ make: @escaping @Sendable () throws -> Value) {
        self.make = make
    }

    /// The value, made when first asked for.
    public func value() throws -> Value {
        try made.withLock { made in
            if let made { return made }
            let value = try make()
            made = value
            return value
        }
    }
}
