/// Why bytes cannot be read as a dataset's text.
public enum DatasetFileError: Error, Hashable, Sendable {
  /// A spreadsheet's own file, zipped or of the old kind.
  case spreadsheet
  /// A zip archive that is no spreadsheet.
  case archive
  /// Packed by that program.
  case compressed(by: String)
  /// A PDF file.
  case pdf
  /// A database of SQLite.
  case database
  /// A page of a website instead of the file behind it.
  case webPage
  /// Bytes that are no text in any encoding known here.
  case noText
}

extension DatasetFileError: CustomStringConvertible {
  /// One plain sentence without a full stop: what it is, and what to save instead.
  public var description: String {
    switch self {
    case .spreadsheet: "is a spreadsheet; save the sheet as CSV (UTF-8) and import that file"
    case .archive: "is a zip archive; unpack it and import the file inside"
    case .compressed(let program): "is packed with \(program); unpack it and import the file inside"
    case .pdf: "is a PDF file; download the data as CSV instead"
    case .database: "is an SQLite database; write the table to a CSV file and import that"
    case .webPage: "is a web page; save the file that its download button gives, not the page"
    case .noText: "is no text"
    }
  }
}

extension DatasetFileError {
  /// What these bytes are, if their beginning shows that they are no text.
  init?(beginningOf bytes: [UInt8]) {
    func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) {
      self = DatasetFileError.isWorkbook(bytes) ? .spreadsheet : .archive
    } else if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .spreadsheet
    } else if begins([0x1F, 0x8B]) {
      self = .compressed(by: "gzip")
    } else if begins(Array("BZh".utf8)) && bytes.count > 4 && bytes[4] == 0x31 {
      self = .compressed(by: "bzip2")
    } else if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
      self = .compressed(by: "xz")
    } else if begins([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .compressed(by: "zstd")
    } else if begins(Array("%PDF-".utf8)) {
      self = .pdf
    } else if begins(Array("SQLite format 3\0".utf8)) {
      self = .database
    } else if DatasetFileError.isPage(bytes) {
      self = .webPage
    } else {
      return nil
    }
  }

  /// Whether the first entries of a zip archive are those of an office document.
  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    let beginning = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return ["[Content_Types].xml", "xl/", "_rels/.rels", "opendocument.spreadsheet"].contains {
      beginning.contains($0)
    }
  }

  /// Whether the first mark-up is that of a page; a byte-order mark and blanks may stand before it.
  private static func isPage(_ bytes: [UInt8]) -> Bool {
    let isBlank: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    let beginning = bytes.prefix(512).drop(while: isBlank).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    guard beginning.first == UInt8(ascii: "<") else { return false }
    return ["<!doctype html", "<html", "<head", "<body", "<table"].contains {
      beginning.starts(with: $0.utf8)
    }
  }
}
