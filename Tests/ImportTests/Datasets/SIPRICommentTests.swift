import ArmsModel
import Testing

@testable import Import

@Suite("What SIPRI's comments say")
struct SIPRICommentTests {
  /// Prices as `USD 5000000-6000000 group 'Name' kind`.
  private func prices(_ comment: String) -> [String] {
    SIPRIComment(comment).prices.map { price in
      var text = "\(price.currency) \(price.lowThousandths / 1000)"
      if let high = price.highThousandths { text += "-\(high / 1000)" }
      if price.isOfGroup { text += " group" }
      if let name = price.programme { text += " '\(name)'" }
      return text + " \(price.kind)"
    }
  }

  @Test(
    "Prices",
    arguments: [
      ("$12 m deal", ["USD 12000000 deal"]),
      ("$3-4.5 m deal", ["USD 3000000-4500000 deal"]),
      ("EUR500-585m deal", ["EUR 500000000-585000000 deal"]),
      ("$950 m-$1.2 b deal", ["USD 950000000-1200000000 deal"]),
      ("$1.5-$2 b deal", ["USD 1500000000-2000000000 deal"]),
      ("EUR 7 m deal", ["EUR 7000000 deal"]),
      ("Part of THB4b ($120 m) deal", ["THB 4000000000 group deal", "USD 120000000 group deal"]),
      ("ASH500 m deal", ["ATS 500000000 deal"]),
      ("DM20 m ($9 m) deal", ["DEM 20000000 deal", "USD 9000000 deal"]),
      ("US$8 million 'Blue Kite' programme", ["USD 8000000 'Blue Kite' programme"]),
      ("$8 m 'Blue Kite' or 'Red Kite' deal", ["USD 8000000 'Blue Kite or Red Kite' deal"]),
      (
        "AUD30 m ($22 m) 'Project Sea-1'",
        ["AUD 30000000 'Project Sea-1' programme", "USD 22000000 'Project Sea-1' programme"]
      ),
      ("Second-hand; deal worth $0.65 m", ["USD 650000 deal"]),
      ("Part of deal worth $9 m", ["USD 9000000 group deal"]),
      ("part of illegal $34 m deal", ["USD 34000000 group deal"]),
      ("'Big Bird' programme worth $9 m", ["USD 9000000 'Big Bird' programme"]),
      ("$5 m deal (part of $90 m deal)", ["USD 5000000 deal", "USD 90000000 group deal"]),
      ("aid ($5 m deal)", ["USD 5000000 deal"]),
      ("$5 m aid", ["USD 5000000 aid"]),
      ("Probably $5 m deal", ["USD 5000000 deal"]),
      ("$5 m or $7 m deal", ["USD 5000000-7000000 deal"]),
      ("AED10 m/ZAR30 m ($3 m) deal", ["AED 10000000 deal", "ZAR 30000000 deal", "USD 3000000 deal"]),
      ("$24 m 5-year lease", ["USD 24000000 lease"]),
      ("KRW2 tr deal", ["KRW 2000000000000 deal"]),
      ("$500,000 deal", ["USD 500000 deal"]),
      ("Part of $40 m modernization of 12 tanks", ["USD 40000000 group modernization"]),
      ("Deal worth $9 m for total of 22 ordered 1980", ["USD 9000000 group deal"]),
      ("$6 m deal (offsets 60%)", ["USD 6000000 deal"]),
      ("Part of £7 m deal", ["GBP 7000000 group deal"]),
      ("$7 m deal (incl 5 launchers; for F-16", ["USD 7000000 deal"]),
      // No price of the deal.
      ("offsets $250 m", []),
      ("For $31 m modification of 4 transport aircraft", []),
      ("Second-hand but modernized in $16 m deal before delivery", []),
      ("Originally $63 m deal for 4 but last 2 cancelled", []),
      ("financed with part of Russian $1 b credit", []),
      ("incl 250 as deal worth $103 m and 50 as aid", []),
      ("aid (Bangladesh pays $8.8 m for overhaul)", []),
      // What cannot be told is left out.
      ("GDP1 b deal", []), ("CFA9 m ($3 m) aid", ["USD 3000000 aid"]),
      ("EUR39 ($3 m) deal", ["USD 3000000 deal"]),
      ("$38 or $90 m deal", []), ("$9-2 m deal", []), ("$99999999999999999 b deal", []), ("$5 deal", []),
      ("120 mm mortar", []), ("", []),
    ])
  func price(comment: String, expected: [String]) { #expect(prices(comment) == expected) }

  @Test("The passage is the phrase with its brackets")
  func passage() {
    let comment = SIPRIComment("Second-hand; probably $5 m deal (incl 3; for spares); Mk-2 version")
    #expect(comment.prices.map(\.passage) == ["probably $5 m deal (incl 3; for spares)"])
  }

  @Test(
    "Modes",
    arguments: [
      ("Produced under licence in Italy", "licence-production"),
      ("ordered from Spain and produced under Spanish licence", "licence-production"),
      ("assembled/produced under licence in Chile", "licence-production"),
      ("assembled from kits in Turkey", "kit-assembly"), ("most assembled in Kenya", "kit-assembly"),
      ("$9 m deal (assembled in Kenya)", "kit-assembly"),
      ("aid", "aid"), ("'MAP' aid", "aid"), ("Probably aid", "aid"), ("gift from producer", "aid"),
      ("loan until bought 1990", "loan"), ("$9 m 5-year lease", "loan"), ("aid (loan)", "loan"),
      ("leased via Swiss company", "loan"), ("exchanged for 3 trainer aircraft", "swap"),
      ("illegal transfer", "illegal"), ("delivered despite UN arms embargo", "illegal"),
      ("illegal transfer; aid", "illegal"), ("aid; produced under licence in Italy", "licence-production"),
    ])
  func mode(comment: String, mode: String) { #expect(SIPRIComment(comment).mode?.rawValue == mode) }

  @Test(
    "Parts, other weapons, plans and guesses say nothing of the mode",
    arguments: [
      "incl 12 produced under licence in Italy", "12 assembled from kits in Kenya", "possibly aid",
      "for 24 trainer aircraft produced under licence in Italy", "option on 9 more produced under licence",
      "financed by US 'FMF' aid", "financed with loan from UK bank", "incl 5 'MAP' aid",
      "offsets incl assembly in Finland", "possibly assembled in Sudan", "$9 m deal (incl $2 m aid)",
      "partly exchanged for 3 tanks", "exchanged for use of air base", "possibly illegally copied from X-1",
      "for border patrol against smuggling and illegal immigration",
      "delivery embargoed between 1974 and 1978",
      "For leased combat aircraft", "$9 m deal", "",
    ])
  func noMode(comment: String) { #expect(SIPRIComment(comment).mode == nil) }

  @Test(
    "Conditions",
    arguments: [
      ("Second-hand; $3 m deal", "second-hand"), ("Probably second-hand", "second-hand"),
      ("Ex-Chilean; aid", "second-hand"), ("Second-hand (captured in 1945)", "second-hand"),
      ("Second-hand but modernized before delivery", "modernized"),
      ("Second-hand; modernized in Chile before delivery", "modernized"),
      ("Second-hand; modernized in Chile after delivery", "second-hand"),
      ("Second-hand but possibly modernized before delivery", "second-hand"), ("", nil),
      ("Possibly second-hand", nil), ("incl 4 second-hand", nil), ("exchanged for 3 second-hand boats", nil),
      ("Second-hand (but only few years old)", nil), ("Second-hand A-1 rebuilt to A-2", nil),
      ("for modernized frigates", nil), ("modernized before delivery", nil),
    ])
  func condition(comment: String, condition: String?) {
    #expect(SIPRIComment(comment).condition?.rawValue == condition)
  }

  @Test("Selections, doubts, payers, routes, users and programmes")
  func others() {
    let comment = SIPRIComment(
      "'Blue Kite' programme; selected 2021 but not yet ordered by end-2022; supplier possibly Chad; "
        + "recipient uncertain; ordered via Malta and Italy for tests; partly financed by Norway; "
        + "for use by police in Kenya")
    #expect(comment.isSelectedOnly && comment.isSupplierUncertain && comment.isRecipientUncertain)
    #expect(comment.via == "Malta and Italy")
    #expect(comment.financedBy == "partly Norway")
    #expect(comment.usedBy == "police in Kenya")
    #expect(comment.programme == "Blue Kite")
    let other = SIPRIComment(
      "$9 m deal (bought via and financed by USA); selected in 2020; supplier is Kuwait; Cote d'Ivoire")
    #expect(!other.isSelectedOnly && !other.isSupplierUncertain && !other.isRecipientUncertain)
    #expect(other.via == "USA" && other.financedBy == "USA" && other.usedBy == nil && other.programme == nil)
  }

  @Test("What the real comments say")
  func realFile() throws {
    guard let deals = RegisterFiles.deals() else { return }
    #expect(deals.count == 27_951)
    let comments = deals.map { SIPRIComment($0[12]) }
    #expect(comments.filter { !$0.prices.isEmpty }.count == 3_774)
    #expect(comments.filter { $0.prices.contains { $0.isOfGroup } }.count > 900)
    #expect(comments.allSatisfy { $0.prices.allSatisfy { $0.lowThousandths > 0 && !$0.passage.isEmpty } })
    #expect(comments.filter { $0.mode == .licenceProduction }.count > 450)
  }
}
