/// The file that a module with faults gets: the switch that they ask.
///
/// `PLANTED_FAULT` is the number of the fault that is on. `PLANTED_TRACE` is a file to which each number goes that is
/// reached, with a write of its own, so that programs which a test starts, and ends, can write to the same one.
public let switchText = #"""
    internal import Glibc

    enum Planted {
        private static let fault = unsafe getenv("PLANTED_FAULT").flatMap { unsafe Int(String(cString: $0)) } ?? -1
        private static let trace = unsafe getenv("PLANTED_TRACE").map { unsafe String(cString: $0) }
        /// An octet for each number. Two threads may both write the first time, which does no harm.
        nonisolated(unsafe) private static let reached = {
            let octets = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 20)
            unsafe octets.initialize(repeating: 0, count: 1 << 20)
            return unsafe octets
        }()

        private static func isOn(_ number: Int) -> Bool {
            if let trace { record(number, trace) }
            return number == fault
        }

        private static func record(_ number: Int, _ trace: String) {
            guard unsafe reached[number] == 0 else { return }
            unsafe reached[number] = 1
            let before = errno
            let file = unsafe open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            let line = "\(number)\n"
            _ = unsafe line.withCString { unsafe write(file, $0, line.utf8.count) }
            close(file)
            errno = before
        }

        static func keeps(_ number: Int) -> Bool { !isOn(number) }
        static func always(_ number: Int, _ value: Bool) -> Bool { isOn(number) ? true : value }
        static func never(_ number: Int, _ value: Bool) -> Bool { isOn(number) ? false : value }
        static func turned(_ number: Int, _ value: Bool) -> Bool { isOn(number) ? !value : value }

        static func less<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a <= b : a < b }
        static func atMost<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a < b : a <= b }
        static func greater<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a >= b : a > b }
        static func atLeast<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a > b : a >= b }

        static func equal<T: Equatable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a != b : a == b }
        static func unequal<T: Equatable>(_ number: Int, _ a: T, _ b: T) -> Bool { isOn(number) ? a == b : a != b }

        @_disfavoredOverload
        static func less<A: BinaryInteger, B: BinaryInteger>(_ number: Int, _ a: A, _ b: B) -> Bool {
            isOn(number) ? a <= b : a < b
        }
        @_disfavoredOverload
        static func equal<A: BinaryInteger, B: BinaryInteger>(_ number: Int, _ a: A, _ b: B) -> Bool {
            isOn(number) ? a != b : a == b
        }

        /// One more at the end.
        static func range<T: FixedWidthInteger>(_ number: Int, _ a: T, _ b: T) -> Range<T> {
            a..<(isOn(number) ? b &+ 1 : b)
        }
        /// One fewer at the end; a range of one stays.
        static func closedRange<T: FixedWidthInteger>(_ number: Int, _ a: T, _ b: T) -> ClosedRange<T> {
            a...(isOn(number) && a < b ? b &- 1 : b)
        }

        static func next<T: FixedWidthInteger>(_ number: Int, _ value: T) -> T { isOn(number) ? value &+ 1 : value }
        static func previous<T: FixedWidthInteger>(_ number: Int, _ value: T) -> T { isOn(number) ? value &- 1 : value }

        static func text(_ number: Int, _ value: String) -> String {
            isOn(number) ? (value.isEmpty ? "planted" : "") : value
        }

        static func text(_ number: Int, _ value: Character) -> Character { isOn(number) ? "\u{FFFD}" : value }

        static func pick<T>(_ number: Int, _ a: T, _ b: T) -> T { isOn(number) ? b : a }
    }

    """#
