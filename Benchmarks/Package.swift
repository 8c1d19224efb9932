// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that what is here as a peer or as the harness is no dependency of the toolkit.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "swift-postgres-pki", path: ".."),
        // Its default traits need jemalloc.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(
            name: "Measuring",
            dependencies: [.product(name: "Benchmark", package: "benchmark")],
            path: "Measuring"
        ),
        .executableTarget(
            name: "Primitives",
            dependencies: [
                "Measuring",
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "BlockCiphers", package: "swift-postgres-pki"),
                .product(name: "DERCoding", package: "swift-postgres-pki"),
                .product(name: "KeyDerivation", package: "swift-postgres-pki"),
                .product(name: "KeyEncodings", package: "swift-postgres-pki"),
                .product(name: "MessageDigests", package: "swift-postgres-pki"),
                .product(name: "PKIX", package: "swift-postgres-pki"),
                .product(name: "RSACryptography", package: "swift-postgres-pki"),
                .product(name: "SCRAMAuthentication", package: "swift-postgres-pki"),
                .product(name: "SecretMemory", package: "swift-postgres-pki"),
            ],
            path: "Primitives",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(
            name: "Processes",
            dependencies: ["Measuring", .product(name: "Benchmark", package: "benchmark")],
            path: "Processes",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(name: "Report", path: "Report"),
    ],
    swiftLanguageModes: [.v6]
)
