import ArmsModel
import Testing

@Suite("How a passage qualifies a sum of money")
struct EvidenceQualifierTests {
  private func read(_ text: String, _ thousandths: Int64) -> Qualifier {
    Array(text.utf8).withUnsafeBytes { EvidenceQualifier.read($0, thousandths: thousandths) }
  }

  @Test(
    "The word before the amount qualifies it",
    arguments: [
      ("some $825 million in weapons between 2006 and 2019", 825_000_000, .about),
      ("around $1 billion worth of offensive weapons", 1_000_000_000, .about),
      ("valued at more than $1 billion", 1_000_000_000, .moreThan),
      ("amounted to over $123 million", 123_000_000, .moreThan),
      ("products that Azerbaijan purchased exceed $5 billion", 5_000_000_000, .moreThan),
      ("has been close to five billion dollars", 5_000_000_000, .nearly),
      ("nearly half a billion dollars", 500_000_000, .nearly),
      ("up to US$ 4 bn", 4_000_000_000, .upTo), ("about EUR130m", 130_000_000, .about),
      ("as much as 825 mln dollars", 825_000_000, .upTo), ("at least 1.6bn", 1_600_000_000, .moreThan),
      ("approximately – no: approximately $4,850,000,000", 4_850_000_000, .about),
      ("almost £3.8bn", 3_800_000_000, .nearly), ("less than €200,000", 200_000, .lessThan),
      ("no more than a total of USD 12.5 million", 12_500_000, .none),
      ("no more than USD 12.5 million", 12_500_000, .upTo),
      ("not less than $278 880", 278_880, .moreThan), ("~$36m", 36_000_000, .about),
      ("an estimated $60 million", 60_000_000, .about), ("nearly a $60 million deal", 60_000_000, .nearly),
      ("just under $60 million", 60_000_000, .nearly), ("in excess of $60 million", 60_000_000, .moreThan),
      ("at least a further $60 million", 60_000_000, .moreThan),
      ("ABOUT $1.6 BLN ON ARMS", 1_600_000_000, .about), ("some $32-38 m", 32_000_000, .about),
      ("about Rs. 2,000 crore", 20_000_000_000, .about), ("some U.S. $5 million", 5_000_000, .about),
      ("rund 5 million; about 5 million", 5_000_000, .about), ("over 1,5 million", 1_500_000, .moreThan),
      ("about 12 tanks for more than $5 million", 5_000_000, .moreThan),
      ("$1 billion or more", 1_000_000_000, .moreThan), ("a $1 billion-plus deal", 1_000_000_000, .moreThan),
      ("$1bn+ of arms", 1_000_000_000, .moreThan), ("$1 billion, at most, in 2015", 1_000_000_000, .upTo),
      ("one billion dollars or so", 1_000_000_000, .about),
      ("$1 billion (or more)", 1_000_000_000, .moreThan),
      ("north of $1 billion", 1_000_000_000, .moreThan), ("(about) $1 billion", 1_000_000_000, .about),
      ("c. $1 billion", 1_000_000_000, .about), ("≈ $1 billion", 1_000_000_000, .about),
      ("more than one hundred and fifty million dollars", 150_000_000, .moreThan),
      ("about two and a half billion", 2_500_000_000, .about),
      ("some Rs 1.5 lakh crore", 1_500_000_000_000, .about),
    ] as [(String, Int64, Qualifier)])
  func found(text: String, value: Int64, qualifier: Qualifier) {
    #expect(read(text, value * 1000) == qualifier)
  }

  @Test(
    "A bare amount, another's qualifier and another amount say nothing",
    arguments: [
      ("$36 million", 36_000_000), ("worth $8 million", 8_000_000), ("some $825 million", 824_000_000),
      ("more than 20 aircraft worth $8 million", 8_000_000), ("some 60 drones, $8 million", 8_000_000),
      ("between some $7 million and $8 million", 8_000_000), ("a dispute over a $8 million deal", 8_000_000),
      ("about a $8 million deal", 8_000_000), ("some of the $8 million", 8_000_000), ("", 1), ("some", 1),
      ("some $8 million", 8_000), ("about 8 per cent", 8_000_000), ("some $8 billion", 8_000_000),
      ("$8 million plus spare parts", 8_000_000), ("$8 million at least 12 jets", 8_000_000),
      ("$8 million and more than 12 jets", 8_000_000),
    ] as [(String, Int64)])
  func bare(text: String, value: Int64) {
    #expect(read(text, value * 1000) == .none)
  }

  private func amounts(_ text: String) -> [String] {
    Array(text.utf8).withUnsafeBytes { EvidenceQualifier.amounts(in: $0) }.map { amount in
      let ends = [amount.thousandths, amount.thousandthsMax].compactMap { $0.map { String($0 / 1000) } }
      let words = [amount.qualifier.word, amount.rate?.rawValue].compactMap { $0 }
      return "\(amount.currency) \(ends.joined(separator: "-"))" + words.map { " \($0)" }.joined()
    }
  }

