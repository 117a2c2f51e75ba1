import ArmsModel
import Testing

@Suite("Partial dates and periods")
struct PartialDateTests {
  @Test(
    "A date is read and written at the precision that was printed",
    arguments: [
      ("2006", 2006, nil, nil), ("2006-03", 2006, 3, nil), ("2006-03-05", 2006, 3, 5),
      ("1000", 1000, nil, nil), ("2999-12-31", 2999, 12, 31), ("2024-02-29", 2024, 2, 29),
      ("2000-02-29", 2000, 2, 29), ("1992-10", 1992, 10, nil),
    ] as [(String, Int, Int?, Int?)])
  func reads(text: String, year: Int, month: Int?, day: Int?) throws {
    let date = try #require(PartialDate(text))
    #expect(date.year == year)
    #expect(date.month == month)
    #expect(date.day == day)
    #expect(date.description == text)
    #expect(PartialDate(year: year, month: month, day: day) == date)
    #expect(PartialDate(packed: date.packed) == date)
  }

  @Test(
    "What is no date gives none",
    arguments: [
      "", " ", "6", "06", "206", "20066", "0999", "3000", "0000", "+200", "-200", "2O06", "２００６", "20.6",
      "2006-", "2006-3", "2006-00", "2006-13", "2006-99", "2006/03", "2006-0a", "2006-+3", "2006 03",
      "2006-03-", "2006-03-5", "2006-03-00", "2006-03-32", "2006-04-31", "2006-06-31", "2006-09-31",
      "2006-11-31", "2006-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2006-00-05", "2006-13-01",
      "2006-03/05", "2006/03-05", "05-03-2006", "5.3.2006", "03/05/2006", "2006-03-05T00:00", "2006-03-05 ",
      " 2006", "2006 ", "200\u{0}", "2006\u{0}03", "٢٠٠٦", "20060305",
    ])
  func refuses(text: String) {
    #expect(PartialDate(text) == nil)
  }

  @Test("Parts that make no day give no date")
  func refusesParts() {
    #expect(PartialDate(year: 999) == nil)
    #expect(PartialDate(year: 3000) == nil)
    #expect(PartialDate(year: .min) == nil)
    #expect(PartialDate(year: .max, month: 1, day: 1) == nil)
    #expect(PartialDate(year: 2006, month: 0) == nil)
    #expect(PartialDate(year: 2006, month: 13) == nil)
    #expect(PartialDate(year: 2006, month: 1, day: 0) == nil)
    #expect(PartialDate(year: 2006, month: 1, day: 32) == nil)
    #expect(PartialDate(year: 2006, month: nil, day: 1) == nil)
  }

  @Test("A year has 365 days, a leap year 366", arguments: [1900, 1999, 2000, 2004, 2023, 2024, 2100])
  func countsDays(year: Int) {
    var days = 0
    for month in 1...12 {
      for day in 1...31 where PartialDate(year: year, month: month, day: day) != nil { days += 1 }
    }
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    #expect(days == (isLeap ? 366 : 365))
  }

  @Test("A date means the days from the first to the last that it may mean")
  func bounds() throws {
    func days(_ text: String) throws -> [Int32] {
      let date = try #require(PartialDate(text))
      return [date.firstDay, date.lastDay]
    }
    #expect(try days("2006") == [20_060_101, 20_061_231])
    #expect(try days("2006-02") == [20_060_201, 20_060_228])
    #expect(try days("2008-02") == [20_080_201, 20_080_229])
    #expect(try days("2006-04") == [20_060_401, 20_060_430])
    #expect(try days("2006-12") == [20_061_201, 20_061_231])
    #expect(try days("2006-03-05") == [20_060_305, 20_060_305])
  }

  @Test("Bounds are days that exist, in order, and inside one another", arguments: 0..<50 as Range<UInt64>)
  func boundsAreDays(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let year = Int.random(in: 1000...2999, using: &generator)
    let month = Int.random(in: 1...12, using: &generator)
    let whole = try #require(PartialDate(year: year))
    let part = try #require(PartialDate(year: year, month: month))
    let day = try #require(
      PartialDate(year: year, month: month, day: Int.random(in: 1...28, using: &generator)))
    for date in [whole, part, day] {
      #expect(PartialDate(PartialDate(packed: date.firstDay).description)?.packed == date.firstDay)
      #expect(PartialDate(PartialDate(packed: date.lastDay).description)?.packed == date.lastDay)
    }
    #expect(whole.firstDay <= part.firstDay)
    #expect(part.firstDay <= day.firstDay)
    #expect(day.firstDay == day.lastDay)
    #expect(day.lastDay <= part.lastDay)
    #expect(part.lastDay <= whole.lastDay)
  }

  @Test("A year is not its first day, but they begin together")
  func precisionIsKept() throws {
    let year = try #require(PartialDate("2006"))
    let day = try #require(PartialDate("2006-01-01"))
    #expect(year != day)
    #expect(year.firstDay == day.firstDay)
  }

  @Test(
    "Periods overlap when they have a day in common; a missing end is open",
    arguments: [
      ("2006", "2019", "2019", "2020", true), ("2006", "2019", "2020", "2021", false),
      ("2006-03", "2006-03", "2006-03-31", "2007", true), ("2006-03", "2006-03", "2006-04-01", nil, false),
      (nil, "2005", "2006", nil, false), (nil, "2006", "2006-12-31", nil, true),
      (nil, nil, "1950", "1950", true),
      ("2006", nil, nil, nil, true), ("2006", "2006", "2006-02-10", "2006-02-10", true),
    ] as [(String?, String?, String?, String?, Bool)])
  func overlaps(from: String?, to: String?, otherFrom: String?, otherTo: String?, wanted: Bool) {
    let one = Period(from: from.flatMap { PartialDate($0) }, to: to.flatMap { PartialDate($0) })
    let other = Period(
      from: otherFrom.flatMap { PartialDate($0) }, to: otherTo.flatMap { PartialDate($0) })
    #expect(one.overlaps(other) == wanted)
    #expect(other.overlaps(one) == wanted)
    #expect(one.isUnknown == (from == nil && to == nil))
  }

  @Test("An open end is before or after every day")
  func openEnds() {
    #expect(Period().firstDay == .min)
    #expect(Period().lastDay == .max)
    #expect(Period(from: PartialDate("2006")).firstDay == 20_060_101)
    #expect(Period(to: PartialDate("2006")).lastDay == 20_061_231)
  }
}
