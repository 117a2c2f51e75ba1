import ArmsModel
import Reading
import Testing

/// A few parties, with adjectives and capitals.
private let directory = PartyDirectory(
  parties: [
    Party(code: PartyCode("ISR"), kind: .state, name: "Israel"),
    Party(code: PartyCode("AZE"), kind: .state, name: "Azerbaijan"),
    Party(code: PartyCode("RUS"), kind: .state, name: "Russia"),
    Party(code: PartyCode("ARM"), kind: .state, name: "Armenia"),
    Party(code: PartyCode("SWE"), kind: .state, name: "Sweden"),
    Party(code: PartyCode("USA"), kind: .state, name: "United States"),
  ],
  names: [
    PartyName(party: PartyCode("ISR"), name: "Israeli", kind: .demonym),
    PartyName(party: PartyCode("ISR"), name: "Jerusalem", kind: .capital),
    PartyName(party: PartyCode("AZE"), name: "Azerbaijani", kind: .demonym),
    PartyName(party: PartyCode("AZE"), name: "Azeri", kind: .demonym),
    PartyName(party: PartyCode("RUS"), name: "Russian", kind: .demonym),
    PartyName(party: PartyCode("ARM"), name: "Armenian", kind: .demonym),
    PartyName(party: PartyCode("SWE"), name: "Stockholm", kind: .capital),
    PartyName(party: PartyCode("USA"), name: "US", kind: .alias),
  ])

private func figures(_ text: String) -> [FigureMention] {
  ArticleReader(directory).figures(in: ArticleText(Array(text.utf8)))
}

/// "ISR>AZE", "?" for a party that is not named.
private func pairs(_ figure: FigureMention) -> [String] {
  func code(_ index: PartyDirectory.Index?) -> String { index.map { directory[$0].code.rawValue } ?? "?" }
  return figure.pairs.map { "\(code($0.supplier))>\(code($0.recipient))" }
}

@Suite("Sentences of an article")
struct ArticleTextTests {
  private func sentences(_ text: String) -> [String] {
    let article = ArticleText(Array(text.utf8))
    return article.sentences.map { article.passage($0) }
  }

  @Test func fullStopsEndSentencesAndAbbreviationsDoNot() {
    #expect(
      sentences("Mr. A. Bell of the U.S. Army paid $1.5 million. “It was little.” He left on Oct. 3.")
        == ["Mr. A. Bell of the U.S. Army paid $1.5 million.", "“It was little.”", "He left on Oct. 3."])
  }

  @Test func wrappedTextGoesOnOverTheEndOfALine() {
    let text =
      "# Arms\n\nThe two states signed a contract worth\n$40 million in the\nspring of 2011. It was kept.\n"
    #expect(
      sentences(text)
        == [
          "# Arms", "The two states signed a contract worth $40 million in the spring of 2011.",
          "It was kept.",
        ])
  }

  /// No amount is parted from its currency where what is too long is cut.
  @Test(arguments: [",", ";", ""])
  func whatIsTooLongIsCut(mark: String) {
    let clause = "Israel sold $5 million of drones to Azerbaijan in 2016\(mark) and "
    let text = String(repeating: clause, count: 400)
    let found = sentences(text)
    #expect(found.count > 10 && found.allSatisfy { $0.utf8.count <= 2_048 })
    #expect(found.joined(separator: " ") + " " == text)
    if !mark.isEmpty { #expect(found.dropLast().allSatisfy { $0.hasSuffix("2016\(mark)") }) }
    // A single endless word, of letters of several bytes.
    let word = sentences(String(repeating: "é", count: 5_000))
    #expect(word.joined() == String(repeating: "é", count: 5_000) && word.count == 5)
  }

  @Test func longLinesAreParagraphs() {
    let long = "A heading without a stop\n" + String(repeating: "words and ", count: 15) + "an end.\nBy ANNA"
    #expect(sentences(long).count == 3)
  }

  @Test func placesCountScalarsFromOne() {
    let article = ArticleText(Array("é é\nüber $5 million".utf8))
    let figure = ArticleReader(directory).figures(in: article).first
    let place = article.place(of: figure?.amount.range.lowerBound ?? 0)
    #expect(place.line == 2 && place.column == 6)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func anyBytesAreRead(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    let parts =
      [
        "Israel", " Azerbaijan", "'s", "’", " $", "5", ".", ",", " million", " – ", "2006", "-", "19", "\n",
        " SIPRI ",
        "U.S.", "é", " half", " a", " billion", " dollars", "\"", " sold ", " to ", "€", "\u{FEFF}",
      ].map { Array($0.utf8) } + [[0xE2], [0x80], [0xC2], [0xFF], [0]]
    var bytes: [UInt8] = []
    for _ in 0..<60 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes += parts[Int(state >> 33) % parts.count]
    }
    let article = ArticleText(bytes)
    var end = 0
    for sentence in article.sentences {
      #expect(sentence.lowerBound >= end && !sentence.isEmpty)
      end = sentence.upperBound
    }
    for figure in ArticleReader(directory).figures(in: article) {
      #expect(figure.sentence.lowerBound <= figure.amount.range.lowerBound)
      #expect(figure.amount.range.upperBound <= figure.sentence.upperBound)
      #expect(figure.amount.thousandths > 0)
    }
  }
}

