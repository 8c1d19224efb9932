// swift-tools-version: 6.2

import PackageDescription

// A package of its own: its program is run under memcheck, by Scripts/check-constant-time, which wants what the
// processor has, and then Swift alone.
let traits: Set<Package.Dependency.Trait> = Context.environment["PORTABLY"] == nil ? [.defaults] : []
let package = Package(
    name: "ConstantTime",
    dependencies: [.package(name: "swift-postgres-pki", path: "../..", traits: traits)],
    targets: [
        .executableTarget(
            name: "ConstantTime",
            dependencies: [
                "BlockCiphers", "EllipticCurves", "MessageDigests", "RSACryptography", "SecretMemory",
            ].map { .product(name: $0, package: "swift-postgres-pki") },
            path: ".",
            exclude: ["steps.c", "compare_steps.py"],
            sources: ["main.swift"],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]
        )
    ],
    swiftLanguageModes: [.v6]
)
