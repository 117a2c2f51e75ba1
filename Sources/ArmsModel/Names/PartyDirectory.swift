/// All parties with all their names: finds the party that a name means at a time.
public struct PartyDirectory: Sendable {
  /// The place of a party in `parties`; stays the same while parties are added.
  public typealias Index = Int32

  /// Two parties bear the name at the same time; `prefers` is the rule for it, nil: ask.
  public struct AmbiguousName: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The party that is meant unless said otherwise.
    public var prefers: PartyCode?
    /// A name with that rule.
    public init(name: String, prefers: PartyCode?) {
      self.name = name
      self.prefers = prefers
    }
  }

  /// Why a name gives no party.
  public enum Failure: Error, Hashable, Sendable {
    /// Nobody is called so; the nearest name known, if one is near.
    case unknown(nearest: String?)
    /// Several are called so at that time.
    case ambiguous([Party])
    /// The name, or its party, is of other years; the parties that follow it.
    case outsideYears(Party, validity: Period, successors: [Party])
  }

  /// The parties, in the order in which they came.
  public private(set) var parties: [Party] = []
  private var indexOfCode: [String: Index] = [:]
  private var entries: [String: [Entry]] = [:]
  private var rules: [String: PartyCode?] = [:]
  private var successors: [PartyCode: [PartyCode]] = [:]
  /// The names by their words, made when the first name is looked for that nobody bears as it is written.
  private var byWords = PartyNameWords.Index()

  private struct Entry: Sendable {
    var party: Index
    var kind: PartyNameKind
    var validity: Period
  }

  /// A directory of those parties, names, rules and successors.
  public init(
    parties: [Party], names: [PartyName], ambiguous: [AmbiguousName] = [],
    successors: [PartyCode: [PartyCode]] = [:]
  ) {
    for party in parties { add(party) }
    for name in names { add(name) }
    for rule in ambiguous { rules[NameFolding.fold(rule.name)] = .some(rule.prefers) }
    self.successors = successors
  }

  /// Adds a party under its code, alpha-2 code and name; an existing code keeps its party.
  @discardableResult
  public mutating func add(_ party: Party) -> Index {
    if let index = indexOfCode[party.code.rawValue] { return index }
    let index = Index(parties.count)
    parties.append(party)
    indexOfCode[party.code.rawValue] = index
    add(PartyName(party: party.code, name: party.name, kind: .name))
    return index
  }

  /// Adds a name of a party that is here already; of any other it does nothing.
  public mutating func add(_ name: PartyName) {
    let key = NameFolding.fold(name.name)
    guard let index = indexOfCode[name.party.rawValue], !key.isEmpty else { return }
    let entry = Entry(party: index, kind: name.kind, validity: name.validity)
    let known = entries[key, default: []].contains { $0.party == index && $0.validity == name.validity }
    if known { return }
    if entries[key] == nil { byWords = PartyNameWords.Index() }
    entries[key, default: []].append(entry)
  }

  /// Whether nobody is called so, at any time.
  public func isFree(_ name: String) -> Bool { entries[NameFolding.fold(name)] == nil }

  /// The place of the party of that code, or nil.
  public func index(of code: PartyCode) -> Index? { indexOfCode[code.rawValue] }

  /// The party at that place.
  public subscript(index: Index) -> Party { parties[Int(index)] }

  /// The party of that code, or nil.
  public subscript(code: PartyCode) -> Party? { index(of: code).map { self[$0] } }

  /// The parties that came after that one, the one that continues its series first.
  public func successors(of code: PartyCode) -> [Party] {
    (successors[code] ?? []).compactMap { self[$0] }
  }

  /// Whether the answer for `name` is the same at any time.
  ///
  /// True for names that a single party bears, so that the answer may be kept.
  public func isTimeless(_ index: Index, name: String) -> Bool {
    guard self[index].kind != .formerState else { return false }
    if indexOfCode[name] != nil { return true }
    return bearers(of: name).entries.allSatisfy { $0.party == index }
  }

  /// The party that `name` means.
  ///
  /// - Parameters:
  ///   - name: a code, name, alias, demonym, capital or former name; `X:NAME` for a non-state party.
  ///   - time: when it happened, as the claim says it; both ends nil: not said. A former state or name is
  ///     not found outside its years.
  ///   - published: when the claim was published; decides between two bearers of a name when `time` does not.
  ///   - suggesting: whether to look for the nearest name where nobody is called so, which takes a walk through all.
  public func resolve(
    _ name: String, time: Period = Period(), published: PartialDate? = nil, suggesting: Bool = true
  ) throws(Failure) -> Index {
    if let index = code(name) {
      try checkYears(of: index, validity: self[index].validity, time: time)
      return index
    }
    let isActor = name.hasPrefix("X:")
    let known = isActor ? bearers(ofExactly: String(name.dropFirst(2))) : bearers(of: name)
    let key = known.key
    var found = known.entries
    if isActor { found.removeAll { self[$0.party].kind.isCountry } }
    guard let first = found.first else { throw .unknown(nearest: suggesting ? nearest(name) : nil) }

    if !time.isUnknown {
      let valid = standing(found, at: time)
      let first = self[first.party]
      guard !valid.isEmpty else {
        throw .outsideYears(first, validity: first.validity, successors: successors(of: first.code))
      }
      found = valid
    } else if distinct(found).count > 1, let published {
      let valid = standing(found, at: Period(from: published, to: published))
      if !valid.isEmpty { found = valid }
    }
    if distinct(found).count > 1 {
      let lasting = found.filter { $0.kind != .former }
      if !lasting.isEmpty { found = lasting }
    }
    let candidates = distinct(found)
    if candidates.count == 1 { return candidates[0] }
    if case .some(.some(let preferred)) = rules[key], let index = self.index(of: preferred),
      candidates.contains(index)
    {
      return index
    }
    throw .ambiguous(candidates.map { self[$0] })
  }

  private func bearers(ofExactly name: String) -> (key: String, entries: [Entry]) {
    let key = NameFolding.fold(name)
    return (key, entries[key] ?? [])
  }

  /// Who is called so, and under which of the known names: as it is written, else with the same words in another order,
  /// in full or abbreviated: `Congo, Dem. Rep.` and `Dem. Rep. of the Congo` are the Democratic Republic of the Congo.
  private func bearers(of name: String) -> (key: String, entries: [Entry]) {
    let exact = bearers(ofExactly: name)
    guard exact.entries.isEmpty else { return exact }
    let key = exact.key
    let keys = byWords.names(like: key, among: entries.keys)
    return (keys.first { rules[$0] != nil } ?? keys.first ?? key, keys.flatMap { entries[$0] ?? [] })
  }

  /// The party that a register means by `name`, at any time: the one of which it is SIPRI's spelling, else the usual
  /// name, else what `resolve` says without a time.
  public func resolve(registerName name: String) throws(Failure) -> Index {
    let found = bearers(of: name).entries
    for kind in [PartyNameKind.sipri, .name] {
      let candidates = distinct(found.filter { $0.kind == kind })
      if candidates.count == 1 { return candidates[0] }
    }
    return try resolve(name)
  }

  /// The party of that ISO 3166-1 code of two or three letters; nil for any other text, and for former states.
  public func index(ofISOCode code: String) -> Index? {
    let code = code.uppercased()
    switch code.utf8.count {
    case 2: return indexOfAlpha2(code)
    case 3: return indexOfCode[code].flatMap { self[$0].kind == .formerState ? nil : $0 }
    default: return nil
    }
  }

  /// The party that running text means by `name`, and how the name belongs to it; nil if nobody is called so, or
  /// several are and no rule tells which.
  ///
  /// Codes are no names here: "CAN" and "AM" are words of headlines.
  public func named(_ name: String, time: Period = Period()) -> (party: Index, kind: PartyNameKind)? {
    guard let known = entries[NameFolding.fold(name)] else { return nil }
    guard let party = try? resolve(name, time: time),
      let entry = known.first(where: { $0.party == party })
    else { return nil }
    return (party, entry.kind)
  }

  /// The known name that is nearest to a misspelt one; nil where none is near, or two parties are as near.
  ///
  /// Every word of either has one of the other that it may be a slip of the pen for, so that no other state is named:
  /// what a longer or shorter name means, such as `Dominican` for `Dominican Rep.`, is not for us to guess. A name that
  /// several parties bear is never meant.
  public func nearest(_ name: String) -> String? {
    let words = PartyNameWords.words(of: NameFolding.fold(name))
    var best: (distance: Int, key: String, party: Index)?
    var isTie = false
    for (key, bearers) in entries {
      // Of several the one whose usual name it is, if there is one.
      let usual = bearers.filter { $0.kind == .name }
      let parties = distinct(usual.isEmpty ? bearers : usual)
      guard parties.count == 1,
        let distance = PartyNameWords.distance(words, PartyNameWords.words(of: key), atMost: best?.distance)
      else { continue }
      if let known = best, known.distance == distance {
        if known.party != parties[0] { isTie = true }
        if known.key <= key { continue }
      } else {
        isTie = false
      }
      best = (distance, key, parties[0])
    }
    guard !isTie, let best else { return nil }
    let party = self[best.party]
    // Say the usual name where it is what was meant, else the alias with the party behind it.
    return NameFolding.fold(party.name) == best.key ? party.name : "\(best.key) (\(party.name))"
  }

  /// Those that bore the name and existed at that time; failing that, those that are no former states, since
  /// arms go to states that are about to be born, and old names are used for long.
  private func standing(_ entries: [Entry], at time: Period) -> [Entry] {
    let exact = entries.filter { $0.validity.overlaps(time) && self[$0.party].validity.overlaps(time) }
    if !exact.isEmpty { return exact }
    return entries.filter { self[$0.party].kind != .formerState }
  }

  private func code(_ name: String) -> Index? {
    if let index = indexOfCode[name] { return index }
    if name.utf8.count == 2, let index = indexOfAlpha2(name) { return index }
    return nil
  }

  private func indexOfAlpha2(_ name: String) -> Index? {
    parties.firstIndex { $0.alpha2 == name && $0.kind != .formerState }.map(Index.init)
  }

  private func checkYears(of index: Index, validity: Period, time: Period) throws(Failure) {
    let party = self[index]
    guard party.kind == .formerState, !time.isUnknown, !validity.overlaps(time) else { return }
    throw .outsideYears(party, validity: validity, successors: successors(of: party.code))
  }

  private func distinct(_ entries: [Entry]) -> [Index] {
    var seen: [Index] = []
    for entry in entries where !seen.contains(entry.party) { seen.append(entry.party) }
    return seen.sorted { self[$0].code < self[$1].code }
  }
}

extension PartyKind {
  /// Whether it is a state or territory, now or once.
  public var isCountry: Bool {
    self == .state || self == .territory || self == .stateLike || self == .formerState
  }
}
