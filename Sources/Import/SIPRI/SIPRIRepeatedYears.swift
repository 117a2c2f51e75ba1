/// Deals that stand in a register once for each year of delivery, each time with the whole number and volume.
///
/// Programs that make a line of each element of a list (`explode`, `unnest`, `separate_rows`) leave such files. In
/// SIPRI's own a deal names all its years in one cell; deals that are equal but for a single year are few there.
struct SIPRIRepeatedYears {
  /// The lines that are equal but for the year, by their texts; none where the register is as SIPRI made it.
  private var lines: Set<String> = []
  /// How many deals these lines are.
  private(set) var deals = 0

  /// One deal as its lines tell it.
  private struct Deal {
    var lines: [String] = []
    var years: Set<Int> = []
    var isMoreThanWhole = true
  }

  /// Reads a table up to the first deal with several years.
  ///
  /// - Parameters:
  ///   - years: the column of the years.
  ///   - parts: columns of what was delivered, each with that of the whole order.
  init<Column: DatasetColumn>(
    _ table: DatasetTable<Column>, years: Column, parts: [(delivered: Column, ordered: Column)]
  ) {
    var found: [[String]: Deal] = [:]
    var count = 0
    var cells: [String] = []
    for section in table.sections {
      let header = section.header
      guard let place = header[years] else { return }
      let own = Column.allCases.filter { $0 != years }.compactMap { header[$0] }
      for line in section.lines {
        guard header.syntax.split(table.lines[line], into: &cells), cells.count >= header.width,
          let printed = DatasetCell.filled(cells[place])
        else { continue }
        guard let known = DatasetNumber.years(printed), known.count == 1 else { return }
        count += 1
        let key = own.map { cells[$0] }
        var deal = found[key] ?? Deal()
        deal.lines.append(table.lines[line])
        deal.years.insert(known[0])
        let (times, comma) = (Int64(deal.lines.count), table.decimalComma)
        func volume(_ column: Column) -> Int64? {
          header[column].flatMap { DatasetNumber.thousandths(cells[$0], decimalComma: comma)?.value }
        }
        let wholes = parts.compactMap { part -> Bool? in
          guard let delivered = volume(part.delivered), let ordered = volume(part.ordered) else { return nil }
          return delivered.multipliedReportingOverflow(by: times).partialValue > ordered
        }
        deal.isMoreThanWhole = wholes.isEmpty || wholes.contains(true)
        found[key] = deal
      }
    }
    let repeated = found.values.filter { $0.years.count > 1 && $0.isMoreThanWhole }
    let more = repeated.reduce(0) { $0 + $1.lines.count - 1 }
    guard more > 1, more * 10 > count else { return }
    lines = Set(repeated.flatMap(\.lines))
    deals = repeated.count
  }

  /// What is wrong with a record that is one of them.
  func fault(_ record: DatasetRecords.Record) -> (kind: String, sentence: String)? {
    guard lines.contains(record.text) else { return nil }
    return (
      "a line for each year",
      "\(deals) deal\(deals == 1 ? "" : "s") of this file stand\(deals == 1 ? "s" : "") on a line for each year of "
        + "delivery, with the whole number and volume on each; a deal is one line that names all its years, such as "
        + "'2002; 2003', or each line has its own share"
    )
  }
}
