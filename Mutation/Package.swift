// swift-tools-version: 6.2

import PackageDescription

// A package of its own: it reads and rewrites Swift by swift-syntax, which nothing else of the toolkit needs.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Mutation",
    dependencies: [.package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1")],
    targets: [
        .target(
            name: "Planting",
            dependencies: [
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftParser", package: "swift-syntax"),
                .product(name: "SwiftOperators", package: "swift-syntax"),
            ],
            path: "Planting",
            swiftSettings: settings
        ),
        .executableTarget(name: "plant", dependencies: ["Planting"], path: "plant", swiftSettings: settings),
        .testTarget(
            name: "PlantingTests",
            dependencies: [
                "Planting",
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftParser", package: "swift-syntax"),
                .product(name: "SwiftOperators", package: "swift-syntax"),
            ],
            path: "PlantingTests",
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
