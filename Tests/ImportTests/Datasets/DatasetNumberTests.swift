import Testing

@testable import Import

@Suite("Numbers, years and moments in registers")
struct DatasetNumberTests {
  @Test(
    "Decimal numbers are thousandths without rounding by floating point",
    arguments: [
      ("0", 0), ("4.5", 4500), ("0.025", 25), ("2065055.21", 2_065_055_210), ("1,234.5", 1_234_500),
      ("1.234,5", 1_234_500), ("4,5", 4500), ("1,234", 1_234_000), (".5", 500), ("7.", 7000),
      ("1,234,567", 1_234_567_000),
      ("0,125", 125), ("12345,678", 12_345_678),
    ] as [(String, Int64)])
  func thousandths(text: String, value: Int64) {
    #expect(DatasetNumber.thousandths(text, decimalComma: false) == .init(value: value, isExact: true))
  }

  @Test("Where the file writes decimal commas, one sign before three figures is one")
  func comma() {
    #expect(DatasetNumber.thousandths("1,234", decimalComma: true)?.value == 1234)
    #expect(DatasetNumber.thousandths("1.234", decimalComma: true)?.value == 1_234_000)
    #expect(DatasetNumber.thousandths("4.5", decimalComma: true)?.value == 4500)
  }

  @Test(
    "Further decimals are rounded, halves up, and said to be missing",
    arguments: [("0.0005", 1), ("0.00049", 0), ("1.2345", 1235), ("9.9996", 10_000)] as [(String, Int64)])
  func rounding(text: String, value: Int64) {
    #expect(DatasetNumber.thousandths(text, decimalComma: false) == .init(value: value, isExact: false))
  }

  @Test("Zeros further on are no loss")
  func zeros() {
    #expect(DatasetNumber.thousandths("1.25000", decimalComma: false) == .init(value: 1250, isExact: true))
  }

  @Test(
    "What is no number is none",
    arguments: [
      "", ".", ",", "-1", "1e5", "1.2.3", "12,34,5", "1 000", "04. May", "99999999999999999999",
      "9223372036854775807",
      "1,23.4", "?",
    ])
  func none(text: String) { #expect(DatasetNumber.thousandths(text, decimalComma: false) == nil) }

  @Test("A program's spelling of a number is brought back to the printed one")
  func plainForm() {
    #expect(DatasetNumber.plainForm("4,5", decimalComma: true) == "4.5")
    #expect(DatasetNumber.plainForm("270.0", decimalComma: false) == "270")
    #expect(DatasetNumber.plainForm("0,050", decimalComma: true) == "0.05")
    #expect(DatasetNumber.plainForm("1,234.5", decimalComma: false) == "1234.5")
    #expect(DatasetNumber.plainForm("270", decimalComma: true) == nil)
    #expect(DatasetNumber.plainForm("4.5", decimalComma: false) == nil)
    #expect(DatasetNumber.plainForm("1,23,4", decimalComma: false) == nil)
  }

  @Test("Whole numbers may have got a decimal zero")
  func integers() {
    #expect(DatasetNumber.integer("6.0", decimalComma: false) == 6)
    #expect(DatasetNumber.integer("6,0", decimalComma: true) == 6)
    #expect(DatasetNumber.integer("1,200", decimalComma: false) == 1200)
    #expect(DatasetNumber.integer("6.5", decimalComma: false) == nil)
    #expect(DatasetNumber.integer("six", decimalComma: false) == nil)
  }

  @Test(
    "Lists of years",
    arguments: [
      ("2017; 2018", [2017, 2018]), ("2017;2018", [2017, 2018]), ("2018, 2017", [2017, 2018]),
      ("2017-2019", [2017, 2018, 2019]), ("2017.0", [2017]), ("", []), ("2017; 20", nil), ("2019-2017", nil),
      ("1066", nil), ("2017; x", nil),
    ] as [(String, [Int]?)])
  func years(text: String, years: [Int]?) { #expect(DatasetNumber.years(text) == years) }

  @Test(
    "Moments, as exactly as they are said",
    arguments: [
      ("13 Oct 2024 2:20:11 PM", "2024-10-13T14:20:11"), ("3 Jan 2025 12:16:02 AM", "2025-01-03T00:16:02"),
      ("28 July 2022", "2022-07-28"), ("October 13, 2024", "2024-10-13"),
      ("2024-10-13 14:20:11", "2024-10-13T14:20:11"),
      ("2024-10-13T14:20:11Z", "2024-10-13T14:20:11"), ("09-Mar-2020", "2020-03-09"),
      ("13.10.2024 14:20", "2024-10-13T14:20"),
      ("25/12/2024", "2024-12-25"), ("12/25/2024 2:20 PM", "2024-12-25T14:20"), ("05/06/2024", "2024"),
      ("13-03-23", "2023-03-13"), ("Sept 2026", "2026-09"), ("2026", "2026"), ("yesterday", nil), ("", nil),
    ] as [(String, String?)])
  func moments(text: String, iso: String?) { #expect(DatasetMoment.iso(text) == iso) }
}
