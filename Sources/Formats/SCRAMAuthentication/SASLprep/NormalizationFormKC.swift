internal import SecretMemory

/// `scalars` in normalization form KC of Unicode 3.2 (Unicode Standard Annex #15).
///
/// With `correcting`, the five decompositions that Corrigendum #4 put right are those of Unicode 4.0 and later.
func normalizeKC(_ scalars: Span<UInt32>, correcting: Bool) -> SecretBuffer<UInt32> {
    compose(order(decompose(scalars, correcting: correcting).span).span)
}

/// How Hangul syllables are made of their parts (The Unicode Standard, section 3.12).
private enum Hangul {
    static let syllables: Range<UInt32> = 0xAC00..<0xAC00 + 11172
    static let leads: Range<UInt32> = 0x1100..<0x1100 + 19
    static let vowels: Range<UInt32> = 0x1161..<0x1161 + 21
    /// The trailing consonants; one before the first stands for none.
    static let trails: Range<UInt32> = 0x11A8..<0x11A8 + 27
    static let trailCount: UInt32 = 28
    static let vowelAndTrailCount: UInt32 = 21 * 28
}

/// Every scalar by its full compatibility decomposition.
private func decompose(_ scalars: Span<UInt32>, correcting: Bool) -> SecretBuffer<UInt32> {
    // At most 18 for one: the salutation that is one character, U+FDFA.
    var total = 0
    for index in scalars.indices { total += decomposition(scalars[index]).count }
    return SecretBuffer(capacity: total) { output in
        for index in scalars.indices {
            let scalar = scalars[index]
            if Hangul.syllables.contains(scalar) {
                let syllable = scalar - Hangul.syllables.lowerBound
                output.append(Hangul.leads.lowerBound + syllable / Hangul.vowelAndTrailCount)
                output.append(
                    Hangul.vowels.lowerBound + syllable % Hangul.vowelAndTrailCount / Hangul.trailCount
                )
                let trail = syllable % Hangul.trailCount
                if trail != 0 { output.append(Hangul.trails.lowerBound + trail - 1) }
                continue
            }
            if correcting, let corrected = correction(scalar) {
                output.append(corrected)
                continue
            }
            let (start, count) = decomposition(scalar)
            if let start {
                for position in start..<start + count {
                    output.append(NormalizationTables.decompositions[position])
                }
            } else {
                output.append(scalar)
            }
        }
    }
}

/// Where the decomposition of `scalar` stands in its table, or `nil` where it has none there, and at most how many
/// scalars it gives.
private func decomposition(_ scalar: UInt32) -> (start: Int?, count: Int) {
    if Hangul.syllables.contains(scalar) { return (nil, 3) }
    let index = NormalizationTables.decomposed.firstIndex { $0 >> 5 < scalar }
    guard index < NormalizationTables.decomposed.count, NormalizationTables.decomposed[index] >> 5 == scalar
    else {
        return (nil, 1)
    }
    return (
        Int(NormalizationTables.decompositionStarts[index]), Int(NormalizationTables.decomposed[index] & 31)
    )
}

private func correction(_ scalar: UInt32) -> UInt32? {
    let table = NormalizationTables.corrected
    for index in stride(from: 0, to: table.count, by: 2) where table[index] == scalar {
        return table[index + 1]
    }
    return nil
}

private func combiningClass(_ scalar: UInt32) -> UInt8 {
    let index = NormalizationTables.combiningClasses.firstIndex { $0 >> 8 < scalar }
    guard
        index < NormalizationTables.combiningClasses.count,
        NormalizationTables.combiningClasses[index] >> 8 == scalar
    else { return 0 }
    return UInt8(truncatingIfNeeded: NormalizationTables.combiningClasses[index])
}

/// Each run of marks in the order of their classes, and those of one class as they came.
private func order(_ scalars: Span<UInt32>) -> SecretBuffer<UInt32> {
    let classes = SecretBytes(capacity: scalars.count) { output in
        for index in scalars.indices { output.append(combiningClass(scalars[index])) }
    }
    let classOf = classes.span
    return SecretBuffer(capacity: scalars.count) { output in
        var index = 0
        while index < scalars.count {
            guard classOf[index] != 0 else {
                output.append(scalars[index])
                index += 1
                continue
            }
            var end = index
            while end < scalars.count, classOf[end] != 0 { end += 1 }
            // Once for each class there is: linear in the run, however long somebody makes it.
            var last: UInt8 = 0
            while true {
                var next: UInt8?
                for position in index..<end where classOf[position] > last {
                    next = min(next ?? .max, classOf[position])
                }
                guard let next else { break }
                for position in index..<end where classOf[position] == next {
                    output.append(scalars[position])
                }
                last = next
            }
            index = end
        }
    }
}

/// Each starter composed with whatever follows it and is not blocked from it.
private func compose(_ scalars: Span<UInt32>) -> SecretBuffer<UInt32> {
    SecretBuffer(capacity: scalars.count) { output in
        var starter: Int?
        // The class of what was appended last after the starter; none has one below that of a starter.
        var lastClass = -1
        for index in scalars.indices {
            let scalar = scalars[index]
            let currentClass = Int(combiningClass(scalar))
            if let position = starter, lastClass < currentClass,
                let composite = composition(output[position], scalar)
            {
                output[position] = composite
                continue
            }
            if currentClass == 0 {
                starter = output.count
                lastClass = -1
            } else {
                lastClass = currentClass
            }
            output.append(scalar)
        }
    }
}

private func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if Hangul.leads.contains(first), Hangul.vowels.contains(second) {
        return Hangul.syllables.lowerBound
            + (first - Hangul.leads.lowerBound) * Hangul.vowelAndTrailCount
            + (second - Hangul.vowels.lowerBound) * Hangul.trailCount
    }
    if Hangul.syllables.contains(first), Hangul.trails.contains(second),
        (first - Hangul.syllables.lowerBound).isMultiple(of: Hangul.trailCount)
    {
        return first + (second - Hangul.trails.lowerBound + 1)
    }
    let sought = UInt64(first) << 21 | UInt64(second)
    let index = NormalizationTables.compositions.firstIndex { $0 >> 21 < sought }
    guard
        index < NormalizationTables.compositions.count,
        NormalizationTables.compositions[index] >> 21 == sought
    else { return nil }
    return UInt32(truncatingIfNeeded: NormalizationTables.compositions[index] & 0x1F_FFFF)
}
