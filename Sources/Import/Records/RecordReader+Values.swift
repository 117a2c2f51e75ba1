import ArmsModel

/// Single values: each function gives the value, or notes a problem and gives nil.
extension RecordReader {
  /// A text.
  @inline(__always)
  func text(_ value: RawValue, _ field: RecordField) -> BorrowedText? {
    if value.kind != .string {
      wrongType(value, field)
      return nil
    }
    return BorrowedText(value.bytes)
  }

  /// The place of a word in a closed list.
  func word(_ value: RawValue, _ field: RecordField, _ table: borrowing WordTable) -> Int? {
    guard value.kind == .string else {
      wrongType(value, field)
      return nil
    }
    if let index = table.index(of: value.bytes) { return index }
    let found = printed(value)
    var words = table.words
    if field == .category {  // the topmost ones first
      words = words.filter { isTop($0) } + words.filter { !isTop($0) }
    }
    report(
      .unknownWord(found, allowed: words, nearest: NearestName.of(found, among: words)), field, at: value)
    return nil
  }

  private func isTop(_ slug: String) -> Bool {
    tree.categories.contains { $0.slug == slug && $0.parent == nil }
  }

  /// A whole number from 0.
  func whole(_ value: RawValue, _ field: RecordField) -> Int64? {
    guard isNumber(value) else { return notANumber(value, field) }
    do throws(FieldNumber.Fault) {
      return try FieldNumber.whole(value.bytes)
    } catch {
      let found = printed(value)
      switch error {
      case .malformed, .tooFine: report(.notAWholeNumber(found), field, at: value)
      case .negative: report(.negative(found), field, at: value)
      case .tooLarge: report(.tooLarge(found), field, at: value)
      }
      return nil
    }
  }

  /// A figure from 0 with up to three decimals, in thousandths.
  func amount(_ value: RawValue, _ field: RecordField) -> Int64? {
    guard isNumber(value) else { return notANumber(value, field) }
    do throws(FieldNumber.Fault) {
      return try FieldNumber.thousandths(value.bytes)
    } catch {
      let found = printed(value)
      switch error {
      case .malformed: report(malformedAmount(found), field, at: value)
      case .negative: report(.negative(found), field, at: value)
      case .tooLarge: report(.tooLarge(found), field, at: value)
      case .tooFine: report(.tooManyDecimals(found), field, at: value)
      }
      return nil
    }
  }

  /// A number from 0 to 1.
  func fraction(_ value: RawValue, _ field: RecordField) -> Double? {
    guard isNumber(value) else {
      if value.kind == .string, FieldNumber.fraction(value.bytes) == nil {
        report(.notAFraction(printed(value)), field, at: value)
      } else {
        wrongType(value, field)
      }
      return nil
    }
    if let number = FieldNumber.fraction(value.bytes) { return number }
    report(.notAFraction(printed(value)), field, at: value)
    return nil
  }

  /// A code of a currency, or TIV.
  func currency(_ value: RawValue, _ field: RecordField) -> BorrowedText? {
    guard value.kind == .string else {
      wrongType(value, field)
      return nil
    }
    if vocabulary.currencies.index(of: value.bytes) != nil { return BorrowedText(value.bytes) }
    let found = printed(value)
    let letters = found.uppercased().unicodeScalars
    let isTIV = letters.count > 3 && String(String.UnicodeScalarView(letters.prefix(3))) == "TIV"
    if isTIV || ProblemText.isTIVWithCents(found) {
      report(.tivIsNotMoney(found), field, at: value)
    } else {
      // The nearest letters are those of another state's money.
      let nearest = Currency.withLetters(of: found)
      report(.unknownCurrency(found, nearest: nearest), field, at: value)
    }
    return nil
  }

  /// A year of prices.
  func year(_ value: RawValue, _ field: RecordField) -> Int32? {
    guard isNumber(value) else { return notANumber(value, field).map { Int32(truncatingIfNeeded: $0) } }
    return year(value.bytes, field, at: value)
  }

  /// A year from 1900 to 2100.
  private func year(_ bytes: UnsafeRawBufferPointer, _ field: RecordField, at value: RawValue) -> Int32? {
    var number: Int32 = 0
    for byte in bytes {
      let digit = byte &- 0x30
      if digit > 9 || bytes.count != 4 {
        report(.notAYear(String(decoding: bytes, as: UTF8.self)), field, at: value)
        return nil
      }
      number = number * 10 + Int32(digit)
    }
    if bytes.isEmpty {
      report(.notAYear(""), field, at: value)
      return nil
    }
    if (1900...2100).contains(number) { return number }
    report(.yearOutOfRange(String(decoding: bytes, as: UTF8.self)), field, at: value)
    return nil
  }

  /// A date from 1900 to 2100.
  func date(_ value: RawValue, _ field: RecordField) -> PartialDate? {
    guard value.kind == .string else {
      wrongType(value, field)
      return nil
    }
    if let date = PartialDate(utf8: value.bytes) {
      if date.packed >= 1900_00_00 && date.packed < 2101_00_00 { return date }
      report(.yearOutOfRange(printed(value)), field, at: value)
      return nil
    }
    report(ImportProblem.Reason.badDate(printed(value)), field, at: value)
    return nil
  }

  /// The byte of an Admiralty grade: one of six from `first`.
  func grade(_ value: RawValue, _ field: RecordField, from first: UInt8) -> UInt8? {
    guard value.kind == .string || (value.kind == .number && field == .credibility) else {
      wrongType(value, field)
      return nil
    }
    if value.bytes.count == 1, value.bytes[0] &- first < 6 { return value.bytes[0] }
    let allowed = (0..<6).map { String(Unicode.Scalar(first + $0)) }
    report(.unknownWord(printed(value), allowed: allowed, nearest: nil), field, at: value)
    return nil
  }

