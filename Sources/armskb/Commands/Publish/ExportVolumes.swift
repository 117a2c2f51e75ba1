import ArmsModel
import Storage

/// Volumes of one party's deliveries, thousandths of a million TIV; `Int64.max`: too large to be kept.
struct VolumeRow {
  /// By year; under half a million is there, too, nothing is not.
  var years: [Int: Int64] = [:]
  /// What was delivered over several years without a figure for each.
  var apart: Int64 = 0
  /// Everything.
  var total: Int64 = 0
  /// Whether anything stands in `apart`.
  var hasApart = false

  mutating func add(_ volume: Int64, in year: Int) {
    years[year] = saturatingSum(years[year] ?? 0, volume)
    total = saturatingSum(total, volume)
  }
}

/// Deliveries added up by year and party, as SIPRI's table of import or export values has them.
struct VolumeTable {
  /// What to do with what was delivered over several years without a figure for each.
  enum Rule {
    /// Nothing: the table cannot be made.
    case refuse
    /// It stands in a column of its own and in the total.
    case apart
    /// Each year that is listed gets an equal share.
    case spread
  }

  /// Whether lines are suppliers; else recipients.
  let bySupplier: Bool
  private let rule: Rule
  private let window: (first: Int?, last: Int?)
  private(set) var rows: [String: VolumeRow] = [:]
  private(set) var sum = VolumeRow()
  /// What has several years, or none.
  private(set) var withoutYear: Int64 = 0
  /// Of that, what the table does not hold at all, because only some of its years are asked for.
  private(set) var straddling: Int64 = 0
  /// Everything, in the table or not, with the claim and the line of the edition's file.
  private(set) var all = LargestAmounts<(claim: ContentHash, line: Int64?)>()

  init(bySupplier: Bool, rule: Rule, first: Int?, last: Int?) {
    self.bySupplier = bySupplier
    self.rule = rule
    window = (first, last)
  }

  /// Adds a delivery.
  mutating func add(_ volume: RegisterVolume) {
    all.add(volume.thousandths, (volume.claim, volume.line))
    let name = bySupplier ? volume.supplier : volume.recipient
    let isOpen = window.first == nil && window.last == nil
    let inside = volume.years.filter { $0 >= window.first ?? .min && $0 <= window.last ?? .max }
    if volume.years.count == 1 {
      for year in inside { change(name) { $0.add(volume.thousandths, in: year) } }
      return
    }
    guard isOpen || !inside.isEmpty else { return }
    withoutYear = saturatingSum(withoutYear, volume.thousandths)
    if rule == .spread, !volume.years.isEmpty {
      // Thousandths that are left over go to the first years, so that nothing is lost.
      let (share, rest) = volume.thousandths.quotientAndRemainder(dividingBy: Int64(volume.years.count))
      for (place, year) in volume.years.enumerated() where inside.contains(year) {
        change(name) { $0.add(share + (Int64(place) < rest ? 1 : 0), in: year) }
      }
    } else if inside.count == volume.years.count {
      change(name) {
        $0.apart = saturatingSum($0.apart, volume.thousandths)
        $0.total = saturatingSum($0.total, volume.thousandths)
        $0.hasApart = true
      }
    } else {
      straddling = saturatingSum(straddling, volume.thousandths)
    }
  }

  private mutating func change(_ name: String, _ body: (inout VolumeRow) -> Void) {
    body(&rows[name, default: VolumeRow()])
    body(&sum)
  }
}

/// Writes deliveries by year and party in the columns of SIPRI's table of import or export values.
struct VolumeExport {
  private let knowledgeBase: KnowledgeBase
  private let choice: RegisterChoice
  private let filter: Filter
  private let isPart: Bool
  private let rule: VolumeTable.Rule
  private let bySupplier: Bool

  init(
    _ knowledgeBase: KnowledgeBase, _ choice: RegisterChoice, _ filter: Filter, isPart: Bool,
    bySupplier: Bool,
    rule: VolumeTable.Rule
  ) {
    self.knowledgeBase = knowledgeBase
    self.choice = choice
    self.filter = filter
    self.isPart = isPart
    self.rule = rule
    self.bySupplier = bySupplier
  }

  /// Writes the table and says what is in it.
  func write(_ output: OutputOptions, limit: Int?) throws {
    var table = VolumeTable(
      bySupplier: bySupplier, rule: rule, first: filter.since.flatMap(VolumeExport.year),
      last: filter.until.flatMap(VolumeExport.year))
    try knowledgeBase.registerVolumes(choice.edition, filter) { table.add($0) }
    if rule == .refuse, table.withoutYear > 0 { throw refusal(table) }
    var file = try UnquotedFile(output)
    let years = years(of: table)
    for line in preamble(table) { try file.write(line: line) }
    try file.write(header(years))
    let rows = table.rows.sorted {
      $0.value.total == $1.value.total ? $0.key < $1.key : $0.value.total > $1.value.total
    }
    for (name, row) in rows.prefix(limit ?? .max) {
      try file.write([name] + cells(row, years, of: table.sum.total))
    }
    let label = isPart ? "Total" : bySupplier ? "Total world export" : "Total world import"
    var total = [label] + cells(table.sum, years, of: table.sum.total)
    total[years.count + 2] = table.sum.total < .max ? "100%" : ""
    total[years.count + 4] = ""
    try file.write(total)
    try file.finish()
    tell(table)
  }

  private static func year(_ date: PartialDate) -> Int? { Int(date.description.prefix(4)) }

