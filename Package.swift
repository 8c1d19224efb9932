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
let testSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A folder of `Sources`, whose modules are neighbours: an arrow leads to an earlier one of them, or to a neighbourhood
/// further down. `Scripts/check-structure` proves it.
struct Neighbourhood {
    let name: String

    /// A module of this neighbourhood and its tests.
    func module(
        _ name: String,
        _ dependencies: Target.Dependency...,
        kernels: [Target] = [],
        exclude: [String] = [],
        testDependencies: [Target.Dependency] = [],
        testExclude: [String] = [],
        testSettings: [SwiftSetting] = testSettings
    ) -> [Target] {
        let dependencies =
            dependencies
            + kernels.map { .target(name: $0.name, condition: .when(traits: ["VectorLanes"])) }
        return [
            .target(
                name: name,
                dependencies: dependencies,
                path: "Sources/\(self.name)/\(name)",
                exclude: exclude,
                swiftSettings: house
            ),
            tests(of: name, dependencies + testDependencies, exclude: testExclude, settings: testSettings),
        ]
    }

    /// A program of this neighbourhood and its tests, which call its parts and run it whole.
    func program(
        _ name: String,
        _ dependencies: Target.Dependency...,
        exclude: [String] = [],
        testExclude: [String] = [],
        settings: [SwiftSetting] = house,
        isTested: Bool = true
    ) -> [Target] {
        let program = Target.executableTarget(
            name: name,
            dependencies: dependencies,
            path: "Sources/\(self.name)/\(name)",
            exclude: exclude,
            swiftSettings: settings
        )
        return isTested ? [program, tests(of: name, dependencies, exclude: testExclude)] : [program]
    }

    private func tests(
        of name: String,
        _ dependencies: [Target.Dependency],
        exclude: [String] = [],
        settings: [SwiftSetting] = testSettings
    ) -> Target {
        .testTarget(
            name: name + "Tests",
            dependencies: dependencies + [.byName(name: name), "TestSupport"],
            path: "Tests/\(self.name)/\(name)Tests",
            exclude: exclude,
            swiftSettings: settings
        )
    }

    /// A module of the C library's or another library's declarations; there is no C source in the house.
    func library(_ name: String, providers: [SystemPackageProvider]? = nil) -> Target {
        .systemLibrary(name: name, path: "Sources/\(self.name)/\(name)", providers: providers)
    }

    /// What an x86-64 computes with instructions that others of its kind lack, and its callers ask the processor first.
    ///
    /// The flags bring these instructions in. So such a target holds concrete functions on pointers and nothing else: a
    /// generic that was specialised here, or the functions that copy a public type, might be taken for the whole
    /// program. `Scripts/check-tools` looks that a release has none. A builder who wants no flags leaves the trait
    /// `VectorLanes` out, and the targets with it.
    func kernel(_ name: String, instructions: String...) -> [Target] {
        #if arch(x86_64)
            // Optimised always: else what registers hold is put on the stack at every step, and stays there.
            let flags = ["-O"] + instructions.flatMap { ["-Xcc", "-m" + $0] }
            return [
                .target(
                    name: name,
                    dependencies: ["CVectorIntrinsics"],
                    path: "Sources/\(self.name)/\(name)",
                    swiftSettings: house + [.unsafeFlags(flags)]
                )
            ]
        #else
            return []
        #endif
    }
}

// System: what is not ours.

let system = Neighbourhood(name: "System")
let systemLibraries = [
    system.library("CGMP", providers: [.apt(["libgmp-dev"])]),
    system.library("CSystemCalls"),
    system.library("CVectorIntrinsics"),
]

// Kernels: what is compiled for some processors only.

let kernels = Neighbourhood(name: "Kernels")

/// Eight numbers at once, with AVX-512 IFMA or with AVX2. Both compile the same files for what is computed with
/// multiplications, by links from the second to the first.
let laneKernels =
    kernels.kernel("LaneKernels", instructions: "avx512f", "avx512ifma")
    + kernels.kernel("FloatingLaneKernels", instructions: "avx2", "fma")

/// SHA-256 on the SHA instructions, and on sixteen lanes of AVX-512, and SHA-512 on AVX2: three targets, since there
/// are processors with the one and not the other.
let digestKernels =
    kernels.kernel("DigestKernels", instructions: "sha", "sse4.1")
    + kernels.kernel("DigestLaneKernels", instructions: "avx512f")
    + kernels.kernel("DigestPairKernels", instructions: "avx2", "bmi2")