  @Test(
    "Amounts are read as people print them, in digits and words",
    arguments: [
      ("one hundred and fifty million dollars", "USD 150000000"),
      ("a billion and a half euros", "EUR 1500000000"), ("half a billion dollars", "USD 500000000"),
      ("three quarters of a billion dollars", "USD 750000000"),
      ("one million two hundred thousand US dollars", "USD 1200000"),
      ("a one-hundred-million-dollar system", "USD 100000000"),
      ("two point five million euros", "EUR 2500000"),
      ("several hundred million dollars", ""), ("a third of a billion dollars", ""),
      ("between one and two billion dollars", "USD 1000000000-2000000000"),
      ("Rs 1.5 lakh crore", "INR 1500000000000"), ("Rs. 1,50,000 crore", "INR 1500000000000"),
      ("two lakh crore rupees", "INR 2000000000000"), ("60 million Pakistani rupees", "PKR 60000000"),
      ("between $1.2 and $1.5 billion", "USD 1200000000-1500000000"),
      ("$800,000 to $1.5 million", "USD 800000-1500000"), ("$1.5bn – $1.7bn", "USD 1500000000-1700000000"),
      ("150 billion won", "KRW 150000000000"), ("2 billion Saudi riyals", "SAR 2000000000"),
      ("NIS 500 million", "ILS 500000000"), ("200 million shekels", "ILS 200000000"),
      ("3 million kronor", "SEK 3000000"), ("6 million Norwegian kroner", "NOK 6000000"),
      ("7 million kroner", ""),
      ("4 million zlotys", "PLN 4000000"), ("5 million Swiss francs", "CHF 5000000"),
      ("5 million French francs", "FRF 5000000"), ("5 million CFA francs", ""),
      ("SFr 30 million", "CHF 30000000"),
      ("Can$5 million", "CAD 5000000"), ("A$ 7 million", "AUD 7000000"), ("$US8 million", "USD 8000000"),
      ("5 million Canadian dollars", "CAD 5000000"), ("5 million euros or more", "EUR 5000000 more than"),
      ("$100m a year", "USD 100000000 year"), ("$100 million of arms annually", "USD 100000000 year"),
      ("annual sales of $90 million", "USD 90000000 year"), ("$100m over a year", "USD 100000000"),
      ("$5 million apiece", "USD 5000000 piece"), ("$5 million per aircraft", "USD 5000000 piece"),
    ])
  func printed(text: String, amount: String) {
    #expect(amounts("worth " + text).joined(separator: "; ") == amount)
  }

  @Test("What rose from one sum to another is no range")
  func rise() {
    #expect(amounts("rose from $1.2 billion to $1.5 billion").count == 2)
    #expect(amounts("raised by $1 billion to $5 billion").count == 2)
  }

  @Test("Thousandths count, and nothing is found for no value")
  func thousandths() {
    #expect(read("about $77.125", 77_125) == .about)
    #expect(read("about $0", 0) == .none)
    #expect(read("about $5", -5000) == .none)
    #expect(read("about \(Int64.max)", .max) == .none)
  }

  @Test("No bytes break it", arguments: 0..<20)
  func anything(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let alphabet =
      Array("019.,'- $~<\u{A0}€£some about than more million bn illion".utf8) + [0xE2, 0x80, 0xC2, 0xFF, 0]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...60, using: &generator)
      let bytes = (0..<count).map { _ in
        seed % 2 == 0
          ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0
      }
      let value =
        Int64.random(in: Int64.min...Int64.max, using: &generator)
        >> Int64.random(in: 0...60, using: &generator)
      _ = bytes.withUnsafeBytes { EvidenceQualifier.read($0, thousandths: value) }
    }
  }

  @Test("What is put before an amount is found again", arguments: 0..<5)
  func again(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let words: [(String, Qualifier)] = [
      ("some", .about), ("nearly", .nearly), ("more than", .moreThan), ("up to", .upTo), ("worth", .none),
      ("less than", .lessThan),
    ]
    for _ in 0..<1000 {
      let millions = Int64.random(in: 1...9999, using: &generator)
      guard let (word, qualifier) = words.randomElement(using: &generator),
        let sign = ["$", "USD ", "€", "US$", ""].randomElement(using: &generator),
        let unit = [" million", "m", " mln", ",000,000", "-million"].randomElement(using: &generator)
      else { continue }
      let grouped =
        millions > 999 ? "\(millions / 1000),\(String(millions % 1000 + 1000).dropFirst())" : "\(millions)"
      let text = "in 2013 it sold \(word) \(sign)\(grouped)\(unit) of arms"
      #expect(read(text, millions * 1_000_000_000) == qualifier, "\(text)")
    }
  }
}