  /// 64 hexadecimal digits, in lower case.
  func digest(_ value: RawValue, _ field: RecordField) -> BorrowedText? {
    guard let text = text(value, field) else { return nil }
    var hasUpper = false
    for byte in text.bytes {
      if byte &- 0x41 < 6 { hasUpper = true }
      if byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 < 6 { continue }
      report(.notASHA256(printed(value)), field, at: value)
      return nil
    }
    guard text.bytes.count == 64 else {
      report(.notASHA256(printed(value)), field, at: value)
      return nil
    }
    guard hasUpper, let copy = arena.copy(text.bytes) else { return text }
    let bytes = UnsafeMutableRawBufferPointer(mutating: copy.bytes)
    for index in bytes.indices where bytes[index] &- 0x41 < 6 { bytes[index] |= 0x20 }
    return copy
  }

  /// The years of delivery, as `2017;2019`.
  func years(_ value: RawValue, _ pending: inout Pending) -> BorrowedText? {
    let room = arena.reserve(value.bytes.count)
    var count = 0
    var isGood = true
    func add(_ bytes: UnsafeRawBufferPointer, at value: RawValue) {
      guard let number = year(bytes, .years, at: value) else {
        isGood = false
        return
      }
      pending.firstYear = pending.firstYear == 0 ? number : min(pending.firstYear, number)
      pending.lastYear = max(pending.lastYear, number)
      count = append(bytes, to: room, count)
    }
    if value.kind == .array && !format.isDelimited {
      var elements = JSONArrayElements(value)
      while let element = elements.next() {
        if element.kind == .number {
          add(element.bytes, at: element)
        } else {
          isGood = false
          report(.notAYear(printed(element)), .years, at: element)
        }
      }
    } else if format.isDelimited {
      forEachItem(of: value.bytes) { add($0, at: value) }
    } else {
      wrongType(value, .years)
    }
    return isGood ? arena.take(count, of: room) : nil
  }

  /// Names of fields, as `quantity;from`.
  func estimates(_ value: RawValue) -> BorrowedText? {
    let room = arena.reserve(value.bytes.count)
    var count = 0
    var isGood = true
    func add(_ bytes: UnsafeRawBufferPointer, at value: RawValue) {
      if let field = vocabulary.column(bytes), field.canBeEstimate {
        count = append(bytes, to: room, count)
        return
      }
      isGood = false
      let allowed = RecordField.allCases.filter(\.canBeEstimate).map(\.column)
      let found = String(decoding: bytes, as: UTF8.self)
      let nearest = NearestName.of(found, among: allowed)
      report(.unknownWord(found, allowed: allowed, nearest: nearest), .estimates, at: value)
    }
    if value.kind == .array && !format.isDelimited {
      var elements = JSONArrayElements(value)
      while let element = elements.next() { add(element.bytes, at: element) }
    } else if format.isDelimited {
      forEachItem(of: value.bytes) { add($0, at: value) }
    } else {
      wrongType(value, .estimates)
    }
    return isGood ? arena.take(count, of: room) : nil
  }

  private func forEachItem(of bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x3B {
      body(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
      start = index + 1
    }
  }

  /// Adds an item to a list with semicolons; the list never becomes longer than its source.
  private func append(
    _ item: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, _ count: Int
  ) -> Int {
    var count = count
    if count > 0 {
      room[count] = 0x3B
      count += 1
    }
    UnsafeMutableRawBufferPointer(rebasing: room[count..<count + item.count]).copyMemory(from: item)
    return count + item.count
  }

  /// Whether a value may be read as a number: in delimited text, any; in JSON, a number.
  @inline(__always)
  private func isNumber(_ value: RawValue) -> Bool { value.kind == .number || format.isDelimited }

  /// Notes that a value of JSON is no number; of text, whether it would be one without its quotes.
  private func notANumber(_ value: RawValue, _ field: RecordField) -> Int64? {
    guard value.kind == .string else {
      wrongType(value, field)
      return nil
    }
    let found = printed(value)
    if field == .value || field == .valueMax {
      if (try? FieldNumber.thousandths(value.bytes)) != nil {
        wrongType(value, field)
      } else {
        report(malformedAmount(found), field, at: value)
      }
    } else if (try? FieldNumber.whole(value.bytes)) != nil {
      wrongType(value, field)
    } else {
      report(field == .priceYear ? .notAYear(found) : .notAWholeNumber(found), field, at: value)
    }
    return nil
  }

  private func malformedAmount(_ found: String) -> ImportProblem.Reason {
    ProblemText.isTIVWithCents(found) || found.unicodeScalars.contains("¢") && currencyIsTIV
      ? .tivIsNotMoney(found) : .notANumber(found)
  }

  /// Whether the record says, before or after the field at hand, that its figures are in TIV.
  private var currencyIsTIV: Bool {
    switch source {
    case .json(let reader):
      (0..<reader.fieldCount).contains {
        let raw = reader.field($0)
        return raw.name.elementsEqual("currency".utf8) && raw.value.bytes.starts(with: "TIV".utf8)
      }
    case .delimited(let reader):
      columns.firstIndex(of: .currency).map { reader.field($0).bytes.starts(with: "TIV".utf8) } ?? false
    }
  }

  private func wrongType(_ value: RawValue, _ field: RecordField) {
    report(.wrongType(value.kind, found: printed(value), wanted: field.wanted), field, at: value)
  }

  private func printed(_ value: RawValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
}
