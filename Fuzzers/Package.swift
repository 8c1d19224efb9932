// swift-tools-version: 6.2

import PackageDescription

// A package of its own: its programs link with libFuzzer, which nothing else of the toolkit needs.

/// The program that fuzzes one reader, with inputs that are changed as what they are made of where they are DER.
func fuzzer(_ name: String, _ modules: String..., readsDER: Bool = false) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Checking"] + (readsDER ? ["DERMutating"] : [])
            + modules.map { .product(name: $0, package: "swift-postgres-pki") },
        path: name,
        // The entry is libFuzzer's own.
        swiftSettings: [
            .enableExperimentalFeature("Lifetimes"), .enableUpcomingFeature("InternalImportsByDefault"),
            .unsafeFlags(["-parse-as-library"]),
        ]
    )
}

let package = Package(
    name: "Fuzzers",
    dependencies: [.package(name: "swift-postgres-pki", path: "..")],
    targets: [
        .target(
            name: "Checking",
            dependencies: [.product(name: "SecretMemory", package: "swift-postgres-pki")],
            path: "Checking",
            swiftSettings: [
                .enableExperimentalFeature("Lifetimes"), .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
        .target(name: "DERMutating", path: "DERMutating"),
        fuzzer("DER", "DERCoding", readsDER: true),
        fuzzer("PEM", "DERCoding"),
        fuzzer("Names", "DERCoding", "PKIX", readsDER: true),
        fuzzer("Texts", "DERCoding", "PKIX"),
        fuzzer("Certificates", "DERCoding", "PKIX", readsDER: true),
        fuzzer("Lists", "DERCoding", "PKIX", readsDER: true),
        fuzzer("Paths", "DERCoding", "PKIX"),
        fuzzer("Requests", "DERCoding", "PKIX", readsDER: true),
        // It compiles the module of handshakes itself, which is no product, beside the servers of its tests.
        fuzzer(
            "Handshakes",
            "BlockCiphers",
            "DERCoding",
            "EllipticCurves",
            "MessageDigests",
            "PKIX",
            "RSACryptography",
            "SecretMemory"
        ),
        fuzzer("Keys", "DERCoding", "PKIX", "RSACryptography", "SecretMemory", readsDER: true),
        fuzzer("Settings", "PostgresConfiguration"),
        fuzzer("Rules", "PostgresConfiguration"),
        fuzzer("PoolPasswords", "PgpoolPasswords", "SecretMemory"),
        fuzzer("SCRAM", "SCRAMAuthentication", "SecretMemory"),
        fuzzer("CurveKeys", "DERCoding", "EllipticCurves", "PKIX", "SecretMemory", readsDER: true),
        fuzzer("CurveSignatures", "DERCoding", "EllipticCurves", "PKIX", "SecretMemory", readsDER: true),
        fuzzer("Encodings", "DERCoding", "SecretMemory", "TextEncodings"),
        fuzzer("Exports", "NodeCertificates", "NodeEncryption", "PKIX", "SecretMemory", "TextEncodings"),
        fuzzer("Journals", "MessageDigests", "NodeEncryption", "SecretMemory", "TextEncodings"),
        fuzzer("Kernels", "BlockCiphers", "MessageDigests", "SecretMemory"),
        fuzzer(
            "Logins",
            "SCRAMAuthentication",
            "SecretMemory",
            "ServerProbe",
            "TLSHandshake",
            "TextEncodings"
        ),
        fuzzer("NodeFiles", "DERCoding", "NodeEncryption", "NodePlatform", "PKIX", readsDER: true),
        fuzzer("Numbers", "Bignum", "SecretMemory"),
        fuzzer("ShellTexts", "NodePlatform", "TextEncodings"),
        fuzzer("TLSMessages", "SecretMemory", "ServerProbe", "TLSHandshake"),
        fuzzer("Undoings", "NodeEncryption", "PgpoolPasswords", "SecretMemory"),
    ],
    swiftLanguageModes: [.v6]
)
