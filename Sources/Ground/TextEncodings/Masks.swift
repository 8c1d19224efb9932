/// All ones where `value` is in `range`, else zero, with no branch.
@inline(__always)
func mask(_ value: Int16, in range: ClosedRange<Int16>) -> Int16 {
    // Each difference is negative, and so has its high bits set, only where the value is inside that bound.
    ((range.lowerBound - 1 - value) & (value - range.upperBound - 1)) >> 8
}