/// AES on the AES instructions, and on those that take four blocks at once, and GHASH on carry-less multiplication:
/// three targets, since a processor may have, and a hypervisor may show, the one and not the other.
let cipherKernels =
    kernels.kernel("CipherKernels", instructions: "aes")
    + kernels.kernel("WideCipherKernels", instructions: "aes", "vaes", "avx512f")
    + kernels.kernel("PolynomialKernels", instructions: "pclmul", "ssse3")

// Ground: what everything else stands on.

let ground = Neighbourhood(name: "Ground")
let groundModules =
    ground.module("SecretMemory", "CSystemCalls")
    + ground.module("TextEncodings", "SecretMemory", testDependencies: ["VectorFiles"])
    + ground.module("ProcessorFeatures", "CVectorIntrinsics")
    + ground.module("DurableFiles", "CSystemCalls", "SecretMemory", "TextEncodings")

// Primitives: cryptography on octets and numbers.

let primitives = Neighbourhood(name: "Primitives")
let primitiveModules =
    primitives.module(
        "MessageDigests",
        "ProcessorFeatures",
        "SecretMemory",
        kernels: digestKernels,
        testDependencies: ["VectorFiles"]
    )
    + primitives.module(
        "BlockCiphers",
        "ProcessorFeatures",
        "SecretMemory",
        kernels: cipherKernels,
        testDependencies: ["VectorFiles"]
    )
    + primitives.module(
        "Bignum",
        "CGMP",
        "ProcessorFeatures",
        "SecretMemory",
        kernels: laneKernels,
        testDependencies: ["VectorFiles"]
    )
    + primitives.module(
        "RSACryptography",
        "BlockCiphers",
        "Bignum",
        "MessageDigests",
        "SecretMemory",
        exclude: ["GENERATION.md"],
        testDependencies: ["VectorFiles"]
    )
    + primitives.module(
        "EllipticCurves",
        "MessageDigests",
        "SecretMemory",
        testDependencies: ["Bignum", "VectorFiles"]
    )

// Formats: what primitives are written down in.

let formats = Neighbourhood(name: "Formats")
let formatModules =
    formats.module("DERCoding", "SecretMemory", "TextEncodings")
    + formats.module(
        "PKIX",
        "Bignum",
        "DERCoding",
        "EllipticCurves",
        "MessageDigests",
        "RSACryptography",
        "SecretMemory",
        "TextEncodings"
    )
    + formats.module(
        "TLSHandshake",
        "BlockCiphers",
        "EllipticCurves",
        "MessageDigests",
        "PKIX",
        "RSACryptography",
        "SecretMemory",
        testDependencies: ["DERCoding", "VectorFiles"]
    )
    + formats.module(
        "SCRAMAuthentication",
        "MessageDigests",
        "SecretMemory",
        "TextEncodings",
        exclude: ["Tables/generate.py"],
        testDependencies: ["VectorFiles"],
        testExclude: ["judge.py", "relay.py"]
    )
    + formats.module(
        "PgpoolPasswords",
        "BlockCiphers",
        "MessageDigests",
        "SCRAMAuthentication",
        "SecretMemory",
        "TextEncodings"
    )
    + formats.module("PostgresConfiguration", "DurableFiles", "SecretMemory", "TextEncodings")
    + formats.module(
        "PostgresPKI",
        "BlockCiphers",
        "DERCoding",
        "DurableFiles",
        "EllipticCurves",
        "MessageDigests",
        "PKIX",
        "PgpoolPasswords",
        "PostgresConfiguration",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        // What the tests call must come by the one import.
        testSettings: testSettings + [.enableUpcomingFeature("MemberImportVisibility")]
    )

// Node: what a node of a database is, and what is done to it.

let node = Neighbourhood(name: "Node")
let nodeModules =
    node.module(
        "NodePlatform",
        "DurableFiles",
        "PgpoolPasswords",
        "PostgresConfiguration",
        "SecretMemory",
        "TextEncodings"
    )
    + node.module(
        "ServerProbe",
        "DurableFiles",
        "MessageDigests",
        "NodePlatform",
        "PKIX",
        "SCRAMAuthentication",
        "SecretMemory",
        "TLSHandshake",
        "TextEncodings",
        testExclude: ["between.py"]
    )
    + node.module(
        "NodeCertificates",
        "DERCoding",
        "DurableFiles",
        "EllipticCurves",
        "NodePlatform",
        "PKIX",
        "RSACryptography",
        "SecretMemory",
        "TextEncodings"
    )
    + node.module(
        "NodeEncryption",
        "Bignum",
        "BlockCiphers",
        "CSystemCalls",
        "DERCoding",
        "DurableFiles",
        "MessageDigests",
        "NodeCertificates",
        "NodePlatform",
        "PKIX",
        "PgpoolPasswords",
        "PostgresConfiguration",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "ServerProbe",
        "TLSHandshake",
        "TextEncodings",
        testExclude: [
            "Clients/Judge.java", "Clients/certificates.py", "Clients/judge.go", "Clients/judge.py",
        ]
    )
    + node.module(
        "SelfTest",
        "Bignum",
        "BlockCiphers",
        "MessageDigests",
        "PKIX",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "TextEncodings",
        testDependencies: ["VectorFiles"]
    )

