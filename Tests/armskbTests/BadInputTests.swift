import Foundation
import Testing

/// Files that are not as they should be: what is said, and that nothing is stored.
@Suite struct BadInputTests {
  /// A file with its faults; `name` names the golden file, too.
  struct BadFile: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  static let files = [
    BadFile(
      "unknown-country.csv", "supplier,recipient,document_url\nIsrael,Azerbaidjan,u\nXyzzyland,ARM,u\n"),
    BadFile("ambiguous-country.csv", "supplier,recipient,document_url\nFrance,Congo,u\n"),
    BadFile("unknown-column.csv", "suplier,recipient,documnt_url,colour\nIsrael,Azerbaijan,u,red\n"),
    BadFile("unknown-key.jsonl", #"{"supplier":"ISR","recipent":"AZE","document":{"url":"u","titel":"t"}}"#),
    BadFile(
      "wrong-date.csv",
      "supplier,from,to,document_url\nISR,2019-13,,u\nISR,2019-02-30,,u\nISR,,soon,u\nISR,2019,2018,u\n"),
    BadFile("value-without-currency.csv", "supplier,recipient,value,document_url\nISR,AZE,825000000,u\n"),
    BadFile("tiv-with-cents.csv", "supplier,recipient,value,currency,document_url\nISR,AZE,45¢,TIV,u\n"),
    BadFile(
      "words-in-a-number.csv",
      "supplier,recipient,quantity,value,currency,document_url\nISR,AZE,some,about 5,USD,u\n"),
    BadFile("same-party.csv", "supplier,recipient,document_url\nTurkey,Türkiye,u\n"),
    BadFile(
      "former-state.csv",
      "supplier,recipient,from,document_url\nSoviet Union,Armenia,2008,u\nRussia,Zaire,2005,u\n"),
    BadFile(
      "unbalanced-quote.csv",
      "supplier,recipient,note,document_url\nISR,AZE,\"never closed,u\nFRA,ARM,fine,u\n"),
    BadFile("short-row.csv", "supplier,recipient,note,document_url\nISR,AZE\nFRA,ARM,,u,more\n"),
    BadFile(
      "invalid-utf8.csv",
      Array("supplier,recipient,note,document_url\nISR,AZE,caf".utf8) + [0xE9] + Array(",u\n".utf8)),
    BadFile(
      "utf16.csv",
      [0xFF, 0xFE] + "supplier,document_url\nISR,u\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
    BadFile("empty.csv", ""), BadFile("empty.json", ""), BadFile("empty.jsonl", ""),
    BadFile("blank.jsonl", "\u{FEFF} \n\r\n\t\n"), BadFile("blank", "\n \n"),
    BadFile("not-json.jsonl", "supplier,recipient\nISR,AZE\n"),
    BadFile("open-array.json", #"[{"supplier":"ISR","document":{"url":"u"}}"#),
    BadFile("no-party.csv", "supplier,recipient,document_url\n,,u\n"),
    BadFile("no-document.jsonl", #"{"supplier":"ISR"}"#),
    BadFile(
      "unknown-words.csv",
      "supplier,category,status,mode,currency,value,document_url\nISR,tnak,deliverd,gift,US$,5,u\n"),
    BadFile("html.json", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n"),
  ]

  @Test(arguments: files)
  func message(file: BadFile) throws {
    let desk = try Desk.filled()
    let claims = try desk.claimCount()
    try desk.write(file.name, Data(file.bytes))
    let outcome = try desk.run("import", file.name)
    #expect(outcome.status == 65)
    #expect(outcome.stdout.isEmpty)
    try expectGolden("BadInput/\(file.name).txt", outcome.stderr)
    // Editors jump to FILE:LINE:COLUMN.
    for line in outcome.stderr.split(separator: "\n").dropLast() {
      #expect(line.firstMatch(of: #/^[^:]+:\d+:\d+: /#) != nil, "\(line)")
    }
    #expect(try desk.claimCount() == claims)
    #expect(try desk.files().filter { $0.contains("rejected") }.isEmpty)
  }

  @Test func aFolder() throws {
    let desk = try Desk.empty()
    try FileManager.default.createDirectory(
      at: desk.url.appendingPathComponent("f.csv"), withIntermediateDirectories: false)
    let outcome = try desk.run("import", "f.csv")
    #expect(outcome.status == 66)
    #expect(outcome.stderr.contains("f.csv") && outcome.stderr.contains("director"), "\(outcome.stderr)")
  }

  @Test func aVeryLongLine() throws {
    let desk = try Desk.empty()
    var text = Data(#"{"supplier":"ISR","recipient":"AZE","note":""#.utf8)
    text.append(Data(repeating: UInt8(ascii: "x"), count: 20_000_000))
    text.append(Data("\"}\n".utf8))
    text.append(Data(ImportTests.spellings[0].text.utf8))
    try desk.write("long.jsonl", text)
    let outcome = try desk.run("import", "long.jsonl")
    #expect(outcome.status == 65)
    try expectGolden("BadInput/long.jsonl.txt", outcome.stderr)
    let rest = try desk.run("import", "--skip-invalid", "long.jsonl")
    #expect(rest.status == 0 && rest.stderr.contains("2 claims added"), "\(rest.stderr)")
  }

  @Test func allErrorsAtOnce() throws {
    let desk = try Desk.empty()
    let record =
      "{\"supplier\":\"Isreal\",\"recipient\":\"Azerbaidjan\",\"quantity\":\"some\",\"value\":5,\"status\":\"sent\"}\n"
    try desk.write("many.jsonl", record)
    let one = try desk.run("import", "many.jsonl")
    #expect(one.status == 65)
    try expectGolden("BadInput/many.jsonl.txt", one.stderr)
    try desk.write("more.jsonl", String(repeating: record, count: 100))
    let many = try desk.run("import", "more.jsonl")
    let shown = lines(many.stderr).filter { $0.hasPrefix("more.jsonl:") && $0.contains(": error") == false }
    let perRecord = lines(one.stderr).count - 2
    #expect(shown.count - 1 == 100)
    #expect(many.stderr.contains("\nand \(100 * perRecord - 100) more (--all-problems)\n"), "\(many.stderr)")
  }

  /// What is wrong after the first fault is found, too, and what is right after it is not stored.
  @Test func nothingIsStoredAfterAnError() throws {
    let desk = try Desk.empty()
    let good = ImportTests.records[0]
    try desk.write("mixed.jsonl", "\(good)\n{\"supplier\":\"Isreal\"}\n\(ImportTests.records[1])\n")
    #expect(try desk.run("import", "mixed.jsonl").status == 65)
    #expect(try desk.claimCount() == 0)
    for table in ["document", "claim", "transfer"] {
      #expect(
        try desk.run("sql", "SELECT count(*) AS n FROM \(table)", "--format", "csv").stdout == "n\r\n0\r\n")
    }
    #expect(try desk.run("log", "--columns", "batch", "--format", "csv").stdout == "batch\r\n1\r\n")
  }

  /// The good records go in; the bad ones, mended where they were written, go in later.
  @Test(arguments: ["jsonl", "json", "csv", "tsv"])
  func skipInvalid(format: String) throws {
    let desk = try Desk.empty()
    let header = "supplier,recipient,weapon,quantity,note,document_url"
    let rows = [
      "Israel,Azerbaijan,Sting,3,,u", "Isreal,Azerbaijan,Sting,4,\"two, \"\"quoted\"\"\",u",
      "Russia,Armenia,Bison,5,,u",
      "Rusia,Armenia,Bison,6,plain,u",
    ]
    let records = [
      ("Israel", 3, "null"), ("Isreal", 4, #""two\n \"quoted\"""#), ("France", 5, "null"),
      ("Rusia", 6, "\"x\""),
    ]
    .map {
      #"{"supplier":"\#($0.0)","recipient":"ARM","quantity":\#($0.1),"note":\#($0.2),"document":{"url":"u"}}"#
    }
    let text =
      switch format {
      case "csv": ([header] + rows).joined(separator: "\r\n") + "\r\n"
      case "tsv":
        ([header] + rows).joined(separator: "\n").replacingOccurrences(
          of: "\"two, \"\"quoted\"\"\"", with: "two\\t\"quoted\""
        ).replacingOccurrences(of: ",", with: "\t")
      case "json": "[" + records.joined(separator: ",\n ") + "]\n"
      default: records.joined(separator: "\n") + "\n"
      }
    try desk.write("deals.\(format)", text)
    let first = try desk.run("import", "--skip-invalid", "deals.\(format)")
    #expect(first.status == 0, "\(first.stderr)")
    let rejected = "deals.\(format).rejected.\(format == "json" ? "jsonl" : format)"
    #expect(first.stderr.contains("2 claims added") && first.stderr.contains("2 left out, see \(rejected)"))
    #expect(try desk.claimCount() == 2)
    let left = try desk.text(rejected)
    try expectGolden("BadInput/\(rejected)", left)
    #expect(try desk.run("import", rejected).status == 65, "as bad as before")
    // A second round leaves a file that can be mended, too.
    #expect(try desk.run("import", "--skip-invalid", rejected).stderr.contains("2 left out"))
    let again = try desk.run("import", "\(rejected).rejected.\(format == "json" ? "jsonl" : format)")
    #expect(again.status == 65 && again.stderr.contains("2 errors in 2 records"), "\(again.stderr)")
    try desk.write(
      rejected,
      left.replacingOccurrences(of: "\"Isreal\"", with: "\"Israel\"").replacingOccurrences(
        of: "\"Rusia\"", with: "\"Russia\""
      )
      .replacingOccurrences(of: "\nIsreal", with: "\nIsrael").replacingOccurrences(
        of: "\nRusia", with: "\nRussia"))
    let second = try desk.run("import", rejected)
    #expect(second.status == 0 && second.stderr.contains("2 claims added"), "\(second.stderr)\n\(left)")
    #expect(try desk.claimCount() == 4)
  }
}
