/// The tables of a knowledge base and how an older file is brought up to them.
public enum Schema {
  /// `PRAGMA application_id` of every knowledge base: 'ARMS'.
  public static let applicationID: Int32 = 0x4152_4D53
  /// `PRAGMA user_version` of a new file.
  public static let version = 2
  /// The lowest version that a program has ever written.
  static let firstVersion = 1
  /// The text of `schema.sql`, the one definition of a new file.
  public static var text: String { EmbeddedFiles.text("schema.sql") }
}
