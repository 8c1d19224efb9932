// What is done with public points and scalars.

extension JacobianPoint {
    /// Adds a point.
    mutating func addVarTime(_ other: AffinePoint<Curve>) {
        if isInfinity != 0 {
            self = JacobianPoint(other)
        } else {
            addVarTime(Chord(self, other))
        }
    }

    /// Adds a point.
    mutating func addVarTime(_ other: JacobianPoint) {
        if other.isInfinity != 0 { return }
        if isInfinity != 0 {
            self = other
        } else {
            addVarTime(Chord(self, other))
        }
    }

    @inline(__always)
    private mutating func addVarTime(_ chord: Chord) {
        if chord.run.isZero == 0 {
            self = JacobianPoint(chord)
        } else if chord.rise.isZero != 0 {
            // Equal points.
            double()
        } else {
            self = .infinity
        }
    }

    /// The odd multiples 1, 3, 5, … of a point, `count` of them.
    func oddMultiplesVarTime(_ count: Int) -> [JacobianPoint] {
        var twice = self
        twice.double()
        var multiples = [self]
        for index in 1..<count {
            var next = multiples[index - 1]
            next.addVarTime(twice)
            multiples.append(next)
        }
        return multiples
    }

    /// The width of the digits of the scalar of the generator, whose multiples are kept.
    static var baseWidth: Int { 8 }
    /// The width of those of the other scalar, whose point's multiples are made each time.
    static var pointWidth: Int { 5 }

    /// first · G + second · point.
    static func sumOfMultiplesVarTime(
        _ first: Curve.Limbs,
        _ second: Curve.Limbs,
        _ point: AffinePoint<Curve>
    ) -> JacobianPoint {
        let multiples = JacobianPoint(point).oddMultiplesVarTime(1 << (pointWidth - 2))
        let baseMultiples = Curve.baseMultiples
        let firstDigits = SparseDigits(first, bitCount: Curve.Order.bitCount, width: baseWidth).digits
        let secondDigits = SparseDigits(second, bitCount: Curve.Order.bitCount, width: pointWidth).digits
        var sum = JacobianPoint.infinity
        for index in firstDigits.indices.reversed() {
            sum.double()
            let digit = Int(firstDigits[index])
            if digit > 0 {
                sum.addVarTime(baseMultiples[digit / 2])
            } else if digit < 0 {
                sum.addVarTime(baseMultiples[-digit / 2].negated)
            }
            let own = Int(secondDigits[index])
            if own > 0 {
                sum.addVarTime(multiples[own / 2])
            } else if own < 0 {
                sum.addVarTime(multiples[-own / 2].negated)
            }
        }
        return sum
    }

    /// The multiples of the generator that ``sumOfMultiplesVarTime(_:_:_:)`` takes.
    static func makeBaseMultiples() -> [AffinePoint<Curve>] {
        affine(JacobianPoint(Curve.generator).oddMultiplesVarTime(1 << (baseWidth - 2)))
    }
}

extension AffinePoint {
    /// The negative.
    var negated: AffinePoint { AffinePoint(x: x, y: y.negated) }
}
