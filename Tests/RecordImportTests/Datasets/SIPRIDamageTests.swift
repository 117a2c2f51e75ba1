import Foundation
import Testing

@testable import RecordImport

/// What spreadsheets, scripts and bad copies do to SIPRI's files, and that the same claims come out.
@Suite("Damaged registers")
struct SIPRIDamageTests {
  private typealias Register = InventedRegister
  private let header = InventedRegister.dealsHeader.components(separatedBy: ",")
  private let rows = InventedRegister.deals.map { $0.components(separatedBy: ",") }

  private func whole() throws -> ReadDataset { try ReadDataset(Register.deals()) }

  private func text(
    _ rows: [[String]], _ separator: String = ",", _ quote: (String) -> String = { $0 }
  ) -> String {
    (Register.preamble.map { quote($0) } + rows.map { $0.map(quote).joined(separator: separator) })
      .joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  @Test("Line ends, marks and encodings change nothing", arguments: ["\n", "\r\n", "\r"])
  func encodings(end: String) throws {
    let text = Register.deals().replacingOccurrences(of: "\n", with: end)
    let read = try whole()
    #expect(read.rows.count == 4)
    for bytes in [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), Array(text.utf16LE),
      [0xFF, 0xFE] + Array(text.utf16LE),
    ] {
      let damaged = try ReadDataset(bytes)
      #expect(damaged.rows == read.rows)
      #expect(damaged.release == read.release)
    }
  }

  @Test("Without the lines above the header only the edition is unknown")
  func noPreamble() throws {
    let read = try ReadDataset(([Register.dealsHeader] + Register.deals).joined(separator: "\n"))
    #expect(read.claims == (try whole()).claims)
    #expect(read.release.isSelection)
    #expect(read.rows.map(\.line) == [2, 3, 4, 5])
  }

  @Test("Padding at the ends of lines is no cells", arguments: [";;;;;;;;;;;;", ",,,,,,,", "; ; ;"])
  func padding(padding: String) throws {
    let lines = Register.deals().components(separatedBy: "\n").map { $0 + padding }
    let read = try ReadDataset(lines.joined(separator: "\r\n"))
    #expect(read.claims == (try whole()).claims)
    #expect(read.release == (try whole()).release)
    #expect(read.faults.isEmpty)
  }

  @Test("Saved again with every cell quoted")
  func allQuoted() throws {
    let read = try ReadDataset(text([header] + rows, ",", quoted))
    #expect(read.claims == (try whole()).claims)
    #expect(read.release == (try whole()).release)
  }

  @Test("Commas and line breaks in quoted comments")
  func quotedComment() throws {
    var row = rows[0]
    row[12] = quoted("$12 m deal, 3 \"Z\" versions\nfrom stock")
    let read = try ReadDataset(text([header, row, rows[1]]))
    #expect(read.faults.isEmpty)
    #expect(read.rows.count == 2)
    #expect(read.claims[0].evidence == "$12 m deal, 3 \"Z\" versions from stock")
    #expect(read.rows[0].text.contains("versions\nfrom stock"))
    #expect(read.rows[1].line == 9)
  }

  @Test("Saved with other separators", arguments: [";", "\t", "|"])
  func separators(separator: String) throws {
    let saved = text([header] + rows, separator) { $0.contains(separator) ? quoted($0) : $0 }
    let read = try ReadDataset(saved)
    #expect(read.claims == (try whole()).claims)
    #expect(read.release == (try whole()).release)
  }

  @Test("Decimal commas of a spreadsheet, also with three decimals")
  func decimalCommas() throws {
    var rows = rows.map { row in
      row.prefix(13) + row.dropFirst(13).map { $0.replacingOccurrences(of: ".", with: ",") }
    }
    rows[3][15] = "3,125"
    let read = try ReadDataset(
      text([header] + rows.map(Array.init), ";") { $0.contains(";") ? quoted($0) : $0 })
    #expect(read.faults.isEmpty)
    #expect(read.rows.map(\.tiv) == [261_000, 0, 0, 3125])
    #expect(read.rows[0].claims == (try whole()).rows[0].claims)
  }

  @Test("A record broken in its comment is joined", arguments: ["\n", "\n\n", "\nas said before\n", " \r\n"])
  func broken(with ends: String) throws {
    var row = rows[0]
    row[12] += ends
    let read = try ReadDataset(text([header, row, rows[1]]))
    #expect(read.faults.isEmpty)
    #expect(read.rows.count == 2)
    #expect(read.rows[0].tiv == 261_000)
    #expect(read.claims[0].evidence?.hasPrefix("$12 m deal; Falcon-Z2 version") ?? false)
    #expect(read.claims[0].evidence?.contains("\n") == false)
    #expect(read.remarks == ["1 record broken over several lines, joined again"])
    #expect(read.rows[1].claims == (try whole()).rows[1].claims)
  }

