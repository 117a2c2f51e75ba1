import ArmsModel

/// Amounts of money as comments print them: `$17-20 m`, `EUR1.2 b`, `THB4b`, `$950 m-$1 b`.
struct CommentAmount: Equatable {
  /// ISO 4217 code.
  var currency: String
  /// Thousandths of a unit.
  var low: Int64
  /// The upper end, nil where one figure is given.
  var high: Int64?

  /// Where an amount ends, and the amount if its currency and its figures can be told.
  typealias Found = (amount: CommentAmount?, end: Int)

  /// The amount that begins at that place, or nil if none does.
  static func at(_ start: Int, in scalars: [Unicode.Scalar], to end: Int) -> Found? {
    var reader = Reader(scalars: scalars, place: start, end: end)
    guard let sign = reader.currency() else { return nil }
    reader.skipBlanks()
    guard let first = reader.number() else { return nil }
    let firstUnit = reader.unit()
    var second: Figure?
    var secondUnit: Int64?
    let afterFirst = reader.place
    if reader.dash() {
      let other = reader.currency()
      reader.skipBlanks()
      if other == nil || other == sign, let number = reader.number() {
        second = number
        secondUnit = reader.unit()
      } else {
        reader.place = afterFirst
      }
    }
    let code = CurrencyNames.code(of: sign)
    guard let code, let low = first.thousandths(unit: firstUnit ?? secondUnit) else {
      return (nil, reader.place)
    }
    var amount = CommentAmount(currency: code, low: low)
    if let second {
      guard let high = second.thousandths(unit: secondUnit ?? firstUnit), high >= low else {
        return (nil, reader.place)
      }
      amount.high = high == low ? nil : high
    }
    return (amount, reader.place)
  }

  /// Both as one figure, from the lower to the higher; nil for two currencies.
  func spanned(with other: CommentAmount) -> CommentAmount? {
    guard currency == other.currency else { return nil }
    let low = min(self.low, other.low)
    let high = max(self.high ?? self.low, other.high ?? other.low)
    return CommentAmount(currency: currency, low: low, high: high > low ? high : nil)
  }
}

/// Digits with a decimal point: `12.5` is 125 over 10.
private struct Figure {
  var digits: Int64
  var decimals: Int

  /// The figure times its unit in thousandths; nil if it is finer or too large.
  ///
  /// A figure without a unit counts from 1000 on: smaller ones lack the unit that was meant.
  func thousandths(unit: Int64?) -> Int64? {
    if unit == nil, decimals > 0 || digits < 1000 { return nil }
    var (value, overflow) = digits.multipliedReportingOverflow(by: unit ?? 1)
    var decimals = decimals
    while decimals > 3, !overflow {
      guard value % 10 == 0 else { return nil }
      value /= 10
      decimals -= 1
    }
    while decimals < 3, !overflow {
      (value, overflow) = value.multipliedReportingOverflow(by: 10)
      decimals += 1
    }
    if overflow { return nil }
    return value
  }
}

private struct Reader {
  let scalars: [Unicode.Scalar]
  var place: Int
  let end: Int

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    place + offset < end ? scalars[place + offset] : nil
  }

  mutating func skipBlanks() {
    while peek()?.isBlank == true { place += 1 }
  }

  /// A sign, or capital letters with or without one, that stand before a digit.
  mutating func currency() -> String? {
    var text = ""
    var ahead = place
    while ahead < end, text.unicodeScalars.count < 6, scalars[ahead].isCurrencyPart {
      text.unicodeScalars.append(scalars[ahead])
      ahead += 1
    }
    if text == "P", ahead + 4 <= end, scalars[ahead..<ahead + 4].elementsEqual("ound".unicodeScalars) {
      text = "Pound"
      ahead += 4
    }
    guard !text.isEmpty, text.unicodeScalars.count > 1 || text.unicodeScalars.first?.isLetter == false else {
      return nil
    }
    let afterSign = ahead
    while ahead < end, scalars[ahead].isBlank { ahead += 1 }
    guard ahead < end, scalars[ahead].isDigit, ahead - afterSign <= 1 else { return nil }
    place = ahead
    return text
  }

  /// Digits, a point with digits, commas before groups of three.
  mutating func number() -> Figure? {
    var figure = Figure(digits: 0, decimals: 0)
    var seen = 0
    var point = false
    while let scalar = peek() {
      if scalar.isDigit {
        guard seen < 15 else { return nil }
        figure.digits = figure.digits * 10 + Int64(scalar.value - 48)
        if point { figure.decimals += 1 }
        seen += 1
      } else if scalar == ".", !point, peek(1)?.isDigit == true {
        point = true
      } else if scalar == ",", !point, (1...3).allSatisfy({ peek($0)?.isDigit == true }),
        peek(4)?.isDigit != true
      {
        // A group of three follows.
      } else {
        break
      }
      place += 1
    }
    return seen > 0 ? figure : nil
  }

  /// What the unit behind a figure multiplies it with.
  mutating func unit() -> Int64? {
    let start = place
    skipBlanks()
    var text = ""
    while let scalar = peek(), scalar.isLetter {
      text.unicodeScalars.append(scalar)
      place += 1
    }
    if let factor = NumeralWords.moneyScales[text], peek()?.isDigit != true {
      if peek() == ".", peek(1)?.isLetter != true, peek(1)?.isDigit != true { place += 1 }
      return factor
    }
    place = start
    return nil
  }

  /// A hyphen or dash between two figures.
  mutating func dash() -> Bool {
    let start = place
    skipBlanks()
    if let scalar = peek(), scalar == "-" || scalar == "\u{2013}" {
      place += 1
      skipBlanks()
      if let next = peek(), next.isDigit || next.isCurrencyPart { return true }
    }
    place = start
    return false
  }
}

extension Unicode.Scalar {
  /// Whether it may stand in the sign or code of a currency.
  fileprivate var isCurrencyPart: Bool {
    ("A"..."Z").contains(self) || self == "$" || self == "£" || self == "€"
  }
}
