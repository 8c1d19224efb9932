// swift-tools-version: 6.2

import PackageDescription

/// A program of one file, in the folder of its name.
func example(_ name: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: [.product(name: "PostgresPKI", package: "swift-postgres-pki")],
        path: name
    )
}

// A package of its own, as the one of whoever uses the toolkit. `Scripts/examples` builds, runs and judges them all.
let package = Package(
    name: "Examples",
    dependencies: [.package(name: "swift-postgres-pki", path: "..")],
    targets: [
        example("make-server"),
        example("make-root"),
        example("sign-request"),
        example("list-names"),
        example("verify-signature"),
        example("scram-secret"),
        example("pool-passwd"),
    ],
    swiftLanguageModes: [.v6]
)