  @Test("A record broken before a spreadsheet filled up its lines is joined too")
  func brokenAndPadded() throws {
    let first = Array(rows[0].prefix(13)) + ["", "", ""]
    let rest = ["", "4.5", "270", "261"] + Array(repeating: "", count: 12)
    let read = try ReadDataset(text([header, first, rest, rows[1]]))
    #expect(read.faults.isEmpty)
    #expect(read.rows.map(\.claims) == (try whole()).rows.prefix(2).map(\.claims))
    let numbered = [[""] + header, ["0"] + first, ["1"] + rest, ["2"] + rows[1]]
    #expect(try ReadDataset(text(numbered)).claims == read.claims)
  }

  @Test("Padding is none of a broken record's comment")
  func brokenInPaddedFile() throws {
    let lines = Register.deals().replacingOccurrences(of: "Falcon-Z2 version", with: "Falcon-Z2\nversion")
      .components(separatedBy: "\n").map { $0 + ";;;;;;" }
    let read = try ReadDataset(lines.joined(separator: "\r\n"))
    #expect(read.claims == (try whole()).claims)
    #expect(read.rows[0].text.contains("Falcon-Z2;;;;;;\nversion,"))
  }

  @Test("A record that nothing completes is a fault and takes no other in")
  func neverComplete() throws {
    let half = rows[0].prefix(9).joined(separator: ",")
    let lines = [half, Register.deals[1], half, "only a word", Register.deals[3], half]
    let read = try ReadDataset(Register.deals(lines))
    #expect(read.rows.map(\.line) == [7, 8, 9, 10, 11, 12])
    #expect(read.rows.map(\.text) == lines)
    #expect(
      read.rows.map { $0.faults.map(\.kind) } == [
        ["number of cells"], [], ["number of cells"], ["number of cells"], [], ["number of cells"],
      ])
    #expect(read.faults[0].sentence == "9 cells, the header has 16, and no following lines complete it")
  }

  @Test("A file cut off in its last record")
  func cutOff() throws {
    let text = Register.deals()
    let read = try ReadDataset(String(text.dropLast(20)))
    #expect(read.rows.count == 4)
    #expect(read.good.count == 3)
    #expect(read.faults.map(\.kind) == ["number of cells"])
  }

  @Test("Columns in another order")
  func reordered() throws {
    let order = [12, 1, 0, 15, 14, 13, 6, 7, 2, 3, 4, 5, 8, 9, 10, 11]
    let read = try ReadDataset(text(([header] + rows).map { row in order.map { row[$0] } }))
    #expect(read.claims == (try whole()).claims)
    #expect(read.remarks.isEmpty)
  }

  @Test(
    "Names that programs give the columns",
    arguments: [
      ["Unnamed: 3", "Unnamed: 5", "Unnamed: 9"], [" ", " .1", " .2"], ["?", "?", "?"], ["", "", ""],
      ["...4", "...6", "...10"], ["X.", "X..1", "X..2"], ["V4", "V6", "V10"],
    ])
  func renamed(names: [String]) throws {
    var header = header
    (header[3], header[5], header[9]) = (names[0], names[1], names[2])
    #expect(try ReadDataset(text([header] + rows)).claims == (try whole()).claims)
    let shouted = header.map { $0.uppercased() }
    #expect(try ReadDataset(text([shouted] + rows)).claims == (try whole()).claims)
    let numbered = ([header] + rows).enumerated().map { [$0 == 0 ? "" : "\($0 - 1)"] + $1 }
    #expect(try ReadDataset(text(numbered)).claims == (try whole()).claims)
  }

  @Test("Names of another release and of statistics programs")
  func otherNames() throws {
    var header = header
    header[8] = "Deliveries in the Year Range"
    #expect(try ReadDataset(text([header] + rows)).claims == (try whole()).claims)
    let dotted = header.map {
      $0.replacingOccurrences(of: "[^A-Za-z0-9]", with: ".", options: .regularExpression)
    }
    #expect(try ReadDataset(text([dotted] + rows)).claims == (try whole()).claims)
  }

  @Test("Marks moved away from their columns keep the names that programs gave them")
  func movedMarks() throws {
    var header = header
    (header[3], header[5], header[9]) = ("Unnamed: 3", "Unnamed: 5", "Unnamed: 9")
    let order = [0, 1, 2, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15, 9, 3, 5]
    let read = try ReadDataset(text(([header] + rows).map { row in order.map { row[$0] } }))
    #expect(read.claims == (try whole()).claims)
  }

  @Test("A column without a name at the end, where no record has it, is padding")
  func emptyLast() throws {
    let kept = [0, 1, 2, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15]
    var table = ([header] + rows).map { row in kept.map { row[$0] } }
    let read = try ReadDataset(text(table))
    table[0].append("")
    #expect(try ReadDataset(text(table)).claims == read.claims)
    #expect(read.good.count == 4)
  }

  @Test("Numbers that a program made decimal, and blanks that it named")
  func program() throws {
    var rows = rows
    for row in rows.indices {
      for cell in [2, 4, 8, 14] where !rows[row][cell].isEmpty && !rows[row][cell].contains(".") {
        rows[row][cell] += ".0"
      }
      for cell in rows[row].indices where rows[row][cell].isEmpty { rows[row][cell] = "NA" }
    }
    #expect(try ReadDataset(text([header] + rows)).claims == (try whole()).claims)
  }

  @Test("Lines that are quoted as a whole")
  func wrapped() throws {
    let lines = Register.deals().components(separatedBy: "\n").map { $0.isEmpty ? $0 : quoted($0) + ",,," }
    let read = try ReadDataset(lines.joined(separator: "\n"))
    #expect(read.claims == (try whole()).claims)
    #expect(read.release == (try whole()).release)
    #expect(read.remarks == ["every line is quoted as a whole; read without those quotation marks"])
  }

  @Test("A comma that nobody quoted goes back into the comment")
  func looseComma() throws {
    var row = rows[0]
    row[12] = "$12 m deal, of which half as aid, Falcon-Z2 version"
    let read = try ReadDataset(text([header, row]))
    #expect(read.faults.isEmpty)
    #expect(read.claims[0].evidence == row[12])
    #expect(read.tiv == 261_000)
  }

  @Test("Several exports in one file are read as one, the same record in both once")
  func concatenated() throws {
    let other = Register.deals([
      Register.deals[3], Register.deals[1].replacingOccurrences(of: "1984", with: "1985"),
    ])
    .replacingOccurrences(of: "13 Oct 2024", with: "28 Sep 2026")
    .replacingOccurrences(of: "Number delivered,", with: "Deliveries in the Year Range,")
    let read = try ReadDataset(Register.deals() + "\n" + other)
    #expect(read.faults.isEmpty)
    #expect(read.rows.count == 6)
    #expect(Set(read.rows.compactMap { $0.claims.first?.deal }).count == 5)
    #expect(read.tiv == (try whole()).tiv)
    #expect(read.release.generated == "2024-10-13T14:20:11")
    #expect(
      read.remarks == [
        "2 exports in one file, one after the other; read as one",
        "1 record in more than one of the exports, counted once",
      ])
  }

  @Test("Exports of different selections put together are a selection")
  func differentSelections() throws {
    let other = Register.deals().replacingOccurrences(of: "from All countries", with: "from Israel")
    let read = try ReadDataset(Register.deals() + other)
    #expect(read.release.isSelection)
    #expect(read.release.suppliers == nil)
  }

  @Test(
    "What cannot be right is a fault, with its place",
    arguments: [
      (0, "Israel", "same party", 1), (2, "20111", "not a year", 19), (3, "x", "not a mark", 24),
      (4, "sixty", "not a number", 26), (6, "", "empty", 30), (10, "2012; soon", "not a year", 49),
      (11, "Newish", "unknown status", 60), (15, "26.1.0", "not a number", 102),
    ] as [(Int, String, String, Int)])
  func faults(cell: Int, value: String, kind: String, column: Int) throws {
    var row = rows[0]
    row[cell] = value
    let read = try ReadDataset(text([header, row, rows[1]]))
    #expect(read.faults.map(\.kind) == [kind])
    #expect(read.faults.first?.column == column)
    #expect(read.rows[0].claims.isEmpty)
    #expect(read.rows[0].tiv == (cell == 15 ? nil : 261_000))
    #expect(!read.rows[1].claims.isEmpty)
  }

  @Test("More decimals than thousandths are kept as printed")
  func decimals() throws {
    var row = rows[0]
    row[15] = "261.12345"
    let delivery = try ReadDataset(text([header, row])).claims[1]
    #expect(delivery.valueThousandths == 261_123)
    #expect(delivery.extra["x_tiv_delivered"] == "261.12345")
  }

  @Test("A column that is missing, and one that nobody knows, are said")
  func columns() throws {
    var table = ([header] + rows).map { $0 + ["north"] }
    table[0][16] = "Region"
    for row in table.indices { table[row].remove(at: 12) }
    let read = try ReadDataset(text(table))
    #expect(read.faults.isEmpty)
    #expect(read.remarks == ["lacks 'Comments'", "has columns that are not read: 'Region'"])
    #expect(read.claims.allSatisfy { $0.evidence == nil })
  }

  @Test("Out of the server's answer")
  func envelope() throws {
    let answer = "{\"bytes\": \"\(Data(Register.deals().utf8).base64EncodedString())\"}"
    let read = try ReadDataset(answer)
    #expect(read.rows == (try whole()).rows)
    #expect(read.release == (try whole()).release)
  }
}

extension String {
  /// Its bytes in UTF-16, the lower end first.
  fileprivate var utf16LE: [UInt8] { utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
}
