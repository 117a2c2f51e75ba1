import Foundation
import Testing

/// Where input comes from makes no difference: a file, a pipe, a named pipe, standard input.
@Suite struct InputTests {
  /// Lines of the shell that import `$F`, a file, in every way.
  static let ways = [
    "$ARMSKB import \"$F\"", "$ARMSKB import <(cat \"$F\")", "cat \"$F\" | $ARMSKB import -",
    "cat \"$F\" | $ARMSKB import /dev/stdin", "cat \"$F\" | $ARMSKB import /dev/stdin --skip-invalid",
    "$ARMSKB import - < \"$F\"", "$ARMSKB import /dev/stdin < \"$F\"",
    "$ARMSKB import <(cat \"$F\" | (sleep 0.05; cat))",
    "mkfifo p; (cat \"$F\" > p; echo \"writer $?\") & $ARMSKB import p; status=$?; wait; exit $status",
    "mkfifo p; (cat \"$F\" > p) & $ARMSKB import --skip-invalid ./p; status=$?; wait; exit $status",
  ]

  /// More records than the look at the beginning takes in, in each format, and a register.
  static let files: [(name: String, text: String)] = {
    let numbers = Array(1...1_700)
    let objects = numbers.map {
      #"{"supplier":"Israel","recipient":"Azerbaijan","weapon":"Sting","quantity":\#($0),"document":{"url":"u"}}"#
    }
    func table(_ separator: String) -> String {
      let rows =
        [["supplier", "recipient", "weapon", "quantity", "note", "document_url"]]
        + numbers.map {
          [
            "Israel", "Azerbaijan", "Sting", "\($0)", "a note that makes the row as long as one of JSON is",
            "u",
          ]
        }
      return rows.map { $0.joined(separator: separator) + "\n" }.joined()
    }
    return [
      ("a.jsonl", objects.joined(separator: "\n")),
      ("a.json", "[" + objects.joined(separator: ",\n") + "]\n"),
      ("a.csv", table(",")), ("a.tsv", table("\t")),
      ("register.csv", DatasetImportTests.register(DatasetImportTests.rows)),
    ]
  }()

