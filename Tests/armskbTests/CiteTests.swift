import Foundation
import Testing

/// A figure that is cited can be found again.
@Suite struct CiteTests {
  /// One question with answers in several units.
  private static let question = ["--recipient", "Azerbaijan"]

  private func hashes(_ desk: Desk, _ options: [String] = question) throws -> [String] {
    let cited = try desk.run(["cite"] + options + ["--format", "json"])
    #expect(cited.status == 0, "\(cited.stderr)")
    let rows = try JSONSerialization.jsonObject(with: cited.output) as? [[String: Any]] ?? []
    let hashes = rows.compactMap { $0["hash"] as? String }
    #expect(hashes.count == rows.count && hashes.allSatisfy { $0.count == 32 })
    return hashes
  }

  private func importing(_ files: [String]) throws -> Desk {
    let desk = try Desk.empty()
    for file in files {
      try desk.write(file, try fixture(file))
      let filled = try desk.run("import", file)
      #expect(filled.status == 0, "\(filled.stderr)")
    }
    return desk
  }

  private func claim(_ supplier: String, _ recipient: String, _ url: String) -> String {
    """
    {"supplier": "\(supplier)", "recipient": "\(recipient)", "weapon": "Kestrel 5", "quantity": 10, \
    "value": 60000000, "currency": "USD", "status": "ordered", "from": "2011-03", \
    "document": {"url": "https://\(url)", "publisher": "Valley Herald"}}

    """
  }

  @Test func orderOfImportDoesNotMatter() throws {
    let one = try hashes(try importing(Prepared.files))
    #expect(one.count > 1 && Set(one).count == one.count)
    #expect(try hashes(try importing(Prepared.files.reversed())) == one)
    // A second import states the claims again: other batches, the same claims.
    let again = try importing(Prepared.files)
    try again.run(["import"] + Prepared.files)
    #expect(try hashes(again) == one)
  }

  @Test(arguments: ["supplier", "pair", "category", "year"])
  func fewerLinesAreCitedInTheSameWay(by grouping: String) throws {
    let desk = try Desk.filled()
    let all = try hashes(desk, ["--by", grouping])
    #expect(all.count > 2)
    #expect(try hashes(desk, ["--by", grouping, "--limit", "2"]) == Array(all.prefix(2)))
  }

  @Test func aClaimMoreIsAnotherHash() throws {
    let desk = try Desk.filled()
    let options = CiteTests.question + ["--supplier", "ISR", "--unit", "USD"]
    let before = try hashes(desk, options)
    #expect(before.count == 1)
    // Another pair of parties has no part in it.
    try desk.write("other.jsonl", claim("France", "Armenia", "other.example"))
    #expect(try desk.run("import", "other.jsonl").status == 0)
    #expect(try hashes(desk, options) == before)
    // One more outlet on one of the deals changes what the figure rests on, if not the figure.
    try desk.write("more.jsonl", claim("Israel", "Azerbaijan", "more.example"))
    #expect(try desk.run("import", "more.jsonl").status == 0)
    #expect(try hashes(desk, options) != before)
    #expect(try desk.run("undo", "--yes").status == 0)
    #expect(try hashes(desk, options) == before)
  }

  @Test func judgementsArePartOfIt() throws {
    let desk = try Desk.filled()
    let options = CiteTests.question + ["--supplier", "ISR", "--unit", "USD"]
    let before = try hashes(desk, options)
    let json = try desk.run(["cite"] + options + ["--format", "json"]).stdout
    let id = try #require(json.firstMatch(of: #/"cited_claims":\[{"id":"(c[0-9a-f]{16})"/#)?.1)
    let ranked = try desk.run("rank", String(id), "preferred", "--reason", "it has the contract")
    #expect(ranked.status == 0, "\(ranked.stderr)")
    #expect(try hashes(desk, options) != before)
    let words = try desk.run(["cite"] + options).stdout
    #expect(words.contains("Judged: \(id) preferred: “it has the contract” (tester, "), "\(words)")
  }

