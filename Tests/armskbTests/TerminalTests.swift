import Foundation
import SQLite
import Testing

/// Text of others reaches a terminal only as text, whatever it holds and wherever it stands.
@Suite struct TerminalTests {
  /// All kinds of what commands a terminal, hides or reorders text, and a line that must not begin one.
  static let hostile =
    "\u{1B}]0;title\u{7}\u{1B}[31m\u{1B}[2J\u{9B}31m\u{85}\u{7F}\u{8}\u{B}\u{C}\r"
    + "\u{202E}\u{2066}\u{200E}\u{200F}\u{61C}\u{200B}a\u{200D}b\u{200C}c\u{2060}\u{AD}\u{FEFF}"
    + "\u{E0041}\u{E007F}\u{FFF9}\u{E000}\u{10FFFD}\u{2028}\u{2029}\u{1B}[1mBOLD\nINJECTED\r\nINJECTED\tend"

  /// What a subcommand is run with.
  struct Line: Sendable, CustomTestStringConvertible {
    var words: [String]
    /// Whether standard output has words although the subcommand knows formats.
    var isWords: Bool
    /// Whether something hostile is shown.
    var shows: Bool
    var input: String?
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, words isWords: Bool = false, shows: Bool = true, input: String? = nil) {
      words = line.split(separator: " ").map { String($0).replacing("·", with: " ") }
      self.isWords = isWords
      self.shows = shows
      self.input = input
    }
  }

  /// At least one line for each subcommand, each flag of its own and each thing that can be exported; words in angle
  /// brackets stand for what is there.
  static let lines: [String: [Line]] = [
    "init": [Line("init --db <base>"), Line("init --db <evil>.db"), Line("init --db x.db --data <file>")],
    "import": [
      Line("import <file>"), Line("import --dry-run <file>"), Line("import bad.jsonl"),
      Line("import --skip-invalid bad.jsonl"), Line("import --all-problems bad.jsonl"),
      Line("import --no-full-text --no-transfers <file>"),
      Line("import --quiet <file>", shows: false), Line("import --park <register>"), Line("import --parked"),
      Line("import <register>"), Line("import <article>"),
    ],
    "party add": [Line("party add X-OTHER <evil>"), Line("party add X-OTHER Israel")],
    "party name": [Line("party name ARM <evil>"), Line("party name AZE Israel")],
    "fingerprint": [
      Line("fingerprint --list", shows: false), Line("fingerprint <article>"),
      Line("fingerprint <article> --document <document>", shows: false),
      Line("fingerprint <article> --document <document> --dry-run", shows: false),
    ],
    "query totals": [
      Line("query totals --by supplier --explain --cite"), Line("query totals --window 5 --all-windows"),
      Line("query totals --by pair --top 3"), Line("query totals --currency EUR --by recipient --explain"),
      Line("query totals --within --since 2000 --include-disputed --excel"),
    ],
    "query transfers": [Line("query transfers"), Line("query transfers --register")],
    "query claims": [Line("query claims")], "query sources": [Line("query sources")],
    "query parties": [Line("query parties")], "query categories": [Line("query categories")],
    "query weapons": [Line("query weapons")], "query documents": [Line("query documents")],
    "query releases": [Line("query releases"), Line("query releases sipri")],
    "query country": [
      Line("query country AZE --cite"), Line("query country <actor>"), Line("query country <evil>"),
    ],
    "query conflicts": [Line("query conflicts"), Line("query conflicts --words", words: true)],
    "show": [
      Line("show <claim>"), Line("show <deal>"), Line("show <document>"), Line("show AZE"),
      Line("show <actor>"), Line("show <evil>"),
    ],
    "search": [Line("search title")],
    "diff": [
      Line("diff 2000 2100"), Line("diff 2000 2100 --published"),
      Line("diff previous latest"), Line("diff previous latest --summary"),
      Line("diff --releases latest previous"), Line("diff <evil> latest"),
    ],
    "cite": [
      Line("cite --by weapon"), Line("cite", words: true), Line("cite --by pair", words: true),
      Line("cite --verify 0123456789abcdef", words: true),
    ],
    "review transfers": [
      Line("review transfers --list"), Line("review transfers --ask", words: true, input: "k\nk\nk\nk\n"),
    ],
    "judge": [
      Line("judge unsure <claim> <deal> --reason <evil> --dry-run", shows: false),
      Line("judge same <evil> <deal> --reason <evil>"),
    ],
    "rank": [
      Line("rank <claim> deprecated --reason <evil> --dry-run", shows: false),
      Line("rank <evil> deprecated --reason <evil>"),
    ],
    "export": [
      Line("export totals --by pair"), Line("export claims --for-own-use"), Line("export claims"),
      Line("export transfers"), Line("export parties"), Line("export sources"), Line("export categories"),
      Line("export weapons"), Line("export documents"), Line("export ftm --for-own-use", shows: false),
      Line("export datapackage <evil> --for-own-use"), Line("export datasette <evil> --for-own-use"),
      Line("export postgres <evil> --for-own-use"), Line("export sipri-register --for-own-use"),
      Line("export sipri-register --transfers"), Line("export tiv-table --by supplier --apart"),
      Line("export tiv-table --by supplier --spread"),
    ],
    "status": [Line("status --db <base>")],
    "check": [
      Line("check"), Line("check --words", words: true), Line("check --list", shows: false),
      Line("check --mend"), Line("check --words <file>", words: true), Line("check <file>"),
      Line("check bad.jsonl"), Line("check --words <article>", words: true), Line("check <article>"),
    ],
    "log": [Line("log"), Line("log --batch 4"), Line("log --parked")],
    "undo": [
      Line("undo --dry-run", shows: false), Line("undo 2 --yes", shows: false), Line("undo <evil>"),
    ],
    "sql": [
      Line("sql SELECT·name·AS·\"<evil>\"·FROM·party"), Line("sql SELECT·<evil>"),
      Line("sql -", input: "SELECT * FROM v_claim"),
    ],
    "schema": [Line("schema", shows: false), Line("schema records --array", shows: false)],
    "backup": [Line("backup <evil>.db")], "migrate": [Line("migrate --db <base>")],
  ]

  // MARK: - What is run

  /// A subcommand, as the program's own help has it.
  private struct Subcommand: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable { var name: String }
      var kind: String
      var preferredName: Name?
    }
    var commandName: String
    var subcommands: [Subcommand]?
    var arguments: [Argument]?

    /// Those at the ends of the branches, with their flags and options.
    func leaves(below path: [String] = []) -> [(path: String, names: Set<String>)] {
      let below = (subcommands ?? []).filter { $0.commandName != "help" }
      guard !below.isEmpty else {
        return [(path.joined(separator: " "), Set((arguments ?? []).compactMap { $0.preferredName?.name }))]
      }
      return below.flatMap { $0.leaves(below: path + [$0.commandName]) }
    }
  }

  private static func leaves() throws -> [(path: String, names: Set<String>)] {
    struct Dump: Decodable { var command: Subcommand }
    let help = try Desk().run("--experimental-dump-help")
    #expect(help.status == 0)
    return try JSONDecoder().decode(Dump.self, from: help.output).command.leaves()
  }

  @Test func everySubcommandFlagAndExportIsRun() throws {
    let leaves = try TerminalTests.leaves()
    #expect(Set(leaves.map(\.path)) == Set(TerminalTests.lines.keys))
    let help = try Desk().run("query", "totals", "--help").stdout
    // Those that have a value choose among rows, and their names are tried below.
    for (path, names) in leaves {
      let text = (TerminalTests.lines[path] ?? []).map(\.testDescription).joined(separator: " ")
      for name in names.subtracting(["version", "help", "no-color"]) where !text.contains("--\(name)") {
        let page = try Desk().run(path.split(separator: " ").map(String.init) + ["--help"]).stdout
        let isFlag = page.contains(try Regex("--\(name)(,| {2,}|\n)"))
        #expect(!isFlag || help.contains("--\(name)"), "\(path) --\(name)")
      }
    }
    let exports = try Desk().run("export", "nothing").stderr
    let names = try #require(exports.firstMatch(of: #/what: (.*)\)/#)?.1).split(separator: ", ")
    for name in names {
      #expect(TerminalTests.lines["export"]?.contains { $0.words[1] == name } == true, "export \(name)")
    }
  }

  /// A knowledge base with hostile text in every place that a record, a batch, a party or a source has for it.
  private static let world = Result { () -> World in
    let desk = try Desk.empty()
    // Wide enough that tables cut nothing.
    desk.environment = ["ARMSKB_USER": "hand \(hostile)", "COLUMNS": "20000"]
    func text(_ name: String) -> String { "\(name) \(hostile)" }
    func record(_ number: Int, _ fields: [String: Any]) throws -> String {
      var record: [String: Any] = [
        "supplier": "Israel", "recipient": "Azerbaijan", "weapon": text("Kestrel"), "status": "delivered",
        "quantity_text": text("dozens"), "quantity_unit": text("crate"), "from": "2016",
        "asserted_by": text("speaker \(number)"), "evidence": text("passage"), "note": text("note"),
        "x_own": text("value"), "x_\(hostile)": 1,
        "document": [
          "url": "https://example.org/\(number)/\(hostile)", "title": text("title \(number)"),
          "publisher": text("publisher \(number)"), "agency": text("agency"), "author": text("author"),
          "published": "2016-0\(number)-01", "language": text("en"),
        ],
      ]
      record.merge(fields) { $1 }
      return String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self) + "\n"
    }
    try desk.write(
      file,
      record(1, ["quantity": 10]) + record(2, ["quantity": 90])
        + record(3, ["supplier": text("X:Red Guard"), "quantity": 4])
        + record(
          4, ["value": 825_000_000, "currency": "USD", "scope": "aggregate", "from": "2006", "to": "2019"])
        + record(5, ["value": 40_000_000, "currency": "EUR", "status": "ordered", "from": "2014"])
        + record(6, ["supplier": NSNull(), "value": 9_000_000, "currency": "EUR", "scope": "aggregate"])
        + record(7, ["quantity": 10, "status": "denied"]))
    try desk.write("bad.jsonl", record(8, ["supplier": text("Nobody"), hostile: 1, "from": hostile]))
    // The cells of a register: commas part them, line ends end it.
    let cell = hostile.filter { !$0.isNewline }
    let row =
      "Azerbaijan,Israel,2011,?,10,,Quill-1\(cell),anti-tank missile\(cell),10,?,2012; 2013,New,\(cell),0.5,5,5"
    let parked = row.replacing("Israel", with: "Nobody\(cell)")
    try desk.write("old.csv", DatasetImportTests.register([row], day: "5 May 2024"))
    try desk.write(
      register,
      DatasetImportTests.register([row.replacing(",10,,", with: ",12,,"), parked], day: "7 Jun 2025"))
    let envoy = String(decoding: try fixture("envoy.md"), as: UTF8.self)
    try desk.write(article, envoy.replacing("of arms between", with: "\(hostile) of arms between"))
    for line in [
      ["import", file], ["import", "--park", "old.csv", register], ["party", "name", "ISR", text("alias")],
      ["party", "add", "X-OTHER-FRONT", text("Other Front"), "--alias", text("front")],
    ] {
      let run = try desk.run(line)
      #expect(run.status == 0, "\(line): \(run.stderr)")
    }
    let columns = [
      "party.name", "party.region", "party.note", "party_name.name", "weapon_category.name", "maker.name",
      "maker.note",
      "source.name", "source.url", "source.licence", "source.note", "weapon.note", "weapon_alias.alias",
      "batch.note",
    ]
    let database = try Database(path: desk.path("armskb.db"), mode: .readWrite)
    for column in columns {
      let parts = column.split(separator: ".")
      // By their names the records find their parties.
      let others = parts[0] == "party_name" ? "WHERE kind = 'demonym'" : ""
      let statement = try database.prepare(
        "UPDATE \(parts[0]) SET \(parts[1]) = \(parts[1]) || :text \(others)")
      try statement.bind(" \(hostile)", ":text")
      try statement.run()
    }
    try database.close()
    try desk.write(base, desk.read("armskb.db"))
    let files = try desk.files()
    return World(
      files: try Dictionary(uniqueKeysWithValues: files.map { ($0, try desk.read($0)) }),
      environment: desk.environment)
  }

  private struct World: Sendable {
    var files: [String: Data]
    var environment: [String: String]

    /// A desk of its own with that world on it.
    func desk() throws -> Desk {
      let desk = try Desk()
      for (name, bytes) in files { try desk.write(name, bytes) }
      desk.environment = environment
      return desk
    }
  }

  private static let base = "base \(hostile).db"
  private static let file = "records \(hostile).jsonl"
  private static let register = "register \(hostile).csv"
  private static let article = "article \(hostile).txt"

  /// What stands for the names in lines.
  private static let names = Result { () -> [String: String] in
    let desk = try world.get().desk()
    func value(_ words: String...) throws -> String {
      let run = try desk.run(words + ["--format", "tsv"])
      let row = run.stdout.split(separator: "\n").dropFirst().first
      guard let row else { throw POSIXError(.ENOENT, userInfo: ["stderr": run.stderr]) }
      return String(row)
    }
    func first(_ what: String) throws -> String { try value("query", what, "--columns", "id") }
    let actor = try value("sql", "SELECT code FROM party WHERE code LIKE 'X-RED%'")
    return [
      "<evil>": hostile, "<base>": base, "<actor>": actor, "<file>": file, "<register>": register,
      "<article>": article,
      "<claim>": try first("claims"), "<deal>": try first("transfers"), "<document>": try first("documents"),
    ]
  }

  /// The words of a line, with what they stand for.
  private func words(_ line: Line) throws -> [String] {
    let names = try TerminalTests.names.get()
    return line.words.map { word in names.reduce(word) { $0.replacing($1.key, with: $1.value) } }
  }

  // MARK: - What may arrive

  /// What a file's format is: its tabs and CR LF are its own, and its lines begin as they like.
  private static let inFormats: Set = ["export", "schema"]

  /// The first thing that must not arrive, or nil.
  static func fault(_ bytes: Data, isData: Bool = false, onTerminal: Bool = false) -> String? {
    guard var text = String(data: bytes, encoding: .utf8) else { return "no UTF-8" }
    if text.contains("\u{1B}[1mBOLD") { return "smuggled a style" }
    // The program's own sequences.
    for own in onTerminal ? ["\u{1B}[1m", "\u{1B}[0m", "\r\u{1B}[K"] : [] {
      text = text.replacingOccurrences(of: own, with: "")
    }
    if isData { text = text.replacingOccurrences(of: "\r\n", with: "\n") }
    for scalar in text.unicodeScalars where scalar != "\n" && !(isData && scalar == "\t") {
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
        return "U+\(String(scalar.value, radix: 16))"
      default: break
      }
    }
    let begins = !isData && text.split(separator: "\n").contains { $0.hasPrefix("INJECTED") }
    return begins ? "a line begins in a value" : nil
  }

  private func expectSafe(
    _ outcome: Outcome, _ line: Line, isData: Bool = false, onTerminal: Bool = false,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    for (bytes, isData) in [(outcome.output, isData), (outcome.errors, false)] {
      let fault = TerminalTests.fault(bytes, isData: isData, onTerminal: onTerminal)
      #expect(
        fault == nil, "\(line.testDescription): \(String(decoding: bytes, as: UTF8.self).debugDescription)",
        sourceLocation: sourceLocation)
    }
    #expect(!outcome.wasKilled, "\(line.testDescription)", sourceLocation: sourceLocation)
  }

  @Test(arguments: lines.keys.sorted())
  func nothingCommandsTheTerminal(path: String) throws {
    let hasFormats = try TerminalTests.leaves().first { $0.path == path }?.names.contains("format") == true
    let isInFormat = TerminalTests.inFormats.contains(path)
    let world = try TerminalTests.world.get()
    for (place, line) in (TerminalTests.lines[path] ?? []).enumerated() {
      let words = try words(line)
      let isTable = hasFormats && !line.isWords && path != "import"
      // A pipe gets formats as they are; words are safe there, too.
      let piped = try world.desk().run(
        words + (isTable && !isInFormat ? ["--format", "table"] : []), input: line.input)
      if !isInFormat { expectSafe(piped, line) }
      let run = try world.desk().runOnTerminal(words, input: line.input)
      expectSafe(run, line, isData: isInFormat, onTerminal: true)
      let isShown = (run.stdout + run.stderr).contains("\\u{1B}")
      #expect(isShown == line.shows, "\(line.testDescription): \(run.stderr)")
      guard isTable, place == 0 else { continue }
      for format in ["json", "csv"] {
        let run = try world.desk().runOnTerminal(words + ["--format", format], input: line.input)
        #expect(run.status < 2, "\(line.testDescription) \(format): \(run.stderr)")
        expectSafe(run, line, isData: true, onTerminal: true)
      }
    }
  }

  /// The same over a file in which any text may be anything, and some is no UTF-8.
  @Test(arguments: lines.keys.sorted())
  func whatIsDamagedIsSafe(path: String) throws {
    let desk = try TerminalTests.damaged.get().desk()
    let line = try #require(TerminalTests.lines[path]?.first)
    let run = try desk.runOnTerminal(try words(line), input: line.input)
    expectSafe(run, line, isData: TerminalTests.inFormats.contains(path), onTerminal: true)
  }

  private static let damaged = Result { () -> World in
    var world = try TerminalTests.world.get()
    let desk = try world.desk()
    let database = try Database(path: desk.path("armskb.db"), mode: .readWrite)
    var names: [(table: String, column: String)] = []
    do {
      let columns = try database.prepare(
        """
        SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type = 'TEXT' AND c.hidden = 0
        """)
      while try columns.step() { names.append((try columns.text(0), try columns.text(1))) }
    }
    for (table, column) in names {
      // Where a rule of the schema forbids it, it stays as it is.
      try? database.execute(
        """
        UPDATE \(table) SET \(column) = CAST(CAST(\(column) AS BLOB) || x'FF1B5B33316DC2C29B0A494E4A4543544544' AS TEXT)
        """)
    }
    try database.close()
    world.files["armskb.db"] = try desk.read("armskb.db")
    return world
  }

  /// Through a pipe and into a file formats have every byte; on a terminal they have the same rows.
  @Test func formatsAreExact() throws {
    let desk = try TerminalTests.world.get().desk()
    let wanted = "passage \(TerminalTests.hostile)"
    let asked = ["query", "claims", "--columns", "evidence", "--limit", "2"]
    let json = try desk.run(asked + ["--format", "json"])
    let rows = try JSONDecoder().decode([[String: String?]].self, from: json.output)
    #expect(rows.map { $0["evidence"] } == [wanted, wanted])
    let csv = try desk.run(asked + ["--format", "csv"])
    #expect(Array(csv.output) == Array("evidence\r\n\"\(wanted)\"\r\n\"\(wanted)\"\r\n".utf8))
    #expect(try desk.run(asked + ["-o", "out.csv"]).status == 0)
    #expect(try desk.read("out.csv") == csv.output)
    let onTerminal = try desk.runOnTerminal(asked + ["--format", "csv"]).stdout
    #expect(onTerminal.hasPrefix("evidence\r\n\"passage \\u{1B}]0;title\\u{7}\\u{1B}[31m"))
    #expect(onTerminal.hasSuffix("\\u{1B}[1mBOLD\nINJECTED\r\nINJECTED\tend\"\r\n"))
  }

  /// Names, paths and variables that are typed come back in messages.
  @Test(arguments: lines.keys.sorted())
  func messagesQuoteSafely(path: String) throws {
    let (desk, evil) = (try Desk.empty(), TerminalTests.hostile)
    desk.environment = ["ARMSKB_USER": evil, "ARMSKB_DB": evil]
    for words in [
      [evil], ["--\(evil)"], ["--limit", evil], ["--format", evil], ["x", evil, "--db", "armskb.db"],
    ] {
      let run = try desk.run(path.split(separator: " ").map(String.init) + words)
      #expect(TerminalTests.fault(run.errors) == nil, "\(run.stderr.debugDescription)")
    }
  }

  @Test(arguments: [[hostile], ["help", hostile], ["query", hostile], ["\(hostile)", "totals"]])
  func misspellingsAreQuotedSafely(words: [String]) throws {
    let run = try Desk().run(words)
    #expect(run.status == 64 && run.stderr.contains("\\u{1B}"))
    #expect(TerminalTests.fault(run.errors) == nil, "\(run.stderr.debugDescription)")
  }
}
