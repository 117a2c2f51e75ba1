/// Records of SIPRI's register that are equal in every cell.
///
/// A few are deals of their own; where many stand twice, the file does, or a part of it.
struct SIPRIEqualDeals {
  /// How many are equal to one before them in the same export.
  private(set) var count = 0
  /// Whether they are more than SIPRI has: about nine in thirty thousand.
  let areTooMany: Bool
  private var lines: [String: Int] = [:]

  init(_ table: DatasetTable<SIPRIDealsColumn>) {
    var all = 0
    var seen: Set<String> = []
    for section in table.sections {
      seen.removeAll(keepingCapacity: true)
      for line in section.lines where table.lines[line].utf8.contains(where: { $0 >= 0x41 }) {
        all += 1
        if !seen.insert(table.lines[line]).inserted { count += 1 }
      }
    }
    areTooMany = count >= 20 && count * 100 > all
  }

  /// Goes on to another export in the file.
  mutating func enterSection() { lines = [:] }

  /// The line of an equal record before that one, where such records are too many.
  mutating func line(ofEqual record: DatasetRecords.Record) -> Int? {
    guard areTooMany else { return nil }
    if let line = lines[record.text] { return line }
    lines[record.text] = record.line
    return nil
  }

  /// For a person.
  var remarks: [String] {
    if count == 0 || areTooMany { return [] }
    return [
      count == 1
        ? "1 record equal to one before it, counted as a deal of its own, as SIPRI does"
        : "\(count) records equal to ones before them, counted as deals of their own, as SIPRI does"
    ]
  }
}
