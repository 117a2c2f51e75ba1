import ArmsModel

/// A table as programs write it in JSON, brought back to lines: a header, and a line for each row.
///
/// Rows may be objects in a list or one on each line, wrapped in an object or not, or keyed by their numbers; columns
/// may be lists or objects of their cells; or names and rows of cells stand apart. `NaN`, which is no JSON and yet
/// is written for nothing, is nothing. What has lists or objects for cells is no table.
enum JSONRows {
  private typealias Members = [(key: String, value: JSONValue)]

  /// The lines of the table; nil if these bytes are none.
  ///
  /// Of a text that is cut off, the rows before the cut.
  ///
  /// A row that begins on a line of its own stands on the line of that number, so that messages lead to it.
  static func lines(of bytes: [UInt8]) -> [String]? {
    guard let text = Text(bytes) else { return nil }
    let objects = text.objects()
    var rows: [Members] = []
    var places: [Int] = []
    for (range, line) in objects {
      guard case .object(let members) = JSONValue(Array(text.bytes[range])) else { return nil }
      guard isRow(members) else { return whole(text) }
      rows.append(members)
      places.append(line)
    }
    // An object without another is a wrapper or a table by columns, not a row.
    if rows.isEmpty || rows.count == 1 && !text.isList { return whole(text) ?? table(rows, at: places) }
    return table(rows, at: places)
  }

