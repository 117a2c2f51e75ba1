import Foundation
import SQLite
import Testing

/// A folder for the files of one test, gone with this object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("SQLiteTests-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    chmod(path, 0o700)
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// A database at `name` with table `number (value)` that holds 1 to `count`.
  func makeNumbers(_ name: String = "numbers.db", upTo count: Int = 3) throws -> String {
    let database = try Database(path: file(name), mode: .create)
    try database.fillNumbers(upTo: count)
    try database.close()
    return file(name)
  }
}

extension Database {
  static func inMemory() throws(SQLiteError) -> Database {
    try Database(path: ":memory:", mode: .create)
  }

  func fillNumbers(upTo count: Int) throws {
    try execute("CREATE TABLE number (value INTEGER NOT NULL UNIQUE) STRICT")
    let insert = try prepare("INSERT INTO number VALUES (:value)")
    try transaction {
      for value in 1..<(count + 1) {
        try insert.bind(value, ":value")
        try insert.run()
      }
    }
  }

  /// The integer that `sql` gives in its only row.
  func integer(_ sql: String) throws(SQLiteError) -> Int64 {
    let statement = try prepare(sql)
    guard try statement.step() else { throw SQLiteError(code: .error, message: "no row", sql: sql) }
    return try statement.integer(0)
  }
}

/// The error that `body` throws, recorded as a failure of the test if it throws none.
func failure(
  sourceLocation: SourceLocation = #_sourceLocation, of body: () throws -> Void
) -> SQLiteError? {
  #expect(throws: SQLiteError.self, sourceLocation: sourceLocation, performing: body)
}

/// Writes noise over page `number`, from 1, of a file with pages of 4096 bytes.
func overwritePage(_ number: Int, of path: String) throws {
  let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
  try file.seek(toOffset: UInt64(number - 1) * 4_096)
  try file.write(contentsOf: Data(repeating: 0xa5, count: 4_096))
  try file.close()
}

/// A statement that runs for minutes unless it is stopped.
let endless = """
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000)
  SELECT count(*) FROM n
  """

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension String {
  /// Up to `limit` scalars, with U+0000, combining marks and scalars outside of the first plane.
  static func random(upTo limit: Int, using generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0, 0x20...0x7e, 0x300...0x36f, 0x400...0x4ff, 0x2000...0x206f, 0xe000...0xffff,
      0x1f300...0x1f6ff, 0x10fff0...0x10ffff,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &generator) {
      let range = ranges.randomElement(using: &generator) ?? 0...0
      if let scalar = UnicodeScalar(UInt32.random(in: range, using: &generator)) { text.append(scalar) }
    }
    return String(text)
  }
}
