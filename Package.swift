// swift-tools-version: 6.1
import PackageDescription

/// CI refuses warnings in our own targets.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])]

/// Only `make docs` needs the plugin that builds pages from the catalogue in Sources/Storage.
let documentation: [Package.Dependency] =
  Context.environment["ARMSKB_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

/// One package, arrows one way: CSQLite <- SQLite <- Storage -> Counting -> ArmsModel <- Import, Reading;
/// Publishing and Threading stand alone; only armskb prints, reads the environment or exits.
let package = Package(
  name: "armskb",
  products: [
    .executable(name: "armskb", targets: ["armskb"]),
    .executable(name: "question-times", targets: ["QuestionTimes"]),
    .library(name: "ArmsKB", targets: ["Storage", "Counting", "Import", "Publishing"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ] + documentation,
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CEmbedded"),
    .target(name: "CSystem"),
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
    .target(
      name: "ArmsModel",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
    .target(
      name: "Storage", dependencies: ["SQLite", "ArmsModel", "Counting", "CEmbedded", "Threading"],
      swiftSettings: strict),
    .target(name: "Counting", dependencies: ["ArmsModel"], swiftSettings: strict),
    .target(name: "Import", dependencies: ["ArmsModel", "Threading"], swiftSettings: strict),
    .target(name: "Reading", dependencies: ["ArmsModel"], swiftSettings: strict),
    .target(name: "Publishing", swiftSettings: strict),
    .target(name: "Threading", swiftSettings: strict),
    .executableTarget(
      name: "armskb",
      dependencies: [
        "Storage", "Counting", "Import", "Reading", "Publishing", "CSystem",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "QuestionTimes", dependencies: ["SQLite", "ArmsModel", "Storage"],
      path: "Benchmarks/QuestionTimes", swiftSettings: strict),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: strict),
    .testTarget(name: "ThreadingTests", dependencies: ["Threading"], swiftSettings: strict),
    .testTarget(name: "ArmsModelTests", dependencies: ["ArmsModel"], swiftSettings: strict),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Import"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "CountingTests", dependencies: ["Counting"], swiftSettings: strict),
    .testTarget(
      name: "ImportTests", dependencies: ["Import"], exclude: ["Golden", "Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "ReadingTests", dependencies: ["Reading"], swiftSettings: strict),
    .testTarget(
      name: "PublishingTests", dependencies: ["Publishing"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "armskbTests", dependencies: ["armskb", "SQLite", "Storage", "Import"],
      exclude: ["Golden", "Fixtures"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
