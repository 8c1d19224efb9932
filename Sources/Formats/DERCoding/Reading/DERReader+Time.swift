// Instants (RFC 5280, section 4.1.2.5).
extension DERReader {
    /// Reads a `Time`, which is a `UTCTime` or a `GeneralizedTime`; a reader must take both for every year
    /// (RFC 5280, section 4.1.2.5).
    @inlinable
    public mutating func time() throws(Failure) -> DERTime {
        try nextIs(.generalizedTime) ? generalizedTime() : utcTime()
    }

    /// Reads a `UTCTime` of the form `YYMMDDHHMMSSZ`; years from 50 on are of the 20th century, others of the
    /// 21st (RFC 5280, section 4.1.2.5.1).
    @inlinable
    public mutating func utcTime(_ tag: DERTag = .utcTime) throws(Failure) -> DERTime {
        let start = position
        guard let time = DERTime(utcTime: try octetString(tag)) else {
            throw Failure(malformed: .invalidUTCTime(offset: start))
        }
        return time
    }

    /// Reads a `GeneralizedTime` of the form `YYYYMMDDHHMMSSZ`, without fractions of a second
    /// (RFC 5280, section 4.1.2.5.2).
    @inlinable
    public mutating func generalizedTime(_ tag: DERTag = .generalizedTime) throws(Failure) -> DERTime {
        let start = position
        guard let time = DERTime(generalizedTime: try octetString(tag)) else {
            throw Failure(malformed: .invalidGeneralizedTime(offset: start))
        }
        return time
    }
}

extension DERTime {
    /// Reads `YYMMDDHHMMSSZ`; `nil` where it is not, or no instant.
    @usableFromInline
    init?(utcTime octets: Span<UInt8>) {
        guard octets.count == 13, let shortYear = DERTime.number(octets, 0) else { return nil }
        self.init(year: shortYear < 50 ? 2000 + shortYear : 1900 + shortYear, octets, from: 2)
    }

    /// Reads `YYYYMMDDHHMMSSZ`; `nil` where it is not, or no instant.
    @usableFromInline
    init?(generalizedTime octets: Span<UInt8>) {
        guard octets.count == 15, let century = DERTime.number(octets, 0),
            let year = DERTime.number(octets, 2)
        else { return nil }
        self.init(year: century * 100 + year, octets, from: 4)
    }

    /// Reads `MMDDHHMMSSZ` from `start` on.
    private init?(year: Int, _ octets: Span<UInt8>, from start: Int) {
        guard let month = DERTime.number(octets, start), let day = DERTime.number(octets, start + 2),
            let hour = DERTime.number(octets, start + 4), let minute = DERTime.number(octets, start + 6),
            let second = DERTime.number(octets, start + 8), octets[start + 10] == UInt8(ascii: "Z")
        else { return nil }
        self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Reads two digits.
    @inline(__always)
    private static func number(_ octets: Span<UInt8>, _ start: Int) -> Int? {
        let (tens, ones) = (octets[start] &- 0x30, octets[start + 1] &- 0x30)
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
