internal import PgpoolPasswords
internal import SecretMemory

/// The `user:password` lines of an input file, parted at the first colon.
struct InputLines {
    /// A line that is not blank.
    struct Line {
        /// Counted from 1.
        let number: Int
        /// The user name's octets.
        let userName: Range<Int>
        /// The password's octets.
        let password: Range<Int>
    }

    /// The lines that are not blank.
    private(set) var lines: [Line] = []

    init(_ octets: Span<UInt8>) {
        var start = 0
        var number = 0
        while start < octets.count {
            number += 1
            var end = start
            var colon: Int?
            while end < octets.count, octets[end] != UInt8(ascii: "\n") {
                if colon == nil, octets[end] == UInt8(ascii: ":") { colon = end }
                end += 1
            }
            if end > start {
                let nameEnd = colon ?? end
                lines.append(
                    Line(number: number, userName: start..<nameEnd, password: min(nameEnd + 1, end)..<end)
                )
            }
            start = end + 1
        }
    }
}

/// What was wrong with a line of an input file.
struct LineRefusal: Error {
    let text: String

    init(_ line: Int, _ reason: String) {
        let digits = String(line)
        text = "LINE#" + (digits.count < 2 ? "0" : "") + digits + ": " + reason
    }
}

extension InputLines.Line {
    /// The entry of the line's password.
    func entry(of octets: Span<UInt8>, _ key: borrowing PoolKey) throws(LineRefusal) -> SecretBytes {
        guard !userName.isEmpty, !password.isEmpty else {
            throw LineRefusal(number, "invalid username:password pair")
        }
        guard userName.count <= PgpoolLimits.userName else {
            throw LineRefusal(number, "input exceeds maximum username length \(PgpoolLimits.userName)")
        }
        guard password.count <= PasswordReading.originalLimit else {
            throw LineRefusal(
                number,
                "input exceeds maximum password length \(PasswordReading.originalLimit)"
            )
        }
        do throws(PgpoolPasswordsError) {
            return try key.entry(for: octets.extracting(password))
        } catch {
            throw LineRefusal(number, "\(error)")
        }
    }

    /// Sets the line's entry; what was wrong with it, or nil.
    func set(in file: inout PoolPasswdFile, of octets: Span<UInt8>, _ key: borrowing PoolKey) -> String? {
        let entry: SecretBytes
        do throws(LineRefusal) {
            entry = try self.entry(of: octets, key)
        } catch {
            return error.text
        }
        do throws(PgpoolPasswordsError) {
            try file.set(userName.map { octets[$0] }, to: entry.span)
            return nil
        } catch {
            return LineRefusal(number, "\(error)").text
        }
    }
}