  /// All years that the edition was asked for, or that anything was delivered in.
  private func years(of table: VolumeTable) -> [Int] {
    let limits = RegisterLimits(title: choice.edition.title)
    let since = filter.since.flatMap(VolumeExport.year)
    let until = filter.until.flatMap(VolumeExport.year)
    let found = table.sum.years.keys
    let made = choice.edition.generated.flatMap { Int($0.prefix(4)) }
    let last = [limits.last, made].compactMap { $0 }.min()
    let ends = (
      since ?? [limits.first, found.min()].compactMap { $0 }.min(),
      until ?? [last, found.max()].compactMap { $0 }.max()
    )
    guard let first = ends.0 ?? ends.1, let end = ends.1, first <= end else { return [] }
    return Array(first...end)
  }

  private func header(_ years: [Int]) -> [String] {
    let key = !bySupplier ? "Recipient" : filter.recipients.isEmpty ? "Exports by" : "Supplier"
    let span = "\(years.first.map(String.init) ?? "")-\(years.last.map(String.init) ?? "")"
    return [key] + years.map(String.init) + [span, "Percentage", "Sum total years", "Percentage of total"]
      + (rule == .apart ? ["Not by year"] : [])
  }

  /// A row's cells behind its name.
  private func cells(_ row: VolumeRow, _ years: [Int], of all: Int64) -> [String] {
    let total = VolumeExport.millions(row.total)
    let share = VolumeExport.percentage(row.total, of: all)
    return years.map { row.years[$0].map(VolumeExport.millions) ?? "" } + [total, share, total, share]
      + (rule == .apart ? [row.hasApart ? VolumeExport.millions(row.apart) : ""] : [])
  }

  /// Whole millions, halves to the even one as in SIPRI's tables; what is there and rounds to nothing is a zero with a
  /// blank, what is too large to be kept nothing.
  private static func millions(_ thousandths: Int64) -> String {
    if thousandths == .max { return "" }
    let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
    let rounded = rest > 500 || rest == 500 && whole % 2 == 1 ? whole + 1 : whole
    return rounded == 0 ? "0 " : "\(rounded)"
  }

  /// With one decimal below ten.
  private static func percentage(_ part: Int64, of all: Int64) -> String {
    guard all < .max else { return "" }
    guard all > 0 else { return "0.0%" }
    let tenths = Int64((Double(part) / Double(all) * 1000).rounded())
    return tenths < 100
      ? "\(tenths / 10).\(tenths % 10)%" : "\(Int64((Double(part) / Double(all) * 100).rounded()))%"
  }
}

// MARK: - Words

extension VolumeExport {
  private func preamble(_ table: VolumeTable) -> [String] {
    let edition = choice.edition
    let note: String
    if table.withoutYear == 0 {
      note = "Each delivery stands in the year in which it took place."
    } else {
      note =
        switch rule {
        case .spread:
          "ESTIMATE BY YEAR: \(share(table)) were delivered over several years without a figure for each; every year "
            + "listed got an equal share. Totals are exact."
        default:
          "YEARS ARE INCOMPLETE: \(share(table)) were delivered over several years without a figure for each; they stand "
            + "in the last column and in the totals."
        }
    }
    return [
      "Volume of arms delivered, by \(bySupplier ? "supplier" : "recipient") and year"
        + (isPart ? ", of a selection" : ""),
      "Millions of TIV (trend-indicator values), a volume of arms and not a price. 0: below half a million. Empty: nothing known.",
      note, "Totals are sums of exact figures; rounded cells may add up to a little more or less.", "",
      "\(OwnCalculation.source) \(Version.current), own calculation from \(edition.dataset) (\(edition.title)); not to be attributed "
        + "to \(edition.dataset)",
    ] + (edition.generated.map { ["Data generated: \(printedMoment($0))"] } ?? []) + [""]
  }

  private func share(_ table: VolumeTable) -> String {
    let all = saturatingSum(table.sum.total, table.straddling)
    return "\(VolumeExport.plain(table.withoutYear)) of \(VolumeExport.plain(all)) million TIV"
  }

  private static func plain(_ thousandths: Int64) -> String {
    let rounded = saturatingSum(thousandths, 500)
    return groupedDecimal(rounded == .max ? .max : rounded / 1000 * 1000)
  }

  private func refusal(_ table: VolumeTable) -> CommandFailure {
    let byYear = choice.others.filter { $0.layout == "sipri-deliveries" }.map(\.identifier)
    return CommandFailure(
      .failure,
      """
      \(share(table)) were delivered over several years without a figure for each:
      a table by year would leave them out, or make them up. Nothing was written.
        --apart   they stand in a column of their own and in the totals; the years hold what is known by year
        --spread  every year listed gets an equal share: an estimate, by some per cent off for a single year
      An edition of the register with one line a deal and year has a figure for each year\
      \(byYear.first.map { ": --release \($0)" } ?? "; armskb import takes it.")
      """)
  }

  private func tell(_ table: VolumeTable) {
    Console.say("\(count(table.rows.count, bySupplier ? "supplier" : "recipient")) written, in UTF-8")
    if table.all.isTooLarge {
      TooLargeWords.tell(table.all.tooLarge.map { $0 }) { claim, line in
        "sums with the volume of claim \(claim.identifier("c"))\(line.map { ", line \($0) of the edition's file" } ?? "")"
      }
    }
    if table.withoutYear > 0 {
      Console.say(
        rule == .spread
          ? "estimate: \(share(table)) were delivered over several years and are divided evenly among them"
          : "years are incomplete: \(share(table)) were delivered over several years, in column 'Not by year'"
      )
    }
    if table.straddling > 0 {
      Console.say(
        "not in the table: \(VolumeExport.plain(table.straddling)) million TIV delivered partly inside the years asked for"
      )
    }
    choice.tell()
    Console.say(
      "these are your own calculations, not to be attributed to \(choice.edition.dataset)")
  }
}