@Suite("Amounts of money")
struct AmountTests {
  @Test(
    "Value, currency and qualifier",
    arguments: [
      ("worth some $825 million in arms", 825_000_000, "USD", .about, "$825 million"),
      ("a US$ 4 bn deal", 4_000_000_000, "USD", .none, "US$ 4 bn"),
      ("nearly €1,250,000 in all", 1_250_000, "EUR", .nearly, "€1,250,000"),
      ("more than 4,85 billion dollars", 4_850_000_000, "USD", .moreThan, "4,85 billion dollars"),
      ("for $1.234 billion", 1_234_000_000, "USD", .none, "$1.234 billion"),
      ("for 1.234.500 euros", 1_234_500, "EUR", .none, "1.234.500 euros"),
      ("EUR130m of it", 130_000_000, "EUR", .none, "EUR130m"),
      ("close to five billion US dollars", 5_000_000_000, "USD", .nearly, "five billion US dollars"),
      ("half a billion dollars", 500_000_000, "USD", .none, "half a billion dollars"),
      ("at 12 million roubles", 12_000_000, "RUB", .none, "12 million roubles"),
      ("A$70 million", 70_000_000, "AUD", .none, "A$70 million"),
    ] as [(String, Int64, String, Qualifier, String)])
  func read(text: String, value: Int64, currency: String, qualifier: Qualifier, range: String) throws {
    let found = figures(text)
    try #require(found.count == 1)
    #expect(found[0].amount.thousandths == value * 1000)
    #expect(found[0].amount.currency == currency && found[0].amount.qualifier == qualifier)
    #expect(String(decoding: Array(text.utf8)[found[0].amount.range], as: UTF8.self) == range)
  }

  @Test func rangesHaveTwoEnds() throws {
    let amount = try #require(figures("a $32-38 m deal").first?.amount)
    #expect(amount.thousandths == 32_000_000_000 && amount.thousandthsMax == 38_000_000_000)
  }

