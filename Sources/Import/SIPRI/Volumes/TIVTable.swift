/// What SIPRI's tables of volumes have in common, whichever of its sites made them.
enum TIVTable {
  static let dataset = "SIPRI Arms Transfers Database"
  static let url = "https://www.sipri.org/databases/armstransfers"

  /// Whose volumes the rows give.
  struct Sides: Hashable, Sendable {
    /// The supplier that the whole table is of; nil: each row has its own, or all together.
    var supplier: String?
    /// The recipient that the whole table is of.
    var recipient: String?
    /// Whether rows are suppliers; else they are recipients.
    var rowsAreSuppliers: Bool

    /// The parties of a row of that name, or nil if it names neither: a category of a table of nobody.
    func parties(of name: String) -> (supplier: String?, recipient: String?, category: String?)? {
      if let category = TIVTable.category(name) {
        return supplier == nil && recipient == nil ? nil : (supplier, recipient, category)
      }
      return rowsAreSuppliers ? (name, recipient, nil) : (supplier, name, nil)
    }
  }

  /// A line as it was before a spreadsheet took it for one cell: without padding at its end, and without the
  /// quotation marks around the whole of it.
  static func unwrapped(_ line: String) -> String {
    // A tab at the beginning is an empty cell.
    var bytes = Array(line.utf8)[...]
    while let first = bytes.first, first == 0x20 || first == 0x0D { bytes.removeFirst() }
    let mark = UInt8(ascii: "\"")
    while let last = bytes.last, last == UInt8(ascii: ";") || last == 0x20 || last == 0x09 || last == 0x0D {
      bytes.removeLast()
    }
    guard bytes.count >= 2, bytes.first == mark, bytes.last == mark else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var inner: [UInt8] = []
    var place = bytes.startIndex + 1
    while place < bytes.endIndex - 1 {
      if bytes[place] == mark {
        // A single mark inside: these are several quoted cells, not one.
        guard place + 1 < bytes.endIndex - 1, bytes[place + 1] == mark else {
          return String(decoding: bytes, as: UTF8.self)
        }
        place += 1
      }
      inner.append(bytes[place])
      place += 1
    }
    return String(decoding: inner, as: UTF8.self)
  }

  /// The year that a cell holds, or nil.
  static func year(_ cell: String) -> Int? {
    guard cell.utf8.count == 4, let year = Int(cell), (1900...2100).contains(year) else { return nil }
    return year
  }

  /// The year that a cell of a header names, also as programs write it, `1950.0` or `X1950`; nil if none.
  static func yearOfHeader(_ cell: String) -> Int? {
    if let year = year(cell) { return year }
    if cell.utf8.count == 6, cell.hasSuffix(".0") { return year(String(cell.dropLast(2))) }
    return cell.utf8.count == 5 && cell.lowercased().hasPrefix("x") ? year(String(cell.dropFirst())) : nil
  }

  /// The cells of a header that name years, none twice.
  static func years(ofHeader header: QuotedRecord) -> [(cell: Int, year: Int)] {
    var years: [(cell: Int, year: Int)] = []
    for cell in header.cells.indices {
      guard let year = yearOfHeader(header[cell]), !years.contains(where: { $0.year == year }) else {
        continue
      }
      years.append((cell, year))
    }
    return years
  }

  /// The first and the last year of a text such as `1950-2024`, or nil.
  static func span(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(omittingEmptySubsequences: false) { "-–".contains($0) }
      .map { year(String($0).withoutBlanksAround) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
    return first...last
  }

  /// Whether a name is none, or one that a program made up for a column of row numbers.
  static func isNameless(_ name: String) -> Bool {
    let key = DatasetCell.columnKey(name)
    return key.isEmpty || key == "unnamed0" || key == "index" || key == "x"
  }

  /// Whether the row is the sum of the others: `Total`, `Total world export`, `World total`.
  static func isTotal(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasPrefix("total") || name.hasSuffix(" total")
  }

  /// The first of the lines, within the first hundred, that is the header; told by its cells.
  static func header(
    of file: DatasetFile, _ isHeader: (QuotedRecord) -> Bool
  ) -> (line: Int, separator: UInt8, record: QuotedRecord)? {
    for (place, line) in file.lines.prefix(100).enumerated() where line.utf8.count >= 6 {
      let text = unwrapped(line)
      for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
        let record = QuotedCells.cut(text, line: place + 1, separator: separator)
        if record.cells.count > 2, isHeader(record) { return (place, separator, record) }
      }
    }
    return nil
  }

  /// The part of the lines above the header that follows one of those beginnings.
  static func preamble(
    _ lines: ArraySlice<String>, after beginnings: [String]
  ) -> (beginning: String, rest: String)? {
    for line in lines {
      let text = withoutPadding(line)
      for beginning in beginnings where text.hasPrefix(beginning) {
        return (beginning, String(text.dropFirst(beginning.count)).withoutBlanksAround)
      }
    }
    return nil
  }

  /// A line of the preamble without quotation marks and the separators that fill it up.
  static func withoutPadding(_ line: String) -> String {
    var text = Substring(line.withoutBlanksAround)
    while let last = text.last, ",;\t \"".contains(last) { text.removeLast() }
    while let first = text.first, ",;\t \"".contains(first) { text.removeFirst() }
    return String(text)
  }

  /// The slug of a class of weapons in SIPRI's words, or nil.
  static func category(_ name: String) -> String? {
    switch name.lowercased().split(whereSeparator: { $0 == " " || $0 == "-" }).joined(separator: " ") {
    case "aircraft": "aircraft"
    case "air defence systems", "air defense systems": "air-defence"
    case "anti submarine warfare weapons", "naval weapons": "naval-weapon"
    case "armoured vehicles", "armored vehicles": "armoured-vehicle"
    case "artillery": "artillery"
    case "engines": "engine"
    case "missiles": "missile"
    case "other": "other"
    case "satellites": "satellite"
    case "sensors": "sensor"
    case "ships": "ship"
    default: nil
    }
  }
}
