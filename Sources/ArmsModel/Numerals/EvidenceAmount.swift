/// An amount of money in a passage, as it is printed there.
public struct EvidenceAmount: Hashable, Sendable {
  /// What an amount is for, again and again.
  public enum Rate: String, Hashable, Sendable {
    /// "$100m a year", "annual sales of $100m".
    case year
    /// "$10m a month".
    case month
    /// "$5m apiece", "$5m per aircraft".
    case piece
  }

  /// Thousandths of a unit of the currency; of a range the lower end.
  public var thousandths: Int64
  /// The upper end of a range, "$32-38 m"; nil for a single number.
  public var thousandthsMax: Int64?
  /// ISO 4217 code.
  public var currency: String
  /// How the words before it or behind it qualify it.
  public var qualifier: Qualifier
  /// What the amount is for, where the passage says that it is not a sum of all.
  public var rate: Rate?
  /// Bytes of the passage from the currency or the number, whichever is first, to the last of both.
  public var range: Range<Int>
}

extension EvidenceQualifier {
  /// All amounts of money in a passage, in their order.
  ///
  /// Only what has a currency is money: a sign, code or abbreviation before the number, or a code or name behind it (see
  /// `CurrencyNames`). A dollar is that of the United States unless letters beside the sign, or an adjective, say
  /// otherwise.
  public static func amounts(in passage: UnsafeRawBufferPointer) -> [EvidenceAmount] {
    let scan = EvidenceScan(bytes: passage, target: 0)
    var amounts = scan.amountsInDigits()
    for amount in scan.amountsInWords() where !amounts.contains(where: { $0.range.overlaps(amount.range) }) {
      amounts.append(amount)
    }
    return amounts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

extension EvidenceScan {
  fileprivate func amountsInDigits() -> [EvidenceAmount] {
    var amounts: [EvidenceAmount] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] &- 0x30 > 9 {
        index += 1
        continue
      }
      let start = index
      let number = DigitRun(bytes, &index)
      var factor = factor(index)
      var end = factor?.end ?? index
      var upper: SecondNumber?
      if let second = secondNumber(behind: end, of: start) {
        if factor == nil, number.factor(sharedWith: second) > 1 {
          factor = second.factor.map { ($0, second.end) }
        }
        (upper, end) = (second, second.end)
      }
      guard let value = number.thousandths(times: factor?.value ?? 1), value > 0 else { continue }
      let isLarge = factor != nil || value >= 1_000_000
      let before = currency(before: start, isLarge: isLarge)
      let after = before == nil && isLarge ? currency(behind: end) : nil
      guard let code = before?.code ?? after?.code else { continue }
      let most = upper.flatMap { $0.number.thousandths(times: $0.factor ?? 1) }
      add(
        value, most, code, from: start, to: after?.end ?? end, (before?.start ?? start)..<(after?.end ?? end),
        &amounts)
      index = max(index, after?.end ?? end)
    }
    return amounts
  }

  private func add(
    _ low: Int64, _ high: Int64?, _ currency: String, from start: Int, to end: Int, _ range: Range<Int>,
    _ amounts: inout [EvidenceAmount]
  ) {
    var amount = EvidenceAmount(
      thousandths: low, thousandthsMax: high.flatMap { $0 > low ? $0 : nil }, currency: currency,
      qualifier: qualifier(before: start, behind: end), range: range)
    amount.rate = rate(behind: end) ?? rate(before: range.lowerBound)
    amounts.append(amount)
  }

  fileprivate func amountsInWords() -> [EvidenceAmount] {
    var amounts: [EvidenceAmount] = []
    var index = 0
    while let sum = nextSumInWords(&index) {
      let before = currency(before: sum.range.lowerBound, isLarge: true)
      let after = before == nil ? currency(behind: sum.range.upperBound) : nil
      guard let code = before?.code ?? after?.code else { continue }
      let end = after?.end ?? sum.range.upperBound
      add(
        sum.thousandths, sum.thousandthsMax, code, from: sum.range.lowerBound, to: end,
        (before?.start ?? sum.range.lowerBound)..<end, &amounts)
    }
    return amounts
  }

  // MARK: Rates

  /// What the few words behind an amount make of it: "a year", "of arms every year", "apiece", "per aircraft".
  private func rate(behind end: Int) -> EvidenceAmount.Rate? {
    var last = end
    while last < bytes.count, last - end < 64, ![0x2C, 0x2E, 0x3B, 0x3A, 0x28].contains(bytes[last]) {
      last += 1
    }
    if last + 3 < bytes.count, bytes[last] == 0x2E, text(last - 1..<last + 3) == "p.a." { return .year }
    let words = text(end..<last).lowercased().split { !$0.isLetter && $0 != "/" }.map(String.init)
    if let first = words.first, first.hasPrefix("/") {
      return EvidenceScan.rate(of: String(first.dropFirst()))
    }
    for (place, word) in words.prefix(8).enumerated() {
      let next = words.indices.contains(place + 1) ? words[place + 1] : ""
      switch word {
      case "annually", "yearly": return .year
      case "monthly": return .month
      case "apiece": return .piece
      case "each" where ["year", "month"].contains(next), "every" where ["year", "month"].contains(next),
        "per" where ["year", "annum", "month"].contains(next):
        return EvidenceScan.rate(of: next)
      case "each" where place < 2, "per" where place < 2 && next != "cent": return .piece
      case "a" where place == 0 && ["piece", "copy", "unit", "round", "shot"].contains(next): return .piece
      case "a" where ["year", "month"].contains(next):
        let before = place > 0 ? words[place - 1] : ""
        let behind = words.indices.contains(place + 2) ? words[place + 2] : ""
        if !EvidenceScan.beforeSpan.contains(before), !EvidenceScan.behindSpan.contains(behind) {
          return EvidenceScan.rate(of: next)
        }
      default: break
      }
    }
    return nil
  }

