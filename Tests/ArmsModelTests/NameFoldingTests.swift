import ArmsModel
import Testing

@Suite("Names are compared without case, accents and punctuation")
struct NameFoldingTests {
  @Test(
    "Spellings of one name fold to the same",
    arguments: [
      ["Türkiye", "Turkiye", "TÜRKIYE", "türkiye", "Tu\u{308}rkiye"],
      ["Azərbaycan", "AZƏRBAYCAN", "azerbaycan"],
      [
        "Côte d'Ivoire", "Cote dIvoire", "Côte d\u{2019}Ivoire", "COTE D'IVOIRE",
        "Co\u{302}te d\u{2BC}Ivoire",
      ],
      ["U.S.", "US", "us", "u.s"], ["the Netherlands", "Netherlands", "The  Netherlands", "NETHERLANDS"],
      ["São Tomé", "Sao Tome"], ["Łódź", "Lodz"], ["Straße", "strasse"], ["İstanbul", "Istanbul"],
      ["Guinea-Bissau", "Guinea Bissau", "guinea\u{2013}bissau", " Guinea  Bissau "],
      ["Россия", "РОССИЯ", "россия"],
      ["Ελλάδα", "ΕΛΛΆΔΑ"], ["N. Korea", "n korea"], ["Bosnia & Herzegovina", "Bosnia Herzegovina"],
      ["Ísland", "Island"], ["Færøerne", "FÆRØERNE"],
    ])
  func foldsAlike(spellings: [String]) {
    let folded = Set(spellings.map(NameFolding.fold))
    #expect(folded.count == 1, "\(folded)")
    #expect(folded.first?.isEmpty == false)
  }

  @Test(
    "Different names stay different",
    arguments: [
      ("Niger", "Nigeria"), ("Iran", "Iraq"), ("Dominica", "Dominican"), ("T-90", "T-90S"), ("中国", "日本"),
      ("Россия", "Rossiya"), ("ישראל", "إسرائيل"), ("F-16A", "F-16A+"), ("한국", "조선"),
    ])
  func staysApart(one: String, other: String) {
    #expect(NameFolding.fold(one) != NameFolding.fold(other))
  }

  @Test("The form is what it is")
  func forms() {
    #expect(NameFolding.fold("the Netherlands") == "netherlands")
    #expect(NameFolding.fold("The") == "the")
    #expect(NameFolding.fold("Azərbaycan") == "azerbaycan")
    #expect(NameFolding.fold("U.S.S.R.") == "ussr")
    #expect(NameFolding.fold("") == "")
    #expect(NameFolding.fold(" .,;-\u{0}") == "")
    #expect(NameFolding.fold("中国") == "中国")
  }

  @Test("A designation is compared without blanks and hyphens")
  func designations() {
    #expect(NameFolding.foldDesignation("S-400") == NameFolding.foldDesignation("s 400"))
    #expect(NameFolding.foldDesignation("S-400") == "s400")
    #expect(NameFolding.foldDesignation("T-90S") != NameFolding.foldDesignation("T-90"))
  }

  @Test("A name of plain letters folds as it does before one of others", arguments: 0..<100 as Range<UInt64>)
  func plainLetters(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("abTHE the.'-+09 \u{0}\t\u{7f}/")
    let name =
      "q"
      + String(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          letters.randomElement(using: &generator) ?? "a"
        })
    #expect(NameFolding.fold(name + " é") == NameFolding.fold(name) + " e")
    #expect(NameFolding.fold("The " + name) == NameFolding.fold(name))
    #expect(NameFolding.fold("The É " + name) == "e " + NameFolding.fold(name))
  }

  @Test("Folding a folded name changes nothing", arguments: 0..<200 as Range<UInt64>)
  func foldsOnce(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // A "the" that folding brings to the front would go with a second folding; it is kept out here.
    let name = "x " + String.random(upTo: 16, using: &generator)
    let once = NameFolding.fold(name)
    #expect(Array(NameFolding.fold(once).utf8) == Array(once.utf8))
    #expect(!once.hasPrefix(" ") && !once.hasSuffix(" "))
  }

  @Test(
    "The nearest name is what was meant",
    arguments: [
      ("Azerbaidjan", "Azerbaijan"), ("Isreal", "Israel"), ("Turkye", "Türkiye"),
      ("Netherland", "Netherlands"),
      ("Armania", "Armenia"), ("Rusia", "Russia"),
    ])
  func nearest(typed: String, meant: String) {
    let names = ["Azerbaijan", "Israel", "Türkiye", "Netherlands", "Armenia", "Russia", "Iran", "Iraq"]
    #expect(NearestName.of(typed, among: names) == meant)
    #expect(NearestName.of(typed, among: names.reversed()) == meant)
  }

  @Test("What is far from every name has no nearest one")
  func noneNear() {
    #expect(NearestName.of("Wakanda", among: ["Israel", "Armenia"]) == nil)
    #expect(NearestName.of("", among: ["Israel"]) == nil)
    #expect(NearestName.of("...", among: ["Israel"]) == nil)
    #expect(NearestName.of("Israel", among: [String]()) == nil)
  }

  @Test("Of two that are as near the first in the alphabet is taken, in whatever order they come")
  func ties() {
    #expect(NearestName.of("Iraz", among: ["Iraq", "Iran"]) == "Iran")
    #expect(NearestName.of("Iraz", among: ["Iran", "Iraq"]) == "Iran")
  }
}
