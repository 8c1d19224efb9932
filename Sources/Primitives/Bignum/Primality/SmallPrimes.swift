/// The primes below a bound.
enum SmallPrimes {
    /// The odd primes below `bound`, ascending, by the sieve of Eratosthenes.
    static func odd(below bound: Int) -> [UInt] {
        // Place i stands for the odd number 2i + 1.
        let count = max(0, bound / 2)
        var isComposite = [Bool](repeating: false, count: count)
        var primes: [UInt] = []
        for place in 1..<max(1, count) where !isComposite[place] {
            let prime = 2 * place + 1
            primes.append(UInt(prime))
            guard prime < bound / prime + 1 else { continue }
            for multiple in stride(from: prime * prime / 2, to: count, by: prime) {
                isComposite[multiple] = true
            }
        }
        return primes
    }
}