// Tools: what an operator runs.

let tools = Neighbourhood(name: "Tools")
let toolTargets =
    tools.module(
        "ToolSupport",
        "DurableFiles",
        "NodePlatform",
        "SecretMemory",
        "TextEncodings"
    )
    // What imports ArgumentParser, and Foundation with it: pg_enc reads its own arguments and carries neither.
    + tools.module(
        "ToolParsing",
        "NodePlatform",
        "SecretMemory",
        "TextEncodings",
        "ToolSupport",
        argumentParser
    )
    + tools.program(
        "selfcertgen",
        "DERCoding",
        "DurableFiles",
        "NodeCertificates",
        "NodePlatform",
        "PKIX",
        "SecretMemory",
        "SelfTest",
        "TextEncodings",
        "ToolParsing",
        "ToolSupport",
        argumentParser
    )
    + tools.program(
        "pg_enc",
        "DurableFiles",
        "NodePlatform",
        "PgpoolPasswords",
        "SecretMemory",
        "TextEncodings",
        "ToolSupport"
    )
    + tools.program(
        "postgres-ssl",
        "DERCoding",
        "DurableFiles",
        "NodeCertificates",
        "NodeEncryption",
        "NodePlatform",
        "SecretMemory",
        "ServerProbe",
        "TLSHandshake",
        "TextEncodings",
        "ToolParsing",
        "ToolSupport",
        argumentParser,
        exclude: ["CHECK.md", "STATUS.md"],
        testExclude: ["NodePlanTests/Cases", "NodePlanTests/handshakes.py"]
    )

// Development: what whoever works on the package runs. The converter of the published figures reads JSON with
// Foundation.

let development = Neighbourhood(name: "Development")
let developmentTargets =
    development.module("VectorFiles", "DurableFiles", "SecretMemory", "TextEncodings")
    + development.module(
        "VectorSuites",
        "BlockCiphers",
        "Bignum",
        "DERCoding",
        "EllipticCurves",
        "MessageDigests",
        "PKIX",
        "RSACryptography",
        "SCRAMAuthentication",
        "SecretMemory",
        "TLSHandshake",
        "TextEncodings",
        "VectorFiles"
    )
    + development.program(
        "vectors",
        "ToolParsing",
        "ToolSupport",
        "VectorFiles",
        "VectorSuites",
        argumentParser,
        isTested: false
    )
    + development.program(
        "vector-converter",
        "Bignum",
        "DERCoding",
        "MessageDigests",
        "SecretMemory",
        "VectorFiles",
        argumentParser,
        exclude: ["Typed"],
        settings: testSettings
    )

let testSupport = Target.target(
    name: "TestSupport",
    dependencies: ["SecretMemory"],
    path: "Tests/TestSupport",
    swiftSettings: testSettings
)

/// What others can import. All else is for the modules here alone.
let libraries = [
    "SecretMemory", "DurableFiles",
    "MessageDigests", "BlockCiphers", "RSACryptography", "EllipticCurves",
    "DERCoding", "PKIX", "SCRAMAuthentication", "PgpoolPasswords", "PostgresConfiguration",
    "PostgresPKI",
]

/// What `Fuzzers/run` runs besides, and nobody else can import.
let fuzzed =
    Context.environment["POSTGRES_PKI_FUZZING"] == nil
    ? []
    : [
        "Bignum", "NodeCertificates", "NodeEncryption", "NodePlatform", "ServerProbe", "TLSHandshake",
        "TextEncodings",
    ]

let package = Package(
    name: "swift-postgres-pki",
    products: (libraries + fuzzed).map { .library(name: $0, targets: [$0]) }
        + ["selfcertgen", "pg_enc", "postgres-ssl"].map { .executable(name: $0, targets: [$0]) },
    traits: [
        .trait(
            name: "VectorLanes",
            description:
                "Computes in vector lanes and with SHA and AES instructions where the processor can; needs flags."
        ),
        .default(enabledTraits: ["VectorLanes"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: systemLibraries + laneKernels + digestKernels + cipherKernels
        + groundModules + primitiveModules + formatModules + nodeModules + toolTargets + developmentTargets
        + [testSupport],
    swiftLanguageModes: [.v6]
)
