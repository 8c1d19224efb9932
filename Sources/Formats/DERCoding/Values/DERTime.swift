/// An instant of a certificate: whole seconds, without leap seconds, since 1970-01-01 00:00:00 UTC.
///
/// The calendar is the Gregorian one, carried on before its beginning, as RFC 5280, section 4.1.2.5, has it.
public struct DERTime: Hashable, Sendable {
    /// Seconds since 1970; negative before.
    public let secondsSince1970: Int64

    /// The latest instant that DER holds, 9999-12-31 23:59:59: "no expiration" in RFC 5280, section 4.1.2.5.
    public static let latest = DERTime(secondsSince1970: 253_402_300_799)

    /// The earliest instant that DER holds, the beginning of the year 0.
    public static let earliest = DERTime(secondsSince1970: -62_167_219_200)

    /// Makes an instant from its seconds since 1970.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Makes an instant from the calendar; `nil` where the calendar has no such day or the day no such second.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard 0...9999 ~= year, 1...12 ~= month, day >= 1, day <= DERTime.dayCount(month: month, year: year),
            0...23 ~= hour, 0...59 ~= minute, 0...59 ~= second
        else { return nil }
        let days = DERTime.days(year: year, month: month, day: day)
        secondsSince1970 = Int64(((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    /// The instant `seconds` later, or earlier where negative; at most the ends of `Int64`.
    public func advanced(bySeconds seconds: Int64) -> DERTime {
        let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
        guard overflow else { return DERTime(secondsSince1970: sum) }
        return DERTime(secondsSince1970: seconds < 0 ? .min : .max)
    }

    /// The calendar's reading of this instant; `nil` outside the years 0 to 9999.
    public var calendar: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int)? {
        guard self >= .earliest, self <= .latest else { return nil }
        let seconds = Int(secondsSince1970)
        let secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
        // Days since 0000-03-01, so that a leap day ends its year; 400 years have 146097 days.
        var days = (seconds - secondOfDay) / 86_400 + 719_468
        // January and February of year 0 come before that day.
        let isBeforeMarchOfYearZero = days < 0
        if isBeforeMarchOfYearZero { days += 146_097 }
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // From March on, five months have 153 days.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        var year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        if isBeforeMarchOfYearZero { year -= 400 }
        return (year, month, day, secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
    }

    private static func dayCount(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        // A year from March on, 400 years later so that no division meets a negative number.
        let year = year + 400 - (month <= 2 ? 1 : 0)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468 - 146_097
    }
}

extension DERTime: Comparable {
    /// Whether `left` is before `right`.
    public static func < (left: DERTime, right: DERTime) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}

extension DERTime: CustomStringConvertible {
    /// The form of RFC 3339, such as `2026-11-21T18:00:00Z`.
    public var description: String {
        guard let calendar else { return "\(secondsSince1970) s since 1970" }
        let date = "\(padded(calendar.year, 4))-\(padded(calendar.month, 2))-\(padded(calendar.day, 2))"
        return date
            + "T\(padded(calendar.hour, 2)):\(padded(calendar.minute, 2)):\(padded(calendar.second, 2))Z"
    }

    private func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
