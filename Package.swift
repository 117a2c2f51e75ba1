// swift-tools-version: 6.1
import PackageDescription

/// CI refuses warnings in our own targets.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])]

/// Only `make docs` needs the plugin that builds pages from the catalogue in Sources/Storage.
let documentation: [Package.Dependency] =
  Context.environment["ARMSKB_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

/// One package, arrows one way: CSQLite <- SQLite <- Storage -> Counting -> ArmsModel <- RecordImport, ArticleReading;
/// Reporting and Threading stand alone; only armskb prints, reads the environment or exits.
let package = Package(
  name: "armskb",
  products: [
    .executable(name: "armskb", targets: ["armskb"]),
    .executable(name: "question-times", targets: ["QuestionTimes"]),
    .library(name: "ArmsKB", targets: ["Storage", "Counting", "RecordImport", "Reporting"]),
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
    .target(name: "RecordImport", dependencies: ["ArmsModel", "Threading"], swiftSettings: strict),
    .target(name: "ArticleReading", dependencies: ["ArmsModel"], swiftSettings: strict),
    .target(name: "Reporting", swiftSettings: strict),
    .target(name: "Threading", swiftSettings: strict),
    .executableTarget(
      name: "armskb",
      dependencies: [
        "Storage", "Counting", "RecordImport", "ArticleReading", "Reporting", "CSystem",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "QuestionTimes", dependencies: ["SQLite", "ArmsModel", "Storage"],
      path: "Benchmarks/QuestionTimes", swiftSettings: strict),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: strict),
    .testTarget(name: "ThreadingTests", dependencies: ["Threading"], swiftSettings: strict),
    .testTarget(name: "ArmsModelTests", dependencies: ["ArmsModel"], swiftSettings: strict),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "RecordImport"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "CountingTests", dependencies: ["Counting"], swiftSettings: strict),
    .testTarget(
      name: "RecordImportTests", dependencies: ["RecordImport"], exclude: ["Golden", "Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "ArticleReadingTests", dependencies: ["ArticleReading"], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "armskbTests", dependencies: ["armskb", "SQLite", "Storage", "RecordImport"],
      exclude: ["Golden", "Fixtures"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
