import ArgumentParser
import ArmsModel
import Counting
import Publishing
import Storage

/// `armskb diff` of two editions of a register.
struct EditionDifference {
  /// By what changes are added up.
  enum Grouping: String, CaseIterable, ExpressibleByArgument {
    case pair, supplier, recipient
  }

  let filters: FilterOptions
  let output: OutputOptions
  /// Nil: deal by deal.
  let grouping: Grouping?

  func write(_ first: String, _ second: String, _ knowledgeBase: KnowledgeBase) throws {
    try knowledgeBase.loadDirectory()
    let filter = try filters.filter(knowledgeBase)
    let (old, new): (Edition, Edition)
    do {
      (old, new) = try knowledgeBase.registers(named: first, second)
    } catch let unknown as UnknownEdition {
      // Beside a date that is no edition's, the word that is no date is the mistake.
      let other = PartialDate(first) == nil ? first : second
      if PartialDate(other) == nil, other != "latest", other != "previous" {
        do { _ = try knowledgeBase.registers(named: other, other) } catch let worse as UnknownEdition {
          throw CommandFailure(.usage, EditionWords.sentence(worse))
        }
      }
      throw CommandFailure(.usage, EditionWords.sentence(unknown))
    }
    guard old.document != new.document else {
      throw CommandFailure(.usage, "both are the edition \(EditionWords.name(old)); name two")
    }
    let difference = try knowledgeBase.difference(
      from: old, to: new, years: (filter.since?.year, filter.until?.year))
    let chosen = try DealFilter(filter, knowledgeBase)
    if let grouping {
      try writeSums(difference, chosen, grouping, knowledgeBase.directory, old, new)
    } else {
      try writeChanges(difference, chosen, knowledgeBase.directory, old, new)
    }
    tell(difference, chosen, old, new)
  }

  // MARK: Deal by deal

  private static let columns: [Column] = [
    Column("change"), Column("supplier"), Column("supplier_name"), Column("recipient"),
    Column("recipient_name"),
    Column("order_year", .integer), Column("designation"), Column("field"), Column("old"), Column("new"),
    Column("tiv_before", .decimal), Column("tiv_after", .decimal), Column("tiv_change", .decimal),
    Column("matched_by"), Column("old_line", .integer), Column("new_line", .integer), Column("old_claim"),
    Column("new_claim"),
  ]

  private func writeChanges(
    _ difference: RegisterDifference, _ chosen: DealFilter, _ names: PartyDirectory, _ old: Edition,
    _ new: Edition
  ) throws {
    let answer = try Answer(
      output, EditionDifference.columns, title: EditionWords.title(old, new),
      readingOrder: [
        "change", "supplier_name", "recipient_name", "order_year", "designation", "field", "old", "new",
        "tiv_change",
      ])
    var rows = 0
    for change in difference.changes where chosen.passes(change) {
      for cells in EditionDifference.cells(change, names) where rows < filters.limit ?? .max {
        try answer.write(cells)
        rows += 1
      }
    }
    try answer.finish()
  }

