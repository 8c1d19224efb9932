// swift-tools-version: 6.2

import PackageDescription

/// What every module of the house is compiled with.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

/// Tests call the same features, but not under strict memory safety: what the macros of Swift Testing
/// expand to is not annotated for it.
let tests: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

/// A module of the house and its tests; every module is a library product too.
func module(
    _ name: String,
    _ dependencies: Target.Dependency...,
    kernels: [Target] = [],
    exclude: [String] = [],
    testDependencies: [Target.Dependency] = [],
    testExclude: [String] = []
) -> [Target] {
    let dependencies =
        dependencies
        + kernels.map { .target(name: $0.name, condition: .when(traits: ["VectorLanes"])) }
    return [
        .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: house),
        .testTarget(
            name: name + "Tests",
            dependencies: dependencies + [.byName(name: name), "TestSupport"] + testDependencies,
            exclude: testExclude,
            swiftSettings: tests
        ),
    ]
}

/// What an x86-64 computes with instructions that others of its kind lack, and its callers ask the processor first.
///
/// The flags bring these instructions in. So such a target holds concrete functions on pointers and nothing else: a generic
/// that was specialised here, or the functions that copy a public type, might be taken for the whole program.
/// `Scripts/check-tools` looks that a release has none. A builder who wants no flags leaves the trait `VectorLanes` out, and
/// the targets with it.
func kernel(_ name: String, instructions: String..., flags: [String] = []) -> [Target] {
    #if arch(x86_64)
        let flags = flags + instructions.flatMap { ["-Xcc", "-m" + $0] }
        return [
            .target(
                name: name,
                dependencies: ["CVectorIntrinsics"],
                swiftSettings: house + [.unsafeFlags(flags)]
            )
        ]
    #else
        return []
    #endif
}

/// Eight numbers at once, with AVX-512 IFMA or with AVX2. Both compile the same files for what is computed with
/// multiplications, by links from the second to the first.
let laneKernels =
    kernel("LaneKernels", instructions: "avx512f", "avx512ifma", flags: ["-O"])
    + kernel("FloatingLaneKernels", instructions: "avx2", "fma", flags: ["-O"])

/// SHA-256 on the SHA instructions, and on sixteen lanes of AVX-512: two targets, since there are processors with the one and
/// not the other.
let digestKernels =
    kernel("DigestKernels", instructions: "sha", "sse4.1")
    + kernel("DigestLaneKernels", instructions: "avx512f")

/// AES on the AES instructions.
let cipherKernels = kernel("CipherKernels", instructions: "aes")

let floor0 =
    [
        .systemLibrary(name: "CGMP", providers: [.apt(["libgmp-dev"])]),
        .systemLibrary(name: "CFileExchange"),
        .systemLibrary(name: "CSystemRandom"),
        .systemLibrary(name: "CVectorIntrinsics"),
    ]
    + laneKernels
    + digestKernels
    + cipherKernels
    + module("ProcessorFeatures", "CVectorIntrinsics")
    + module("SecretMemory", "CSystemRandom")
    + module("LaneArithmetic", "ProcessorFeatures", "SecretMemory", kernels: laneKernels)
    + module("TextEncodings", "SecretMemory")
    + module("DurableFiles", "CFileExchange", "SecretMemory", "TextEncodings")
    + module("VectorFiles", "TextEncodings")

let floor1 =
    module("Bignum", "CGMP", "LaneArithmetic", "SecretMemory", testDependencies: ["VectorFiles"])
    + module("MessageDigests", "ProcessorFeatures", "SecretMemory", kernels: digestKernels)
    + module("BlockCiphers", "ProcessorFeatures", "SecretMemory", kernels: cipherKernels)

let floor2 =
    module("DERCoding", "SecretMemory")
    + module("KeyDerivation", "MessageDigests", "SecretMemory")
    + module("PEMCoding", "SecretMemory", "TextEncodings")
    + module(
        "RSACryptography",
        "Bignum",
        "LaneArithmetic",
        "MessageDigests",
        "SecretMemory",
        testDependencies: ["VectorFiles"]
    )

