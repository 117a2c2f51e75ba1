/// A date as precise as it was printed: a year, a month or a day.
///
/// Kept as one number, year × 10000 + month × 100 + day, with zeros for what was not said, so that
/// "2006" stays apart from "2006-01-01".
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
  /// Year × 10000 + month × 100 + day; zeros where not said.
  public let packed: Int32

  /// The date of that packed number, which is taken as it is.
  public init(packed: Int32) { self.packed = packed }

  /// A date from its parts, or nil if there is no such day.
  ///
  /// - Parameters:
  ///   - year: 1000 to 2999.
  ///   - month: 1 to 12, or nil.
  ///   - day: 1 to the month's length, or nil; only with a month.
  public init?(year: Int, month: Int? = nil, day: Int? = nil) {
    guard (1000...2999).contains(year), day == nil || month != nil else { return nil }
    if let month {
      guard (1...12).contains(month) else { return nil }
      if let day {
        guard (1...PartialDate.days(in: month, of: year)).contains(day) else { return nil }
      }
    }
    packed = Int32(year * 10_000 + (month ?? 0) * 100 + (day ?? 0))
  }

  /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nil for anything else.
  public init?(utf8 bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 4 || bytes.count == 7 || bytes.count == 10 else { return nil }
    func number(_ from: Int, _ count: Int) -> Int? {
      var value = 0
      for index in from..<from + count {
        let digit = Int(bytes[index]) - 48
        guard (0...9).contains(digit) else { return nil }
        value = value * 10 + digit
      }
      return value
    }
    guard let year = number(0, 4) else { return nil }
    if bytes.count == 4 {
      self.init(year: year)
      return
    }
    guard bytes[4] == UInt8(ascii: "-"), let month = number(5, 2) else { return nil }
    if bytes.count == 7 {
      self.init(year: year, month: month)
      return
    }
    guard bytes[7] == UInt8(ascii: "-"), let day = number(8, 2) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nil for anything else.
  public init?(_ text: String) {
    var text = text
    guard let date = text.withUTF8({ PartialDate(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = date
  }

  /// The year.
  public var year: Int { Int(packed / 10_000) }
  /// The month, or nil if only the year was said.
  public var month: Int? { packed / 100 % 100 == 0 ? nil : Int(packed / 100 % 100) }
  /// The day of the month, or nil if it was not said.
  public var day: Int? { packed % 100 == 0 ? nil : Int(packed % 100) }

  /// The first day that this may mean, as year × 10000 + month × 100 + day.
  public var firstDay: Int32 {
    if packed % 10_000 == 0 { return packed + 101 }
    return packed % 100 == 0 ? packed + 1 : packed
  }

  /// The last day that this may mean, as year × 10000 + month × 100 + day.
  public var lastDay: Int32 {
    if packed % 10_000 == 0 { return packed + 1231 }
    guard packed % 100 == 0, let month else { return packed }
    return packed + Int32(PartialDate.days(in: month, of: year))
  }

  /// The date in ISO 8601 at its own precision.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    guard let month else { return "\(year)" }
    guard let day else { return "\(year)-\(two(month))" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// Writes the date in ISO 8601 at its own precision.
  ///
  /// - Parameter target: at least 10 bytes.
  /// - Returns: the bytes that were written: 4, 7 or 10.
  public func write(to target: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
    func digits(_ number: Int, _ place: Int, _ count: Int) {
      var number = number
      for index in stride(from: place + count - 1, through: place, by: -1) {
        target[index] = UInt8(truncatingIfNeeded: 48 + number % 10)
        number /= 10
      }
    }
    digits(year, 0, 4)
    guard let month else { return UnsafeRawBufferPointer(rebasing: target[0..<4]) }
    target[4] = UInt8(ascii: "-")
    digits(month, 5, 2)
    guard let day else { return UnsafeRawBufferPointer(rebasing: target[0..<7]) }
    target[7] = UInt8(ascii: "-")
    digits(day, 8, 2)
    return UnsafeRawBufferPointer(rebasing: target[0..<10])
  }

  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

/// A stretch of time, both ends inclusive; a missing end is open.
public struct Period: Hashable, Sendable {
  /// The beginning, or nil if it is open or not known.
  public var from: PartialDate?
  /// The end, or nil if it is open or not known.
  public var to: PartialDate?

  /// A period between those two dates.
  public init(from: PartialDate? = nil, to: PartialDate? = nil) {
    self.from = from
    self.to = to
  }

  /// The first day, `Int32.min` if open.
  public var firstDay: Int32 { from?.firstDay ?? .min }
  /// The last day, `Int32.max` if open.
  public var lastDay: Int32 { to?.lastDay ?? .max }
  /// Whether neither end is known.
  public var isUnknown: Bool { from == nil && to == nil }

  /// Whether the two have a day in common.
  public func overlaps(_ other: Period) -> Bool {
    firstDay <= other.lastDay && other.firstDay <= lastDay
  }
}