  /// One row per changed field; volumes stand in the row of the volume, of deals added or gone in their only row.
  private static func cells(_ change: RegisterDifference.Change, _ names: PartyDirectory) -> [[Cell]] {
    guard let deal = change.deal else { return [] }
    func name(_ code: PartyCode?) -> Cell {
      .text(code.map { names[$0]?.name ?? $0.rawValue } ?? "not known")
    }
    func row(
      _ kind: String, _ field: String?, _ old: String?, _ new: String?, volumes: Bool
    ) -> [Cell] {
      var moved: Int64?
      if volumes, change.before != nil || change.after != nil {
        let (before, after) = (change.before ?? 0, change.after ?? 0)
        moved = before == .max || after == .max ? nil : after - before
      }
      return [
        .text(kind), Cell(optional: deal.supplier?.rawValue), name(deal.supplier),
        Cell(optional: deal.recipient?.rawValue), name(deal.recipient),
        deal.orderYear.map { .integer(Int64($0)) } ?? .null, .text(deal.designation), Cell(optional: field),
        Cell(optional: old), Cell(optional: new), volumes ? Cell(thousandths: change.before) : .null,
        volumes ? Cell(thousandths: change.after) : .null, Cell(thousandths: moved),
        Cell(optional: change.matchedBy), change.old?.line.map { .integer($0) } ?? .null,
        change.new?.line.map { .integer($0) } ?? .null, Cell(optional: change.old?.claim?.identifier("c")),
        Cell(optional: change.new?.claim?.identifier("c")),
      ]
    }
    guard change.kind == .changed else {
      let words = EditionWords.deal(deal)
      return [
        row(
          change.kind.rawValue, nil, change.old == nil ? nil : words, change.new == nil ? nil : words,
          volumes: true)
      ]
    }
    return change.fields.map { field in
      row(field.kind.rawValue, field.field.rawValue, field.old, field.new, volumes: field.field == .tiv)
    }
  }

  // MARK: Sums

  private func writeSums(
    _ difference: RegisterDifference, _ chosen: DealFilter, _ grouping: Grouping, _ names: PartyDirectory,
    _ old: Edition, _ new: Edition
  ) throws {
    let parties: [Column] =
      (grouping == .recipient ? [] : [Column("supplier"), Column("supplier_name")])
      + (grouping == .supplier ? [] : [Column("recipient"), Column("recipient_name")])
    let answer = try Answer(
      output,
      parties + [
        Column("before", .decimal), Column("after", .decimal), Column("difference", .decimal),
        Column("added", .decimal), Column("gone", .decimal), Column("changed", .decimal),
        Column("reworded", .decimal), Column("renamed", .decimal), Column("deals_added", .integer),
        Column("deals_gone", .integer), Column("deals_changed", .integer),
      ], title: "Million TIV: " + EditionWords.title(old, new),
      readingOrder: parties.map(\.name).filter { $0.hasSuffix("_name") } + [
        "before", "after", "difference", "added", "gone", "changed", "reworded", "renamed", "deals_added",
        "deals_gone", "deals_changed",
      ])
    let sums = Dictionary(
      chosen.volumes(difference).map { pair, move in
        switch grouping {
        case .pair: (pair, move)
        case .supplier: (RegisterPair(supplier: pair.supplier, recipient: nil), move)
        case .recipient: (RegisterPair(supplier: nil, recipient: pair.recipient), move)
        }
      },
      uniquingKeysWith: { a, b in
        var sum = a
        sum.add(b)
        return sum
      })
    let moved = sums.filter { $0.value.difference != 0 || $0.value.deals != (0, 0, 0) }
    let sorted = moved.sorted { a, b in
      let (x, y) = (abs(a.value.difference), abs(b.value.difference))
      return x == y ? a.key < b.key : x > y
    }
    for (pair, move) in sorted.prefix(filters.limit ?? .max) {
      func party(_ code: PartyCode?) -> [Cell] {
        [
          Cell(optional: code?.rawValue), .text(code.map { names[$0]?.name ?? $0.rawValue } ?? "not known"),
        ]
      }
      let numbers = [
        move.before, move.after, move.difference, move.added, move.gone, move.changed, move.reworded,
        move.renamed,
      ]
      try answer.write(
        (grouping == .recipient ? [] : party(pair.supplier))
          + (grouping == .supplier ? [] : party(pair.recipient)) + numbers.map { Cell(thousandths: $0) }
          + [move.deals.added, move.deals.gone, move.deals.changed].map { .integer(Int64($0)) })
    }
    try answer.finish()
  }

  // MARK: In words

