/// The text of one article in a file.
enum ArticleFile {
  /// Larger files are no articles.
  private static let limit = 16 << 20

  /// Reads a file, or standard input for "-", which must be text in UTF-8 and no blank page.
  static func read(_ file: String, _ name: String) throws -> (bytes: [UInt8], text: String) {
    let bytes = try InputFile.bytes(file, limit: limit, advice: "; give one article's text in a file")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(.dataError, "\(name) is not text in UTF-8")
    }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw CommandFailure(.dataError, "\(name) is empty") }
    return (bytes, text)
  }
}
