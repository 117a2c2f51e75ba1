import ArmsModel
import Counting
import Publishing
import Storage

/// Lines of a total as rows.
struct TotalsTable {
  private let knowledgeBase: KnowledgeBase
  private let grouping: TotalGrouping

  init(_ knowledgeBase: KnowledgeBase, _ grouping: TotalGrouping) {
    self.knowledgeBase = knowledgeBase
    self.grouping = grouping
  }

  /// What tells most, first, where the width may not do for all.
  var readingOrder: [String] {
    let keys = grouping == .pair ? ["supplier_name", "recipient_name"] : ["\(grouping.column)_name"]
    return keys + [
      "unit", "best", "low", "high", "transfers", "claims", "origins", "first", "last", "unstated",
      "origin_names", "stage", "unstated_because",
    ]
  }

  /// What no table needs: long lists, which stand in the other formats, and columns that say nothing in any line.
  func leftOutOfReading(_ lines: [TotalLine]) -> [String] {
    var names = ["categories", "conversions"]
    switch grouping {
    case .supplier, .recipient, .pair, .category: break
    // Its name says the same.
    case .sipriClass, .weapon, .year, .region, .supplierRegion, .source: names.append(grouping.column)
    }
    if lines.allSatisfy({ $0.low == $0.best && $0.high == $0.best }) { names += ["low", "high"] }
    if lines.allSatisfy({ $0.unstated == 0 }) {
      names += lines.contains(where: \.isTooLarge) ? ["unstated"] : ["unstated", "unstated_because"]
    }
    if lines.allSatisfy({ $0.stage == StageChoice.agreed.word }) { names.append("stage") }
    return names
  }

  /// All columns.
  var columns: [Column] { columns(figures: []) }

  /// All columns, with more of them.
  ///
  /// - Parameter figures: columns of more figures, which stand before the lists.
  func columns(figures: [Column]) -> [Column] {
    let keys: [Column] =
      grouping == .pair
      ? [Column("supplier"), Column("supplier_name"), Column("recipient"), Column("recipient_name")]
      : [Column(grouping.column), Column("\(grouping.column)_name")]
    return keys + [
      Column("unit"), Column("stage"), Column("low", .decimal), Column("best", .decimal),
      Column("high", .decimal), Column("transfers", .integer), Column("claims", .integer),
      Column("origins", .integer), Column("documents", .integer), Column("first"), Column("last"),
      Column("unstated", .integer),
    ] + figures + [
      Column("origin_names", .list), Column("categories", .list), Column("unstated_because", .list),
      Column("conversions", .list),
    ]
  }

  /// A cell for each column.
  ///
  /// - Parameters:
  ///   - others: how many lines are added up in this one; 0: it is a line of its own.
  ///   - figures: cells of the columns of more figures.
  func cells(_ line: TotalLine, others: Int = 0, figures: [Cell] = []) -> [Cell] {
    var cells: [Cell] = []
    for key in line.keys {
      cells.append(Cell(optional: key))
      cells.append(.text(others > 0 ? "others (\(others))" : name(key)))
    }
    cells += [
      .text(line.unit.rawValue), .text(line.stage), Cell(thousandths: line.low), Cell(thousandths: line.best),
      Cell(thousandths: line.high), .integer(Int64(line.transfers)), .integer(Int64(line.claims)),
      // Sources and documents of several lines may be the same: their numbers do not add up.
      others > 0 ? .null : .integer(Int64(line.origins)),
      others > 0 ? .null : .integer(Int64(line.documents)),
      Cell(optional: line.first),
      Cell(optional: line.last), .integer(Int64(line.unstated)),
    ]
    cells += figures
    let names =
      line.originNames.isEmpty && line.origins > 0 ? ["\(line.origins) origins"] : line.originNames
    cells += [
      others > 0 ? .null : .list(names),
      .list(line.categories), Cell(listOrNull: line.absences.map(\.word)), Cell(listOrNull: line.conversions),
    ]
    return cells
  }

  /// The name for people of a key.
  func name(_ key: String?) -> String {
    switch grouping {
    case .supplier, .recipient, .pair:
      guard let key else { return "not known" }
      return knowledgeBase.directory[PartyCode(key)]?.name ?? key
    case .category:
      guard let key, let index = knowledgeBase.categories.index(of: key) else { return "no category named" }
      return knowledgeBase.categories.categories[Int(index)].name
    case .sipriClass: return key ?? "no class"
    case .weapon: return key ?? "no weapon named"
    case .year: return key ?? "no date"
    case .region, .supplierRegion: return key ?? "no region"
    case .source: return key ?? "not known"
    }
  }

  /// Units one after the other, the largest figure first; years in their order.
  func sorted(_ lines: [TotalLine], stages: [String]) -> [TotalLine] {
    func order(_ stage: String) -> Int { stages.firstIndex(of: stage) ?? stages.count }
    // Places are sorted and not the lines, which are large.
    let places = lines.indices.sorted { a, b in
      if lines[a].stage != lines[b].stage { return order(lines[a].stage) < order(lines[b].stage) }
      if lines[a].unit != lines[b].unit { return lines[a].unit < lines[b].unit }
      if grouping != .year, lines[a].best != lines[b].best {
        return (lines[a].best ?? -1) > (lines[b].best ?? -1)
      }
      return lines[a].keys.map { $0 ?? "" }.lexicographicallyPrecedes(lines[b].keys.map { $0 ?? "" })
    }
    return places.map { lines[$0] }
  }
}

extension Cell {
  /// The list, or null if it is empty.
  init(listOrNull list: [String]) { self = list.isEmpty ? .null : .list(list) }
  /// The text, or null.
  init(optional text: String?) { self = text.map { .text($0) } ?? .null }
  /// The decimal, or null; so is a sum that is too large to be kept, for which both ends of the numbers stand.
  init(thousandths: Int64?) {
    self = thousandths.map { $0 == .max || $0 == .min ? .null : .decimal(thousandths: $0) } ?? .null
  }
}

extension TotalGrouping {
  /// What `--by` takes.
  static let help =
    "supplier, recipient, pair, category, class (SIPRI's), weapon, year, region (of recipients), supplier-region "
    + "or source."
}
