// Instants (RFC 5280, section 4.1.2.5).
extension DERReader {
    /// Reads a `Time`, which is a `UTCTime` or a `GeneralizedTime`; a reader must take both for every year
    /// (RFC 5280, section 4.1.2.5).
    public mutating func time() throws(Failure) -> DERTime {
        try nextIs(.generalizedTime) ? generalizedTime() : utcTime()
    }

    /// Reads a `UTCTime` of the form `YYMMDDHHMMSSZ`; years from 50 on are of the 20th century, others of the
    /// 21st (RFC 5280, section 4.1.2.5.1).
    public mutating func utcTime(_ tag: DERTag = .utcTime) throws(Failure) -> DERTime {
        let start = offset
        let contents = try contents(of: tag)
        guard contents.count == 13, let shortYear = number(contents.lowerBound, 2),
            let time = time(year: shortYear < 50 ? 2000 + shortYear : 1900 + shortYear, contents.dropFirst(2))
        else { throw Failure(malformed: .invalidUTCTime(offset: start)) }
        return time
    }

    /// Reads a `GeneralizedTime` of the form `YYYYMMDDHHMMSSZ`, without fractions of a second
    /// (RFC 5280, section 4.1.2.5.2).
    public mutating func generalizedTime(_ tag: DERTag = .generalizedTime) throws(Failure) -> DERTime {
        let start = offset
        let contents = try contents(of: tag)
        guard contents.count == 15, let year = number(contents.lowerBound, 4),
            let time = time(year: year, contents.dropFirst(4))
        else { throw Failure(malformed: .invalidGeneralizedTime(offset: start)) }
        return time
    }

    /// Reads `MMDDHHMMSSZ`.
    private func time(year: Int, _ range: Range<Int>) -> DERTime? {
        let start = range.lowerBound
        guard let month = number(start, 2), let day = number(start + 2, 2), let hour = number(start + 4, 2),
            let minute = number(start + 6, 2), let second = number(start + 8, 2),
            input[start + 10] == UInt8(ascii: "Z")
        else { return nil }
        return DERTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    private func number(_ start: Int, _ count: Int) -> Int? {
        var number = 0
        for index in start..<start + count {
            let octet = input[index]
            guard 0x30...0x39 ~= octet else { return nil }
            number = number * 10 + Int(octet - 0x30)
        }
        return number
    }
}