  @Test(
    "Numbers without a currency are no money",
    arguments: [
      "825 million people", "500-pound bombs", "in 2016", "ALL 30 of them", "S-400", "12 T-72 tanks", "$",
    ])
  func none(text: String) { #expect(figures(text).isEmpty) }
}

@Suite("Who supplied whom, and when")
struct FigureMentionTests {
  @Test(
    "The wording tells",
    arguments: [
      ("Israel provided Azerbaijan with some $825 million in weapons.", "ISR>AZE"),
      ("Russia sold arms worth $4 billion to Azerbaijan.", "RUS>AZE"),
      ("Azerbaijan bought drones worth $1.6 billion from Israel.", "ISR>AZE"),
      ("Azerbaijan has received Israeli drones for $60 million.", "ISR>AZE"),
      ("Russia's arms exports to Armenia came to $200 million.", "RUS>ARM"),
      ("Armenia’s imports from Russia came to $200 million.", "RUS>ARM"),
      ("Weapons worth $5 billion were sold to Azerbaijan by Russia.", "RUS>AZE"),
      ("Israeli drones worth $60 million were delivered to Azerbaijan.", "ISR>AZE"),
      ("Israeli weapons for $5 billion are in use in Azerbaijan.", "ISR>AZE"),
      ("Azerbaijan is the home of Israeli-made drones worth $9 million.", "ISR>AZE"),
      ("Israel exported weapons for $7 billion.", "ISR>?"),
    ])
  func told(text: String, pair: String) throws {
    let figure = try #require(figures(text).first)
    #expect(pairs(figure) == [pair] && figure.isOrderTold)
  }

  @Test func otherwiseBothOrdersAreCandidates() throws {
    let figure = try #require(figures("A contract of Israel and Azerbaijan is worth $60 million.").first)
    #expect(pairs(figure) == ["ISR>AZE", "AZE>ISR"] && !figure.isOrderTold)
  }

  @Test func aPartyMayStandInTheSentenceBefore() throws {
    let figure = try #require(figures("Israel is content. It sold Azerbaijan drones for $60 million.").last)
    #expect(pairs(figure) == ["ISR>AZE"] && figure.isFromBefore)
  }

  @Test func theSentenceBeforeMayTellWhoSuppliedWhom() throws {
    let figure = try #require(figures("Russia sold tanks to Armenia. They cost $60 million.").last)
    #expect(pairs(figure) == ["RUS>ARM"] && figure.isOrderTold && figure.isFromBefore)
  }

  @Test func newspapersAndTheInstituteAreNoParties() throws {
    let text =
      "The Jerusalem Post has it from the Stockholm International Peace Research Institute (SIPRI): $5 million."
    let figure = try #require(figures(text).first)
    #expect(figure.pairs.isEmpty && figure.credit == .here)
  }

  @Test(
    "Years",
    arguments: [
      ("$5 million between 2006 and 2019", "2006", "2019"), ("$5 million in 2006–2019", "2006", "2019"),
      ("$5 million in 2006-19", "2006", "2019"), ("$5 million in March 2016", "2016", "2016"),
      ("$5 million since 2010", "2010", nil), ("$5 million until 2010", nil, "2010"),
      ("$2016 million", nil, nil),
      ("in 1999 and, for $5 million in 2004", "2004", "2004"),
    ] as [(String, String?, String?)])
  func years(text: String, from: String?, to: String?) throws {
    let years = try #require(figures(text).first).years
    #expect(years.from?.description == from && years.to?.description == to)
  }

  @Test func creditIsFoundBesideUnlessSomebodyElseSaysIt() {
    #expect(figures("Russia sold arms for $5 million. So SIPRI writes.").first?.credit == .behind)
    #expect(figures("SIPRI counts arms. Russia sold some for $5 million.").first?.credit == .before)
    #expect(
      figures("SIPRI counts arms. Russia sold some for $5 million, a minister said.").first?.credit == nil)
    #expect(figures("SIPRI gives $3 million. Russia sold some for $5 million.").last?.credit == nil)
    #expect(figures("Russia sold some for $5 million.").first?.credit == nil)
  }

  @Test func spendingIsNoTransfer() {
    #expect(
      figures("Israel's military expenditure was $20 billion, SIPRI says.").first?.isExpenditure == true)
  }
}

