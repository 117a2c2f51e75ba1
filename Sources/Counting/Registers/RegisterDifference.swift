import ArmsModel

/// What became of the deals of a register between two of its editions.
///
/// Only what both editions speak of is compared: their common years, parties and fields. Pure: the same editions
/// give the same difference.
public struct RegisterDifference: Sendable {
  /// What became of a deal.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The second edition has it, the first does not.
    case added
    /// The first edition has it, the second does not.
    case gone
    /// Both have it and say different things of it.
    case changed
  }

  /// One deal that is not the same in both.
  public struct Change: Hashable, Sendable {
    /// What became of it.
    public var kind: Kind
    /// As the first edition has it.
    public var old: RegisterDeal?
    /// As the second edition has it.
    public var new: RegisterDeal?
    /// How the two were found to be one deal: number, row, fit or party; nil for added and gone.
    public var matchedBy: String?
    /// What is different, in the order of `RegisterField`; empty for added and gone.
    public var fields: [RegisterFieldChange] = []
    /// The volume that counts in the first total, thousandths of a million TIV; nil: it cannot be compared.
    public var before: Int64?
    /// The volume that counts in the second total; nil: it cannot be compared.
    public var after: Int64?

    /// The deal as the second edition has it, else as the first.
    public var deal: RegisterDeal? { new ?? old }
  }

  /// How much of an edition was compared.
  public struct Extent: Hashable, Sendable {
    /// Deals that were compared.
    public var deals = 0
    /// Their volume, thousandths of a million TIV.
    public var tiv: Int64 = 0
    /// Deals outside the years and parties that both editions speak of.
    public var outside = 0
    /// Deals whose deliveries reach beyond these years: their volume counts on neither side.
    public var partial = 0
    /// Orders without deliveries that the other edition need not have.
    public var open = 0
  }

  /// The deals that differ: by pair, year of order, designation, and by the order of the file.
  public private(set) var changes: [Change] = []
  /// Those that both editions have and that are the same.
  private var unchanged: [Change] = []
  /// The first edition.
  public private(set) var before = Extent()
  /// The second edition.
  public private(set) var after = Extent()
  /// The years that both speak of; nil for a side without limit.
  public let years: (first: Int?, last: Int?)
  /// Whether only some parties or pairs are in both.
  public let isOfSomeParties: Bool
  /// Fields that only one of the two editions holds, so that they were not compared.
  public let fieldsLeftOut: [RegisterField]

  /// Compares two editions of one register.
  ///
  /// - Parameter years: only these years, where both editions speak of them; nil for no limit on that side.
  public init(
    from old: RegisterEdition, to new: RegisterEdition, years: (first: Int?, last: Int?) = (nil, nil)
  ) {
    let scope = RegisterScope(old, new, years: years)
    self.years = scope.years
    isOfSomeParties = scope.hasParties
    let fields = RegisterField.held(old, new)
    let marks = RegisterField.marked(old, new)
    fieldsLeftOut = RegisterField.allCases.filter { !fields.contains($0) }
    var olds = RegisterDifference.scoped(old, scope, &before)
    var news = RegisterDifference.scoped(new, scope, &after)
    RegisterDifference.noteOpenOrders(&olds, new: &news)
    let matching = RegisterMatching(olds, news)
    for match in matching.matches { compare(olds[match.old], news[match.new], match.way, fields, marks) }
    for place in matching.restOld { alone(olds[place], .gone) }
    for place in matching.restNew { alone(news[place], .added) }
    changes.sort(by: RegisterDifference.precedes)
  }

  private static func scoped(
    _ edition: RegisterEdition, _ scope: RegisterScope, _ extent: inout Extent
  ) -> [ScopedDeal] {
    let isWithin = scope.contains(yearsOf: edition)
    var found: [ScopedDeal] = []
    found.reserveCapacity(edition.deals.count)
    for deal in edition.deals {
      guard let entry = ScopedDeal(deal, scope, isWithinYears: isWithin) else {
        extent.outside += 1
        continue
      }
      found.append(entry)
    }
    return found
  }

  /// From so many orders without deliveries on, an edition that has none of them was made without them.
  private static let manyOpenOrders = 10

  private static func noteOpenOrders(_ olds: inout [ScopedDeal], new news: inout [ScopedDeal]) {
    func isOpen(_ entry: ScopedDeal) -> Bool {
      entry.deal.years.isEmpty && entry.deal.delivered ?? 0 == 0 && entry.deal.tiv ?? 0 == 0
    }
    let open = (olds.count(where: isOpen), news.count(where: isOpen))
    if open.1 == 0, open.0 >= manyOpenOrders {
      for place in olds.indices where isOpen(olds[place]) { olds[place].isOptional = true }
    } else if open.0 == 0, open.1 >= manyOpenOrders {
      for place in news.indices where isOpen(news[place]) { news[place].isOptional = true }
    }
  }

  private mutating func compare(
    _ old: ScopedDeal, _ new: ScopedDeal, _ way: RegisterMatching.Way, _ fields: Set<RegisterField>,
    _ marks: Set<RegisterField>
  ) {
    let isComparable = old.volume != nil && new.volume != nil
    before.deals += 1
    after.deals += 1
    if !isComparable {
      before.partial += 1
      after.partial += 1
    }
    var compared = fields
    if !isComparable { compared.subtract([.delivered, .years, .tiv]) }
    var change = Change(kind: .changed, old: old.deal, new: new.deal, matchedBy: way.rawValue)
    change.fields = RegisterFieldChange.between(old.deal, new.deal, compared, marks: marks)
    change.before = isComparable ? old.volume : nil
    change.after = isComparable ? new.volume : nil
    before.tiv = saturatingSum(before.tiv, change.before ?? 0)
    after.tiv = saturatingSum(after.tiv, change.after ?? 0)
    if change.fields.isEmpty { unchanged.append(change) } else { changes.append(change) }
  }

  private mutating func alone(_ entry: ScopedDeal, _ kind: Kind) {
    let isOld = kind == .gone
    if entry.isOptional {
      if isOld { before.open += 1 } else { after.open += 1 }
      return
    }
    var change = Change(kind: kind, old: isOld ? entry.deal : nil, new: isOld ? nil : entry.deal)
    if isOld {
      before.deals += 1
      if entry.isPartial { before.partial += 1 }
      change.before = entry.volume
    } else {
      after.deals += 1
      if entry.isPartial { after.partial += 1 }
      change.after = entry.volume
    }
    before.tiv = saturatingSum(before.tiv, change.before ?? 0)
    after.tiv = saturatingSum(after.tiv, change.after ?? 0)
    changes.append(change)
  }

  /// Per pair the volumes of both editions and what they differ by, of the deals that pass; a deal that went from
  /// one pair to another counts in both.
  public func volumes(where passes: (RegisterDeal) -> Bool = { _ in true }) -> [RegisterPair: RegisterMove] {
    var volumes: [RegisterPair: RegisterMove] = [:]
    for list in [unchanged, changes] {
      for change in list {
        let (old, new) = (change.old.map(passes) ?? false, change.new.map(passes) ?? false)
        guard old || new else { continue }
        let moves = RegisterMove.of(change)
        guard moves.count > 1 else {
          for (pair, move) in moves { volumes[pair, default: RegisterMove()].add(move) }
          continue
        }
        if old { volumes[moves[0].pair, default: RegisterMove()].add(moves[0].move) }
        if new { volumes[moves[1].pair, default: RegisterMove()].add(moves[1].move) }
      }
    }
    return volumes
  }

  private static func precedes(_ a: Change, _ b: Change) -> Bool {
    guard let x = a.deal, let y = b.deal else { return a.deal == nil && b.deal != nil }
    if x.pair != y.pair { return x.pair < y.pair }
    if x.orderYear != y.orderYear { return x.orderYear ?? 0 < y.orderYear ?? 0 }
    if x.designation != y.designation { return x.designation < y.designation }
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    if x.line != y.line { return x.line ?? 0 < y.line ?? 0 }
    return x.key < y.key
  }
}

