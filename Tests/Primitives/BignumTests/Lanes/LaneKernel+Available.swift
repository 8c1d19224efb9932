@testable import Bignum

extension LaneKernel {
    /// Those that this machine has.
    static let available = allCases.filter(\.isAvailable)
}
