import ArmsModel
import Testing

@Suite("Quantities in words")
struct QuantityWordsTests {
  private static func plain(
    _ low: Int64, _ best: Int64, _ high: Int64, _ qualifier: Qualifier
  )
    -> QuantityReading
  {
    .number(QualifiedNumber(low: low, best: best, high: high, qualifier: qualifier))
  }

  @Test(
    "Words and numbers become ends",
    arguments: [
      ("some 60", plain(54, 60, 66, .about)), ("about 40", plain(36, 40, 44, .about)),
      ("approximately 100", plain(90, 100, 110, .about)), ("~60", plain(54, 60, 66, .about)),
      ("around a hundred", plain(90, 100, 110, .about)), ("roughly 20", plain(18, 20, 22, .about)),
      ("60 or so", plain(54, 60, 66, .about)), ("nearly 60", plain(54, 60, 60, .nearly)),
      ("almost 4,000", plain(3600, 4000, 4000, .nearly)), ("close to 10", plain(9, 10, 10, .nearly)),
      ("more than 4,000", plain(4000, 4000, .max, .moreThan)),
      ("at least 12", plain(12, 12, .max, .moreThan)),
      ("over a dozen", plain(12, 12, .max, .moreThan)), ("no fewer than six", plain(6, 6, .max, .moreThan)),
      ("80+", plain(80, 80, .max, .moreThan)), ("12 or more", plain(12, 12, .max, .moreThan)),
      ("at least one squadron", plain(1, 1, .max, .moreThan)), ("up to 80", plain(0, 80, 80, .upTo)),
      ("as many as eighteen", plain(0, 18, 18, .upTo)), ("no more than 5", plain(0, 5, 5, .upTo)),
      ("up to some 60", plain(0, 60, 60, .upTo)), ("a maximum of 50", plain(0, 50, 50, .upTo)),
      ("fewer than 20", plain(0, 20, 20, .lessThan)), ("less than ten", plain(0, 10, 10, .lessThan)),
      ("dozens", plain(24, 24, 99, .words)), ("dozens of", plain(24, 24, 99, .words)),
      ("scores of", plain(40, 40, 99, .words)), ("hundreds", plain(200, 200, 999, .words)),
      ("thousands of", plain(2000, 2000, 9999, .words)), ("several", plain(3, 3, 9, .words)),
      ("several dozen", plain(36, 36, 108, .words)), ("a few hundred", plain(200, 200, 600, .words)),
      ("a few", plain(2, 2, 6, .words)), ("a pair of", plain(2, 2, 2, .words)),
      ("a couple", plain(2, 2, 2, .words)), ("up to several", plain(0, 3, 9, .upTo)),
      ("two dozen", plain(24, 24, 24, .none)), ("half a dozen", plain(6, 6, 6, .none)),
      ("a dozen", plain(12, 12, 12, .none)), ("dozen", plain(12, 12, 12, .none)),
      ("twenty", plain(20, 20, 20, .none)), ("twenty-four", plain(24, 24, 24, .none)),
      ("three hundred", plain(300, 300, 300, .none)),
      ("1.5 million", plain(1_500_000, 1_500_000, 1_500_000, .none)),
      ("12 000", plain(12_000, 12_000, 12_000, .none)), ("a", plain(1, 1, 1, .none)),
      ("one", plain(1, 1, 1, .none)), ("a single", plain(1, 1, 1, .none)),
      ("8 to 12", plain(8, 8, 12, .none)), ("8-12", plain(8, 8, 12, .none)), ("8–12", plain(8, 8, 12, .none)),
      ("between 8 and 12", plain(8, 8, 12, .none)), ("from eight to twelve", plain(8, 8, 12, .none)),
      ("one or two", plain(1, 1, 2, .none)), ("about 80-100", plain(72, 80, 110, .about)),
      ("one hundred and fifty", plain(150, 150, 150, .none)),
      ("two thousand five hundred", plain(2500, 2500, 2500, .none)),
      ("one hundred and twenty-five thousand", plain(125_000, 125_000, 125_000, .none)),
      ("between one hundred and two hundred", plain(100, 100, 200, .none)),
      ("two to three hundred", plain(200, 200, 300, .none)),
      ("1,50,000", plain(150_000, 150_000, 150_000, .none)),
      ("two and a half thousand", plain(2500, 2500, 2500, .none)),
      ("1.5 lakh", plain(150_000, 150_000, 150_000, .none)),
      ("60 at most", plain(0, 60, 60, .upTo)), ("60-plus", plain(60, 60, .max, .moreThan)),
      ("north of 60", plain(60, 60, .max, .moreThan)), ("60 or thereabouts", plain(54, 60, 66, .about)),
      ("two S-400 battalions", plain(2, 2, 2, .none)),
    ])
  func ends(text: String, reading: QuantityReading) {
    #expect(QuantityWords.read(text, number: nil) == reading)
    #expect(QuantityWords.read(text.uppercased(), number: nil) == reading)
  }

