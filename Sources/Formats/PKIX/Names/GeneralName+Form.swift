extension GeneralName {
    /// The forms of names, by the numbers of their tags.
    public enum Form: Int, Hashable, Sendable, CaseIterable {
        /// A name of a form that somebody defined under an object identifier.
        case otherName = 0
        /// An e-mail address.
        case rfc822Name = 1
        /// A host's name.
        case dnsName = 2
        /// An address of X.400.
        case x400Address = 3
        /// A name of the directory.
        case directoryName = 4
        /// A name of EDI.
        case ediPartyName = 5
        /// A URI.
        case uniformResourceIdentifier = 6
        /// An address of the network.
        case ipAddress = 7
        /// An object identifier.
        case registeredID = 8
    }

    /// Of which form the name is.
    public var form: Form {
        switch self {
        case .rfc822Name: .rfc822Name
        case .dnsName: .dnsName
        case .directoryName: .directoryName
        case .uniformResourceIdentifier: .uniformResourceIdentifier
        case .ipAddress: .ipAddress
        case .registeredID: .registeredID
        // The number of the tag stands in the first octet; no other form is read.
        case .other(let encoding): Form(rawValue: Int(encoding.first ?? 0) & 0x1F) ?? .otherName
        }
    }
}

extension GeneralName.Form: CustomStringConvertible {
    /// The form's name in the standard.
    public var description: String {
        switch self {
        case .otherName: "otherName"
        case .rfc822Name: "rfc822Name"
        case .dnsName: "dNSName"
        case .x400Address: "x400Address"
        case .directoryName: "directoryName"
        case .ediPartyName: "ediPartyName"
        case .uniformResourceIdentifier: "uniformResourceIdentifier"
        case .ipAddress: "iPAddress"
        case .registeredID: "registeredID"
        }
    }
}
