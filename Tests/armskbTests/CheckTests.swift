import Foundation
import Testing

/// `armskb check` and `armskb query conflicts`, as they are typed.
@Suite struct CheckTests {
  /// SIPRI's figure of the seed article, as a newspaper prints it.
  private let seed = """
    {"supplier": "ISR", "recipient": "AZE", "value": 825000000, "currency": "USD", "status": "delivered", \
    "scope": "aggregate", "from": "2006", "to": "2019", "asserted_by": "SIPRI", \
    "evidence": "some $825 million in weapons", "document": {"title": "Envoy recalled", "publisher": "Valley Herald", \
    "published": "2020-10-01"}}

    """
  private let release = """
    {"supplier": "ISR", "recipient": "AZE", "value": 872.4, "currency": "TIV", "status": "delivered", \
    "scope": "aggregate", "from": "2006", "to": "2019", "asserted_by": "SIPRI", \
    "document": {"title": "Table of 2026", "publisher": "SIPRI", "published": "2026-02-12"}}

    """

  /// A deal that one affirms and another denies.
  private let deal = """
    {"supplier": "Russia", "recipient": "Armenia", "weapon": "Bison", "category": "tank", "status": "ordered", \
    "from": "2008", "asserted_by": "A minister", "evidence": "we bought them", "document": {"title": "Tanks"}}
    {"supplier": "Russia", "recipient": "Armenia", "weapon": "Bison", "category": "tank", "status": "denied", \
    "from": "2008", "asserted_by": "An envoy", "evidence": "there is no deal", "document": {"title": "No tanks"}}

    """

  private func objects(_ outcome: Outcome) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  @Test func anEmptyKnowledgeBaseIsClean() throws {
    let desk = try Desk.empty()
    let check = try desk.run("check")
    #expect(check.status == 0, "\(check.stdout)\(check.stderr)")
    #expect(lines(check.stdout).count == 2, "a header and nothing below it")
    #expect(check.stderr.contains("Nothing found: ") && check.stderr.contains(" and of the file itself."))
    #expect(try desk.files() == ["armskb.db"])
  }

