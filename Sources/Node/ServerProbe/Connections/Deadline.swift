/// The instant by which something must be over, in all of its parts together.
package struct Deadline: Sendable {
    /// The time that there was.
    package let limit: Duration
    private let end: ContinuousClock.Instant

    /// So long from now.
    package init(in limit: Duration) {
        self.limit = limit
        end = .now + limit
    }

    /// One that goes on with what another had left, after a time that does not count, as that in which somebody types.
    ///
    /// - Parameter limit: the time that there was.
    package init(goingOnWith left: Duration, of limit: Duration) {
        self.limit = limit
        end = .now + left
    }

    /// The time that is left; zero when it is over.
    package var left: Duration { max(.zero, end - .now) }

    package var isOver: Bool { left == .zero }

    /// One for a part of the time that is left, where so many parts are to come; in whole milliseconds, as people read
    /// it.
    package func share(of parts: Int) -> Deadline {
        let (seconds, attoseconds) = (left / max(1, parts)).components
        return Deadline(in: .milliseconds(seconds * 1_000 + attoseconds / 1_000_000_000_000_000))
    }
}
