import Foundation
import Testing

/// The same rows in every format, and where they go.
@Suite struct OutputTests {
  static let formats = ["table", "csv", "tsv", "json", "jsonl", "markdown", "html"]

  /// Every command that gives rows.
  static let questions = [
    "query totals", "query totals --by pair --explain", "query totals --by year --recipient AZE",
    "query totals --by category", "query totals --by weapon", "query totals --by source",
    "query totals --by region",
    "query totals --stage approved,negotiating,reported", "query transfers", "query claims",
    "query country Azerbaijan",
    "query country SUN", "query sources", "query parties", "query categories", "query weapons",
    "query documents",
    "show Azerbaijan", "search sting", "log", "sql SELECT·*·FROM·v_supplier·ORDER·BY·1",
    "query totals --supplier COG",
  ]

  @Test(arguments: questions)
  func golden(question: String) throws {
    let desk = try Desk.filled()
    let line = question.split(separator: " ").map { $0.replacingOccurrences(of: "·", with: " ") }
    var text = ""
    for format in OutputTests.formats {
      let outcome = try desk.run(line + ["--format", format])
      #expect(outcome.status == 0, "\(outcome.stderr)")
      text += "$ armskb \(line.joined(separator: " ")) --format \(format)\n\(desk.normalized(outcome.stdout))"
      if !outcome.stderr.isEmpty { text += "(stderr)\n\(desk.normalized(outcome.stderr))" }
      text += "\n"
    }
    try expectGolden("Output/\(question.replacing(#/[^A-Za-z]+/#, with: "-")).txt", text)
    // Not on a terminal, nothing said: TSV.
    #expect(try desk.run(line).output == (try desk.run(line + ["--format", "tsv"]).output))
  }