  @Test(arguments: files.map(\.name))
  func everyWayGivesTheSame(name: String) throws {
    let text = try #require(InputTests.files.first { $0.name == name }).text
    let world = try Prepared.empty.get()
    var first: (said: String, claims: Data)?
    for way in InputTests.ways {
      let desk = try Desk(world)
      desk.environment["F"] = desk.path(name)
      try desk.write(name, text)
      let run = try desk.shell(way)
      #expect(run.status == 0, "\(way): \(run.stderr)")
      if way.contains("writer") { #expect(run.stdout == "writer 0\n", "\(way)") }
      // The name is the one thing that differs.
      let said = run.stderr.replacing(
        #/(?m)^(\S*/)?(a|register)\.\w+: |^<stdin>: |^/dev/\S+: |^(\./)?p: /#, with: "F: ")
      let result = (said, try desk.run("export", "claims", "--for-own-use").output)
      if let first {
        #expect(result.0 == first.said, "\(way)")
        #expect(result.1 == first.claims, "\(way)")
      } else {
        #expect(said.contains(name == "register.csv" ? "9 claims added" : "1700 claims added"), "\(said)")
        first = result
      }
      #expect(try desk.files().filter { $0.contains("reject") } == [], "\(way)")
    }
  }

  @Test func theFirstLinesOfAPipe() throws {
    let desk = try Desk.empty()
    try desk.write("a.jsonl", InputTests.files[0].text)
    #expect(try desk.shell("$ARMSKB import <(head -20 a.jsonl)").stderr.contains("20 claims added"))
    #expect(try desk.claimCount() == 20)
  }

  /// Nothing is written beside a pipe, or among the devices.
  @Test(arguments: [
    ("cat bad.csv | $ARMSKB import --skip-invalid /dev/stdin", "stdin.rejected.csv"),
    ("cat bad.csv | $ARMSKB import --skip-invalid -", "stdin.rejected.csv"),
    ("$ARMSKB import --skip-invalid /dev/stdin < bad.csv", "stdin.rejected.csv"),
    ("$ARMSKB import --skip-invalid /proc/self/fd/0 < bad.csv", "self-fd-0.rejected.csv"),
    ("mkfifo f/p; (cat bad.csv > f/p) & $ARMSKB import --skip-invalid f/p; wait", "f-p.rejected.csv"),
    ("cd f; ln -s /dev/fd/0 own; $ARMSKB import --skip-invalid ./own < ../bad.csv", "f/./own.rejected.csv"),
    ("$ARMSKB import --skip-invalid f/../bad.csv", "f/../bad.csv.rejected.csv"),
  ])
  func whereRejectsGo(line: String, path: String) throws {
    let desk = try Desk.empty()
    try desk.write("bad.csv", "supplier,recipient,document_url\nIsreal,ARM,u\nFRA,ARM,u\n")
    try desk.write("f/x", "")
    desk.environment["ARMSKB_DB"] = desk.path("armskb.db")
    let run = try desk.shell(line)
    let said = path.hasPrefix("f/./") ? String(path.dropFirst(2)) : path
    #expect(
      run.stderr.contains("1 claim added") && run.stderr.contains("1 left out, see \(said) "), "\(run.stderr)"
    )
    #expect(try desk.text(path).contains("Isreal,ARM,u,"))
    #expect(!FileManager.default.fileExists(atPath: "/dev/stdin.rejected.csv"))
  }

  @Test func rejectsOfARegisterFromAPipe() throws {
    let desk = try Desk.empty()
    let bad = "Nowhere,Israel,2014,,1,,Heron-X,UAV,1,,2015,New,,3.25,3.25,3.25"
    let text = DatasetImportTests.register(DatasetImportTests.rows + [bad])
    let run = try desk.run(["import", "-", "--skip-invalid"], input: text)
    #expect(run.status == 0 && run.stderr.contains("1 left out, see stdin.rejected.txt"), "\(run.stderr)")
    #expect(try desk.text("stdin.rejected.txt") == bad + "\n")
  }

  /// Names are looked at before the work begins, and a pipe keeps its reader meanwhile.
  @Test func aMistakeInANameCostsNoPipe() throws {
    let desk = try Desk.empty()
    try desk.write("a.csv", ImportTests.spellings[7].text)
    let run = try desk.shell(
      "mkfifo p; (cat a.csv > p) & $ARMSKB import p missing.csv; $ARMSKB import p; wait")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stderr.contains("missing.csv: there is no such file"))
    #expect(run.stderr.contains("p: 2 claims added"))
  }

