// The tables of each curve; a generic type cannot store them.

extension P256 {
    static let baseWindows = BaseWindows<P256>()
    static let baseMultiples = JacobianPoint<P256>.makeBaseMultiples()
}

extension P384 {
    static let baseWindows = BaseWindows<P384>()
    static let baseMultiples = JacobianPoint<P384>.makeBaseMultiples()
}

extension P521 {
    static let baseMultiples = JacobianPoint<P521>.makeBaseMultiples()
}
