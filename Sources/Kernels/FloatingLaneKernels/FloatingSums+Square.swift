internal import CVectorIntrinsics

/// Five columns of a square: the products of each two different digits once, then doubled, and the squares of the
/// digits.
extension FloatingSums {
    /// Adds what the columns from `column` up have of the square of a number of `digitCount` digits. Both counts are
    /// multiples of five, and the sums are zero.
    @inline(__always)
    mutating func addSquare(of number: FloatingDigits, digitCount: Int, column: Int) {
        let middle = number.from(column / 2)
        if column == 2 &* digitCount &- 5 {
            // Of the last columns the two ends meet.
            add0(middle[-1], middle[2])
            add0(middle[0], middle[1])
            add1(middle[0], middle[2])
            add2(middle[1], middle[2])
        } else {
            if column >= digitCount {
                addHighEnd(number.from(column &- digitCount &+ 1), number.from(digitCount &- 4))
            }
            let first = max(0, column &- digitCount &+ 5)
            addRows(first..<(column &+ 1) / 2, of: number, number, column: column)
            if column & 1 == 0 {
                addEvenMiddle(middle)
            } else {
                addOddMiddle(middle)
            }
        }
        double()
        if column & 1 == 0 {
            add0(middle[0], middle[0])
            add2(middle[1], middle[1])
            add4(middle[2], middle[2])
        } else {
            add1(middle[1], middle[1])
            add3(middle[2], middle[2])
        }
    }

    /// Adds the products of two digits that stand close to each other. Twice the place of the first digit is the
    /// first column.
    @inline(__always)
    private mutating func addEvenMiddle(_ middle: FloatingDigits) {
        add1(middle[0], middle[1])
        add2(middle[0], middle[2])
        add3(middle[0], middle[3])
        add4(middle[0], middle[4])
        add3(middle[1], middle[2])
        add4(middle[1], middle[3])
    }

    /// The same where the first column is one more than twice the place of the first digit.
    @inline(__always)
    private mutating func addOddMiddle(_ middle: FloatingDigits) {
        add2(middle[1], middle[2])
        add3(middle[1], middle[3])
        add4(middle[1], middle[4])
        add4(middle[2], middle[3])
    }
}