  /// What the few words before an amount make of it: "annual sales of", "a unit price of".
  private func rate(before start: Int) -> EvidenceAmount.Rate? {
    var first = start
    while first > 0, start - first < 48, ![0x2C, 0x2E, 0x3B, 0x3A, 0x29].contains(bytes[first - 1]) {
      first -= 1
    }
    let words = text(first..<start).lowercased().split { !$0.isLetter }.suffix(6).map(String.init)
    for (place, word) in words.enumerated() {
      let next = words.indices.contains(place + 1) ? words[place + 1] : ""
      switch word {
      case "annual", "yearly": if !EvidenceScan.annuals.contains(next) { return .year }
      case "monthly": return .month
      case "unit" where ["price", "cost"].contains(next): return .piece
      default: break
      }
    }
    return nil
  }

  private static func rate(of unit: String) -> EvidenceAmount.Rate? {
    switch unit {
    case "year", "annum", "yr": .year
    case "month": .month
    default: .piece
    }
  }

  /// Before "a year" these make a time of it, not a rate.
  private static let beforeSpan: Set<String> = [
    "in", "over", "within", "for", "during", "of", "after", "than", "about", "half", "before", "nearly",
    "almost", "once",
    "twice", "by",
  ]
  private static let behindSpan: Set<String> = [
    "later", "ago", "earlier", "before", "after", "or", "long", "and",
  ]
  /// What is annual without being money.
  private static let annuals: Set<String> = [
    "report", "reports", "review", "reviews", "meeting", "conference", "survey", "edition",
  ]

  // MARK: Currencies

  private func isLetter(_ place: Int) -> Bool {
    place >= 0 && place < bytes.count && (bytes[place] | 0x20) &- 0x61 < 26
  }

  /// The place before a blank that ends at `place`, if one does.
  private func overBlank(before place: Int) -> Int {
    if place > 0, bytes[place - 1] == 0x20 || bytes[place - 1] == 0x0A { return place - 1 }
    return place > 1 && bytes[place - 2] == 0xC2 && bytes[place - 1] == 0xA0 ? place - 2 : place
  }

  private func currency(before start: Int, isLarge: Bool) -> (code: String, start: Int)? {
    let place = overBlank(before: start)
    guard place > 0 else { return nil }
    for (sign, code) in CurrencyNames.signBytes where place >= sign.count {
      if bytes[place - sign.count..<place].elementsEqual(sign) { return (code, place - sign.count) }
    }
    // "US$", "A$", "$US", "Rs.", "NIS", "EUR".
    var first = place
    while first > 0, isLetter(first - 1) || bytes[first - 1] == 0x24 || bytes[first - 1] == 0x2E,
      place - first < 7
    {
      first -= 1
    }
    while first < place, bytes[first] == 0x2E { first += 1 }
    let sign = text(first..<place)
    if sign.utf8.contains(0x24) {
      if let code = CurrencyNames.code(of: sign) { return (code, first) }
      return bytes[place - 1] == 0x24 ? ("USD", place - 1) : nil
    }
    guard isLarge, !isLetter(first - 1), first < place else { return nil }
    return CurrencyNames.code(of: sign).map { ($0, first) }
  }

  /// "dollars", "US dollars", "Saudi riyals", "EUR" behind a number or its factor.
  func currency(behind end: Int) -> (code: String, end: Int)? {
    var place = end
    var name = ""
    for _ in 0..<4 {
      if place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x2D || bytes[place] == 0x0A {
        place += 1
      } else if place + 1 < bytes.count, bytes[place] == 0xC2, bytes[place + 1] == 0xA0 {
        place += 2
      }
      for (sign, code) in CurrencyNames.signBytes where name.isEmpty && place + sign.count <= bytes.count {
        if bytes[place..<place + sign.count].elementsEqual(sign) { return (code, place + sign.count) }
      }
      var behind = place
      while isLetter(behind) || (behind < bytes.count && bytes[behind] == 0x2E && isLetter(behind + 1)) {
        behind += 1
      }
      guard behind > place else { return nil }
      let word = text(place..<behind)
      if name.isEmpty, CurrencyNames.isCode(word) { return (word, behind) }
      name += (name.isEmpty ? "" : " ") + word.lowercased().filter { $0 != "." }
      if let code = CurrencyNames.code(ofName: name) {
        // "Pounds sterling".
        let sterling =
          code == "GBP" && text(behind..<min(behind + 9, bytes.count)).lowercased() == " sterling"
        return (code, sterling ? behind + 9 : behind)
      }
      if name == word.lowercased(), word.utf8.count < 4, let code = CurrencyNames.code(of: word) {
        return (code, behind)
      }
      guard CurrencyNames.mayGoOn(name) else { return nil }
      place = behind
      if place < bytes.count, bytes[place] == 0x2E { place += 1 }
    }
    return nil
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
