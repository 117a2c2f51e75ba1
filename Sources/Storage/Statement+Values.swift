public import ArmsModel
public import SQLite

// What the columns of a knowledge base hold, read as what it is. Whatever this program never writes is an error that
// names table, row and column: a file may be damaged, or come from somebody who wished harm.

extension Statement {
  /// The identity of a claim, document or transfer in column `index`, from 0.
  ///
  /// - Throws: `SQLiteError` `.mismatch`, as all readers here, if the column holds anything else.
  public func identity(_ index: Int32) throws(SQLiteError) -> ContentHash {
    guard type(index) == .blob, let hash = blobBytes(index).flatMap({ ContentHash(bytes: $0) }) else {
      throw type(index) == .null
        ? doubt(index, "no identity") : doubt(index, "not the 16 bytes of an identity")
    }
    return hash
  }

  /// The same, or nil for NULL.
  public func identityOrNil(_ index: Int32) throws(SQLiteError) -> ContentHash? {
    isNull(index) ? nil : try identity(index)
  }

  /// The number of a row in a table.
  func rowNumber(_ index: Int32) throws(SQLiteError) -> Int64 { try integer(index, in: 0...Int64.max) }

  /// The same, or nil for NULL.
  func rowNumberOrNil(_ index: Int32) throws(SQLiteError) -> Int64? {
    isNull(index) ? nil : try rowNumber(index)
  }

  /// How many of something there are: so few that the counts of all rows can be added up.
  func count(_ index: Int32) throws(SQLiteError) -> Int { Int(try integer(index, in: 0...1 << 40)) }

  /// Pieces, or thousandths of a unit: never less than nothing; nil for NULL.
  public func amountOrNil(_ index: Int32) throws(SQLiteError) -> Int64? {
    try integerOrNil(index, in: 0...Int64.max)
  }

  /// A year, within those of dates.
  func year(_ index: Int32) throws(SQLiteError) -> Int { Int(try integer(index, in: 1000...2999)) }

  /// The same, or nil for NULL.
  func yearOrNil(_ index: Int32) throws(SQLiteError) -> Int? { isNull(index) ? nil : try year(index) }

  /// A date, as precise as it was printed; nil for NULL.
  public func date(_ index: Int32) throws(SQLiteError) -> PartialDate? {
    guard !isNull(index) else { return nil }
    guard type(index) == .text, let date = textBytes(index).flatMap({ PartialDate(utf8: $0) }) else {
      throw type(index) == .text ? doubt(index, "no date") : doubt(index, "not TEXT, as a date is")
    }
    return date
  }

  /// A date in its own spelling; nil for NULL.
  func dateText(_ index: Int32) throws(SQLiteError) -> String? {
    try date(index) == nil ? nil : try text(index)
  }

  /// Years one after the other, such as `2017;2019`; nil for NULL.
  func years(_ index: Int32) throws(SQLiteError) -> [Int]? {
    guard let text = try textOrNil(index) else { return nil }
    var years: [Int] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      guard part.utf8.count == 4, let year = Int(part), (1000...2999).contains(year) else {
        throw doubt(index, "no list of years")
      }
      years.append(year)
    }
    return years
  }

  /// One of the words of a kind.
  ///
  /// - Parameter kind: what the word is not, where it is none of them: `no kind of party`.
  func word<Word: RawRepresentable>(
    _ index: Int32, _ kind: String
  ) throws(SQLiteError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text(index)) else { throw doubt(index, kind) }
    return word
  }

  /// A currency of ISO 4217, or TIV.
  func currency(_ index: Int32) throws(SQLiteError) -> String {
    let code = try text(index)
    guard code == FigureUnit.tiv.rawValue || Currency.codes.contains(code) else {
      throw doubt(index, "no currency")
    }
    return code
  }

  /// An Admiralty reliability as a number, 1 for A to 6 for F; 0 for NULL.
  func reliability(_ index: Int32) throws(SQLiteError) -> UInt8 {
    guard !isNull(index) else { return 0 }
    guard let bytes = textBytes(index), bytes.count == 1, (0x41...0x46).contains(bytes[0]) else {
      throw doubt(index, "no reliability from A to F")
    }
    return bytes[0] - 64
  }

  /// A number above zero, such as a rate.
  func positive(_ index: Int32) throws(SQLiteError) -> Double {
    let number = try real(index)
    guard number > 0, number.isFinite else { throw doubt(index, "no number above 0") }
    return number
  }

  /// A part of a whole, 0 to 1.
  func share(_ index: Int32) throws(SQLiteError) -> Double {
    let number = try real(index)
    guard (0...1).contains(number) else { throw doubt(index, "no share from 0 to 1") }
    return number
  }
}
