import ArmsModel

/// What binds a claim beyond what it says: a verdict on it, or its register's key of the deal.
struct ClaimMark {
  /// Number of the register from 0, in an order that does not depend on import; `Int32.max` for none.
  var register = Int32.max
  /// The register's key of the deal, 0 for none.
  var deal: UInt64 = 0
  /// Whether somebody judged that it is the same as, or different from, another claim of the pair.
  var isJudged = false
  /// Number of its origin among those of judged claims; `Int32.max` if none of it was judged.
  ///
  /// What an origin says elsewhere goes with what was judged of it.
  var voice = Int32.max

  /// Whether the two have the same deal key, or neither has one.
  func hasKey(of other: ClaimMark) -> Bool { register == other.register && deal == other.deal }

  /// Whether nothing tells the two apart but their keys.
  func isAlike(_ other: ClaimMark) -> Bool {
    hasKey(of: other) && isJudged == other.isJudged && (isJudged || voice == other.voice)
  }

  /// Whether claims of the same content may be one statement.
  func isOne(with other: ClaimMark) -> Bool { !isJudged && isAlike(other) }

  /// Claims with deal keys first, then those that are judged, so that copies find what they copy.
  func precedes(_ other: ClaimMark) -> Bool {
    if register != other.register { return register < other.register }
    if deal != other.deal { return deal < other.deal }
    if isJudged != other.isJudged { return isJudged }
    return !isJudged && voice < other.voice
  }

  /// The marks of a pair's claims, or nil if nothing binds any deal claim: nearly always.
  static func marks(of claims: [CountedClaim], _ pairVerdicts: PairVerdicts) -> [ClaimMark]? {
    let hasDeals = claims.contains { $0.deal != 0 && $0.scope == .deal }
    guard hasDeals || !pairVerdicts.isEmpty else { return nil }
    var marks = [ClaimMark](repeating: ClaimMark(), count: claims.count)
    if hasDeals {
      let registers = numbers(ofRegisters: claims)
      for (place, claim) in claims.enumerated() where claim.deal != 0 && claim.scope == .deal {
        marks[place].register = registers[claim.dataset] ?? .max
        marks[place].deal = claim.deal
      }
    }
    for pair in pairVerdicts.same + pairVerdicts.different {
      marks[pair.a].isJudged = true
      marks[pair.b].isJudged = true
    }
    if !pairVerdicts.isEmpty { numberVoices(&marks, claims) }
    return marks
  }

  private static func numberVoices(_ marks: inout [ClaimMark], _ claims: [CountedClaim]) {
    var voices: [Int64: Int32] = [:]
    for place in marks.indices.filter({ marks[$0].isJudged }).sorted(by: { claims[$0].key < claims[$1].key })
    where voices[claims[place].origin] == nil {
      voices[claims[place].origin] = Int32(voices.count)
    }
    for place in marks.indices { marks[place].voice = voices[claims[place].origin] ?? .max }
  }

  /// Numbers the datasets by the smallest key among their claims.
  private static func numbers(ofRegisters claims: [CountedClaim]) -> [Int64: Int32] {
    var smallest: [Int64: ContentHash] = [:]
    for claim in claims where claim.deal != 0 && claim.scope == .deal {
      smallest[claim.dataset] = min(smallest[claim.dataset] ?? claim.key, claim.key)
    }
    var numbers: [Int64: Int32] = [:]
    for (dataset, _) in smallest.sorted(by: { $0.value < $1.value }) {
      numbers[dataset] = Int32(numbers.count)
    }
    return numbers
  }
}

/// The verdicts on two deal claims of one pair, as places in its list, in the order of the keys.
struct PairVerdicts {
  /// Smaller key first.
  typealias Judged = (a: Int, b: Int)
  /// What speaks of one transfer.
  private(set) var same: [Judged] = []
  /// What speaks of two.
  private(set) var different: [Judged] = []

  /// Whether nothing was judged of these claims.
  var isEmpty: Bool { same.isEmpty && different.isEmpty }

  init(_ claims: [CountedClaim], _ verdicts: Verdicts) {
    guard !verdicts.isEmpty else { return }
    var judged: [ContentHash: Int] = [:]
    for (place, claim) in claims.enumerated() where claim.scope == .deal {
      if !verdicts.of(claim.key).isEmpty { judged[claim.key] = place }
    }
    guard judged.count > 1 else { return }
    for (key, place) in judged.sorted(by: { $0.key < $1.key }) {
      for verdict in verdicts.of(key) where key < verdict.other {
        guard let other = judged[verdict.other] else { continue }
        switch verdict.judgement {
        case .same: same.append((place, other))
        case .different: different.append((place, other))
        case .unsure: break
        }
      }
    }
  }
}