/// By how much a volume moved, and why; all in thousandths of a million TIV.
public struct RegisterMove: Hashable, Sendable {
  /// The volume in the first edition.
  public var before: Int64 = 0
  /// The volume in the second edition.
  public var after: Int64 = 0
  /// Deals that the first edition does not have.
  public var added: Int64 = 0
  /// Deals that the second edition does not have, as a number of zero or less.
  public var gone: Int64 = 0
  /// Deals of the same name whose volume is another.
  public var changed: Int64 = 0
  /// Deals whose volume and designation are another.
  public var reworded: Int64 = 0
  /// Deals that came from another party or went to one.
  public var renamed: Int64 = 0
  /// Numbers of deals added, gone and changed in anything.
  public var deals = (added: 0, gone: 0, changed: 0)

  /// Nothing moved.
  public init() {}

  /// By how much it moved: exactly the sum of the reasons; `Int64.max` where one of the two is too large to be kept.
  public var difference: Int64 { before == .max ? .max : after == .max ? .max : after - before }

  /// Whether all numbers are the same.
  public static func == (a: RegisterMove, b: RegisterMove) -> Bool {
    a.numbers == b.numbers && a.deals == b.deals
  }
  /// Hashes the volumes.
  public func hash(into hasher: inout Hasher) { hasher.combine(numbers) }
  private var numbers: [Int64] { [before, after, added, gone, changed, reworded, renamed] }

  /// Takes in another one.
  public mutating func add(_ other: RegisterMove) {
    before = saturatingSum(before, other.before)
    after = saturatingSum(after, other.after)
    added = saturatingSum(added, other.added)
    gone = saturatingSum(gone, other.gone)
    changed = saturatingSum(changed, other.changed)
    reworded = saturatingSum(reworded, other.reworded)
    renamed = saturatingSum(renamed, other.renamed)
    deals.added += other.deals.added
    deals.gone += other.deals.gone
    deals.changed += other.deals.changed
  }

  /// What a deal adds to the sums of its pair, or of the two pairs that it went between.
  static func of(_ change: RegisterDifference.Change) -> [(pair: RegisterPair, move: RegisterMove)] {
    var move = RegisterMove()
    (move.before, move.after) = (change.before ?? 0, change.after ?? 0)
    switch change.kind {
    case .added:
      move.added = move.after
      move.deals.added = 1
    case .gone:
      move.gone = -move.before
      move.deals.gone = 1
    case .changed:
      if !change.fields.isEmpty { move.deals.changed = 1 }
      if change.fields.contains(where: { $0.field == .designation }) {
        move.reworded = move.difference
      } else {
        move.changed = move.difference
      }
    }
    guard let old = change.old, let new = change.new, old.pair != new.pair else {
      return change.deal.map { [($0.pair, move)] } ?? []
    }
    var left = RegisterMove()
    left.before = move.before
    left.renamed = -move.before
    left.deals.changed = 1
    move.renamed = move.before
    move.before = 0
    return [(old.pair, left), (new.pair, move)]
  }
}
