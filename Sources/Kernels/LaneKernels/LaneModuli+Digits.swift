internal import CVectorIntrinsics

extension LaneModuli {
    /// Writes a sum, times 2 to the power of `shift` and with what the digit below carries, as a digit of 52 bits, and
    /// gives what it carries itself.
    @inline(__always)
    static func storeDigit(
        _ digit: inout CLanes,
        _ sum: CLanes,
        _ carry: inout CLanes,
        _ shift: CLanes,
        _ mask: CLanes
    ) {
        let whole = c_lanes_add(c_lanes_shift_left(sum, shift), carry)
        digit = c_lanes_and(whole, mask)
        carry = c_lanes_shift_right_52(whole)
    }
}
