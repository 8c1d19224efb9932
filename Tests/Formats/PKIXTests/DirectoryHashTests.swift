import PKIX
import TestSupport
import Testing

/// openssl is the judge: under such names it finds an authority's files.
@Suite(
    "Names of files in OpenSSL's directories",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct DirectoryHashTests {
    @Test(
        "a name's hash is openssl's, whatever its case, spaces, letters and strings",
        arguments: [
            ["/CN=root"], ["/C=CH/O=Example  Company/CN= ROOT of  all "], ["/CN=Zürich ÄÖ/OU=tab\there"],
            ["/O=one+OU=two+L=a/CN=x", "-multivalue-rdn"], ["/emailAddress=CA@Example.com/CN=y"],
            ["/CN=Zürich", "-utf8"], ["/serialNumber=0042/CN=z"],
        ]
    )
    func hash(subject: [String]) throws {
        let folder = try TemporaryFolder()
        let openssl = try #require(Programs.openssl)
        let made = try openssl.run(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
                + ["-keyout", "key", "-out", "crt", "-subj"] + subject,
            folder: folder.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        let told = try openssl.run(["x509", "-in", "crt", "-noout", "-hash"], folder: folder.path)
        let text = try folder.read("crt")
        let certificate = try Certificate(pem: text.span)
        #expect(certificate.subject.directoryHash + "\n" == told.text)
    }
}
