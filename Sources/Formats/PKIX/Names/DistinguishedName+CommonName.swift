extension DistinguishedName {
    /// Makes a name of a common name alone, which is all that libpq and PostgreSQL look at.
    ///
    /// ```swift
    /// let name = try DistinguishedName(commonName: "db.example.com")
    /// ```
    public init(commonName: String) throws(PKIXError) {
        try self.init([(.commonName, commonName)])
    }

    /// The common names that look like a host's, as OpenSSL holds them against constraints (`v3_ncons.c`,
    /// `NAME_CONSTRAINTS_check_CN`).
    package var hostNames: [GeneralName] {
        texts(of: .commonName).filter { $0.utf8.contains(UInt8(ascii: ".")) }.compactMap {
            try? GeneralName.dns($0)
        }
    }
}
