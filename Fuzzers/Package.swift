// swift-tools-version: 6.2

import PackageDescription

// A package of its own: its programs link with libFuzzer, which nothing else of the toolkit needs.

/// The program that fuzzes one reader.
func fuzzer(_ name: String, _ modules: String...) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Checking"] + modules.map { .product(name: $0, package: "swift-postgres-pki") },
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
        fuzzer("DER", "DERCoding"),
        fuzzer("PEM", "DERCoding"),
        fuzzer("Names", "DERCoding", "PKIX"),
        fuzzer("Texts", "DERCoding", "PKIX"),
        fuzzer("Certificates", "DERCoding", "PKIX"),
        fuzzer("Lists", "DERCoding", "PKIX"),
        fuzzer("Paths", "DERCoding", "PKIX"),
        fuzzer("Requests", "DERCoding", "PKIX"),
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
        fuzzer("Keys", "DERCoding", "PKIX", "RSACryptography", "SecretMemory"),
        fuzzer("Settings", "PostgresConfiguration"),
        fuzzer("Rules", "PostgresConfiguration"),
        fuzzer("PoolPasswords", "PgpoolPasswords", "SecretMemory"),
        fuzzer("SCRAM", "SCRAMAuthentication", "SecretMemory"),
        fuzzer("CurveKeys", "DERCoding", "EllipticCurves", "PKIX", "SecretMemory"),
        fuzzer("CurveSignatures", "DERCoding", "EllipticCurves", "PKIX", "SecretMemory"),
    ],
    swiftLanguageModes: [.v6]
)
