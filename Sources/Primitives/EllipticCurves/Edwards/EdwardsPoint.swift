/// A point of edwards25519, −x² + y² = 1 + d·x²·y², by extended coordinates: (X : Y : Z : T) is (X/Z, Y/Z), and T is
/// X·Y/Z (RFC 8032, section 5.1.4). Only public points are read and written, and looked at by what ends in `VarTime`.
struct EdwardsPoint: BitwiseCopyable, Sendable {
    private var x: Residue25519
    private var y: Residue25519
    private var z: Residue25519
    private var t: Residue25519

    /// d.
    private static let d = Residue25519(
        0x3_4DCA_1359_78A3,
        0x1_A828_3B15_6EBD,
        0x5_E7A2_6001_C029,
        0x7_39C6_63A0_3CBB,
        0x5_2036_CEE2_B6FF
    )

    /// 2·d.
    private static let twiceD = d.times(2)

    /// A square root of −1: 2^((p − 1) / 4).
    private static let rootOfMinusOne = Residue25519(
        0x6_1B27_4A0E_A0B0,
        0x0_D5A5_FC8F_189D,
        0x7_EF5E_9CBD_0C60,
        0x7_8595_A680_4C9E,
        0x2_B832_4804_FC1D
    )

    /// The neutral element, (0, 1).
    static let neutral = EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero)

    /// B (section 5.1).
    static let generator = EdwardsPoint(
        x: Residue25519(
            0x6_2D60_8F25_D51A,
            0x4_12A4_B4F6_592A,
            0x7_5B71_71A4_B31D,
            0x1_FF60_5271_18FE,
            0x2_1693_6D3C_D6E5
        ),
        y: Residue25519(
            0x6_6666_6666_6658,
            0x4_CCCC_CCCC_CCCC,
            0x1_9999_9999_9999,
            0x3_3333_3333_3333,
            0x6_6666_6666_6666
        )
    )

    private init(x: Residue25519, y: Residue25519, z: Residue25519, t: Residue25519) {
        self.x = x
        self.y = y
        self.z = z
        self.t = t
    }

    private init(x: Residue25519, y: Residue25519) {
        self.init(x: x, y: y, z: .one, t: x * y)
    }

    /// Decodes a point (section 5.1.3); `octets` are 32.
    init(_ octets: Span<UInt8>) throws(EllipticCurveError) {
        var number = FixedLimbs<4>(littleEndian: octets)
        let sign = number[3] >> 63
        number[3] &= 1 << 63 - 1
        // 1. y is below p.
        let y = Residue25519(number)
        guard y.number.equals(number) != 0 else { throw .coordinateOutOfRange }
        // 2. x² = (y² − 1) / (d·y² + 1)
        let square = y.squared
        let u = square - .one
        let v = square * Self.d + .one
        // 3. The candidate u · v³ · (u · v⁷)^((p − 5) / 8).
        let v3 = v.squared * v
        var x = u * v3 * (u * (v3.squared * v)).powerForRoot
        let check = v * x.squared
        if !check.equalsVarTime(u) {
            guard check.equalsVarTime(u.negated) else { throw .notOnCurve }
            x = x * Self.rootOfMinusOne
        }
        // 4. The sign, which 0 does not have.
        if x.isZeroVarTime, sign == 1 { throw .coordinateOutOfRange }
        if x.number.bits(from: 0, width: 1) != sign { x = x.negated }
        self.init(x: x, y: y)
    }

    /// The point, encoded (section 5.1.2).
    var octets: [UInt8] {
        let inverse = z.inverse
        var number = (y * inverse).number
        number[3] |= (x * inverse).number.bits(from: 0, width: 1) << 63
        var octets = [UInt8](repeating: 0, count: 32)
        var span = octets.mutableSpan
        number.write(littleEndian: &span)
        return octets
    }

    /// The negative.
    var negated: EdwardsPoint {
        EdwardsPoint(x: x.negated, y: y, z: z, t: t.negated)
    }

    /// The sum (section 5.1.4).
    static func + (left: EdwardsPoint, right: EdwardsPoint) -> EdwardsPoint {
        let a = (left.y - left.x) * (right.y - right.x)
        let b = (left.y + left.x) * (right.y + right.x)
        let c = left.t * right.t * twiceD
        let d = (left.z * right.z).times(2)
        let e = b - a
        let f = d - c
        let g = d + c
        let h = b + a
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// The sum with a point that is kept for it.
    @inline(__always)
    static func + (left: EdwardsPoint, right: EdwardsAddend) -> EdwardsPoint {
        let a = (left.y - left.x) * right.difference
        let b = (left.y + left.x) * right.sum
        let c = left.t * right.product
        let d = left.z + left.z
        let e = b - a
        let f = d - c
        let g = d + c
        let h = b + a
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// What a sum needs of each of the points, with one inversion in all.
    static func addends(_ points: [EdwardsPoint]) -> [EdwardsAddend] {
        var inverses = points.map(\.z)
        Residue25519.invertAll(&inverses)
        return zip(points, inverses).map { point, inverse in
            let (x, y) = (point.x * inverse, point.y * inverse)
            return EdwardsAddend(sum: y + x, difference: y - x, product: x * y * twiceD)
        }
    }

    /// The coordinate u of the point's image on curve25519, (1 + y) / (1 − y) (RFC 7748, section 4.1); 0 for the
    /// neutral element.
    var montgomeryCoordinate: Residue25519 { (z + y) * (z - y).inverse }

    /// The double (section 5.1.4).
    var doubled: EdwardsPoint {
        let a = x.squared
        let b = y.squared
        let c = z.squared.times(2)
        let h = a + b
        let e = h - (x + y).squared
        let g = a - b
        let f = (c + g).times(1)
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// Whether eight times the point is the neutral element: four times it is then that or the point of order 2, which
    /// are the two with x = 0.
    var hasSmallOrderVarTime: Bool { doubled.doubled.x.isZeroVarTime }

    /// The odd multiples 1, 3, … 15.
    private var oddMultiples: [EdwardsPoint] {
        let double = doubled
        var multiples = [self]
        for index in 1..<8 { multiples.append(multiples[index - 1] + double) }
        return multiples
    }

    private static let generatorMultiples = generator.oddMultiples

    /// first · B + second · point.
    static func sumOfMultiplesVarTime(
        _ first: FixedLimbs<4>,
        _ second: FixedLimbs<4>,
        _ point: EdwardsPoint
    ) -> EdwardsPoint {
        let tables = [generatorMultiples, point.oddMultiples]
        let digits = [first, second].map {
            SparseDigits($0, bitCount: Order25519.bitCount, width: 5).digits
        }
        var sum = neutral
        for index in (0...Order25519.bitCount).reversed() {
            sum = sum.doubled
            for (own, multiples) in zip(digits, tables) where own[index] != 0 {
                let multiple = multiples[Int(own[index].magnitude) / 2]
                sum = sum + (own[index] > 0 ? multiple : multiple.negated)
            }
        }
        return sum
    }
}
