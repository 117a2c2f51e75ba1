extension DatasetFile {
  /// The text of these bytes: UTF-8, UTF-16 or Windows-1252, whatever its line ends.
  ///
  /// A byte-order mark is dropped. A line that is no UTF-8 is read as Windows-1252. A saved answer of SIPRI's
  /// server, JSON with the file inside, gives the file inside; rows of a table as JSON objects give that table.
  /// - Throws: `DatasetFileError` for what is no text: packed files, spreadsheets, PDF, databases, web pages.
  public init(name: String, bytes: [UInt8]) throws(DatasetFileError) {
    if let error = DatasetFileError(beginningOf: bytes) { throw error }
    if let inner = DatasetEnvelope.content(of: bytes) {
      try self.init(name: name, plain: inner)
      return
    }
    try self.init(name: name, plain: bytes)
    // An answer of the UN Register holds lists of rows as well, and is more than these.
    if !UNRegisterLayout.mayBegin(self), let lines = JSONRows.lines(of: bytes) {
      self.init(name: name, lines: lines)
    }
  }

  private init(name: String, plain bytes: [UInt8]) throws(DatasetFileError) {
    if let error = DatasetFileError(beginningOf: bytes) { throw error }
    if let units = DatasetDecoding.utf16(bytes) {
      let text = Array(String(decoding: units, as: UTF16.self).utf8)
      self.init(
        name: name, lines: DatasetDecoding.lines(text).lines, encoding: "UTF-16",
        isLastLineOpen: DatasetDecoding.isLastLineOpen(text))
      return
    }
    guard !DatasetDecoding.isBinary(bytes) else { throw .noText }
    let decoded = DatasetDecoding.lines(bytes)
    self.init(
      name: name, lines: decoded.lines, encoding: decoded.isUTF8 ? "UTF-8" : "Windows-1252",
      isLastLineOpen: DatasetDecoding.isLastLineOpen(bytes))
  }
}

/// The steps from bytes to lines.
enum DatasetDecoding {
  /// The code units of UTF-16, or nil if the bytes are something else.
  ///
  /// Told by the byte-order mark; without it by zeros in every second place, as in text that is mostly ASCII.
  static func utf16(_ bytes: [UInt8]) -> [UInt16]? {
    guard bytes.count >= 2 else { return nil }
    let isLittle: Bool
    var start = 2
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE): isLittle = true
    case (0xFE, 0xFF): isLittle = false
    default:
      let pairs = min(bytes.count, 2048) / 2
      var zeros = (even: 0, odd: 0)
      for pair in 0..<pairs {
        if bytes[2 * pair] == 0 { zeros.even += 1 }
        if bytes[2 * pair + 1] == 0 { zeros.odd += 1 }
      }
      if zeros.odd * 10 >= pairs * 9, zeros.even * 20 <= pairs {
        isLittle = true
      } else if zeros.even * 10 >= pairs * 9, zeros.odd * 20 <= pairs {
        isLittle = false
      } else {
        return nil
      }
      start = 0
    }
    return stride(from: start, to: bytes.count - 1, by: 2).map { place in
      let first = UInt16(bytes[place])
      let second = UInt16(bytes[place + 1])
      return isLittle ? second << 8 | first : first << 8 | second
    }
  }

  /// Whether so many control characters stand at the beginning that no editor would show it as text.
  static func isBinary(_ bytes: [UInt8]) -> Bool {
    let beginning = bytes.prefix(4096)
    let controls = beginning.count { $0 < 0x20 && !($0 >= 0x08 && $0 <= 0x0D) && $0 != 0x1A && $0 != 0x1B }
    return controls * 20 > beginning.count
  }

  /// The lines of a text in UTF-8 or Windows-1252; an end of line at the very end begins no line.
  static func lines(_ bytes: [UInt8]) -> (lines: [String], isUTF8: Bool) {
    var lines: [String] = []
    lines.reserveCapacity(bytes.count / 100 + 1)
    var isUTF8 = true
    bytes.withUnsafeBufferPointer { bytes in
      var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      while start < bytes.count {
        var end = start
        var isASCII = true
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D {
          if bytes[end] >= 0x80 { isASCII = false }
          end += 1
        }
        let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if isASCII {
          lines.append(String(decoding: line, as: UTF8.self))
        } else if let text = String(validating: line, as: UTF8.self) {
          lines.append(text)
        } else {
          isUTF8 = false
          lines.append(windows1252(line))
        }
        start = end + 1
        if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { start += 1 }
      }
    }
    return (lines, isUTF8)
  }

  /// Whether the last line has no end.
  static func isLastLineOpen(_ bytes: [UInt8]) -> Bool {
    bytes.last.map { $0 != 0x0A && $0 != 0x0D } ?? false
  }

  /// Bytes of Windows-1252; the five that it leaves open are the controls of Latin-1.
  private static func windows1252(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var text = String()
    text.reserveCapacity(bytes.count + 8)
    for byte in bytes { text.unicodeScalars.append(windows1252(byte)) }
    return text
  }

  /// The letter of a byte of Windows-1252.
  static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    guard byte >= 0x80 && byte < 0xA0 else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(upper[Int(byte) - 0x80]) ?? "\u{FFFD}"
  }

  /// The code points of the bytes 80 to 9F.
  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
    0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
    0x17E, 0x178,
  ]
}