  @Test(
    "What is no number has its reason",
    arguments: [
      ("a batch of", .someUnknownNumber), ("first batch", .someUnknownNumber), ("some", .someUnknownNumber),
      ("another batch", .someUnknownNumber), ("the first lot", .someUnknownNumber),
      ("a number of", .someUnknownNumber), ("a large amount of", .someUnknownNumber),
      ("an unspecified number", .someUnknownNumber), ("an unknown number of", .someUnknownNumber),
      ("a shipment", .someUnknownNumber), ("approximately the same number", .someUnknownNumber),
      ("some missiles", .someUnknownNumber), ("undisclosed", .absent(.withheld)),
      ("an undisclosed number of", .absent(.withheld)), ("classified", .absent(.withheld)),
      ("not disclosed", .absent(.withheld)), ("secret", .absent(.withheld)), ("unknown", .absent(.notKnown)),
      ("not known", .absent(.notKnown)), ("not specified", .absent(.notSaid)), ("none", .absent(.noneFound)),
      ("no", .absent(.noneFound)), ("0", .absent(.noneFound)), ("no missiles", .absent(.noneFound)),
      ("", .notUnderstood), ("the usual", .notUnderstood), ("half of the order", .notUnderstood),
      ("4 of 12", .notUnderstood), ("20 %", .notUnderstood), ("not 12", .notUnderstood),
      ("12 (plus 4 options)", .notUnderstood), ("12 each", .notUnderstood), ("12 apiece", .notUnderstood),
    ] as [(String, QuantityReading)])
  func reasons(text: String, reading: QuantityReading) {
    #expect(QuantityWords.read(text, number: nil) == reading)
  }

  @Test(
    "What is counted in a unit is no number of pieces",
    arguments: [
      ("3 batteries", nil, "battery"), ("two squadrons", nil, "squadron"),
      ("a battalion of", nil, "battalion"),
      ("up to five regiments", nil, "regiment"), ("6 Sqn.", nil, "squadron"), ("40 tons of", nil, "tonne"),
      ("batteries", 3, "battery"), ("3 batteries", 3, "battery"), ("3 batteries", 12, nil),
      ("12 aircraft", nil, nil),
      ("a dozen", nil, nil),
    ] as [(String, Int64?, String?)])
  func units(text: String, number: Int64?, unit: String?) {
    #expect(QuantityWords.readWithUnit(text, number: number).unit == unit)
  }

  @Test("A unit has one spelling")
  func unitSpelling() {
    for text in ["battery", "Batteries", "BATTERY", " battery ", "bty."] {
      #expect(QuantityUnit.canonical(text) == "battery")
      #expect(FigureUnit(quantityUnit: text) == FigureUnit(quantityUnit: "battery"))
    }
    #expect(QuantityUnit.canonical("Fire Units") == "fire unit" && QuantityUnit.canonical("Pcs") == "pieces")
    #expect(QuantityUnit.canonical("series") == "series" && QuantityUnit.canonical("chassis") == "chassis")
  }

  @Test("The record's own number stands; the text qualifies it unless it contradicts it")
  func ownNumber() {
    func read(_ text: String, _ number: Int64) -> QuantityReading { QuantityWords.read(text, number: number) }
    #expect(read("some", 60) == Self.plain(54, 60, 66, .about))
    #expect(read("some 60", 60) == Self.plain(54, 60, 66, .about))
    #expect(read("up to", 80) == Self.plain(0, 80, 80, .upTo))
    #expect(read("dozens of", 30) == Self.plain(24, 30, 99, .words))
    #expect(read("8 to 12", 10) == Self.plain(8, 10, 12, .none))
    #expect(read("more than 50", 60) == Self.plain(60, 60, 60, .none))
    #expect(read("a batch", 6) == Self.plain(6, 6, 6, .none))
    #expect(read("undisclosed", 6) == Self.plain(6, 6, 6, .none))
    #expect(read("4 of 12", 6) == Self.plain(6, 6, 6, .none))
    #expect(read("", 6) == Self.plain(6, 6, 6, .none))
  }

  @Test("Any text gives ends in order", arguments: 0..<20)
  func anything(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let words = [
      "some", "up", "to", "at", "least", "12", "4,000", "dozens", "of", "a", "few", "-", "~", "hundred",
      "and",
      "between", "no", "more", "than", "99999999999999999999", "million", "thousand", "twenty", "é", "\u{0}",
    ]
    for _ in 0..<2000 {
      let count = Int.random(in: 0...6, using: &generator)
      let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
      let number = Bool.random(using: &generator) ? Int64.random(in: 0...100, using: &generator) : nil
      let reading = QuantityWords.read(text, number: number)
      if case .number(let found) = reading {
        #expect(found.low <= found.best && found.best <= found.high && found.low >= 0, "\(text)")
        if let number { #expect(found.best == number, "\(text)") }
      } else {
        #expect(number == nil, "\(text)")
      }
    }
  }
}

/// A small generator of numbers that a seed fixes.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
