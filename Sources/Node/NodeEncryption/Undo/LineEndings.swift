/// The endings of a text's lines, which an editor or a copy by way of another system changes in all of it at once.
///
/// The servers take both for the same, so that a line with the other ending is the line that it was.
enum LineEndings {
    /// The texts before and after a change, with the endings of the present text where that has its own throughout.
    static func aligned(
        before: [UInt8],
        after: [UInt8],
        to present: [UInt8]
    ) -> (before: [UInt8], after: [UInt8]) {
        let found = kinds(of: present)
        let changed = kinds(of: after)
        switch (found.hasBare, found.hasReturns) {
        case (true, false) where changed.hasReturns: return (bare(before), bare(after))
        case (false, true) where changed.hasBare: return (returned(before), returned(after))
        default: return (before, after)
        }
    }

    private static func kinds(of text: [UInt8]) -> (hasBare: Bool, hasReturns: Bool) {
        var (hasBare, hasReturns) = (false, false)
        for line in LineDifference.lines(text) where line.last == newline {
            if line.dropLast().last == carriageReturn { hasReturns = true } else { hasBare = true }
        }
        return (hasBare, hasReturns)
    }

    private static func bare(_ text: [UInt8]) -> [UInt8] {
        LineDifference.lines(text).flatMap { line in
            line.suffix(2) == [carriageReturn, newline] ? line.dropLast(2) + [newline] : line
        }
    }

    private static func returned(_ text: [UInt8]) -> [UInt8] {
        LineDifference.lines(text).flatMap { line in
            line.last == newline && line.dropLast().last != carriageReturn
                ? line.dropLast() + [carriageReturn, newline] : line
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
