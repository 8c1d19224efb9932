internal import Bignum
internal import SecretMemory

/// Candidates on their way through the stages of a screen, in the order of their draws at each of them.
///
/// Stage i holds what has passed the stages before it. Each candidate carries the source of the bases of its rounds.
/// Leaks how many candidates are at which stage.
struct CandidateQueue<Source: RandomSource>: ~Copyable {
    private let limbCount: Int
    private let capacity: Int
    /// For each stage a place for `capacity` candidates, one after another.
    private var limbs: SecretBuffer<UInt>
    private var sources: [[Source]]

    /// Makes an empty queue of a stage for each of `stageCount`, and one behind them; `width` candidates advance at
    /// most at once, and `drawCount` are drawn.
    init(stageCount: Int, limbCount: Int, width: Int, drawCount: Int) {
        self.limbCount = limbCount
        // More are drawn, or advanced to, only where there are fewer than `width`.
        capacity = width + max(width, drawCount)
        limbs = SecretBuffer(repeating: 0, count: (stageCount + 1) * capacity * limbCount)
        sources = Array(repeating: [], count: stageCount + 1)
    }

    /// How many candidates there are at a stage.
    func count(stage: Int) -> Int { sources[stage].count }

    /// The first `count` candidates of a stage, one after another.
    @_lifetime(borrow self)
    func limbs(_ count: Int, stage: Int) -> Span<UInt> {
        let start = stage * capacity * limbCount
        return limbs.span.extracting(start..<start + count * limbCount)
    }

    /// The candidate at a place of a stage.
    func candidate(_ place: Int, stage: Int) -> SecretNatural {
        let start = (stage * capacity + place) * limbCount
        return SecretNatural(copyingLimbs: limbs.span.extracting(start..<start + limbCount))
    }

    /// The source of the bases of the candidate at a place of a stage.
    func source(_ place: Int, stage: Int) -> Source { sources[stage][place] }

    /// Puts a candidate that was drawn behind all others.
    mutating func append(_ candidate: borrowing SecretNatural, source: Source) {
        candidate.copyLimbs(into: &limbs, at: sources[0].count * limbCount)
        sources[0].append(source)
    }

    /// Takes the first `count` candidates out of a stage, and brings those whose bit is set to the next one.
    mutating func advance(_ count: Int, stage: Int, where passes: UInt64) {
        for place in 0..<count where passes >> UInt64(place) & 1 == 1 {
            let target = (stage + 1) * capacity + sources[stage + 1].count
            copy(1, from: stage * capacity + place, to: target)
            sources[stage + 1].append(sources[stage][place])
        }
        drop(count, stage: stage)
    }

    /// Takes the first `count` candidates out of a stage.
    mutating func drop(_ count: Int, stage: Int) {
        sources[stage].removeFirst(count)
        let left = sources[stage].count
        copy(left, from: stage * capacity + count, to: stage * capacity)
    }

    /// Copies candidates downwards or to another stage.
    private mutating func copy(_ count: Int, from source: Int, to target: Int) {
        let limbCount = limbCount
        var span = limbs.mutableSpan
        for index in 0..<count * limbCount {
            span[target * limbCount + index] = span[source * limbCount + index]
        }
    }
}
