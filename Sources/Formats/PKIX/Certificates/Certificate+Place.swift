internal import DERCoding

extension Certificate {
    /// Where the parts of a certificate stand, and what of it is as short as that.
    struct Place: Sendable {
        fileprivate(set) var version = Version.v1
        fileprivate(set) var serialNumber = Stretch.none
        fileprivate(set) var issuer = Stretch.none
        fileprivate(set) var validity = Validity(notBefore: .earliest, notAfter: .earliest)
        fileprivate(set) var subject = Stretch.none
        fileprivate(set) var subjectPublicKeyInfo = Stretch.none
        fileprivate(set) var extensions = Extensions.Place()

        /// What is signed.
        fileprivate(set) var contents = Stretch.none
        /// The algorithm beside the signature, which is the one within what is signed, too.
        fileprivate(set) var algorithm = Stretch.none
        /// The signature's octets, without the count of unused bits before them.
        fileprivate(set) var signature = Stretch.none
    }
}

extension Certificate.Place {
    /// Reads a certificate with all that is in it, and copies nothing.
    mutating func read(_ octets: Span<UInt8>, limits: DERLimits) throws(PKIXError) {
        var limits = limits
        limits.byteCount = min(limits.byteCount, Stretch.maximumByteCount)
        var reader = try PKIXReader(octets, limits: limits)
        var fields = try reader.inner()
        let named = try readContents(&fields)
        let algorithm = try fields.place { reader throws(PKIXError) in
            _ = try AlgorithmIdentifier.place(&reader)
        }
        guard areEqual(fields.octets(named), fields.octets(algorithm)) else {
            throw .signatureAlgorithmMismatch
        }
        self.algorithm = Stretch(algorithm)
        signature = Stretch(try fields.octetAlignedBits())
        try fields.finish()
        try reader.finish()
    }

    /// Reads the fields of what is signed (RFC 5280, section 4.1); gives where the signature's algorithm stands.
    ///
    /// The unique identifiers of old certificates are passed over.
    private mutating func readContents(_ outer: inout PKIXReader) throws(PKIXError) -> Range<Int> {
        let start = outer.offset
        var reader = try outer.inner()
        version = try Self.version(&reader)
        serialNumber = Stretch(
            try reader.place { reader throws(PKIXError) in _ = try SerialNumber.contents(&reader) }
        )
        let algorithm = try reader.place { reader throws(PKIXError) in
            _ = try AlgorithmIdentifier.place(&reader)
        }
        issuer = Stretch(
            try reader.place { reader throws(PKIXError) in try DistinguishedName.check(&reader) }
        )
        validity = try Validity(reading: &reader)
        subject = Stretch(
            try reader.place { reader throws(PKIXError) in try DistinguishedName.check(&reader) }
        )
        subjectPublicKeyInfo = Stretch(
            try reader.place { reader throws(PKIXError) in _ = try SubjectPublicKeyInfo.place(&reader) }
        )
        for number: UInt32 in 1...2 where try reader.nextIs(.field(number)) {
            guard version != .v1 else { throw .fieldOfLaterVersion(version) }
            _ = try reader.bits(.field(number))
        }
        if try reader.nextIs(.constructedField(3)) {
            var field = try reader.inner(.constructedField(3))
            guard version == .v3 else { throw .fieldOfLaterVersion(version) }
            try extensions.read(&field)
            try field.finish()
        }
        try reader.finish()
        contents = Stretch(start..<outer.offset)
        return algorithm
    }

    private static func version(_ reader: inout PKIXReader) throws(PKIXError) -> Certificate.Version {
        let offset = reader.offset
        let number = try reader.optionalSequence(.constructedField(0)) { reader throws(PKIXError) in
            try reader.smallInteger()
        }
        guard let number else { return .v1 }
        guard let version = Certificate.Version(rawValue: number) else { throw .unknownVersion(number) }
        guard version != .v1 else { throw .malformed(.encodedDefault(offset: offset)) }
        return version
    }
}