  @Test func warningsGiveOneAndNotesNothing() throws {
    let desk = try Desk.filled()
    try desk.write("deal.jsonl", deal)
    #expect(try desk.run("import", "deal.jsonl").status == 0)
    #expect(try desk.run("check", "--only", "occurrence").status == 1)
    #expect(try desk.run("check", "--only", "occurrence", "--recipient", "AZE").status == 0)
    #expect(
      try desk.run("check", "--skip", "occurrence", "--recipient", "Armenia", "--weapon", "Bison").status == 0
    )
    let notes = try desk.run("check", "--only", "documents-without-date,weapons-without-category")
    #expect(notes.status == 0)
    #expect(notes.stderr.contains("Notes alone are no faults."))
    #expect(try desk.run("query", "conflicts").status == 0)
  }

  @Test(arguments: ["words", "csv", "json"])
  func golden(format: String) throws {
    let desk = try Desk.empty()
    try desk.write("records.jsonl", seed + release + deal)
    #expect(try desk.run("import", "records.jsonl").status == 0)
    let options = format == "words" ? ["--words"] : ["--format", format]
    let outcome = try desk.run(["check", "--skip", "self-citation"] + options)
    #expect(outcome.status == 1)
    try expectGolden("check.\(format == "words" ? "txt" : format)", outcome.stdout)
  }

  @Test func theSeedArticleIsFlagged() throws {
    let desk = try Desk.empty()
    try desk.write("seed.jsonl", seed)
    let possible = try desk.run("check", "seed.jsonl", "--words")
    #expect(possible.status == 1)
    #expect(possible.stdout.hasPrefix("seed.jsonl:1: warning: "))
    #expect(possible.stdout.contains("is possibly a volume in million TIV"))
    try desk.write("release.jsonl", release)
    #expect(try desk.run("import", "release.jsonl").status == 0)
    let probable = try desk.run("check", "seed.jsonl", "--format", "json")
    #expect(probable.status == 1)
    let finding = try #require(try objects(probable).first)
    #expect(
      finding["check"] as? String == "volume-index-as-money" && finding["severity"] as? String == "error")
    #expect(finding["file"] as? String == "seed.jsonl" && finding["line"] as? Int == 1)
    let numbers = try #require(finding["numbers"] as? [[String: Any]])
    #expect(numbers.map { $0["unit"] as? String } == ["USD", "TIV"])
    #expect(numbers.map { ($0["value"] as? NSNumber)?.doubleValue } == [825_000_000, 872.4])
    let said = try #require(finding["said"] as? [[String: Any]])
    #expect(said.first?["evidence"] as? String == "some $825 million in weapons")
    #expect(try desk.claimCount() == 1, "checking stores nothing")
  }

  @Test func filesAreCheckedTogetherAndWithoutAKnowledgeBase() throws {
    let desk = try Desk()
    try desk.write("seed.jsonl", seed)
    try desk.write("release.jsonl", release)
    let outcome = try desk.run("check", "seed.jsonl", "release.jsonl", "--format", "jsonl")
    #expect(outcome.status == 1 && outcome.stdout.contains("872.4 million TIV"))
    #expect(outcome.stderr.contains("2 claims in 2 files"))
    #expect(try desk.files() == ["release.jsonl", "seed.jsonl"])
    let clean = try desk.run("check", "release.jsonl", "--skip", "self-citation")
    #expect(clean.status == 0 && clean.stderr.hasPrefix("Nothing found: "))
  }

  @Test func standardInput() throws {
    let desk = try Desk.empty()
    // By its content, as `import` tells it; an article could be anything.
    for format in [[], ["--input-format", "jsonl"]] {
      let named = try desk.run(["check", "-", "--format", "csv"] + format, input: seed)
      #expect(
        named.status == 1 && named.stdout.contains("<stdin>,1,volume-index-as-money,warning,ISR,Israel"))
    }
    let article = try desk.run("check", "-", input: "Israel sold missiles.\n")
    #expect(article.status == 64 && article.stderr.contains("--input-format txt for an article"))
  }

  @Test func faultyRecordsAreReportedAsImportReportsThem() throws {
    let desk = try Desk.empty()
    try desk.write(
      "bad.jsonl", "{\"supplier\": \"Isreal\", \"recipient\": \"AZE\", \"document\": {\"title\": \"T\"}}\n")
    let check = try desk.run("check", "bad.jsonl")
    let imported = try desk.run("import", "bad.jsonl")
    #expect(check.status == 65 && imported.status == 65 && check.stdout.isEmpty)
    #expect(lines(check.stderr).first == lines(imported.stderr).first)
    #expect(check.stderr.contains("1 error in 1 record; nothing was checked"))
    #expect(try desk.run("check", "none.jsonl").status == 66)
    #expect(try desk.run("check", "article.doc").status == 64)
  }

  @Test func wrongWordsAreNamed() throws {
    let desk = try Desk.empty()
    let check = try desk.run("check", "--only", "occurence")
    #expect(
      check.status == 64 && check.stderr.contains("there is no check 'occurence'; did you mean 'occurrence'?")
    )
    #expect(try desk.run("check", "--words", "--format", "csv").status == 64)
    #expect(try desk.run("query", "conflicts", "--only", "database").status == 64)
    #expect(try desk.run("check", "x.jsonl", "--as-of", "2020").status == 64)
  }

  @Test func theListNamesEveryCheck() throws {
    let desk = try Desk()
    let list = try objects(try desk.run("check", "--list", "--format", "json"))
    #expect(list.count >= 20)
    #expect(list.first?["check"] as? String == "volume-index-as-money")
    let words = try desk.run("check", "--list", "--words").stdout
    for check in list { #expect(words.contains(check["check"] as? String ?? "?")) }
    #expect(try desk.files().isEmpty)
  }

  @Test func keptFiguresThatWereChangedAreFoundAndMended() throws {
    let desk = try Desk.filled()
    #expect(try desk.run("check", "--only", "stale-totals,stale-transfers").status == 0)
    let change = try desk.shell(
      "sqlite3 armskb.db \"UPDATE pair_total SET best = best + 1 WHERE recipient = 'ARM'\"")
    try #require(change.status == 0, "needs sqlite3")
    let found = try desk.run("check", "--only", "stale-totals,stale-transfers", "--format", "csv")
    #expect(found.status == 1 && found.stdout.contains("stale-totals,error,RUS,Russia,ARM,Armenia,"))
    let mended = try desk.run("check", "--mend", "--only", "stale-totals,stale-transfers")
    #expect(mended.status == 0, "\(mended.stderr)")
  }

  @Test func conflictsShowWhoSaysWhat() throws {
    let desk = try Desk.empty()
    try desk.write("deal.jsonl", deal)
    #expect(try desk.run("import", "deal.jsonl").status == 0)
    let outcome = try desk.run("query", "conflicts", "--format", "json")
    #expect(outcome.status == 0)
    let conflict = try #require(try objects(outcome).first { $0["check"] as? String == "occurrence" })
    let said = try #require(conflict["said"] as? [[String: Any]])
    #expect(Set(said.compactMap { $0["asserted_by"] as? String }) == ["A minister", "An envoy"])
    #expect((conflict["claims"] as? [String])?.count == 2 && (conflict["transfers"] as? [String])?.count == 1)
    #expect(try objects(try desk.run("query", "conflicts", "--recipient", "AZE", "--format", "json")).isEmpty)
    let words = try desk.run("query", "conflicts", "--words")
    #expect(words.stdout.contains("“there is no deal”") && words.stdout.contains("An envoy"))
  }

  /// A record of a deal of Russia and Armenia with those members more.
  private func record(_ members: String, _ title: String, published: String = "2015-01-01") -> String {
    """
    {"supplier": "Russia", "recipient": "Armenia", "category": "tank", "status": "ordered", "from": "2015", \(members), \
    "document": {"title": "\(title)", "publisher": "Paper \(title)", "published": "\(published)"}}

    """
  }

  @Test func aQuantityThatIsNotUnderstoodIsNamed() throws {
    let desk = try Desk.empty()
    try desk.write(
      "words.jsonl",
      record(#""weapon": "Tin Lot", "quantity_text": "one hundred and fifty""#, "a")
        + record(#""weapon": "Tin Cup", "quantity_text": "12 (plus 4 options)""#, "b"))
    #expect(try desk.run("import", "words.jsonl").status == 0)
    let check = try desk.run("check", "--only", "quantity-not-understood", "--format", "json")
    let found = try objects(check)
    #expect(check.status == 1 && found.count == 1)
    #expect((found.first?["sentence"] as? String)?.contains("Tin Cup") == true)
    #expect(try desk.run("query", "totals", "--format", "csv").stdout.contains("150"))
  }

  @Test func unitsInWordsAreNoPieces() throws {
    let desk = try Desk.empty()
    try desk.write(
      "units.jsonl",
      record(#""weapon": "Tin Wall", "quantity_text": "3 batteries""#, "a")
        + record(#""weapon": "Tin Wall", "quantity": 3, "quantity_unit": "Batteries""#, "b")
        + record(#""weapon": "Tin Wall", "quantity": 3, "quantity_unit": "battery""#, "c"))
    #expect(try desk.run("import", "units.jsonl").status == 0)
    let totals = try objects(try desk.run("query", "totals", "--format", "json"))
    #expect(totals.count == 1 && totals.first?["unit"] as? String == "battery")
    #expect(totals.first?["best"] as? Int == 3 && totals.first?["origins"] as? Int == 3)
    let list = try desk.run("query", "transfers", "--unit", "battery", "--format", "csv")
    #expect(lines(list.stdout).count == 3, "a header and one transfer")
  }

  @Test func aDocumentOfTheFutureIsNamedAndIsNotTheLatest() throws {
    let desk = try Desk.empty()
    try desk.write(
      "future.jsonl",
      record(#""weapon": "Tin Rafter", "quantity": 20"#, "a")
        + record(#""weapon": "Tin Rafter", "quantity": 22"#, "b", published: "2087-02-14"))
    #expect(try desk.run("import", "future.jsonl").status == 0)
    let found = try objects(try desk.run("check", "--only", "published-in-future", "--format", "json"))
    #expect(found.count == 1)
    let totals = try objects(try desk.run("query", "totals", "--unit", "pieces", "--format", "json"))
    #expect(totals.first?["best"] as? Int == 20)
  }

  @Test func everyProblemIsShownIfAsked() throws {
    let desk = try Desk.empty()
    let rows = (0..<150).map { "Russia,Nowhere\($0),t\n" }.joined()
    try desk.write("bad.csv", "supplier,recipient,document_title\n" + rows + "UP,Russia,t\n")
    let some = try desk.run("import", "bad.csv")
    #expect(some.stderr.contains("and 51 more (--all-problems)"))
    #expect(some.stderr.contains("ISO 3166-1, which does not have UP"))
    let all = try desk.run("import", "--all-problems", "bad.csv")
    #expect(all.stderr.contains("Nowhere149") && !all.stderr.contains("more (--all"))
  }
}
