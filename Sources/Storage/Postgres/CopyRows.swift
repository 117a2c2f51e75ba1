import SQLite

/// Writes rows as PostgreSQL's COPY reads them: a line a row, tabs between values, `\N` for NULL.
///
/// https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2
struct CopyEncoder {
  private(set) var bytes: [UInt8] = []
  /// Texts that had to be changed, because PostgreSQL holds neither U+0000 nor what is no UTF-8.
  private(set) var changedTexts = 0

  /// Forgets the lines.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// Adds the row on which the statement stands.
  mutating func append(_ row: Statement, columns: Int32) throws {
    for column in 0..<columns {
      if column > 0 { bytes.append(UInt8(ascii: "\t")) }
      switch row.type(column) {
      case .null: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      case .integer: bytes += "\(try row.integer(column))".utf8
      // The shortest digits that give this number again; SQLite itself would print 15.
      case .real: bytes += "\(try row.real(column))".utf8
      case .text: if let text = row.textBytes(column) { append(text: text) }
      case .blob: if let blob = row.blobBytes(column) { append(blob: blob) }
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Adds a text with what would end a value or a line written out.
  mutating func append(text: UnsafeRawBufferPointer) {
    var isPlain = true
    for byte in text where byte >= 0x80 || byte == 0 {
      isPlain = false
      break
    }
    if !isPlain {
      let valid = String(validating: text, as: UTF8.self)
      if valid == nil || text.contains(0) {
        changedTexts += 1
        let repaired = String(decoding: text, as: UTF8.self)
        var shown = String.UnicodeScalarView()
        for scalar in repaired.unicodeScalars { shown.append(scalar == "\0" ? "\u{2400}" : scalar) }
        for byte in String(shown).utf8 { append(byte) }
        return
      }
    }
    for byte in text { append(byte) }
  }

  private mutating func append(_ byte: UInt8) {
    let letter: UInt8? =
      switch byte {
      case UInt8(ascii: "\\"): UInt8(ascii: "\\")
      case UInt8(ascii: "\t"): UInt8(ascii: "t")
      case UInt8(ascii: "\n"): UInt8(ascii: "n")
      case UInt8(ascii: "\r"): UInt8(ascii: "r")
      default: nil
      }
    if let letter {
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(letter)
    } else {
      bytes.append(byte)
    }
  }

  /// Adds bytes in hexadecimal.
  mutating func append(blob: UnsafeRawBufferPointer) {
    bytes += "\\\\x".utf8
    for byte in blob {
      for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 48 + digit : 87 + digit) }
    }
  }
}

extension KnowledgeBase {
  /// Hands over the rows of a table as the text of its file, piece by piece, ordered by their columns.
  ///
  /// - Returns: how many rows there are, and how many texts had to be changed: U+0000 stands as `␀` and what is no
  ///   UTF-8 as U+FFFD, because PostgreSQL refuses both.
  public func copyRows(
    of table: PostgresScripts.Table, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> (rows: Int, changedTexts: Int) {
    let order = table.columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
    let statement = try database.prepare("SELECT \(table.list) FROM \(table.name) ORDER BY \(order)")
    var encoder = CopyEncoder()
    var rows = 0
    while try statement.step() {
      try encoder.append(statement, columns: Int32(table.columns.count))
      rows += 1
      if encoder.bytes.count > 1 << 16 {
        try encoder.bytes.withUnsafeBytes(body)
        encoder.clear()
      }
    }
    try encoder.bytes.withUnsafeBytes(body)
    return (rows, encoder.changedTexts)
  }
}
