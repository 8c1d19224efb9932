public import SecretMemory

// Passwords and what is stored of them as text, for programs that have them as a `String` anyway.
extension SCRAMSecret {
    /// Makes the secret of `password` with a fresh salt of 16 octets.
    ///
    /// ```swift
    /// var random = OperatingSystemRandom()
    /// let secret = try SCRAMSecret(password: "correct horse battery", using: &random)
    /// secret.text().withString { print("ALTER ROLE webadmin PASSWORD '\($0)'") }
    /// ```
    ///
    /// A `String` is not wiped when it goes; a password from outside is read into `SecretBytes` and given as its span.
    /// Throws and leaks as ``init(password:salt:iterationCount:)``.
    public init(
        password: String,
        iterationCount: Int = SCRAMSecret.defaultIterationCount,
        using random: inout some RandomSource
    ) throws(SCRAMError) {
        try self.init(password: password.utf8Span.span, iterationCount: iterationCount, using: &random)
    }

    /// Reads a secret as PostgreSQL stores it, such as `rolpassword` of `pg_authid`.
    ///
    /// A `String` is not wiped when it goes. Throws and leaks as ``init(parsing:)-(Span<UInt8>)``.
    public init(parsing text: String) throws(SCRAMError) {
        try self.init(parsing: text.utf8Span.span)
    }

    /// Whether it was made of `password`.
    ///
    /// ```swift
    /// let stored = try SCRAMSecret(parsing: rolpassword)
    /// print(try stored.isMade(of: password))
    /// ```
    ///
    /// A `String` is not wiped when it goes. Throws and leaks as ``isMade(of:)-(Span<UInt8>)``.
    public func isMade(of password: String) throws(SCRAMError) -> Bool {
        try isMade(of: password.utf8Span.span)
    }
}

extension SCRAMSecret.Batch {
    /// Adds a password with a fresh salt of 16 octets.
    ///
    /// A `String` is not wiped when it goes. Throws as ``append(password:salt:)``.
    public mutating func append(
        password: String,
        using random: inout some RandomSource
    ) throws(SCRAMError) {
        try append(password: password.utf8Span.span, using: &random)
    }
}

extension MD5Secret {
    /// Reads what is stored: `md5` and 32 lower-case hexadecimal characters, and nothing else.
    ///
    /// A `String` is not wiped when it goes. Throws and leaks as ``init(parsing:)-(Span<UInt8>)``.
    public init(parsing text: String) throws(SCRAMError) {
        try self.init(parsing: text.utf8Span.span)
    }

    /// Whether it was made of `password` for the user of that name.
    ///
    /// A `String` is not wiped when it goes. Leaks as ``isMade(of:userName:)-(Span<UInt8>,_)``.
    public func isMade(of password: String, userName: String) -> Bool {
        isMade(of: password.utf8Span.span, userName: userName.utf8Span.span)
    }
}
