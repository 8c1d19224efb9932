/// Published figures of PBKDF2; what the RFCs print is also what Python's `hashlib` gives.
enum PBKDF2Figures {
    struct Figure: Sendable {
        var hash: Hash
        var password: String
        var salt: String
        var iterationCount: Int
        var key: String
    }

    /// RFC 6070, section 2, but for the one of 16,777,216 iterations.
    static let rfc6070: [Figure] = [
        Figure(
            hash: .sha1,
            password: "70617373776f7264",
            salt: "73616c74",
            iterationCount: 1,
            key: "0c60c80f961f0e71f3a9b524af6012062fe037a6"
        ),
        Figure(
            hash: .sha1,
            password: "70617373776f7264",
            salt: "73616c74",
            iterationCount: 2,
            key: "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
        ),
        Figure(
            hash: .sha1,
            password: "70617373776f7264",
            salt: "73616c74",
            iterationCount: 4096,
            key: "4b007901b765489abead49d926f721d065a429c1"
        ),
        Figure(
            hash: .sha1,
            password: "70617373776f726450415353574f524470617373776f7264",
            salt: "73616c7453414c5473616c7453414c5473616c7453414c5473616c7453414c5473616c74",
            iterationCount: 4096,
            key: "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"
        ),
        Figure(
            hash: .sha1,
            password: "7061737300776f7264",
            salt: "7361006c74",
            iterationCount: 4096,
            key: "56fa6aa75548099dcc37d7f03425e0c3"
        ),
    ]

    /// RFC 7914, section 11, the first.
    static let rfc7914: [Figure] = [
        Figure(
            hash: .sha256,
            password: "706173737764",
            salt: "73616c74",
            iterationCount: 1,
            key: """
                55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645
                991664b39d77ef317c71b845b1e30bd509112041d3a19783
                """
        )
    ]

    /// RFC 7914, section 11, the second.
    static let rfc7914Long: [Figure] = [
        Figure(
            hash: .sha256,
            password: "50617373776f7264",
            salt: "4e61436c",
            iterationCount: 80000,
            key: """
                4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a122583354
                9adb841b51c9b3176a272bdebba1d078478f62b397f33c8d
                """
        )
    ]

    /// Some of Wycheproof's: `pbkdf2_hmacsha1_test.json` and `pbkdf2_hmacsha256_test.json` (testvectors_v1, commit
    /// dac1dd4729fd).
    static let wycheproof: [Figure] = [
        Figure(
            hash: .sha1,
            password: "7130577430643470",
            salt: "798acc7c76739d75",
            iterationCount: 4096,
            key: "9ea245e919e491118087fc369142e2ee"
        ),
        Figure(
            hash: .sha1,
            password: "5a30673349567272",
            salt: "84bbd18de5ec10ff",
            iterationCount: 4096,
            key: "b874ff052f517d94eb6cb7edd2ede57a7d96c01eea5dbe4fafc47d6fce32ce28defb14f7980c5ed3ba10"
        ),
        Figure(
            hash: .sha256,
            password: "7130577430643470",
            salt: "798acc7c76739d75",
            iterationCount: 4096,
            key: "0501c73cb9f40b6769513e70e525051e"
        ),
        Figure(
            hash: .sha256,
            password: "5a30673349567272",
            salt: "84bbd18de5ec10ff",
            iterationCount: 4096,
            key: "05fd57d1cc373fa9f37e1857ac1c0af8fbf635e139a42f9dd25a4e4b4698ea13e943f42220384d32a272"
        ),
    ]

    /// SHA-512 and SHA-384, and keys of one octet and of several digests, by Python's `hashlib`.
    static let hashlib: [Figure] = [
        Figure(
            hash: .sha512,
            password: "70617373776f7264",
            salt: "73616c74",
            iterationCount: 3,
            key: """
                b6b07cb2cebf4ad84468391a543824fccffe0e0769dbe6bddf10a65673c4b648e612d44918f9ce9a
                19a1294cf5140628084ba994c3b21a4ef4741220b811c633cfc0641fccbcc4164f1bbfcb1f33f595
                ae9aa4a33ddcce570157775980362c0ee28aa340c842a3ae84710167aea2f9ba34833cbf66a8922e
                5f165d886868fd3fd426f9ba2a82a5e97ef8eda7d02d982ff13f1a96f0ea
                """
        ),
        Figure(
            hash: .sha384,
            password: """
                41414141414141414141414141414141414141414141414141414141414141414141414141414141
                41414141414141414141414141414141414141414141414141414141414141414141414141414141
                41414141414141414141414141414141414141414141414141414141414141414141414141414141
                41414141414141414141414141414141414141414141414141414141414141414141414141414141
                41414141414141414141414141414141414141414141414141414141414141414141414141414141
                """,
            salt: "",
            iterationCount: 2,
            key: """
                f3325086d33c7e668568df7ec7e473abe99e5e4f440064d6b169975c671c8f4f826d8a36d381ea2d
                ff992805ad0b91f0b8
                """
        ),
        Figure(
            hash: .sha224,
            password: "",
            salt: "73616c74",
            iterationCount: 5,
            key: "75"
        ),
        Figure(
            hash: .md5,
            password: "736563726574",
            salt: "4e61436c",
            iterationCount: 7,
            key: "666218b2a178f0aa5eb7f48036eb8e07ad120dd8956be57f849905356a67fb78c6"
        ),
    ]
}
