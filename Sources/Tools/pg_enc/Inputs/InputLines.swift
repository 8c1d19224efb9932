internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

/// What was wrong with a line of an input file.
struct LineRefusal: Error {
    let text: String

    init(_ line: Int, _ reason: String) {
        let digits = String(line)
        text = "LINE#" + (digits.count < 2 ? "0" : "") + digits + ": " + reason
    }
}

extension PasswordLines.Line {
    /// How many octets the line's entry takes in the file at least; 0 where it gets none.
    var entryLineCount: Int {
        guard !userName.isEmpty, userName.count <= PgpoolLimits.userName, !password.isEmpty,
            password.count <= PgpoolLimits.aesPassword
        else { return 0 }
        return userName.count + PoolKey.entryCount(ofPassword: password.count) + 2
    }

    /// The entry for the line's password.
    func entry(
        of octets: Span<UInt8>,
        _ key: borrowing PoolKey,
        _ maker: inout EntryMaker
    ) throws(LineRefusal) -> SecretBytes {
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
            return try maker.entry(
                for: octets.extracting(password),
                key,
                of: LineRefusal(number, "the password of \(printable(name(octets)))").text
            )
        } catch {
            throw LineRefusal(number, "\(error)")
        }
    }

    /// Sets the line's entry, and returns what was wrong with the line, or nil.
    func set(
        in file: inout PoolPasswdFile,
        of octets: Span<UInt8>,
        _ key: borrowing PoolKey,
        _ maker: inout EntryMaker
    ) -> String? {
        let entry: SecretBytes
        do throws(LineRefusal) {
            entry = try self.entry(of: octets, key, &maker)
        } catch {
            return error.text
        }
        do throws(PgpoolPasswordsError) {
            try file.set(userName: octets.extracting(userName), to: entry.span)
            return nil
        } catch {
            return LineRefusal(number, "\(error)").text
        }
    }

    /// The user's name.
    private func name(_ octets: Span<UInt8>) -> [UInt8] { [UInt8](copying: octets.extracting(userName)) }
}
