extension DistinguishedName {
    /// Makes a name of a common name alone, which is all that libpq and PostgreSQL look at.
    ///
    /// ```swift
    /// let name = try DistinguishedName(commonName: "db.example.com")
    /// ```
    public init(commonName: String) throws(PKIXError) {
        try self.init([(.commonName, commonName)])
    }
}
