package import DERCoding
internal import Glibc
internal import PKIX
package import SecretMemory
internal import TextEncodings

/// The keys and certificates that a run replaces, and under which names they are kept: as
/// `server.key-20261126T045217Z-1A2B3C`, with the time of the run and the serial number of the certificate that was
/// beside the key, in a folder of their own. It is the one place that decides this, and how many are kept.
package struct ReplacedFiles: Sendable {
    /// The name of the folder that they are kept in.
    package static let folderName = "replaced"
    /// The mode of that folder.
    package static let folderMode: UInt32 = 0o700
    /// The mode of every file in it.
    package static let fileMode = SetFiles.fileMode
    /// The most of each file that are looked at or removed by a run: whoever has the folder puts any number there.
    private static let mostOutdated = 100
    /// How many of each file are kept.
    package static let generations = 3

    /// What is kept now: the names in the folder, and what was there.
    package private(set) var kept: [SetFile] = []
    /// The names of those in the folder that are older than the last of their file.
    package private(set) var outdated: [String] = []

    /// Decides what is kept.
    ///
    /// - Parameters:
    ///   - old: the files of a set that will be replaced, as they are now; of an empty one nothing is kept, nor of
    ///     what is no key or certificate. Each stays its owner's: one of root's, which whoever has the folder may have
    ///     moved there, is not given away.
    ///   - present: gives the content of a file of the set as it is now, of a certificate beside a key that is
    ///     replaced.
    ///   - names: the names in the folder.
    ///   - earlier: gives the content of a file in the folder.
    ///   - now: the time of the run.
    package init<Failure: Error>(
        _ old: [SetFile],
        present: (String) throws(Failure) -> SharedSecret?,
        among names: [String],
        earlier: (String) throws(Failure) -> SharedSecret?,
        at now: DERTime
    ) throws(Failure) {
        // Each name is looked at once, however many files are replaced. Bytes, since texts of other ones can be equal.
        var earlierNames: [[UInt8]: [String]] = [:]
        for name in names {
            if let own = Self.name(of: name) { earlierNames[Array(own.utf8), default: []].append(name) }
        }
        var contents: [[UInt8]: SharedSecret] = [:]
        for file in old { contents[Array(file.name.utf8)] = file.content }
        for file in old where file.content.count > 0 {
            guard let stem = Self.stem(of: file.name) else { continue }
            let certificate = stem + SetFiles.certificateSuffix
            var content = contents[Array(certificate.utf8)]
            if content == nil { content = try present(certificate) }
            let generation = "-\(Self.text(of: now))-\(Self.serial(of: content))"
            kept.append(
                SetFile(
                    Self.freeName(
                        file.name,
                        generation,
                        amongThoseOfPair: [SetFiles.keySuffix, SetFiles.certificateSuffix].flatMap { type in
                            earlierNames[Array((stem + type).utf8)] ?? []
                        }
                    ),
                    file.content,
                    owner: file.owner
                )
            )
        }
        for file in kept {
            guard let name = Self.name(of: file.name) else { continue }
            var others = (earlierNames[Array(name.utf8)] ?? []).sorted(by: Self.isEarlier)
            // A run that was killed kept what it did not come to replace.
            for other in others.suffix(Self.mostOutdated) where try earlier(other) == file.content {
                outdated.append(other)
                others.removeAll { Self.isSame($0, other) }
            }
            // The new one counts, whatever the clock says.
            outdated += others.dropLast(Self.generations - 1).prefix(Self.mostOutdated)
        }
    }

    /// Whether a file of that name in a set is a key or certificate, of which what is replaced is kept.
    package static func keeps(_ name: String) -> Bool { stem(of: name) != nil }

    /// The name in a set of the file that is kept as `name`; `nil` where it is none that this type gives.
    package static func name(of name: String) -> String? {
        // From the end: the name in the set may have hyphens itself.
        var parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        if let number = parts.last, isNumber(number), parts.count > 3, isTime(parts[parts.count - 3]) {
            parts.removeLast()
        }
        guard parts.count > 2, let serial = parts.popLast(), isSerial(serial),
            let time = parts.popLast(), isTime(time)
        else { return nil }
        let whole = String(Substring(name.utf8[..<parts[parts.count - 1].endIndex]))
        return stem(of: whole) == nil ? nil : whole
    }

    /// As texts, two names of other octets can be equal: those of two users.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }

    // MARK: Parts of a name

    private static func isTime(_ part: Substring.UTF8View) -> Bool {
        let digits = part.filter { isDigit($0) }.count
        return part.count == 16 && digits == 14 && part.last == UInt8(ascii: "Z")
            && part.dropFirst(8).first == UInt8(ascii: "T")
    }

    private static func isSerial(_ part: Substring.UTF8View) -> Bool {
        part.elementsEqual(noSerial.utf8)
            || !part.isEmpty && part.allSatisfy { isDigit($0) || (0x41...0x46).contains($0) }
    }

    private static func isNumber(_ part: Substring.UTF8View) -> Bool {
        !part.isEmpty && part.count < 10 && part.allSatisfy(isDigit)
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    private static let noSerial = "none"

    /// The name of a key or certificate without its ending; `nil` of another file.
    private static func stem(of name: String) -> String? {
        for ending in [".key", SetFiles.certificateSuffix] where name.utf8.ends(with: ending) {
            return String(Substring(name.utf8.dropLast(ending.utf8.count)))
        }
        return nil
    }

    private static func serial(of certificate: SharedSecret?) -> String {
        guard let certificate, certificate.count > 0, certificate.count <= SetFiles.byteLimit,
            let read = try? Certificate(pem: certificate.publicBytes.span)
        else { return noSerial }
        return "\(read.serialNumber)"
    }

    /// As ISO 8601 has it in its basic format.
    private static func text(of time: DERTime) -> String {
        let parts = time.calendar ?? (0, 1, 1, 0, 0, 0)
        func digits(_ number: Int, _ count: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let day = digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2)
        return day + "T" + digits(parts.hour, 2) + digits(parts.minute, 2) + digits(parts.second, 2) + "Z"
    }

    /// The same for key and certificate of a pair. What is kept within one second is numbered, so that what came later
    /// is known.
    private static func freeName(
        _ name: String,
        _ generation: String,
        amongThoseOfPair names: [String]
    ) -> String {
        let time = key(of: name + generation).0
        let numbers = names.compactMap { other -> Int? in
            let earlier = key(of: other)
            return isSame(earlier.0, time) ? max(1, earlier.1) : nil
        }
        return name + generation + (numbers.max().map { "-\($0 + 1)" } ?? "")
    }

    /// Whether a name was given earlier, by its time, and of those of one second by its number.
    private static func isEarlier(_ one: String, _ other: String) -> Bool {
        key(of: one) < key(of: other)
    }

    private static func key(of name: String) -> (String, Int, String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "-")).map { String(Substring($0)) }
        guard let time = parts.last(where: { isTime(Substring($0).utf8) }) else { return ("", 0, name) }
        let isNumbered = parts.count > 2 && parts[parts.count - 3] == time
        return (time, isNumbered ? Int(parts[parts.count - 1]) ?? 0 : 0, name)
    }
}
