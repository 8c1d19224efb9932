/// Figures of EVP_BytesToKey made with OpenSSL 3.0's function of that name, called from Python.
enum EVPBytesToKeyFigures {
    struct Figure: Sendable {
        var hash: Hash
        var password: String
        var salt: String
        var roundCount: Int
        var key: String
        var initializationVector: String
    }

    static let openssl: [Figure] = [
        Figure(
            hash: .md5,
            password: "736563726574",
            salt: "0123456789abcdef",
            roundCount: 1,
            key: "5f772a83139a8d48ba45597c721ab6f2d37975c93f36a944cef01de4be7eb5d4",
            initializationVector: "0c72e5c512bf687b6331619b8545ea9d"
        ),
        Figure(
            hash: .md5,
            password: "736563726574",
            salt: "",
            roundCount: 1,
            key: "5ebe2294ecd0e0f08eab7690d2a6ee69",
            initializationVector: "26ae5cc854e36b6bdfca366848dea6bb"
        ),
        Figure(
            hash: .md5,
            password: "706f6f6c206b6579",
            salt: "0123456789abcdef",
            roundCount: 5,
            key: "8494b81519dc94073f043e1886b249243bdc866df9b71974",
            initializationVector: "b50c6ed84694305cacde3a80a4ba5bd5"
        ),
        Figure(
            hash: .sha1,
            password: "736563726574",
            salt: "0123456789abcdef",
            roundCount: 3,
            key: "11aa7004b85aac588a319956320173609b330125bfe945a4b770bd01d6dceb66",
            initializationVector: "c1f51802d60c50eda1511e6f4e34fd15"
        ),
        Figure(
            hash: .sha256,
            password: "736563726574",
            salt: "",
            roundCount: 1,
            key: "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            initializationVector: "015e42ff678b2b90b743111a396ef850"
        ),
        Figure(
            hash: .sha256,
            password: """
                61616161616161616161616161616161616161616161616161616161616161616161616161616161
                61616161616161616161616161616161616161616161616161616161616161616161616161616161
                61616161616161616161616161616161616161616161616161616161616161616161616161616161
                61616161616161616161616161616161616161616161616161616161616161616161616161616161
                61616161616161616161616161616161616161616161616161616161616161616161616161616161
                """,
            salt: "0123456789abcdef",
            roundCount: 1000,
            key: "61e8d32c6388fe0e93fee325d5a3523b668570cbf445a20dffe8f231b34107fb",
            initializationVector: "bf99bcbf426a27eb206383933a946e4f"
        ),
        Figure(
            hash: .sha256,
            password: "736563726574",
            salt: "0123456789abcdef",
            roundCount: 2,
            key: "a8a5150238ecd10f3834124d0fcebe18",
            initializationVector: "b108e885d7f287e34dce5cd3a9aca67c"
        ),
        Figure(
            hash: .sha512,
            password: "736563726574",
            salt: "0123456789abcdef",
            roundCount: 2,
            key: "5fd7b09f43814681a5660e1a6a8743dd1c2d110c89179c7af887459eefbbbf7e",
            initializationVector: "c58c0aae07eb386067c12b9f25ee74aa"
        ),
        Figure(
            hash: .sha384,
            password: "736563726574",
            salt: "",
            roundCount: 7,
            key: "6eec56f9a4729f3777d476e494646ec1",
            initializationVector: ""
        ),
        Figure(
            hash: .sha224,
            password: "ff0078",
            salt: "0123456789abcdef",
            roundCount: 1,
            key: "83d17ce37918f51f7f3cf03c58d7a0b4e5bb72a7581edbb0",
            initializationVector: "60544c41f02e011a"
        ),
    ]
}