/// What is not as it looks: denials, namesakes, and what SIPRI does give in money.
@Suite("What an article does not say")
struct ArticleDoubtTests {
  @Test(arguments: [
    ("Israel did not sell Azerbaijan drones for $100 million in 2016.", true),
    ("Israel has never supplied Azerbaijan with the $100 million of drones.", true),
    ("Israel denied that it had sold Azerbaijan drones for $100 million.", true),
    ("There was no contract between Israel and Azerbaijan for $100 million.", true),
    ("Reports that Israel sold Azerbaijan $100 million of drones are false.", true),
    ("Israel not only sold Azerbaijan drones for $100 million.", false),
    ("Israel sold Azerbaijan drones for $100 million, which it could not count.", false),
  ])
  func denials(text: String, isDenied: Bool) {
    #expect(figures(text).map(\.isDenied) == [isDenied])
  }

  @Test(arguments: [
    ("According to SIPRI, Azerbaijan spent $2.2 billion on its armed forces in 2019.", true),
    ("According to SIPRI, Azerbaijan spent $825 million on Israeli weapons in 2019.", false),
    (
      "Invented Systems of Israel ranked 27th on the list of SIPRI with arms sales of $5.4 billion in 2023.",
      true
    ),
    ("SIPRI says that Bolt, of Israel, had sales of $2 billion in 2022.", true),
    ("SIPRI says that Israel had sales of $2 billion in 2022.", false),
    ("SIPRI says that Invented Systems of Israel sold Azerbaijan $825 million of drones.", false),
    ("SIPRI says that the Israeli government put its arms exports at $13 billion.", true),
  ])
  func moneyOfItsOwn(text: String, isItsOwn: Bool) {
    let found = ArticleReader(directory, companies: ["Bolt"]).figures(in: ArticleText(Array(text.utf8)))
    #expect(found.map(\.isExpenditure) == [isItsOwn] && found.first?.credit == .here)
  }

  @Test func aCreditBelongsToTheFigureOfItsOwnSentence() {
    let price = "Azerbaijan will buy 250 tanks from Israel for $4.75 billion in 2022. "
    #expect(
      figures(price + "Its spending grew by 13 per cent that year, according to SIPRI.").first?.credit == nil)
    #expect(figures(price + "So says SIPRI.").first?.credit == .behind)
  }
}

/// Parties of America's names.
@Suite("American states and towns")
struct AmericanStateTests {
  private let directory = PartyDirectory(
    parties: [
      Party(code: PartyCode("GEO"), kind: .state, name: "Georgia"),
      Party(code: PartyCode("RUS"), kind: .state, name: "Russia"),
      Party(code: PartyCode("USA"), kind: .state, name: "United States"),
    ],
    names: [
      PartyName(party: PartyCode("GEO"), name: "Tbilisi", kind: .capital),
      PartyName(party: PartyCode("RUS"), name: "Moscow", kind: .capital),
    ])

  private func parties(_ text: String) -> Set<String> {
    let figures = ArticleReader(directory).figures(in: ArticleText(Array(text.utf8)))
    return Set(
      figures.flatMap(\.pairs).flatMap { [$0.supplier, $0.recipient] }.compactMap {
        $0.map { directory[$0].code.rawValue }
      })
  }

  @Test(arguments: [
    "The governor of Georgia said that the United States would pay $5 million.",
    "Bolt, of Marietta, Georgia, sold the United States missiles for $5 million.",
    "A plant in Savannah, Georgia, sells the United States rockets for $5 million.",
    "The Georgia plant sold the United States missiles for $5 million.",
    "Two senators from Georgia asked the United States for $5 million.",
    "A firm in Moscow, Idaho, sold the United States missiles for $5 million.",
  ])
  func areNoParties(text: String) { #expect(parties(text) == ["USA"]) }

  @Test(arguments: [
    "The United States sold Georgia missiles for $5 million.",
    "On Friday, Georgia bought missiles for $5 million.",
    "In Tbilisi, Georgia, the United States sold missiles for $5 million.",
    "Russia, Georgia and the United States signed for $5 million.",
  ])
  func butStatesAre(text: String) { #expect(parties(text).contains("GEO")) }
}
