import DERCoding
import Foundation
import Testing

@Suite("Instants (RFC 5280, section 4.1.2.5)")
struct DERTimeTests {
    // Seconds by `date -u -d … +%s` of GNU coreutils.
    @Test(
        "known instants",
        arguments: [
            ("19700101000000Z", 0), ("20000229120000Z", 951_825_600), ("19491231235959Z", -631_152_001),
            ("20500101000000Z", 2_524_608_000), ("99991231235959Z", 253_402_300_799),
            ("00000101000000Z", -62_167_219_200), ("21000301000000Z", 4_107_542_400),
            ("16010101000000Z", -11_644_473_600), ("00000229000000Z", -62_162_121_600),
            ("00000301000000Z", -62_162_035_200),
        ] as [(String, Int64)]
    )
    func known(text: String, seconds: Int64) throws {
        let encoding = [0x18, 15] + Array(text.utf8)
        let time = try read(encoding) { (reader) throws(DERError) in try reader.time() }
        #expect(time.secondsSince1970 == seconds)
        let calendar = try #require(time.calendar)
        let again = DERTime(
            year: calendar.year,
            month: calendar.month,
            day: calendar.day,
            hour: calendar.hour,
            minute: calendar.minute,
            second: calendar.second
        )
        #expect(again == time)
    }

    @Test(
        "each day follows the day before it, in every kind of year and century",
        arguments: [0...8, 96...104, 396...404, 1580...1604, 1896...2104, 2396...2404, 9996...9999]
    )
    func everyDay(years: ClosedRange<Int>) throws {
        var expected = (year: years.lowerBound, month: 1, day: 1)
        var time = try #require(DERTime(year: expected.year, month: 1, day: 1))
        var wrong = 0
        while expected.year <= years.upperBound {
            let calendar = try #require(time.calendar)
            if (calendar.year, calendar.month, calendar.day) != (expected.year, expected.month, expected.day)
            {
                wrong += 1
            }
            if DERTime(year: expected.year, month: expected.month, day: expected.day) != time { wrong += 1 }
            expected.day += 1
            if DERTime(year: expected.year, month: expected.month, day: expected.day) == nil {
                expected = (expected.year, expected.month + 1, 1)
                if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
            }
            time = time.advanced(bySeconds: 86_400)
        }
        #expect(wrong == 0)
    }

    @Test("days of all years are those of GNU's C library")
    func days() throws {
        for day in stride(from: -719_528, to: 2_932_896, by: 1009) {
            var seconds = time_t(day * 86_400 + 45_296)
            var broken = tm()
            gmtime_r(&seconds, &broken)
            let calendar = try #require(DERTime(secondsSince1970: Int64(seconds)).calendar)
            #expect(calendar.year == Int(broken.tm_year) + 1900 && calendar.month == Int(broken.tm_mon) + 1)
            #expect(calendar.day == Int(broken.tm_mday) && calendar.hour == 12 && calendar.second == 56)
        }
    }

    @Test("a UTCTime's years are from 1950 to 2049")
    func centuries() throws {
        for (text, year) in [("491231235959Z", 2049), ("500101000000Z", 1950), ("991231235959Z", 1999)] {
            let time = try read([0x17, 13] + Array(text.utf8)) { (reader) throws(DERError) in
                try reader.time()
            }
            #expect(time.calendar?.year == year)
            #expect(
                try DERWriter.octets { (writer) throws(DERError) in try writer.time(time) }
                    == [0x17, 13] + Array(text.utf8)
            )
        }
    }

    @Test("a year outside 1950 to 2049 is written with four digits")
    func generalized() throws {
        for text in ["19491231235959Z", "20500101000000Z", "99991231235959Z"] {
            let encoding = [0x18, 15] + Array(text.utf8)
            let time = try read(encoding) { (reader) throws(DERError) in try reader.time() }
            #expect(try DERWriter.octets { (writer) throws(DERError) in try writer.time(time) } == encoding)
        }
        #expect(throws: DERError.timeOutOfRange) {
            try DERWriter.octets { (writer) throws(DERError) in
                try writer.time(DERTime.latest.advanced(bySeconds: 1))
            }
        }
    }

    @Test(
        "what is no instant of the form that DER takes is refused",
        arguments: [
            "210229000000Z", "211301000000Z", "210001000000Z", "210100000000Z", "210132000000Z",
            "210131240000Z",
            "210131006000Z", "210131000060Z", "2101310000Z", "210131000000", "210131000000+0000",
            "21013100000 Z",
            "210131000000z", "-10131000000Z",
        ]
    )
    func malformed(text: String) {
        #expect(throws: DERError.invalidUTCTime(offset: 0)) {
            try read([0x17, UInt8(text.utf8.count)] + Array(text.utf8)) { (reader) throws(DERError) in
                try reader.time()
            }
        }
        let long = "20" + text
        #expect(throws: DERError.invalidGeneralizedTime(offset: 0)) {
            try read([0x18, UInt8(long.utf8.count)] + Array(long.utf8)) { (reader) throws(DERError) in
                try reader.time()
            }
        }
    }

    @Test("now is what Foundation's clock says, without the fraction")
    func now() {
        let before = Int64(Date().timeIntervalSince1970)
        let now = DERTime.now.secondsSince1970
        let after = Int64(Date().timeIntervalSince1970)
        // The kernel moves the coarse clock of time(2) on a few milliseconds late.
        #expect(before - 1...after ~= now)
    }

    @Test("the description is that of RFC 3339")
    func description() {
        #expect(DERTime(secondsSince1970: 951_825_600).description == "2000-02-29T12:00:00Z")
        #expect(DERTime.earliest.description == "0000-01-01T00:00:00Z")
    }
}
