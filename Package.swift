// swift-tools-version: 6.1
import PackageDescription

/// One package, arrows one way; see docs/architecture.md.
let package = Package(
  name: "armskb",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2")
  ],
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "SQLite", dependencies: ["CSQLite"]),
    .target(name: "Reporting"),
    .target(name: "RecordImport"),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], exclude: ["Golden"]),
    .testTarget(name: "RecordImportTests", dependencies: ["RecordImport"]),
  ],
  swiftLanguageModes: [.v6]
)