  /// What was compared, and how the two totals come to differ.
  private func tell(
    _ difference: RegisterDifference, _ chosen: DealFilter, _ old: Edition, _ new: Edition
  ) {
    var sum = RegisterMove()
    for (_, move) in chosen.volumes(difference) { sum.add(move) }
    for (edition, volume, extent) in [
      (old, sum.before, difference.before), (new, sum.after, difference.after),
    ] {
      Console.say(
        "\(EditionWords.name(edition)): \(groupedDecimal(volume)) million TIV"
          + (chosen.limitsNothing ? " in \(count(extent.deals, "deal"))" : ""))
    }
    if sum.before == .max || sum.after == .max {
      Console.say(
        "too large to be added up, and left empty; the largest claims: armskb check --only too-large")
    }
    let reasons: [(String, Int64)] = [
      ("added", sum.added), ("gone", sum.gone), ("changed", sum.changed), ("reworded", sum.reworded),
      ("renamed", sum.renamed),
    ]
    let parts = reasons.filter { $0.1 != 0 }.map { "\($0.0) \(EditionWords.signed($0.1))" }
    Console.say(
      "difference: \(EditionWords.signed(sum.difference))"
        + (parts.isEmpty ? "" : " = \(parts.joined(separator: ", "))"))
    for remark in EditionWords.remarks(difference, old, new) { Console.say("\(remark)") }
  }
}

/// Which deals of a difference are shown.
struct DealFilter {
  private let suppliers: Set<PartyCode>
  private let recipients: Set<PartyCode>
  private let countries: Set<PartyCode>
  private let categories: [CategoryTree.Index]
  private let tree: CategoryTree
  private let weapons: Set<String>

  /// - Throws: `CommandFailure` if the filter asks for what deals of a register do not have.
  init(_ filter: Filter, _ knowledgeBase: KnowledgeBase) throws {
    var rest = filter
    (rest.suppliers, rest.recipients, rest.countries, rest.categories, rest.weapons) = ([], [], [], [], [])
    (rest.since, rest.until) = (nil, nil)
    guard rest == Filter() else {
      throw CommandFailure(
        .usage,
        "of two editions diff takes --supplier, --recipient, --country, --category, --weapon, --since, --until and "
          + "--limit")
    }
    for date in [filter.since, filter.until] where date?.month != nil {
      throw CommandFailure(.usage, "a register knows years only: write --since and --until as YYYY")
    }
    suppliers = Set(filter.suppliers)
    recipients = Set(filter.recipients)
    countries = Set(filter.countries)
    categories = filter.categories
    tree = knowledgeBase.categories
    weapons = Set(try knowledgeBase.designations(ofWeapons: filter.weapons).map(NameFolding.foldDesignation))
  }

  /// Whether every deal passes.
  var limitsNothing: Bool {
    suppliers.isEmpty && recipients.isEmpty && countries.isEmpty && categories.isEmpty && weapons.isEmpty
  }

  /// Whether either side of the change passes.
  func passes(_ change: RegisterDifference.Change) -> Bool {
    [change.old, change.new].contains { $0.map(passes) ?? false }
  }

  private func passes(_ deal: RegisterDeal) -> Bool {
    guard passes(deal.pair) else { return false }
    if !categories.isEmpty {
      guard let index = deal.category.flatMap({ tree.index(of: $0) }),
        categories.contains(where: { tree.isBelow(index, $0) })
      else { return false }
    }
    return weapons.isEmpty || weapons.contains(NameFolding.foldDesignation(deal.designation))
  }

  private func passes(_ pair: RegisterPair) -> Bool {
    func isIn(_ party: PartyCode?, _ list: Set<PartyCode>) -> Bool {
      list.isEmpty || party.map { list.contains($0) } ?? false
    }
    return isIn(pair.supplier, suppliers) && isIn(pair.recipient, recipients)
      && (countries.isEmpty || isIn(pair.supplier, countries) || isIn(pair.recipient, countries))
  }

  /// The sums of the deals that pass.
  func volumes(_ difference: RegisterDifference) -> [RegisterPair: RegisterMove] {
    limitsNothing ? difference.volumes() : difference.volumes(where: passes)
  }
}
