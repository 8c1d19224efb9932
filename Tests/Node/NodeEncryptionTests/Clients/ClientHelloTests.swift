import TLSHandshake
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What kinds of clients offer in their hellos")
struct ClientHelloTests {
    private func suites(_ client: VerifyingClient) -> Set<UInt16> {
        Set(client.hello.suites.filter { !(0x1301...0x1303).contains($0) })
    }

    @Test("each has all of what is offered here, so that whoever takes ours takes theirs")
    func supersets() {
        for client in VerifyingClient.allCases {
            let hello = client.hello
            #expect(Set(CipherSuite.allCases.map(\.rawValue)).isSubset(of: hello.suites))
            #expect(Set(NamedGroup.allCases.map(\.rawValue)).isSubset(of: hello.groups))
            #expect(Set(TLSVersion.allCases.map(\.rawValue)).isSubset(of: hello.versions))
        }
    }

    @Test(
        "libpq has the suites of OpenSSL's default",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let outcome = try #require(Programs.openssl).run(["ciphers", "-s", "-tls1_2", "-V"])
        // Such as "          0xC0,0x2C - ECDHE-ECDSA-AES256-GCM-SHA384 ...".
        let numbers = outcome.text.split(separator: "\n").compactMap { line in
            UInt16(
                line.split(separator: " ")[0].replacing("0x", with: "").replacing(",", with: ""),
                radix: 16
            )
        }
        #expect(numbers.count > 20)
        #expect(suites(.libpq) == Set(numbers) && suites(.libpqBefore15) == Set(numbers))
    }

    @Test(
        "Python has the suites of its default context",
        .enabled(if: Programs.python != nil, "Python is not installed")
    )
    func python() throws {
        let code = """
            import ssl
            for cipher in ssl.create_default_context().get_ciphers():
                if cipher["protocol"] != "TLSv1.3": print(cipher["id"] & 0xFFFF)
            """
        let outcome = try #require(Programs.python).run(["-c", code])
        let numbers = outcome.text.split(separator: "\n").compactMap { UInt16($0) }
        #expect(numbers.count > 10)
        #expect(suites(.python) == Set(numbers))
    }

    @Test(
        "JDBC has the suites of Java's default, without those by RSA that Java disables from 24 on, and DSS",
        .enabled(if: Program.find("java") != nil, "Java is not installed")
    )
    func java() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            import javax.net.ssl.SSLContext;
            public class Suites {
                public static void main(String[] arguments) throws Exception {
                    for (String suite : SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                        System.out.println(suite);
                }
            }

            """,
            to: "Suites.java"
        )
        let outcome = try #require(Program.find("java")).run([folder.path("Suites.java")])
        let names = outcome.text.split(separator: "\n").map(String.init).filter { name in
            name.hasPrefix("TLS_ECDHE_") || name.hasPrefix("TLS_DHE_RSA_")
        }
        #expect(names.count > 15, "\(outcome.errorText)")
        // openssl says which name is which number.
        let openssl = try #require(Programs.openssl).run(["ciphers", "-V", "-stdname", "ALL:@SECLEVEL=0"])
        let numbers = openssl.text.split(separator: "\n").compactMap { line -> UInt16? in
            let words = line.split(separator: " ")
            guard names.contains(String(words[2])) else { return nil }
            return UInt16(words[0].replacing("0x", with: "").replacing(",", with: ""), radix: 16)
        }
        #expect(numbers.count == names.count)
        #expect(suites(.jdbc) == Set(numbers))
    }
}
