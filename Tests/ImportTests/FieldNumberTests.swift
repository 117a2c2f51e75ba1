import Testing

@testable import Import

/// Figures are read exactly.
@Suite struct FieldNumberTests {
  private func thousandths(_ text: String) -> Result<Int64, FieldNumber.Fault> {
    Array(text.utf8).withUnsafeBytes { bytes in
      do throws(FieldNumber.Fault) {
        return .success(try FieldNumber.thousandths(bytes))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func examples() {
    let good: [(String, Int64)] = [
      ("0", 0), ("0.000", 0), ("-0", 0), ("7", 7000), ("007", 7000), ("1.5", 1500), ("0.001", 1),
      ("8.25e8", 825_000_000_000), ("825E+6", 825_000_000_000), ("1e-3", 1),
      ("1.0000000000000000000000", 1000),
      ("1000000000000000", 1_000_000_000_000_000_000), ("1e15", 1_000_000_000_000_000_000),
      ("0.0000000000000000000000001e25", 1000), ("0e999999999999", 0), ("1000000e-6", 1000),
    ]
    for (text, wanted) in good { #expect(thousandths(text) == .success(wanted), "\(text)") }
    let bad: [(String, FieldNumber.Fault)] = [
      ("", .malformed), ("-", .malformed), (".5", .malformed), ("5.", .malformed), ("1e", .malformed),
      ("+1", .malformed), ("0x10", .malformed), ("1 ", .malformed), ("nan", .malformed), ("-1", .negative),
      ("1.0001", .tooFine), ("1e-4", .tooFine), ("12345678901234567.12345", .tooLarge),
      ("0.00000000000000000000000000001", .tooFine), ("1000000000000001", .tooLarge),
      ("1000000000000000.001", .tooLarge), ("1e16", .tooLarge), ("9e999999999999", .tooLarge),
      ("99999999999999999999999999", .tooLarge), ("18446744073709551616", .tooLarge),
    ]
    for (text, wanted) in bad { #expect(thousandths(text) == .failure(wanted), "\(text)") }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func anySpellingGivesTheSameNumber(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let number =
      Int64.random(in: 0...FieldNumber.limit * 1000, using: &generator)
      / [1, 1000, 1_000_000, 1_000_000_000_000].randomElement(using: &generator, default: 1)
    let decimals = String(1000 + number % 1000).dropFirst()
    let plain = "\(number / 1000).\(decimals)"
    #expect(thousandths(plain) == .success(number))
    #expect(thousandths(plain + "000") == .success(number))
    #expect(thousandths("00" + plain) == .success(number))
    #expect(thousandths("\(number)e-3") == .success(number))
    #expect(thousandths("0.\(number)e\(String(number).utf8.count - 3)") == .success(number))
    if number > 0 { #expect(thousandths("-" + plain) == .failure(.negative)) }
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }
}

extension Array {
  fileprivate func randomElement(
    using generator: inout some RandomNumberGenerator, default one: Element
  ) -> Element {
    randomElement(using: &generator) ?? one
  }
}
