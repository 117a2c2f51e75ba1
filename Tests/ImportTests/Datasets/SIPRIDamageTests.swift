import Foundation
import Testing

@testable import Import

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
      (0, "Israel", "same party", 1), (2, "20111", "not a year", 19), (3, "perhaps", "not a mark", 24),
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
    #expect(
      read.remarks == [
        "lacks 'Comments'", "columns of the copy's own, kept with each record: 'Region' as x_region",
      ])
    #expect(read.claims.allSatisfy { $0.evidence == nil })
    #expect(read.rows.allSatisfy { $0.claims[0].extra["x_region"] == "north" })
  }

  @Test("A column of the copy's own keeps clear of the keys of SIPRI's columns")
  func keys() throws {
    var table = ([header] + rows).map { $0 + ["north", "", "7"] }
    (table[0][16], table[0][17], table[0][18]) = ("Description", "Nothing", "")
    let read = try ReadDataset(text(table))
    #expect(read.faults.isEmpty)
    let extra = read.rows[0].claims[0].extra
    #expect(extra["x_description"] == "tank")
    #expect(extra["x_column_17"] == "north")
    #expect(extra["x_column_19"] == "7")
    #expect(
      read.remarks == [
        "columns of the copy's own, kept with each record: 'Description' as x_column_17, column 19 as x_column_19"
      ])
  }

  @Test(
    "Marks whose columns somebody named",
    arguments: [
      ["Year of order estimate", "Number ordered estimate", "Number delivered estimate"],
      ["Year of order is estimate", "Number ordered is estimate", "Number delivered is estimate"],
      ["order_year_uncertain", "ordered_uncertain", "delivered_uncertain"],
      ["Order year ?", "Ordered ?", "Delivered ?"], ["Uncertain", "Uncertain", "Uncertain"],
      ["flag_a", "flag_b", "flag_c"],
    ])
  func namedMarks(names: [String]) throws {
    var header = header
    (header[3], header[5], header[9]) = (names[0], names[1], names[2])
    let read = try ReadDataset(text([header] + rows))
    #expect(read.claims == (try whole()).claims)
    #expect(read.remarks.isEmpty)
    let numbered = ([header] + rows).enumerated().map { [$0 == 0 ? "Unnamed: 0" : "\($0 - 1).0"] + $1 }
    #expect(try ReadDataset(text(numbered)).claims == (try whole()).claims)
  }

  @Test(
    "What programs write for a mark, and for none",
    arguments: [
      ("True", "False"), ("1", "0"), ("1.0", "0.0"), ("X", ""), ("Yes", "No"), ("estimate", "NaN"),
      ("?", "None"),
      ("?", "<NA>"),
    ])
  func markValues(mark: String, none: String) throws {
    let rows = rows.map { row in
      row.enumerated().map { [3, 5, 9].contains($0) ? $1 == "?" ? mark : none : $1 }
    }
    #expect(try ReadDataset(text([header] + rows)).claims == (try whole()).claims)
  }

  @Test("Marks that stand before their columns, and marks sorted away from them")
  func otherSides() throws {
    let turned = ([header] + rows).map { Array($0.reversed()) }
    #expect(try ReadDataset(text(turned)).claims == (try whole()).claims)
    var header = header
    (header[5], header[9]) = (" .1", " .2")
    let order = [3, 5, 9, 12, 8, 4, 0, 13, 14, 15, 1, 6, 7, 2, 10, 11]
    let sorted = ([header] + rows).map { row in order.map { row[$0] } }
    #expect(try ReadDataset(text(sorted)).claims == (try whole()).claims)
  }

  @Test("Marks of which nothing tells what they mark are refused, each in its place")
  func strayMarks() throws {
    let order = [0, 1, 2, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15, 3]
    let read = try ReadDataset(text(([header] + rows).map { row in order.map { row[$0] } }))
    #expect(read.faults.map(\.kind) == ["mark of nothing", "mark of nothing"])
    #expect(read.tiv == (try whole()).tiv)
  }

  @Test("Equal records are deals of their own, but not where a part of the file stands in it twice")
  func equalRecords() throws {
    let twice = try ReadDataset(Register.deals(Register.deals + [Register.deals[0]]))
    #expect(twice.faults.isEmpty)
    #expect(twice.tiv == 264_750 + 261_000)
    #expect(twice.remarks == ["1 record equal to one before it, counted as a deal of its own, as SIPRI does"])
    let many = (0..<30).map { Register.deals[0].replacing("Falcon-Z,", with: "Falcon-\($0),") }
    let doubled = try ReadDataset(Register.deals(many + many))
    #expect(doubled.faults.count == 30)
    #expect(doubled.faults.first?.kind == "repeated record")
    #expect(
      doubled.faults.first?.sentence == "stands on line 7 already; 30 records stand in the file twice")
    #expect(doubled.good.count == 30)
  }

  @Test("A semicolon before a line break belongs to the comment, unless every line is filled up")
  func semicolonBeforeBreak() throws {
    var row = rows[0]
    row[12] = "$12 m deal;\nFalcon-Z2 version"
    let broken = ([header, row] + rows[1...]).map { $0.joined(separator: ",") }
    #expect(try ReadDataset(broken.joined(separator: "\n") + "\n").claims == (try whole()).claims)
    row[12] = "$12 m deal\nFalcon-Z2 version"
    let padded = ([header, row] + rows[1...]).map {
      $0.joined(separator: ",").replacing("\n", with: ";;;\n") + ";;;"
    }
    let read = try ReadDataset(padded.joined(separator: "\n"))
    #expect(read.claims[0].evidence == "$12 m deal Falcon-Z2 version")
  }

  @Test("The price of a group is read in comments that are broken, too")
  func brokenGroups() throws {
    var rows = [self.rows[0], self.rows[0]]
    (rows[0][2], rows[0][12]) = ("2009", "Part of $90 m deal")
    (rows[1][2], rows[1][12]) = ("2011", "Part of $90 m deal")
    let whole = try ReadDataset(text([header] + rows))
    for broken in [["Part of $90 m\ndeal"], ["Part\nof $90 m deal"]] {
      rows[1][12] = broken[0]
      let lines = ([header] + rows).map { $0.joined(separator: ",") }
      let read = try ReadDataset(lines.joined(separator: "\n") + "\n")
      #expect(read.claims == whole.claims)
      #expect(read.claims.last?.from == "2009" && read.claims.last?.to == "2011")
    }
  }

  @Test("A file that ends within a line is said to")
  func openEnd() throws {
    let note = "the last line has no end: the file may have been cut off in it"
    #expect(try ReadDataset(String(Register.deals().dropLast())).remarks == [note])
    #expect(try ReadDataset(Register.deals()).remarks.isEmpty)
    #expect(try ReadDataset(String(Register.deals().dropLast()).utf16LE).remarks == [note])
  }

  @Test(
    "Years and numbers as spreadsheets write them",
    arguments: [
      (2, "2011-01-01"), (2, "2011-01-01 00:00:00"), (2, "1/1/2011"), (2, "01.01.2011"), (2, "'2011"),
      (14, "'270"), (14, "270.000"),
    ])
  func spreadsheetNumbers(cell: Int, value: String) throws {
    var row = rows[0]
    row[cell] = value
    #expect(try ReadDataset(text([header, row] + rows[1...])).claims == (try whole()).claims)
  }

  @Test(
    "Thousands divided by blanks and apostrophes", arguments: ["\u{A0}", "\u{202F}", "'", "\u{2019}"])
  func groups(sign: String) throws {
    var (plain, grouped) = (rows[0], rows[0])
    (plain[4], plain[14], plain[15]) = ("12000", "54000", "1234567.5")
    (grouped[4], grouped[14], grouped[15]) = (
      "12\(sign)000", "54\(sign)000", "1\(sign)234\(sign)567.5"
    )
    let read = try ReadDataset(text([header, grouped]))
    #expect(read.claims == (try ReadDataset(text([header, plain]))).claims)
    grouped[4] = "12\(sign)00"
    #expect(try ReadDataset(text([header, grouped])).faults.map(\.kind) == ["not a number"])
  }

  @Test("Marks that the copy has lost are said")
  func lostMarks() throws {
    let kept = [0, 1, 2, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15]
    let read = try ReadDataset(text(([header] + rows).map { row in kept.map { row[$0] } }))
    #expect(
      read.remarks == ["has no marks of estimates for 'Year of order', 'Number ordered', 'Number delivered'"])
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
