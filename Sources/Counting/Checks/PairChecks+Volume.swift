import ArmsModel

/// What one release of a volume index gives for a period, in thousandths of a million TIV.
private struct ReleaseVolume: Hashable, Comparable {
  var day: Int32
  var volume: Int64

  static func < (a: ReleaseVolume, b: ReleaseVolume) -> Bool { (a.day, a.volume) < (b.day, b.volume) }
}

extension CheckRun {
  /// Finds money credited to those who publish volumes only, and compares it with every release at hand.
  mutating func checkVolumes() {
    guard !context.volumeIndexSources.isEmpty else { return }
    let suspects = claims.indices.filter { isSuspect($0) }
    guard !suspects.isEmpty else { return }
    // Releases that a newer one set aside are evidence still.
    var releases: [Int64: [Int]] = [:]
    for (place, claim) in claims.enumerated()
    where claim.unit == units.tiv && units.tiv != 0 && claim.rank != .deprecated && claim.saidValue != nil {
      releases[claim.document, default: []].append(place)
    }
    for scope in Scope.allCases {
      for (_, places) in contents(of: suspects.filter { claims[$0].scope == scope }) {
        checkVolume(places, releases)
      }
    }
  }

  /// Whether it is money, credited to who publishes volumes.
  private func isSuspect(_ place: Int) -> Bool {
    let claim = claims[place]
    // A register's own file quotes prices of contracts in its comments: it does not pass volumes off as money.
    guard claim.rank.counts, !claim.isOfEdition, claim.saidValue != nil, claim.unit != units.tiv,
      units.isMoney(claim.unit)
    else {
      return false
    }
    let asserter = voice(place)?.asserter
    return context.volumeIndexSources.contains(claim.origin)
      || asserter.map(context.volumeIndexSources.contains) == true
  }

  /// One such content, as it stands in all its claims.
  private mutating func checkVolume(_ places: [Int], _ releases: [Int64: [Int]]) {
    guard let first = places.first, let value = claims[first].saidValue else { return }
    let claim = claims[first]
    let days = claim.days
    let source = institute(first)
    let isDated = days.first != .min || days.last != .max
    let time = isDated ? " for " + FindingWords.days(days.first, days.last) : " without a date"
    let claimed = words(value, claim.unit, isQuantity: false)
    let volumes = Set(releases.values.compactMap { release($0, like: claim) }).sorted(by: >)
    let near = volumes.filter { isNear(value, $0.volume) }
    var numbers = [Finding.Number(name: "claimed", value: value.best, unit: claim.unit)]
    for volume in near.isEmpty ? volumes : near {
      let name = volume.day == 0 ? "release" : "release-" + FindingWords.day(volume.day)
      numbers.append(Finding.Number(name: name, value: volume.volume, unit: units.tiv))
    }
    let head = "\(claimed)\(time), credited to \(source)"
    if !near.isEmpty {
      add(
        .volumeIndexAsMoney, .error, claims: places, transfers: transfers(of: places),
        "\(head), is probably \(FindingWords.decimal(value.best / 1_000_000)) million TIV, not money: "
          + "\(given(near, by: source)) for the same time. "
          + "TIV measures the volume of arms, not their price; record the claim in TIV, or deprecate it.",
        numbers)
    } else if claim.scope == .deal {
      add(
        .volumeIndexAsMoney, .note, claims: places, transfers: transfers(of: places),
        "\(head), is a price for one deal: \(source) publishes volumes, and quotes a contract's price at most in "
          + "a comment. Look up who named the price, and record that source as the asserter.", numbers)
    } else if volumes.isEmpty {
      add(
        .volumeIndexAsMoney, .warning, claims: places,
        "\(head), is possibly a volume in million TIV: \(source) publishes no prices per pair of parties. "
          + "No release at hand gives a volume for that time; import one and check again.", numbers)
    } else {
      add(
        .volumeIndexAsMoney, .warning, claims: places,
        "\(head), is possibly a volume in million TIV, though it fits no release at hand: "
          + "\(given(volumes, by: source)) for the same time. \(source) publishes no prices per pair of parties; "
          + "look up what the figure is.", numbers)
    }
  }