  /// All formats show the same rows under the same names.
  @Test(arguments: [
    "query totals --by pair", "query transfers", "query claims", "query sources", "query parties",
  ])
  func sameRows(question: String) throws {
    let desk = try Desk.filled()
    let line = question.split(separator: " ").map(String.init)
    let json = try desk.run(line + ["--format", "json"]).output
    let objects = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
    let jsonl = lines(try desk.run(line + ["--format", "jsonl"]).stdout).dropLast()
    #expect(jsonl.count == objects.count)
    let csv = try desk.run(line + ["--format", "csv"]).stdout
    let header = lines(csv)[0].split(separator: ",").map(String.init)
    var names: [String] = []
    for (name, value) in try #require(objects.first) {
      names += (value as? [String: Any]).map { $0.keys.map { "\(name)_\($0)" } } ?? [name]
    }
    // Extra keys stand in an object only where they are.
    #expect(Set(names).subtracting(header).isEmpty)
    #expect(Set(header).subtracting(names).filter { !$0.hasPrefix("x_") }.isEmpty)
  }

  @Test(arguments: formats)
  func chosenColumns(format: String) throws {
    let outcome = try Desk.filled().run(
      "query", "totals", "--columns", "best, supplier,unit", "--format", format, "--unit", "pieces")
    #expect(outcome.status == 0)
    try expectGolden("Output/columns.\(format)", outcome.stdout)
  }

  @Test(arguments: [
    ("csv", "csv"), ("tsv", "tsv"), ("json", "json"), ("jsonl", "jsonl"), ("md", "markdown"),
    ("html", "html"),
  ])
  func formatOfAFile(ending: String, format: String) throws {
    let desk = try Desk.filled()
    let file = "out.\(ending)"
    let outcome = try desk.run("query", "transfers", "-o", file)
    #expect(outcome.status == 0 && outcome.stdout.isEmpty)
    #expect(try desk.read(file) == (try desk.run("query", "transfers", "--format", format).output))
    let exported = try desk.run("export", "transfers", "-o", file)
    #expect(exported.status == 0)
    #expect(try desk.read(file) == (try desk.run("query", "transfers", "--format", format).output))
    #expect(try desk.files() == ["armskb.db", file])
  }

  @Test func exportsAreCSV() throws {
    let desk = try Desk.filled()
    for what in ["claims", "transfers", "totals", "parties", "sources", "categories", "weapons", "documents"]
    {
      let outcome = try desk.run("export", what)
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix(lines(outcome.stdout)[0] + "\r\n"), "\(what)")
      #expect(!lines(outcome.stdout)[0].contains("\t"))
      let file = try desk.run("export", what, "-o", "plain")
      #expect(file.status == 0)
      #expect(try desk.read("plain") == outcome.output)
    }
  }

  @Test func placesThatCannotBeWritten() throws {
    let desk = try Desk.filled()
    let nowhere = try desk.run("export", "claims", "-o", "no/such/folder.csv")
    #expect(nowhere.status == 73 && nowhere.stderr.contains("cannot create no/such/folder.csv: No such file"))
    let full = try desk.run("export", "claims", "-o", "/dev/full")
    #expect(full.status == 74 && full.stderr.contains("No space left on device"), "\(full.stderr)")
    for line in ["export claims", "query country AZE --format table", "schema", "status", "log"] {
      let outcome = try desk.shell("\"$ARMSKB\" \(line) > /dev/full")
      #expect(
        outcome.status == 74 && outcome.stderr.contains("No space left on device"),
        "\(line): \(outcome.stderr)")
    }
    #expect(try desk.files() == ["armskb.db"])
  }

  /// What was there stays until the new file is complete.
  @Test func aFailureKeepsTheOldFile() throws {
    let desk = try Desk.filled()
    try desk.write("out.csv", "precious\n")
    #expect(try desk.run("query", "totals", "--columns", "none", "-o", "out.csv").status == 64)
    #expect(try desk.text("out.csv") == "precious\n")
    #expect(try desk.files() == ["armskb.db", "out.csv"])
  }

  @Test(arguments: ["", "trap '' PIPE; "])
  func aReaderThatLeaves(before: String) throws {
    let desk = try Desk.filled()
    let numbers =
      "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n"
    let outcome = try desk.shell("\(before)\"$ARMSKB\" sql '\(numbers)' | head -n 2")
    #expect(outcome.status == 0 && outcome.stdout == "i\n1\n")
    #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
  }

  @Test func showGoesDownToThePassage() throws {
    let desk = try Desk.filled()
    let claim = try #require(
      lines(
        try desk.run("query", "claims", "--columns", "id", "--weapon", "Kestrel 5", "--stage", "ordered")
          .stdout)[1...].first)
    for id in [String(claim), String(claim.prefix(6)), "t" + claim.dropFirst()] {
      let card = try desk.run("show", id, "--format", "table")
      #expect(
        card.status == 0 && card.stdout.contains("ten Kestrel 5 drones for 60 million dollars"),
        "\(card.stderr)")
    }
    try expectGolden("show-claim.txt", try desk.run("show", String(claim), "--format", "table").stdout)
    let transfer = try desk.run("show", "t" + claim.dropFirst(), "--format", "table").stdout
    // When it was grouped so is the moment of this test.
    let moment = #/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/#
    #expect(transfer.contains(moment))
    try expectGolden("show-transfer.txt", transfer.replacing(moment, with: "MOMENT"))
    try expectGolden("show-party.txt", try desk.run("show", "Soviet Union", "--format", "table").stdout)
    for name in ["c000000", "nobody", "t12345678"] {
      let nothing = try desk.run("show", name)
      #expect(nothing.status == 66 && nothing.stdout.isEmpty, "\(nothing.stderr)")
    }
    #expect(try desk.run("show", "Azerbaidjan").stderr.contains("did you mean 'Azerbaijan'?"))
  }

  @Test func searchTakesAnyWords() throws {
    let desk = try Desk.filled()
    for words in [
      ["AND"], ["\""], ["a:b"], ["(("], ["*"], ["NEAR(a b)"], ["-x"].map { "a " + $0 }, ["'"],
      ["six batteries"], [""],
    ] {
      let outcome = try desk.run(["search"] + words)
      #expect(outcome.status == 0 && !outcome.stderr.contains("SQL"), "\(words): \(outcome.stderr)")
    }
    #expect(try desk.run("search", "nowhere").stderr == "nothing found\n")
    #expect(lines(try desk.run("search", "kestr*").stdout).count > 2)
  }

  @Test func emptyListsAreNoFailure() throws {
    let desk = try Desk.empty()
    for line in [
      "query totals", "query transfers", "query claims", "query country AZE", "export claims",
      "query documents", "search x",
    ] {
      for format in OutputTests.formats {
        let outcome = try desk.run(line.split(separator: " ").map(String.init) + ["--format", format])
        #expect(outcome.status == 0, "\(line) \(format): \(outcome.stderr)")
      }
    }
  }

  /// Every figure's explanation, added up, gives the figure.
  @Test(arguments: ["supplier", "recipient", "pair", "category", "weapon", "year", "region", "source"])
  func explanationsAddUp(by: String) throws {
    let desk = try Desk.filled()
    let json = try desk.run("query", "totals", "--by", by, "--explain", "--format", "json").output
    let plain = try desk.run("query", "totals", "--by", by, "--format", "json").output
    let rows = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
    #expect(rows.count == (try JSONSerialization.jsonObject(with: plain) as? [Any])?.count)
    var items = 0
    for row in rows {
      let parts = try #require(row["explanation"] as? [[String: Any]], "\(by)")
      var best: Double?
      for part in parts {
        let counted = try #require(part["items"] as? [[String: Any]]).filter {
          $0["standing"] as? String == "counted"
        }
        let figures = counted.compactMap { ($0["counted"] as? NSNumber)?.doubleValue }
        items += counted.count
        if !figures.isEmpty { #expect((part["best"] as? NSNumber)?.doubleValue == figures.reduce(0, +)) }
        if let figure = (part["best"] as? NSNumber)?.doubleValue { best = (best ?? 0) + figure }
      }
      #expect((row["best"] as? NSNumber)?.doubleValue == best, "\(row)")
    }
    #expect(items >= rows.count)
  }

  /// Suppliers, recipients and pairs add up to the same.
  @Test func sumsAgree() throws {
    let desk = try Desk.filled()
    var sums: [[String: Double]] = []
    for by in ["supplier", "recipient", "pair"] {
      let json = try desk.run("query", "totals", "--by", by, "--format", "json").output
      let rows = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
      var sum: [String: Double] = [:]
      for row in rows {
        sum[try #require(row["unit"] as? String), default: 0] += (row["best"] as? NSNumber)?.doubleValue ?? 0
      }
      sums.append(sum)
    }
    #expect(sums[0] == sums[1] && sums[1] == sums[2] && !sums[0].isEmpty)
  }
}
