/// An element of a field, as far as inverting many of them together goes.
protocol FieldElement: Sendable {
    /// 1.
    static var one: Self { get }
    /// The product.
    static func * (left: Self, right: Self) -> Self
    /// The inverse.
    var inverse: Self { get }
}

extension FieldElement {
    /// Replaces each of `elements` by its inverse, with one inversion in all; none may be 0.
    static func invertAll(_ elements: inout [Self]) {
        var products: [Self] = []
        products.reserveCapacity(elements.count)
        var product = Self.one
        for element in elements {
            products.append(product)
            product = product * element
        }
        var inverse = product.inverse
        for index in elements.indices.reversed() {
            let own = inverse * products[index]
            inverse = inverse * elements[index]
            elements[index] = own
        }
    }
}

extension Residue: FieldElement {}
extension Residue25519: FieldElement {}