  /// Whether a table that is written by columns may begin so, which cannot be read before its end.
  static func mayBegin(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(200), as: UTF8.self).filter { !$0.isWhitespace }
    guard start.hasPrefix("{\""), let colon = start.firstRange(of: "\":") else { return false }
    let rest = start[colon.upperBound...]
    return ["{\"0\":", "{\"1\":", "[\"", "[{", "["].contains { rest.hasPrefix($0) }
  }

  private static func isRow(_ members: Members) -> Bool {
    members.count > 1 && members.allSatisfy { cell($0.value) != nil }
  }

  /// The text of a cell; nil for a list or an object.
  ///
  /// What jsonlite writes for one that is missing is `{}`.
  private static func cell(_ value: JSONValue) -> String? {
    switch value {
    case .null: ""
    case .bool(let isTrue): isTrue ? "true" : "false"
    case .number(let text), .string(let text): text
    case .array(let cells): cells.isEmpty ? "" : nil
    case .object(let members): members.isEmpty ? "" : nil
    }
  }

  // MARK: Other shapes

  private static func whole(_ text: Text) -> [String]? {
    guard case .object(let members) = JSONValue(text.bytes) else { return nil }
    if let rows = split(members) ?? columns(members) ?? keyed(members) { return table(rows) }
    for member in members {
      let rows = member.value.elements.compactMap { element -> Members? in
        if case .object(let members) = element, isRow(members) { return members }
        return nil
      }
      if !rows.isEmpty, rows.count == member.value.elements.count { return table(rows) }
    }
    return nil
  }

  /// `{"columns": [names], "data": [[cells]]}`.
  private static func split(_ members: Members) -> [Members]? {
    func list(_ key: String) -> [JSONValue]? { members.first { $0.key == key }?.value.elements }
    guard let names = list("columns")?.compactMap(\.text), names.count > 1, let data = list("data") else {
      return nil
    }
    let rows = data.map { row in Members(zip(names, row.elements).map { (key: $0, value: $1) }) }
    return rows.allSatisfy(isRow) && !rows.isEmpty ? rows : nil
  }

  /// `{"name": [cells], …}` or `{"name": {"0": cell, …}, …}`.
  private static func columns(_ members: Members) -> [Members]? {
    let columns = members.map { member -> (name: String, cells: [JSONValue]) in
      guard case .object(let cells) = member.value else { return (member.key, member.value.elements) }
      return (member.key, cells.allSatisfy { Int($0.key) != nil } ? cells.map(\.value) : [])
    }
    guard let first = columns.first, columns.count > 1, !first.cells.isEmpty,
      columns.allSatisfy({ $0.cells.count == first.cells.count })
    else { return nil }
    let rows = first.cells.indices.map { row in
      Members(columns.map { (key: $0.name, value: $0.cells[row]) })
    }
    return rows.allSatisfy(isRow) ? rows : nil
  }

  /// `{"0": {row}, "1": {row}}`.
  private static func keyed(_ members: Members) -> [Members]? {
    let rows = members.compactMap { member -> Members? in
      if Int(member.key) != nil, case .object(let row) = member.value, isRow(row) { return row }
      return nil
    }
    return rows.count == members.count && !rows.isEmpty ? rows : nil
  }

  // MARK: Lines

  /// No table of a dataset has so many columns.
  private static let mostColumns = 400

  private static func table(_ rows: [Members], at places: [Int] = []) -> [String]? {
    guard !rows.isEmpty else { return nil }
    var names: [String] = []
    var known: [String: Int] = [:]
    for row in rows {
      // A key that rows before lacked has its place behind the one that it follows here.
      var before = -1
      for (key, _) in row {
        if known[key] == nil {
          guard names.count < mostColumns else { return nil }
          names.insert(key, at: before + 1)
          for (place, name) in names.enumerated() { known[name] = place }
        }
        before = known[key] ?? before
      }
    }
    var lines = [line(names)]
    let areApart = zip(places, places.dropFirst()).allSatisfy { $0 < $1 } && places.first ?? 0 > 1
    for (row, members) in rows.enumerated() {
      var cells = [String](repeating: "", count: names.count)
      for (key, value) in members { cells[known[key] ?? 0] = cell(value) ?? "" }
      if areApart { while lines.count < places[row] - 1 { lines.append("") } }
      lines.append(line(cells))
    }
    return lines
  }

  private static func line(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline || $0 == ";" || $0 == "\t" })
      else {
        return cell
      }
      return "\"\(cell.replacing("\"", with: "\"\""))\""
    }.joined(separator: ",")
  }

  // MARK: Text

  /// A JSON text without byte-order mark, `null` in it for `NaN`.
  private struct Text {
    private(set) var bytes: [UInt8] = []
    /// Whether its objects stand in a list.
    private(set) var isList = false

    init?(_ source: [UInt8]) {
      let source = source.starts(with: [0xEF, 0xBB, 0xBF]) ? source[3...] : source[...]
      guard let first = source.first(where: { $0 > 0x20 }), first == 0x5B || first == 0x7B else { return nil }
      isList = first == 0x5B
      bytes.reserveCapacity(source.count)
      var (isInText, isEscaped) = (false, false)
      var place = source.startIndex
      while place < source.endIndex {
        let byte = source[place]
        if isInText {
          isInText = byte != 0x22 || isEscaped
          isEscaped = byte == 0x5C && !isEscaped
        } else if byte == 0x22 {
          isInText = true
        } else if byte == 0x4E, source[place...].starts(with: Array("NaN".utf8)) {
          bytes += Array("null".utf8)
          place += 3
          continue
        }
        bytes.append(byte)
        place += 1
      }
    }

    /// The outermost objects, or those of the outermost list, and the lines on which they begin, from 1.
    func objects() -> [(range: Range<Int>, line: Int)] {
      var found: [(Range<Int>, Int)] = []
      var (depth, line, start, startLine) = (0, 1, 0, 1)
      var (isInText, isEscaped) = (false, false)
      let outermost = isList ? 1 : 0
      for (place, byte) in bytes.enumerated() {
        if byte == 0x0A { line += 1 }
        if isInText {
          isInText = byte != 0x22 || isEscaped
          isEscaped = byte == 0x5C && !isEscaped
          continue
        }
        switch byte {
        case 0x22: isInText = true
        case 0x5B, 0x7B:
          if byte == 0x7B, depth == outermost { (start, startLine) = (place, line) }
          depth += 1
        case 0x5D, 0x7D:
          depth -= 1
          if byte == 0x7D, depth == outermost { found.append((start..<(place + 1), startLine)) }
        default: continue
        }
      }
      return found
    }
  }
}
