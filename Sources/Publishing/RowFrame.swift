/// What stands around the cells of every row, worked out once for a report.
struct RowFrame {
  /// Before the first cell.
  private(set) var opening: [UInt8] = []
  /// Before each cell, in the order in which they are written, all in one array, cut at `ends`.
  ///
  /// Empty for CSV, TSV and tables.
  private(set) var prefixes: [UInt8] = []
  private(set) var ends: [Int] = []
  /// After the last cell.
  private(set) var closing: [UInt8] = []
  /// The columns in the order in which JSON must write them, if that is not their own.
  private(set) var order: [Int]?

  init(format: OutputFormat, columns: [Column]) {
    switch format {
    case .table: break
    case .csv:
      closing = [0x0D, 0x0A]
    case .tsv:
      closing = [0x0A]
    case .markdown:
      for place in columns.indices { add(Array((place == 0 ? "| " : " | ").utf8)) }
      closing = Array(" |\n".utf8)
    case .html:
      opening = Array("<tr>".utf8)
      for (place, column) in columns.enumerated() {
        add(Array(((place == 0 ? "" : "</td>") + (column.isNumeric ? "<td class=\"n\">" : "<td>")).utf8))
      }
      closing = Array((columns.isEmpty ? "</tr>\n" : "</td></tr>\n").utf8)
    case .json, .jsonl:
      opening = [UInt8(ascii: "{")]
      addKeys(of: columns)
      // The line break between two objects of an array belongs to what comes next.
      if format == .jsonl { closing.append(0x0A) }
    }
  }

  private mutating func add(_ prefix: [UInt8]) {
    prefixes += prefix
    ends.append(prefixes.count)
  }

  /// Works out the keys of JSON: columns that share an object are brought together.
  private mutating func addKeys(of columns: [Column]) {
    let names = Set(columns.map(\.path))
    let paths = columns.map { column in
      let path = column.path
      // An object cannot stand where another column has its value.
      return (1..<max(path.count, 1)).contains { names.contains(Array(path.prefix($0))) }
        ? [column.flatName] : path
    }
    let sorted = Self.together(Array(columns.indices), paths: paths, depth: 0)
    if sorted != Array(columns.indices) { order = sorted }
    var previous: [String] = []
    for (place, index) in sorted.enumerated() {
      let path = paths[index]
      var shared = 0
      while shared < min(previous.count, path.count) - 1, previous[shared] == path[shared] { shared += 1 }
      var prefix = ByteBuffer(capacity: 64)
      prefix.append(repeating: UInt8(ascii: "}"), count: max(previous.count - 1, 0) - shared)
      if place > 0 { prefix.append(UInt8(ascii: ",")) }
      for key in path[shared...] {
        var key = key
        key.withUTF8 { prefix.appendJSON(string: UnsafeRawBufferPointer($0)) }
        prefix.append(":{")
      }
      prefix.truncate(to: prefix.count - 1)
      add(Array(prefix.bytes))
      previous = path
    }
    closing += [UInt8](repeating: UInt8(ascii: "}"), count: max(previous.count, 1))
  }

  /// The columns in their order, but those with the same beginning side by side, where the first of them
  /// stands.
  private static func together(_ columns: [Int], paths: [[String]], depth: Int) -> [Int] {
    var groups: [(key: String, members: [Int])] = []
    var places: [String: Int] = [:]
    var result: [Int] = []
    for column in columns {
      let key = paths[column][depth]
      if paths[column].count == depth + 1 {
        groups.append((key, [column]))
      } else if let place = places[key] {
        groups[place].members.append(column)
      } else {
        places[key] = groups.count
        groups.append((key, [column]))
      }
    }
    for group in groups {
      if let first = group.members.first, paths[first].count > depth + 1 {
        result += together(group.members, paths: paths, depth: depth + 1)
      } else {
        result += group.members
      }
    }
    return result
  }
}