  @Test(arguments: [
    "import -", "import - --format csv", "import good.csv -", "check -", "check - --input-format txt",
    "sql -",
    "fingerprint -",
  ])
  func closedStandardInput(words: String) throws {
    let desk = try Desk.filled()
    try desk.write("good.csv", ImportTests.spellings[7].text)
    let before = try desk.read("armskb.db")
    let run = try desk.shell("$ARMSKB \(words) <&-")
    #expect(
      run.status == 74 && run.stderr == "armskb: <stdin>: is closed, so there is nothing to read\n",
      "\(run.stderr)")
    #expect(try desk.read("armskb.db") == before)
  }

  @Test(arguments: [
    ("import f", 66, "f: is a directory, not a file"),
    ("import - < f", 66, "<stdin>: is a directory, not a file"),
    ("import /dev/null", 65, "/dev/null:1:1: holds no records"),
    ("import - < /dev/null", 65, "<stdin>:1:1: holds no"),
    ("check f", 66, "f: is a directory"), ("check /dev/null", 65, "/dev/null:1:1: holds no records"),
    ("check empty.jsonl", 65, "empty.jsonl:1:1: holds no records"),
    ("check empty.txt", 65, "empty.txt is empty"),
    ("fingerprint empty.txt", 65, "empty.txt is empty"), ("fingerprint f", 66, "f: is a directory"),
    ("init --data f --db n.db", 66, "there is no such file"), ("sql - < f", 66, "<stdin>: is a directory"),
    ("import none.jsonl", 66, "none.jsonl: there is no such file"),
    ("import empty.txt/x", 66, "empty.txt/x: there is no such file"),
  ])
  func whatHoldsNothing(words: String, status: Int32, sentence: String) throws {
    let desk = try Desk.filled()
    try desk.write("f/x", "")
    try desk.write("empty.jsonl", "\n")
    try desk.write("empty.txt", " \n")
    let run = try desk.shell("$ARMSKB \(words)")
    #expect(run.status == status && run.stderr.contains(sentence), "\(run.status): \(run.stderr)")
    #expect(!desk.exists("n.db"))
  }

  /// A list of nothing is a list; a file of nothing is a mistake.
  @Test(arguments: [
    ("none.csv", "supplier,recipient,document_url\r\n"), ("none.json", "[]\n"),
    ("none.tsv", "supplier\tdocument_url\n"),
  ])
  func anEmptyList(name: String, text: String) throws {
    let desk = try Desk.empty()
    try desk.write(name, text)
    let run = try desk.run("import", name)
    #expect(
      run.status == 0 && run.stderr == "\(name): 0 claims added: it holds no records\n", "\(run.stderr)")
  }

  /// What has no end, or no lines, ends with a sentence after a look that has bounds.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("import /dev/zero", 65, "/dev/zero: is no text"),
      ("import /dev/zero --format jsonl", 65, "/dev/zero: goes on for 64 MB without the end of a record"),
      ("import /dev/zero --format csv", 65, "/dev/zero: goes on for 64 MB without the end of a record"),
      ("import /dev/zero --format json", 65, "/dev/zero:1:1: unexpected character U+0000"),
      (
        "import - --format jsonl < <(yes)", 65,
        "<stdin>: 100000 errors in 100000 records, where reading stopped"
      ),
      ("import - --format jsonl --skip-invalid < <(yes)", 65, "nothing of the file was stored"),
      ("import <(yes | tr -d '\\n')", 64, "the content tells no format"),
      ("import one.csv", 65, "one.csv:1:1: no column of the first line is known"),
      ("import one.jsonl", 65, "one.jsonl:1:1: the record is longer than 16777216 bytes"),
      ("import one.txt", 64, "one.txt: the ending tells no format"),
      ("check /dev/zero", 65, "/dev/zero: is no text"),
      ("check - --input-format txt < /dev/zero", 65, "<stdin> is larger than 16 MB"),
      ("check - --input-format jsonl < <(yes)", 65, "100000 errors in 100000 records"),
      ("sql - < /dev/zero", 65, "<stdin> is larger than 1 MB"),
      ("fingerprint /dev/zero", 65, "/dev/zero is larger than 16 MB"),
    ])
  func whatHasNoEnd(words: String, status: Int32, sentence: String) throws {
    let desk = try Desk.empty()
    for name in ["one.csv", "one.jsonl", "one.txt"] where words.hasSuffix(name) {
      try desk.write(name, Data(repeating: UInt8(ascii: "a"), count: 20_000_000))
    }
    let run = try desk.shell("$ARMSKB \(words)")
    #expect(run.status == status && run.stderr.contains(sentence), "\(run.status): \(run.stderr)")
    #expect(try desk.claimCount() == 0)
    #expect(try desk.files().filter { $0.contains("reject") } == [])
  }

  /// `check` takes what comes through a pipe like a file: by what it holds.
  @Test func checkOfAPipe() throws {
    let desk = try Desk.filled()
    try desk.write("a.jsonl", ImportTests.spellings[0].text)
    let byPath = try desk.run("check", "a.jsonl")
    for line in [
      "check - --input-format jsonl < a.jsonl", "check <(cat a.jsonl)", "check /dev/stdin < a.jsonl",
    ] {
      let run = try desk.shell("$ARMSKB \(line)")
      let found = run.stdout.replacing(#/<stdin>|/dev/\w+(/\d+)?/#, with: "a.jsonl")
      #expect(run.status == byPath.status && found == byPath.stdout, "\(line): \(run.stderr)")
    }
    let article = try desk.shell(
      "$ARMSKB check <(echo 'Israel sold drones worth $58 million to Azerbaijan.')")
    #expect(
      article.status == 64 && article.stderr.contains("add --input-format txt for an article"),
      "\(article.stderr)")
    try desk.write("register", DatasetImportTests.register(DatasetImportTests.rows))
    let register = try desk.shell("$ARMSKB check /dev/stdin < register")
    #expect(register.status == 65 && register.stderr.contains("datasets are checked once they are imported"))
  }
}
