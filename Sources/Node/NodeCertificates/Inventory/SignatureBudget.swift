package import PKIX

/// Checks of signatures on the way from a certificate to a root, so many for a way and no more: whoever has the files
/// says how many certificates of one name there are, and how long each check takes.
package struct SignatureBudget {
    /// As many as Go's `crypto/x509` makes (`maxChainSignatureChecks`).
    package static let most = 100

    /// How many may still be made.
    package private(set) var left = most

    /// All of them are left.
    package init() {}

    /// Whether `issuer` signed a certificate; where the signature is of a kind that is not verified here, whether it
    /// names him. Once all checks are made: no, nor by a key that nobody verifies with.
    package mutating func mayBeSigned(_ certificate: Certificate, by issuer: Certificate) -> Bool {
        guard certificate.namesIssuer(issuer), left > 0 else { return false }
        left -= 1
        do throws(PKIXError) {
            return try certificate.isSigned(by: issuer)
        } catch .unusableKey(.invalidKey) {
            return false
        } catch {
            return true
        }
    }
}