  /// "SIPRI's release of 2026-02-12 gives 872.4 million TIV, that of 2022-07-28 gives 875 million TIV".
  private func given(_ volumes: [ReleaseVolume], by source: String) -> String {
    var parts: [String] = []
    for (place, volume) in volumes.prefix(4).enumerated() {
      let release = place == 0 ? "\(source)'s release" : volume.day == 0 ? "another one" : "that"
      let day = volume.day == 0 ? "" : " of " + FindingWords.day(volume.day)
      parts.append("\(release)\(day) gives \(FindingWords.tiv(volume.volume))")
    }
    let rest = volumes.count > 4 ? " (and \(volumes.count - 4) more releases)" : ""
    return parts.joined(separator: ", ") + rest
  }

  private func institute(_ place: Int) -> String {
    for case let row? in [voice(place)?.asserter, claims[place].origin]
    where context.volumeIndexSources.contains(row) {
      if let name = context.sourceName(row) { return name }
    }
    return "SIPRI"
  }

  private func transfers(of places: [Int]) -> [Int] {
    let wanted = Set(places)
    return transfers.indices.filter { transfers[$0].members.contains { wanted.contains($0.claim) } }
  }

  /// Whether money in millions comes within 6 % of a volume in millions.
  private func isNear(_ value: CountedClaim.Interval, _ volume: Int64) -> Bool {
    let volume = Double(volume)
    let isRange = value.qualifier == .none && value.low > 0 && value.high != .max
    let low = Double(isRange ? value.low : value.best) / 1_000_000
    let high = Double(isRange ? value.high : value.best) / 1_000_000
    let nearest = min(max(volume, low), high)
    return abs(nearest - volume) <= volume * 0.06
  }

  private func release(_ entries: [Int], like claim: CountedClaim) -> ReleaseVolume? {
    guard let first = entries.first, let volume = volume(entries, like: claim) else { return nil }
    let entry = claims[first]
    return ReleaseVolume(day: entry.release != 0 ? entry.release : entry.published, volume: volume)
  }

  /// What the entries of one document give for the claim's days and goods; nil if nothing.
  ///
  /// A total over exactly these days goes before what is added up; of totals inside the days and deals inside the
  /// days the larger sum, since either contains the other.
  private func volume(_ entries: [Int], like claim: CountedClaim) -> Int64? {
    let days = claim.days
    guard days.first != .min || days.last != .max else { return nil }
    var exact: Int64?
    var totals: [(last: Int32, first: Int32, value: Int64)] = []
    var deals: Int64 = 0
    for place in entries {
      let entry = claims[place].byItself
      guard let value = entry.saidValue, entry.stage.hasArrived || entry.stage == .reported else { continue }
      let entryDays = entry.days
      guard days.first <= entryDays.first, entryDays.last <= days.last,
        entryDays.first != .min, entryDays.last != .max
      else { continue }
      if entry.scope == .deal {
        let fits = claim.category < 0 || tree.isBelow(entry.category, claim.category)
        if fits, claim.weapon == 0 || entry.weapon == claim.weapon {
          deals = saturatingSum(deals, value.best)
        }
      } else if entry.category == claim.category, entry.weapon == claim.weapon {
        if entryDays == days { exact = max(exact ?? 0, value.best) }
        totals.append((entryDays.last, entryDays.first, value.best))
      }
    }
    if let exact { return exact }
    // Totals that share a day may contain the same deals: each day is added up once.
    totals.sort { $0 < $1 }
    var sum: Int64 = 0
    var reached = Int32.min
    for total in totals where total.first > reached {
      sum = saturatingSum(sum, total.value)
      reached = total.last
    }
    let volume = max(sum, deals)
    return volume == 0 ? nil : volume
  }
}
