/// How certificates of the world are against X.690 or RFC 5280 where OpenSSL, GnuTLS and Go read them, and all as the
/// same: each such way is read here, kept octet for octet, and never written.
///
/// Where one of them refuses, so does this reader, since its certificate would be good for some clients alone:
///
/// | what is written | OpenSSL | GnuTLS | Go | pyca/cryptography |
/// |---|---|---|---|---|
/// | a Boolean that is neither 00 nor FF | reads TRUE | reads TRUE | refuses | refuses |
/// | characters in a PrintableString that are not ASCII | reads | reads | refuses | refuses |
/// | the same in an IA5String, a domain name among them | reads | reads | refuses | reads |
/// | an extension that stands twice | reads | refuses | refuses | refuses |
/// | the label TRUSTED CERTIFICATE (`trustedPEMLabel`) | reads | passes over | passes over | refuses |
///
/// Two more need no word to a reader: the list of extensions may be empty (against RFC 5280, section 4.1.2.9; tests of
/// NSS), and an authority key identifier may name the issuer of the authority's certificate without its serial number,
/// or the reverse (against section 4.2.1.1), which tells no certificate.
enum Leniency {
    /// A list of named bits may end in zeros, against X.690, section 11.2.2: a key usage by old versions of certtool,
    /// and of two roots in Debian's ca-certificates.
    static let trailingZeroBits = true
    /// A value that is the default may be written out, against X.690, section 11.5: cA FALSE, or critical FALSE, by
    /// GoDaddy and FreeIPA, in the BSI's tests, and in RFC 8410, section 10.2.
    static let writtenDefaults = true
    /// The attributes of one level of a name may stand in any order, against X.690, section 11.6, as programs write it
    /// that take a level for a list.
    static let unsortedNames = true
}
