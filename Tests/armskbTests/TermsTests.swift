import Foundation
import Testing

/// Rows of datasets whose terms do not let them be passed on are not passed on.
@Suite struct TermsTests {
  private func rows(_ desk: Desk, _ line: String...) throws -> [[String: Any]] {
    let outcome = try desk.run(line + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  @Test func claimsAreLeftOutAndItSaysSo() throws {
    let desk = try Desk.withRegisters()
    let all = try rows(desk, "query", "claims")
    let exported = try desk.run("export", "claims", "--format", "json")
    #expect(exported.status == 0)
    #expect(
      exported.stderr
        == "left out, as the terms do not let rows be passed on: 3 claims of \(Registers.restricted) "
        + "(for your own use: --for-own-use)\n")
    #expect(!exported.stdout.contains("register row") && exported.stdout.contains("Open Register"))
    #expect(try rows(desk, "export", "claims").count == all.count - 3)
    let own = try desk.run("export", "claims", "--format", "json", "--for-own-use")
    #expect(
      own.stderr == "for your own use, not to be passed on: this holds 3 claims of \(Registers.restricted)\n")
    #expect(own.output == (try desk.run("query", "claims", "--format", "json").output))
  }

  @Test func onlyWhatIsAskedForIsCounted() throws {
    let desk = try Desk.withRegisters()
    let armenia = try desk.run("export", "claims", "--recipient", "ARM")
    #expect(armenia.stderr.contains("1 claim of \(Registers.restricted)"), "\(armenia.stderr)")
    let old = try desk.run("export", "claims", "--until", "2011")
    #expect(old.status == 0 && old.stderr.isEmpty)
  }

  /// Transfers follow from the claims that may be passed on.
  @Test func transfersAreWhatTheOthersGive() throws {
    let desk = try Desk.withRegisters()
    let without = try desk.run("export", "transfers", "--format", "json")
    #expect(without.stderr.contains("3 claims of \(Registers.restricted)"), "\(without.stderr)")
    // The same as in a knowledge base that never saw the file.
    let other = try Desk.filled()
    for (name, filter) in [("kestrel", ["--weapon", "Kestrel 5"]), ("france", ["--supplier", "FRA"])] {
      let line = ["export", "transfers", "--format", "json"] + filter
      #expect(try desk.run(line).output == (try other.run(line).output), "\(name)")
    }
    #expect(!without.stdout.contains("Longbow 9"))
    let own = try desk.run("export", "transfers", "--format", "json", "--for-own-use")
    #expect(own.stdout.contains("Longbow 9") && own.stderr.hasPrefix("for your own use"))
    #expect(own.output == (try desk.run("query", "transfers", "--format", "json").output))
    // A transfer that reaches its stage by a restricted claim alone does not show that it did.
    let delivered = try desk.run("export", "transfers", "--stage", "delivered", "--weapon", "Longbow 9")
    #expect(delivered.status == 1 && delivered.stdout.isEmpty)
  }

  @Test(arguments: ["claims", "transfers"])
  func refusesWhenNothingIsLeft(what: String) throws {
    let desk = try Desk.withRegisters()
    let outcome = try desk.run("export", what, "--weapon", "Longbow 9", "-o", "out.csv")
    #expect(outcome.status == 1 && outcome.stdout.isEmpty)
    #expect(
      outcome.stderr
        == "armskb: nothing is left to export: the terms of these datasets do not let their rows be passed on: "
        + "2 claims of \(Registers.restricted)\n  for your own use: --for-own-use\n", "\(outcome.stderr)")
    #expect(try desk.files() == ["armskb.db"])
    // An empty answer that has nothing to do with terms is an answer.
    #expect(try desk.run("export", what, "--weapon", "Longbow 9", "--until", "1950").status == 0)
    #expect(try desk.run("export", what, "--limit", "0").status == 0)
  }

  @Test func totalsAreOwnCalculations() throws {
    let desk = try Desk.withRegisters()
    let totals = try desk.run("export", "totals", "--unit", "TIV", "--format", "csv")
    #expect(totals.output == (try desk.run("query", "totals", "--unit", "TIV", "--format", "csv").output))
    #expect(
      totals.stderr.contains(
        "these totals are your own calculations, not to be attributed to their source: they count 3 claims of "
          + Registers.restricted), "\(totals.stderr)")
    let other = try desk.run("export", "totals", "--supplier", "TUR")
    #expect(!other.stderr.contains("own calculations"))
  }

  /// Questions are not exports.
  @Test func questionsAreNotLimited() throws {
    let desk = try Desk.withRegisters()
    for line in [["query", "claims"], ["query", "transfers"], ["search", "register"]] {
      let outcome = try desk.run(line + ["--format", "csv"])
      #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome.stderr)")
    }
    #expect(try desk.run("search", "register row").stdout.contains("register row two"))
  }

  @Test func sourcesTellTheirTerms() throws {
    let sources = try rows(try Desk.withRegisters(), "query", "sources", "Register")
    let terms = sources.map { source in
      (source["source"] as? String, source["licence"] as? String, source["redistributable"] as? Bool)
    }
    #expect(terms.contains { $0 == ("Register of Examples", "examples-nc", false) }, "\(terms)")
    #expect(terms.contains { $0 == ("Open Register", "CC0-1.0", true) }, "\(terms)")
  }

  /// One figure that somebody took from a dataset is a citation.
  @Test func singleFiguresArePassedOn() throws {
    let desk = try Desk(nil)
    #expect(try desk.run("init", "--db", "armskb.db").status == 0)
    try desk.write(
      "one.jsonl",
      """
      {"supplier": "ISR", "recipient": "AZE", "value": 5, "currency": "TIV", "status": "delivered", "from": "2012", \
      "document": {"title": "A table", "publisher": "SIPRI Arms Transfers Database", "published": "2020"}}
      """)
    #expect(try desk.run("import", "one.jsonl").status == 0)
    let outcome = try desk.run("export", "claims")
    #expect(outcome.status == 0 && outcome.stderr.isEmpty && outcome.stdout.contains("A table"))
  }
}
