import Foundation
import Testing

/// `armskb check ARTICLE`, as it is typed.
@Suite struct CheckArticleTests {
  private let seed =
    "SIPRI says that Israel provided Azerbaijan with some $825 million in weapons between 2006 and 2019.\n"
  private let release = """
    {"supplier": "ISR", "recipient": "AZE", "value": 872.4, "currency": "TIV", "status": "delivered", \
    "scope": "aggregate", "from": "2006", "to": "2019", "asserted_by": "SIPRI", \
    "document": {"title": "Table of 2026", "publisher": "SIPRI", "published": "2026-02-12"}}

    """

  private func objects(_ outcome: Outcome) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  @Test(arguments: ["words", "csv", "json"])
  func golden(format: String) throws {
    let desk = try Desk.filled()
    try desk.write("envoy.md", try fixture("envoy.md"))
    try desk.write("release.jsonl", release)
    #expect(try desk.run("import", "release.jsonl").status == 0)
    let options = format == "words" ? ["--words"] : ["--format", format]
    let outcome = try desk.run(["check", "envoy.md"] + options)
    #expect(outcome.status == 1)
    try expectGolden("check-article.\(format == "words" ? "txt" : format)", outcome.stdout)
  }

  @Test func aReleaseMakesItProbable() throws {
    let desk = try Desk.empty()
    try desk.write("seed.txt", seed)
    let possible = try desk.run("check", "seed.txt", "--words")
    #expect(
      possible.status == 1 && possible.stdout.hasPrefix("seed.txt:1:54: warning: about USD 825 million"))
    #expect(possible.stdout.contains("is possibly a volume in million TIV"))
    try desk.write("release.jsonl", release)
    #expect(try desk.run("import", "release.jsonl").status == 0)
    let outcome = try desk.run("check", "seed.txt", "--format", "json")
    let finding = try #require(try objects(outcome).first)
    #expect(finding["severity"] as? String == "error" && finding["column"] as? Int == 54)
    #expect(finding["supplier"] as? String == "ISR" && finding["recipient"] as? String == "AZE")
    #expect(finding["passage"] as? String == seed.trimmingCharacters(in: .newlines))
    let numbers = try #require(finding["numbers"] as? [[String: Any]])
    #expect(numbers.map { ($0["value"] as? NSNumber)?.doubleValue } == [825_000_000, 872.4])
    #expect(try desk.claimCount() == 1, "checking stores nothing")
  }

  @Test func bothOrdersAreTriedWhereTheWordingDoesNotTell() throws {
    let desk = try Desk.empty()
    try desk.write("release.jsonl", release)
    #expect(try desk.run("import", "release.jsonl").status == 0)
    try desk.write("a.txt", "Of Azerbaijan and Israel SIPRI has $825 million between 2006 and 2019.")
    let volumes = try objects(
      try desk.run("check", "a.txt", "--only", "volume-index-as-money", "--format", "json"))
    try #require(volumes.count == 1, "the order that a release confirms, and no other")
    #expect(volumes[0]["severity"] as? String == "error" && volumes[0]["supplier"] as? String == "ISR")
    #expect((volumes[0]["sentence"] as? String)?.contains("both were tried") == true)
  }

  @Test func whatIsKnownIsANote() throws {
    let desk = try Desk.filled()
    func kind(_ text: String) throws -> [String: Any] {
      try desk.write("a.txt", text)
      let outcome = try desk.run("check", "a.txt", "--format", "json")
      #expect(outcome.status == 0, "\(outcome.stderr)")
      return try #require(try objects(outcome).first)
    }
    let known = try kind("Israel sold drones worth $58 million to Azerbaijan in 2011.")
    #expect(known["check"] as? String == "figure-known" && (known["claims"] as? [String])?.isEmpty == false)
    let differs = try kind("Israel sold drones worth $580 million to Azerbaijan in 2011.")
    #expect(differs["check"] as? String == "figure-differs")
    let unknown = try kind("Armenia sold drones worth $58 million to Azerbaijan in 2011.")
    #expect(unknown["check"] as? String == "figure-unknown")
    let alone = try kind("The drones cost $58 million.")
    #expect(alone["check"] as? String == "figure-not-compared")
  }

  @Test func nothingToCheckIsSaid() throws {
    let desk = try Desk()
    try desk.write("a.txt", "No sums here, though 2016 was a year.\n")
    let outcome = try desk.run("check", "a.txt")
    #expect(outcome.status == 0 && outcome.stderr.contains("Nothing found: 0 amounts of money in 1 article."))
    #expect(try desk.files() == ["a.txt"])
  }

  /// A sentence that never ends takes time with its length only, and every amount is found in its place.
  @Test(.timeLimit(.minutes(1)))
  func anEndlessSentence() throws {
    let desk = try Desk.filled()
    let clause =
      "Israel sold $58 million of drones to Azerbaijan in 2011, and Russia gave é tanks to Armenia, "
    try desk.write("a.txt", String(repeating: clause, count: 1_500))
    let outcome = try desk.run("check", "a.txt", "--format", "csv", "--columns", "check,line,column")
    let rows = lines(outcome.stdout).dropFirst().filter { !$0.isEmpty }
    #expect(rows.count == 1_500 && outcome.status == 0, "\(rows.count) \(outcome.stderr)")
    #expect(rows.first == "figure-known,1,13")
    #expect(rows.last == "figure-known,1,\(13 + 1_499 * clause.unicodeScalars.count)")
  }

  @Test func formatsAndEndings() throws {
    let desk = try Desk.empty()
    let input = try desk.run("check", "-", "--input-format", "txt", "--words", input: seed)
    #expect(input.status == 1 && input.stdout.hasPrefix("<stdin>:1:54: warning: "))
    try desk.write("a.txt", seed)
    try desk.write("release.jsonl", release)
    let mixed = try desk.run("check", "a.txt", "release.jsonl")
    #expect(mixed.status == 64 && mixed.stderr.contains("one after the other"))
    let page = try desk.run("check", "a.html")
    #expect(page.status == 64 && page.stderr.contains("save the article as plain text"))
    let other = try desk.run("check", "a.doc")
    #expect(other.status == 64 && other.stderr.contains("--input-format"))
    #expect(try desk.run("check", "none.txt").status == 66)
    try desk.write("b.txt", Data([0x41, 0xFF, 0xFE]))
    #expect(try desk.run("check", "b.txt").status == 65)
    #expect(try desk.run("check", "a.txt", "--recipient", "AZE").status == 64)
    #expect(try desk.run("check", "a.txt", "--only", "occurrence").status == 64)
  }

  @Test func theFirstArticleIsFlagged() throws {
    let checkout = testFile("../..").standardized
    let article = checkout.appendingPathComponent("../shared/seed/jpost-2020-10-01.txt").standardized.path
    guard FileManager.default.fileExists(atPath: article) else {
      print("skipped: the text of the first article is not here")
      return
    }
    let desk = try Desk()
    let possible = try desk.run("check", article, "--words", "--only", "volume-index-as-money")
    #expect(
      possible.status == 1 && possible.stdout.contains(": warning: about USD 825 million for 2006–2019"))
    let records = checkout.appendingPathComponent("data/records")
    for name in ["sipri-2026-israel-azerbaijan-tiv", "seed-jpost-2020-10-01"] {
      let file = records.appendingPathComponent("\(name).jsonl").path
      #expect(try desk.run("import", file, "--db", "armskb.db").status == 0)
    }
    let probable = try desk.run("check", article, "--words")
    #expect(probable.status == 1 && probable.stdout.contains(":16:158: error: about USD 825 million"))
    #expect(probable.stdout.contains("872.4 million TIV"))
    #expect(
      probable.stdout.contains("SIPRI in The Jerusalem Post) ")
        || probable.stdout.contains("SIPRI in The Jerusalem Post)."))
  }
}
