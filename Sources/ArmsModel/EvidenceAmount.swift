/// An amount of money in a passage, as it is printed there.
public struct EvidenceAmount: Hashable, Sendable {
  /// Thousandths of a unit of the currency; of a range the lower end.
  public var thousandths: Int64
  /// The upper end of a range, "$32-38 m"; nil for a single number.
  public var thousandthsMax: Int64?
  /// ISO 4217 code.
  public var currency: String
  /// How the words before it qualify it.
  public var qualifier: Qualifier
  /// Bytes of the passage from the currency or the number, whichever is first, to the last of both.
  public var range: Range<Int>
}

extension EvidenceQualifier {
  /// All amounts of money in a passage, in their order.
  ///
  /// Only what has a currency is money: a sign or code before the number, or a code or word behind it. A dollar is
  /// that of the United States unless letters before the sign say otherwise. Rupees, crowns and francs in words are
  /// left out, as several states have them.
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
      var upper: DigitRun?
      var upperFactor: Int64 = 1
      if let second = behindDash(end) {
        var behind = second
        let run = DigitRun(bytes, &behind)
        let next = self.factor(behind)
        if let next { factor = factor ?? next }
        (upper, upperFactor) = (run, next?.value ?? 1)
        end = next?.end ?? behind
      }
      guard let value = number.thousandths(times: factor?.value ?? 1), value > 0 else { continue }
      let isLarge = factor != nil || value >= 1_000_000
      let before = currency(before: start, isLarge: isLarge)
      let after = before == nil && isLarge ? currency(behind: end) : nil
      guard let code = before?.code ?? after?.code else { continue }
      let most = upper?.thousandths(times: upperFactor)
      var words = QualifierBefore(bytes, start)
      amounts.append(
        EvidenceAmount(
          thousandths: value, thousandthsMax: most.flatMap { $0 > value ? $0 : nil }, currency: code,
          qualifier: words.found(), range: (before?.start ?? start)..<(after?.end ?? end)))
      index = max(index, after?.end ?? end)
    }
    return amounts
  }

  fileprivate func amountsInWords() -> [EvidenceAmount] {
    var amounts: [EvidenceAmount] = []
    var index = 1
    while index + 4 < bytes.count {
      defer { index += 2 }
      guard bytes[index] | 0x20 == 0x6C, var sum = sumInWords(index),
        let currency = currency(behind: sum.range.upperBound),
        let value = Int64(exactly: sum.numerator * UInt128(sum.factor) * 1000 / sum.denominator)
      else { continue }
      amounts.append(
        EvidenceAmount(
          thousandths: value, currency: currency.code, qualifier: sum.words.found(),
          range: sum.range.lowerBound..<currency.end))
    }
    return amounts
  }

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
    if bytes[place - 1] == 0x24 {
      var first = place - 1
      while first > 0, isLetter(first - 1) || bytes[first - 1] == 0x2E, place - first < 6 { first -= 1 }
      let prefix = text(first..<place - 1)
      if let code = EvidenceScan.dollars[prefix] { return (code, first) }
      return ("USD", place - 1)
    }
    for (sign, code) in EvidenceScan.signs where place >= sign.count {
      if bytes[place - sign.count..<place].elementsEqual(sign) { return (code, place - sign.count) }
    }
    guard isLarge, place >= 3, !isLetter(place - 4) else { return nil }
    let code = text(place - 3..<place)
    return Currency.codes.contains(code) ? (code, place - 3) : nil
  }

  /// "dollars", "US dollars", "EUR" behind a number or its factor.
  private func currency(behind end: Int) -> (code: String, end: Int)? {
    var place = end
    for _ in 0..<3 {
      if place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x2D || bytes[place] == 0x0A {
        place += 1
      } else if place + 1 < bytes.count, bytes[place] == 0xC2, bytes[place + 1] == 0xA0 {
        place += 2
      }
      var behind = place
      while isLetter(behind) || (behind < bytes.count && bytes[behind] == 0x2E && isLetter(behind + 1)) {
        behind += 1
      }
      guard behind > place else { return nil }
      let word = text(place..<behind)
      if Currency.codes.contains(word) { return (word, behind) }
      if let code = EvidenceScan.words[word.lowercased()] { return (code, behind) }
      guard ["US", "U.S", "American"].contains(word) else { return nil }
      place = behind
      if place < bytes.count, bytes[place] == 0x2E { place += 1 }
    }
    return nil
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private static let dollars = [
    "US": "USD", "U.S.": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD", "S": "SGD",
    "HK": "HKD", "NT": "TWD", "R": "BRL",
  ]
  private static let signs: [(bytes: [UInt8], code: String)] = [
    ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("₽", "RUB"), ("₪", "ILS"), ("₺", "TRY"), ("₩", "KRW"),
    ("₼", "AZN"),
  ].map { (Array($0.0.utf8), $0.1) }
  private static let words = [
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "rouble": "RUB",
    "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "shekel": "ILS", "shekels": "ILS", "yen": "JPY",
    "yuan": "CNY", "manat": "AZN", "manats": "AZN", "dram": "AMD", "drams": "AMD", "zloty": "PLN",
  ]
}
