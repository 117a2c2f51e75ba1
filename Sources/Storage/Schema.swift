import SQLite

/// The tables of a knowledge base and how an older file is brought up to them.
public enum Schema {
  /// `PRAGMA application_id` of every knowledge base: 'ARMS'.
  public static let applicationID: Int32 = 0x4152_4D53
  /// `PRAGMA user_version` of a new file.
  public static let version = 1
  /// The lowest version that a program has ever written.
  static let firstVersion = 1
  /// The text of `schema.sql`, the one definition of a new file.
  public static var text: String { EmbeddedFiles.text("schema.sql") }

  /// One step from a version to the next; its text is frozen once it is released.
  struct Migration: Sendable {
    var from: Int
    var sql: String
  }

  /// The steps in order; version 1 is the first, so that there are none yet.
  static let migrations: [Migration] = []

  /// Brings the file to the newest version, in one transaction.
  static func migrate(_ database: Database, from version: Int, by steps: [Migration] = migrations) throws {
    try database.transaction(.immediate) {
      var version = version
      for step in steps where step.from == version {
        try database.execute(step.sql)
        version += 1
      }
      try database.setUserVersion(Int32(version))
    }
  }
}
