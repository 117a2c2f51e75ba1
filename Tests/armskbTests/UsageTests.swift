import Foundation
import Testing

/// The wrong word: what it was taken for, what was probably meant, and status 64.
@Suite struct UsageTests {
  /// A command line, and what its message has to contain.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var line: [String]
    var says: [String]
    var testDescription: String { line.joined(separator: " ") }

    init(_ line: String, _ says: String...) {
      self.line = line.split(separator: " ").map { String($0).replacingOccurrences(of: "·", with: " ") }
      self.says = says
    }
  }

  static let mistakes = [
    Mistake("improt claims.csv", "'improt' is no subcommand of armskb", "did you mean 'import'?"),
    Mistake("querry totals", "did you mean 'query'?"),
    Mistake("query total", "'total' is no subcommand of armskb query", "did you mean 'totals'?"),
    Mistake("query transferes", "did you mean 'transfers'?"),
    Mistake("query wepons", "did you mean 'weapons'?"),
    Mistake("totals", "did you mean 'query totals'?"),
    Mistake("totls --by supplier", "did you mean 'query totals'?"),
    Mistake("query xyzzy", "'xyzzy' is no subcommand", "subcommands: totals, transfers"),
    Mistake("export claims -o claims.xlsx", "no format .xlsx", "--excel"),
    Mistake("help improt", "did you mean 'import'?"),
    Mistake("help query totls", "did you mean 'totals'?"),
    Mistake("query totals --suplier Israel", "Unknown option '--suplier'", "--supplier"),
    Mistake("query totals --recipent Israel", "--recipient"),
    Mistake("import --dryrun x.csv", "--dry-run"),
    Mistake(
      "query totals --format jsn", "there is no format 'jsn'; did you mean 'json'?", "formats: table, csv"),
    Mistake("query totals --format CSV", "did you mean 'csv'?"),
    Mistake("export claims --format xlsx", "there is no format 'xlsx'", "formats: table, csv"),
    Mistake("import --format jsnl x", "there is no record format 'jsnl'; did you mean 'jsonl'?"),
    Mistake("import --format xml x", "there is no record format 'xml'", "jsonl, json, csv"),
    Mistake("query totals --by suplier", "there are no totals by 'suplier'; did you mean 'supplier'?"),
    Mistake("query totals --by month", "by: supplier, recipient, pair"),
    Mistake("query totals --top 0", "--top 0: a number of lines is 1 or more"),
    Mistake("query totals --window five", "--window 'five'", "2019-2023"),
    Mistake("query totals --window 2023-2019", "--window '2023-2019'"),
    Mistake("query totals --all-windows", "--all-windows needs --window"),
    Mistake("query totals --window 5 --since 2010", "leave out --since, or add --all-windows"),
    Mistake("query totals --window 5 --until 2020-06", "windows have whole years"),
    Mistake("query totals --window 2019-2023 --until 2020", "leave out --until"),
    Mistake("query totals --window 5 --by year", "--window has years of its own"),
    Mistake("query totals --top 3 --by source", "sources repeat one another"),
    Mistake("query totals --top 3 --explain", "leave out --top and --window"),
    Mistake("export totals --by catgory", "did you mean 'category'?"),
    Mistake("export claims --by year", "--by is for totals"),
    Mistake("export clams", "there is no export of 'clams'; did you mean 'claims'?"),
    Mistake("export everything", "what: claims, transfers"),
    Mistake("export postgre out", "did you mean 'postgres'?"),
    Mistake("export postgres", "armskb export postgres FOLDER"),
    Mistake("export postgres -o out.sql", "armskb export postgres FOLDER"),
    Mistake("export postgres out --recipient Armenia", "postgres takes the knowledge base as a whole"),
    Mistake("export postgres out --format csv", "are not for a folder"),
    Mistake("export sipri-regster", "did you mean 'sipri-register'?"),
    Mistake("export sipri-register --format json", "sipri-register has a shape of its own"),
    Mistake("export sipri-register --spread", "--apart and --spread are for tiv-table"),
    Mistake("export sipri-register --states successor", "names parties as the register does"),
    Mistake("export sipri-register --transfers --release d1", "--transfers takes no edition"),
    Mistake("export sipri-register --by supplier", "--by is for totals and tiv-table"),
    Mistake("export claims --release d1", "--release is for sipri-register and tiv-table"),
    Mistake("export claims --transfers", "--transfers is for sipri-register"),
    Mistake("export tiv-table", "tiv-table wants --by supplier or --by recipient"),
    Mistake("export tiv-table --by weapon", "tiv-table wants --by supplier or --by recipient"),
    Mistake("export tiv-table --by supplier --apart --spread", "not both"),
    Mistake("export tiv-table --by supplier --since 2010-06", "tiv-table counts by year, write YYYY"),
    Mistake("query totals --stage deliverd", "there is no stage 'deliverd'; did you mean 'delivered'?"),
    Mistake("query totals --stage lost", "there is no stage 'lost'", "stages: agreed, offered"),
    Mistake("query totals --unit UDS", "there is no unit 'UDS'; did you mean 'USD'?"),
    Mistake("query totals --by supplier --by year", "--by supplier,year: totals are by one thing at a time"),
    Mistake("query totals --by recipient,supplier", "one thing at a time; did you mean 'pair'?"),
    Mistake("query totals --unit dollars", "there is no unit 'dollars'; did you mean 'USD'?"),
    Mistake("query totals --unit USD,Euro", "there is no unit 'Euro'; did you mean 'EUR'?"),
    Mistake("query totals --unit TIVs", "there is no unit 'TIVs'; did you mean 'TIV'?"),
    Mistake("query totals --window 2019-2013", "ends before it begins; did you mean 2013-2019?"),
    Mistake("query totals --unit peices", "did you mean 'pieces'?"),
    Mistake("query totals --category tnak", "--category: there is no category 'tnak'; did you mean 'tank'?"),
    Mistake("query totals --weapon Kestral·5", "there is no weapon 'Kestral 5'; did you mean 'Kestrel 5'?"),
    Mistake("query totals --source Valley·Heralds", "there is no source", "did you mean 'Valley Herald'?"),
    Mistake("query totals --asserted-by Institute·of·Conting", "did you mean 'Institute of Counting'?"),
    Mistake(
      "query totals --recipient Azerbaidjan", "there is no party 'Azerbaidjan'; did you mean 'Azerbaijan'?"),
    Mistake("query totals --supplier Isreal,Rusia", "did you mean 'Israel'?", "did you mean 'Russia'?"),
    Mistake("query country Armenai", "did you mean 'Armenia'?"),
    Mistake("query country Congo", "'Congo' may be any of", "(COG)", "(COD)", "give the code"),
    Mistake("query totals --country Congolese", "(COG)", "(COD)"),
    Mistake("query parties --country Frence", "did you mean 'France'?"),
    Mistake("query weapons --category misile", "did you mean 'missile'?"),
    Mistake(
      "query totals --columns supplier,bets", "there is no column 'bets'; did you mean 'best'?", "columns: "),
    Mistake("query claims --columns wepon", "did you mean 'weapon'?"),
    Mistake("log --columns hnd", "did you mean 'hand'?"),
    Mistake("query totals --since 2019-13", "--since '2019-13' is no date"),
    Mistake("query totals --until yesterday", "--until 'yesterday' is no date"),
    Mistake("query totals --as-of 31.12.2019", "--as-of '31.12.2019' is no date"),
    Mistake("query totals --since 2020 --until 2019", "--since 2020 is later than --until 2019"),
    Mistake("query totals --limit=-1", "--limit -1"),
    Mistake("query totals --limit many", "many"),
    Mistake("query parties --limit=-1", "--limit -1"),
    Mistake("log --limit=-1", "--limit -1"),
    Mistake("search drones --limit=-1", "--limit -1"),
    Mistake("query totals --min-credibility 7", "--min-credibility 7"),
    Mistake("query transfers --published-by never", "--published-by 'never' is no date"),
    Mistake("query totals --currency EURO", "there is no currency 'EURO'; did you mean 'EUR'?"),
    Mistake("query totals --currency TIV", "a volume index is no money"),
    Mistake("query totals --constant 20", "--constant 20"),
    Mistake("query totals --constant 2020 --currency EUR", "there are no consumer prices for EUR"),
    Mistake("query totals --states sucessor", "did you mean 'successor'?"),
    Mistake("query totals --supplier-in NATTO", "there is no region or alliance 'NATTO'", "known: "),
    Mistake("export claims --currency USD", "claims keep the money that was printed"),
    Mistake("diff 2021 2020", "2021 is later than 2020"),
    Mistake("diff 2021 now", "'now' is no date and no edition"),
    Mistake("judge smae c123 c456 --reason x", "there is no verdict 'smae'; did you mean 'same'?"),
    Mistake("judge same c123 c456", "give a reason"),
    Mistake("judge same d123 c456 --reason x", "'d123' is neither a claim"),
    Mistake("rank t123 deprecated --reason x", "'t123' is no claim"),
    Mistake("rank c123 best --reason x", "there is no rank 'best'"),
    Mistake("review transfers --list --ask", "--list asks nothing"),
    Mistake("check --only volume", "volume-index-as-money"),
    Mistake("import", "file"),
    Mistake("import - -", "standard input (-) can be read only once"),
    Mistake("import claims.txt", "the ending tells no format"),
    Mistake("sql SELECT·1 --time-limit 0", "--time-limit 0"),
    Mistake("sql SELEC·1", "syntax error"),
    Mistake("sql SELECT·bets·FROM·v_claim", "no such column: bets"),
    Mistake("undo nine", "nine"),
    Mistake("schema record", "there is no schema of 'record'; did you mean 'records'?"),
    Mistake("schema --array", "--array is for records"),
    Mistake("export parties --for-own-use", "--for-own-use is for claims"),
    Mistake("export datapackge out", "did you mean 'datapackage'?"),
    Mistake("export datapackage", "name a folder: armskb export datapackage FOLDER"),
    Mistake("export datapackage out --format csv", "not for a folder"),
    Mistake("export datapackage out --limit 5", "--limit is not for a folder"),
    Mistake("export datapackage out --licence CC·BY", "--licence 'CC BY'", "CC-BY-4.0"),
    Mistake("export claims out", "'out': claims go to standard output or into one file: -o out.csv"),
    Mistake("export claims --title x", "--title and --licence are for datapackage, datasette"),
    Mistake("export fmt", "there is no export of 'fmt'; did you mean 'ftm'?"),
    Mistake("export ftm --format csv", "ftm is JSON Lines"),
    Mistake("export ftm --columns id", "ftm is JSON Lines"),
    Mistake("export ftm --limit 5", "--limit is not for ftm"),
    Mistake("export datasete out", "did you mean 'datasette'?"),
    Mistake(
      "export datasette out --recipient AZE --since 2010",
      "--recipient AZE --since 2010: datasette gets the whole knowledge base"),
  ]

  @Test(arguments: mistakes)
  func message(mistake: Mistake) throws {
    let desk = try Desk.filled()
    try desk.write("claims.txt", "supplier\n")
    let outcome = try desk.run(mistake.line)
    #expect(outcome.status == 64, "\(outcome.stderr)")
    #expect(outcome.stdout.isEmpty)
    for part in mistake.says { #expect(outcome.stderr.contains(part), "\(outcome.stderr)") }
  }

  /// All messages in one file, to be read through as prose.
  @Test func allMessages() throws {
    let desk = try Desk.filled()
    try desk.write("claims.txt", "supplier\n")
    var text = ""
    for mistake in UsageTests.mistakes {
      text += "$ armskb \(mistake.testDescription)\n\(desk.normalized(try desk.run(mistake.line).stderr))\n"
    }
    try expectGolden("usage-mistakes.txt", text)
  }

  @Test func everyUnknownNameIsToldAtOnce() throws {
    let outcome = try Desk.filled().run(
      "query", "totals", "--supplier", "Isreal", "--category", "tnak", "--weapon", "Stnig")
    #expect(outcome.status == 64)
    for name in ["'Israel'", "'tank'", "'Sting'"] { #expect(outcome.stderr.contains(name)) }
  }

  @Test func controlCharactersAreShownAndNotObeyed() throws {
    for line in [["\u{1B}[31mred"], ["query", "country", "\u{1B}[31mred"], ["show", "\u{1B}[31mred"]] {
      #expect(!(try Desk.filled().run(line).stderr.contains("\u{1B}")))
    }
  }

  /// Lines of very many words or letters, and what their message has to contain.
  static let longLines: [Mistake] = {
    func many(_ count: Int, _ separator: String) -> String {
      (0..<count).map { "w\($0)" }.joined(separator: separator)
    }
    let long = String(repeating: "x", count: 100_000)
    return [
      Mistake("query totals --supplier " + long, "there is no party 'xxx"),
      Mistake("query totals --weapon " + many(10_000, ","), "1000 names"),
      Mistake("query totals --weapon " + many(999, ","), "perhaps others"),
      Mistake("query totals --columns " + many(9_999, ","), "there is no column"),
      Mistake("query totals --format " + long, "there is no format 'xxx"),
      Mistake(long, "is no subcommand"), Mistake("search " + many(200, "·"), "32 words"),
      Mistake("search " + long, "1000 characters"),
    ]
  }()

  /// However much is typed, the answer is a sentence, and soon.
  @Test(arguments: longLines.indices)
  func longLinesEndSoon(number: Int) throws {
    let (line, desk) = (UsageTests.longLines[number], try Desk.filled())
    let start = ContinuousClock.now
    let outcome = try desk.run(line.line)
    #expect(outcome.status == 64 && outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains(line.says[0]), "\(outcome.stderr.prefix(500))")
    #expect(outcome.stderr.utf8.count < 5_000)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  /// Of punctuation nothing is left to compare, which makes no two names one.
  @Test func punctuationIsNoName() throws {
    let desk = try Desk.filled()
    try desk.write(
      "odd.jsonl",
      """
      {"supplier": "ISR", "recipient": "AZE", "weapon": "???", "quantity": 1, "asserted_by": "!!!", "document": {"title": "a", "publisher": "—"}}

      """)
    #expect(try desk.run("import", "odd.jsonl").status == 0)
    for (flag, kind) in [
      ("--weapon", "weapon"), ("--source", "source"), ("--asserted-by", "source"), ("--category", "category"),
      ("--supplier", "party"), ("--recipient", "party"), ("--country", "party"),
      ("--supplier-in", "region or alliance"),
    ] {
      let outcome = try desk.run("query", "claims", flag, "%")
      #expect(outcome.status == 64 && outcome.stderr.contains("there is no \(kind) '%'"), "\(outcome.stderr)")
    }
    let own = try desk.run("query", "claims", "--weapon", "???", "--columns", "weapon", "--format", "csv")
    #expect(own.stdout == "weapon\r\n???\r\n")
    #expect(try desk.run("search", "%").stderr.contains("nothing found"))
    #expect(try desk.run("query", "releases", "%", "--format", "csv", "--columns", "id").stdout == "id\r\n")
  }

  @Test func namesAreFoundInEverySpelling() throws {
    let desk = try Desk.filled()
    let wanted = try desk.run("query", "transfers", "--recipient", "AZE", "--format", "csv").stdout
    #expect(lines(wanted).count > 3)
    for name in ["AZ", "aze", "Azerbaijan", "azerbaijan", "Azeri", " Azerbaijan "] {
      #expect(try desk.run("query", "transfers", "--recipient", name, "--format", "csv").stdout == wanted)
    }
    let both = try desk.run("query", "transfers", "--recipient", "AZE,ARM", "--format", "csv")
    let again = try desk.run(
      "query", "transfers", "--recipient", "Azeri", "--recipient", "Armenian", "--format", "csv")
    #expect(both.stdout == again.stdout && both.stdout != wanted)
  }
}