let floor3 =
    module("KeyEncodings", "Bignum", "DERCoding", "PEMCoding", "RSACryptography", "SecretMemory")
    + module(
        "PKIX",
        "DERCoding",
        "KeyEncodings",
        "MessageDigests",
        "PEMCoding",
        "RSACryptography",
        "SecretMemory",
        "TextEncodings"
    )
    + module(
        "PgpoolPasswords",
        "BlockCiphers",
        "KeyDerivation",
        "MessageDigests",
        "SecretMemory",
        "TextEncodings"
    )
    + module(
        "SCRAMAuthentication",
        "KeyDerivation",
        "MessageDigests",
        "SecretMemory",
        "TextEncodings",
        exclude: ["Tables/generate.py"],
        testExclude: ["judge.py", "relay.py"]
    )
    + module("PostgresConfiguration")

/// Programs for who works on the package. The converter of the published figures reads JSON with Foundation.
let developmentTools: [Target] = [
    .executableTarget(
        name: "vector-converter",
        dependencies: [
            "Bignum", "DERCoding", "MessageDigests", "SecretMemory", "VectorFiles",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        exclude: ["Typed"],
        swiftSettings: tests
    ),
    .executableTarget(
        name: "vectors",
        dependencies: [
            "ToolSupport", "VectorFiles", "VectorSuites",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        swiftSettings: house
    ),
    .testTarget(
        name: "vector-converterTests",
        dependencies: ["vector-converter", "VectorFiles"],
        swiftSettings: tests
    ),
]

let floor4 =
    module(
        "SelfTest",
        "Bignum",
        "BlockCiphers",
        "KeyDerivation",
        "KeyEncodings",
        "MessageDigests",
        "PKIX",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "TextEncodings",
        testDependencies: ["VectorFiles"]
    )
    + module(
        "NodeEncryption",
        "BlockCiphers",
        "DERCoding",
        "DurableFiles",
        "KeyDerivation",
        "KeyEncodings",
        "MessageDigests",
        "NodeCertificates",
        "PKIX",
        "PgpoolPasswords",
        "PostgresConfiguration",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "TextEncodings"
    )
    + module(
        "NodeCertificates",
        "DERCoding",
        "DurableFiles",
        "KeyEncodings",
        "PEMCoding",
        "PKIX",
        "RSACryptography",
        "SecretMemory"
    )

let floor5 =
    module(
        "ToolSupport",
        "DurableFiles",
        "SecretMemory",
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    )
    + module(
        "VectorSuites",
        "BlockCiphers",
        "Bignum",
        "KeyDerivation",
        "KeyEncodings",
        "MessageDigests",
        "PKIX",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "TextEncodings",
        "VectorFiles"
    )

/// A command-line tool and its tests, which call its parts and run it whole.
func tool(_ name: String, _ dependencies: Target.Dependency...) -> [Target] {
    [
        .executableTarget(name: name, dependencies: dependencies, swiftSettings: house),
        .testTarget(
            name: name + "Tests",
            dependencies: dependencies + [.byName(name: name), "TestSupport"],
            swiftSettings: tests
        ),
    ]
}

let tools =
    tool(
        "pg_enc",
        "DurableFiles",
        "PgpoolPasswords",
        "PostgresConfiguration",
        "SecretMemory",
        "ToolSupport"
    )
    + tool(
        "selfcertgen",
        "DERCoding",
        "DurableFiles",
        "NodeCertificates",
        "PKIX",
        "SecretMemory",
        "SelfTest",
        "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    )
    + tool(
        "postgres-ssl",
        "DERCoding",
        "DurableFiles",
        "NodeCertificates",
        "NodeEncryption",
        "SecretMemory",
        "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    )

let testSupport: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: ["SecretMemory"],
        path: "Tests/TestSupport",
        swiftSettings: tests
    )
]

let modules = floor0 + floor1 + floor2 + floor3 + floor4 + floor5
let libraries = modules.filter { $0.type == .regular && !$0.name.hasSuffix("Kernels") }

let package = Package(
    name: "swift-postgres-pki",
    products: libraries.map { .library(name: $0.name, targets: [$0.name]) }
        + tools.filter { $0.type == .executable }.map { .executable(name: $0.name, targets: [$0.name]) },
    traits: [
        .trait(
            name: "VectorLanes",
            description:
                "Computes in vector lanes and by the SHA and AES instructions where the processor can; needs target flags."
        ),
        .default(enabledTraits: ["VectorLanes"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: modules + tools + developmentTools + testSupport,
    swiftLanguageModes: [.v6]
)
