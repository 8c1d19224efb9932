// swift-tools-version: 6.2

import PackageDescription

/// A library of the toolkit.
func ours(_ name: String) -> Target.Dependency {
    .product(name: name, package: "swift-postgres-pki")
}

let harness: Target.Dependency = .product(name: "Benchmark", package: "benchmark")
let plugins: [Target.PluginUsage] = [.plugin(name: "BenchmarkPlugin", package: "benchmark")]

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
        .target(name: "Sampling", path: "Sampling"),
        .target(name: "Measuring", dependencies: ["Sampling", harness], path: "Measuring"),
        .executableTarget(
            name: "Primitives",
            dependencies: [
                "Measuring", "Sampling", harness,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                ours("BlockCiphers"), ours("DERCoding"), ours("EllipticCurves"), ours("MessageDigests"),
                ours("PKIX"), ours("RSACryptography"), ours("SCRAMAuthentication"), ours("SecretMemory"),
            ],
            path: "Primitives",
            plugins: plugins
        ),
        .executableTarget(
            name: "Processes",
            dependencies: ["Measuring", "Sampling", harness],
            path: "Processes",
            plugins: plugins
        ),
        .executableTarget(
            name: "Growth",
            dependencies: [
                "Sampling",
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                ours("DERCoding"), ours("PKIX"), ours("RSACryptography"), ours("SecretMemory"),
            ],
            path: "Growth"
        ),
        .executableTarget(
            name: "Paths",
            dependencies: [
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            path: "Paths"
        ),
        .executableTarget(name: "Report", path: "Report"),
    ],
    swiftLanguageModes: [.v6]
)