  @Test func verification() throws {
    let desk = try Desk.filled()
    let options = CiteTests.question + ["--supplier", "Israel", "--unit", "USD"]
    let hash = try #require(try hashes(desk, options).first)
    for given in [hash, String(hash.prefix(12)), "sha256:\(hash.uppercased())"] {
      let same = try desk.run(["cite"] + options + ["--verify", given])
      #expect(
        same.status == 0 && same.stdout.hasPrefix("still so: Arms from Israel to Azerbaijan"),
        "\(same.stderr)")
    }
    // The question as it is printed gives it again, and so does a wider one.
    let words = try desk.run(["cite"] + options).stdout
    let query = try #require(words.firstMatch(of: #/Query: armskb query totals (.*)/#)?.1)
    #expect(try desk.shell("\"$ARMSKB\" cite \(query) --verify \(hash)").status == 0)
    #expect(try desk.run("cite", "--verify", hash).status == 1, "of a wider question it is another figure")
    #expect(try desk.run(["cite", "--verify", hash] + CiteTests.question).status == 0)
    // What was known on the day is known later, too.
    let today = String(Date().ISO8601Format().prefix(10))
    #expect(try desk.run(["cite"] + options + ["--verify", hash, "--as-of", today]).status == 0)
    let early = try desk.run(["cite"] + options + ["--verify", hash, "--as-of", "2001"])
    #expect(early.status == 1 && early.stderr.contains("gives no figure now"), "\(early.stderr)")
    let other = try desk.run(["cite"] + options + ["--verify", "0123456789ab"])
    #expect(other.status == 1 && other.stdout.isEmpty)
    #expect(other.stderr.contains("it gives now:\n    Arms from Israel to Azerbaijan"), "\(other.stderr)")
    for wrong in ["0123", "0123456789xy", hash + "0"] {
      #expect(try desk.run(["cite"] + options + ["--verify", wrong]).status == 64)
    }
  }

  /// A reader can make the hash without the program.
  @Test func hashIsOfTheDocumentedText() throws {
    let desk = try Desk.empty()
    try desk.write("one.jsonl", claim("Israel", "Azerbaijan", "one.example"))
    #expect(try desk.run("import", "one.jsonl").status == 0)
    let identity = try desk.run("sql", "SELECT lower(hex(hash)) AS h FROM claim", "--format", "csv").stdout
    let content = """
      armskb citation 1
      option by supplier
      option recipient AZE
      option stage agreed
      option states as-was
      option supplier ISR
      option unit USD
      key ISR
      figure 60000000000 60000000000 60000000000 1 0
      claim \(lines(identity)[1]) normal

      """
    try desk.write("content.txt", content)
    let sum = try desk.shell("sha256sum content.txt").stdout.prefix(32)
    #expect(try hashes(desk, CiteTests.question + ["--unit", "USD"]) == [String(sum)])
  }

  @Test func questionIsWrittenOut() throws {
    let desk = try Desk.filled()
    let cited = try desk.run([
      "cite", "--supplier", "Israel", "--unit", "usd", "--recipient", "Azeri", "--within", "--until", "2030",
      "--since",
      "1990", "--category", "uav", "--include-disputed",
    ])
    #expect(
      cited.stdout.contains(
        "armskb query totals --by supplier --category uav --include-disputed --recipient AZE --since 1990 --stage agreed "
          + "--states as-was --supplier ISR --unit USD --until 2030 --within\n"),
      "\(cited.stdout)\(cited.stderr)")
  }

  @Test func shortForm() throws {
    let desk = try Desk.filled()
    let cited = try hashes(desk)
    let table = try desk.run(["query", "totals", "--cite", "--format", "table"] + CiteTests.question)
    let short = lines(table.stdout).filter { $0.hasPrefix("cite: ") }
    #expect(short.map { $0.dropFirst(6).prefix(12) } == cited.map { $0.prefix(12) })
    let rows = try desk.run(
      ["query", "totals", "--cite", "--columns", "cite", "--format", "csv"] + CiteTests.question)
    #expect(lines(rows.stdout).dropFirst().dropLast().map { "cite: " + $0 } == short.map(String.init))
    let country = try desk.run("query", "country", "Azerbaijan", "--cite", "--format", "table").stdout
    for line in short { #expect(country.contains(line)) }
    let section = try desk.run(
      "query", "country", "AZE", "--cite", "--columns", "section,cite", "--format", "csv")
    #expect(section.stdout.contains(cited[0].prefix(12)))
    #expect(try desk.run("query", "totals", "--format", "csv").stdout.contains("cite") == false)
  }
}
