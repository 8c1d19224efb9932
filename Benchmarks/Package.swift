// swift-tools-version: 6.2

import PackageDescription

/// A library of the toolkit.
func ours(_ name: String) -> Target.Dependency {
    .product(name: name, package: "swift-postgres-pki")
}

// A package of its own, so that what is here as a peer is no dependency of the toolkit.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "swift-postgres-pki", path: ".."),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(name: "Sampling", path: "Sampling"),
        .target(name: "Measuring", dependencies: ["Sampling"], path: "Measuring"),
        .executableTarget(
            name: "Primitives",
            dependencies: [
                "Measuring", "Sampling",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                ours("BlockCiphers"), ours("DERCoding"), ours("EllipticCurves"), ours("MessageDigests"),
                ours("PKIX"), ours("RSACryptography"), ours("SCRAMAuthentication"), ours("SecretMemory"),
            ],
            path: "Primitives"
        ),
        .executableTarget(name: "Processes", dependencies: ["Measuring", "Sampling"], path: "Processes"),
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
        .testTarget(name: "ReportTests", dependencies: ["Report"], path: "ReportTests"),
    ],
    swiftLanguageModes: [.v6]
)
