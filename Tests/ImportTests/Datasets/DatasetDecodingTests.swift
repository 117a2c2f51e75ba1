import Foundation
import Testing

@testable import Import

@Suite("From bytes to lines")
struct DatasetDecodingTests {
  private func lines(_ bytes: [UInt8]) throws -> [String] {
    try DatasetFile(name: "test", bytes: bytes).lines
  }

  @Test(
    "Line ends of all kinds, mixed ones too",
    arguments: ["a\nb\n\nc\n", "a\r\nb\r\n\r\nc\r\n", "a\rb\r\rc\r", "a\r\nb\n\rc", "\u{FEFF}a\nb\n\nc"])
  func lineEnds(text: String) throws { #expect(try lines(Array(text.utf8)) == ["a", "b", "", "c"]) }

  @Test("Nothing is no lines")
  func empty() throws {
    #expect(try lines([]) == [])
    #expect(try lines([0xEF, 0xBB, 0xBF]) == [])
  }

  @Test("Windows-1252, its open bytes as the controls of Latin-1")
  func windows() throws {
    let file = try DatasetFile(name: "test", bytes: [0x54, 0xFC, 0x0A, 0x80, 0x81, 0x8D, 0x92, 0x9F, 0xFF])
    #expect(file.lines == ["T\u{FC}", "\u{20AC}\u{81}\u{8D}\u{2019}\u{178}\u{FF}"])
    #expect(file.encoding == "Windows-1252")
  }

  @Test("One line that is no UTF-8 does not spoil the others")
  func mixed() throws {
    let file = try DatasetFile(name: "test", bytes: Array("Türkiye\n".utf8) + [0x54, 0xFC])
    #expect(file.lines == ["Türkiye", "Tü"])
    #expect(file.encoding == "Windows-1252")
    #expect(try DatasetFile(name: "test", bytes: Array("Türkiye".utf8)).encoding == "UTF-8")
  }

  @Test("UTF-16, with and without a mark, either end first")
  func utf16() throws {
    let units = Array("Recipient;Türkiye\r\nIsrael;\u{1F680}\r\n".utf16)
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big, little + [0x41]] {
      let file = try DatasetFile(name: "test", bytes: bytes)
      #expect(file.lines == ["Recipient;Türkiye", "Israel;\u{1F680}"])
      #expect(file.encoding == "UTF-16")
    }
  }

  @Test("What is no text is named, with what to save instead")
  func noText() {
    func error(_ bytes: [UInt8]) -> DatasetFileError? {
      do {
        _ = try DatasetFile(name: "test", bytes: bytes)
        return nil
      } catch { return error }
    }
    let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00]
    #expect(error(zip + Array("....[Content_Types].xml".utf8)) == .spreadsheet)
    #expect(error(zip + Array("....register.csv".utf8)) == .archive)
    #expect(error([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) == .spreadsheet)
    #expect(error([0x1F, 0x8B, 0x08]) == .compressed(by: "gzip"))
    #expect(error(Array("%PDF-1.7".utf8)) == .pdf)
    #expect(error(Array("SQLite format 3\0....".utf8)) == .database)
    #expect(error(Array("\n <!DOCTYPE html><html>".utf8)) == .webPage)
    #expect(error(Array("\u{FEFF}<HTML>".utf8)) == .webPage)
    #expect(error([0x89, 0, 1, 2, 3, 4, 5, 6, 0x41]) == .noText)
    #expect(error(Array("<1 million".utf8)) == nil)
    #expect(DatasetFileError.spreadsheet.description.contains("save the sheet as CSV"))
    #expect(DatasetFileError.webPage.description.contains("download button"))
  }

  @Test("A zip inside the server's answer is no text either")
  func packedInside() {
    let zip = Data([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00]).base64EncodedString()
    #expect(throws: DatasetFileError.archive) {
      try DatasetFile(name: "test", bytes: Array("{\"bytes\": \"\(zip)\"}".utf8))
    }
  }

  @Test("The saved answer of SIPRI's server gives the file inside, however it is wrapped")
  func envelope() throws {
    let text = "Recipient,Supplier\nTürkiye,Israel\n"
    let code = Data(text.utf8).base64EncodedString()
    let address = code.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    let answers = [
      "{\"bytes\":\"\(code)\"}", "\u{FEFF} [ {\"result\": {\"bytes\": \"\(code)\"}} ]",
      "{\"status\":200,\"Bytes\":\"data:text/csv;base64,\(address.replacingOccurrences(of: "=", with: ""))\"}",
      "\"{\\\"bytes\\\":\\\"\(code)\\\"}\"", "{\"bytes\":\"Recipient,Supplier\\nTürkiye,Israel\\n\"}",
      "\"Recipient,Supplier\\nTürkiye,Israel\\n\"",
      "{\"bytes\":[\(Array(text.utf8).map { "\($0)" }.joined(separator: ","))]}",
    ]
    for answer in answers {
      let file = try DatasetFile(name: "test", bytes: Array(answer.utf8))
      #expect(file.lines == ["Recipient,Supplier", "Türkiye,Israel"], "\(answer)")
    }
    let other = "{\"years\":[1,2]}"
    #expect(try lines(Array(other.utf8)) == [other])
    let wrong = "{\"bytes\":\"not Base64!\"}"
    #expect(try lines(Array(wrong.utf8)) == [wrong])
  }

  @Test("Base64 of every length", arguments: 0..<70)
  func base64(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length &* 11) }
    let decoded = DatasetEnvelope.base64(Data(bytes).base64EncodedString(options: .lineLength64Characters))
    #expect(decoded == (length == 0 ? nil : bytes))
  }
}

@Suite("From lines to cells")
struct CellSyntaxTests {
  private func cells(_ line: String, _ separator: Character = ",") -> [String]? {
    var cells: [String] = []
    let isClosed = CellSyntax(separator: separator.asciiValue ?? 0).split(line, into: &cells)
    return isClosed ? cells : nil
  }

  @Test("Plain cells, empty ones kept")
  func plain() {
    #expect(cells("a,,b, c ,") == ["a", "", "b", " c ", ""])
    #expect(cells("") == [""])
    #expect(cells("a\tb", "\t") == ["a", "b"])
  }

  @Test("Quoted cells, and marks that are letters")
  func quoted() {
    #expect(cells("\"a,b\",\"c \"\"d\"\"\",e") == ["a,b", "c \"d\"", "e"])
    #expect(cells("\"Owl\" version,12\" gun,\"\"") == ["\"Owl\" version", "12\" gun", ""])
    #expect(cells("a,\"b") == nil)
    #expect(cells("\"a\nb\",c") == ["a\nb", "c"])
  }

  @Test("Padding of another separator is cut, empty cells of the own one are not")
  func padding() {
    #expect(cells("a,b;;;; ;;") == ["a", "b"])
    #expect(cells("a,b,,;;;") == ["a", "b", "", ""])
    #expect(cells("a;b;;,,", ";") == ["a", "b", "", ""])
    #expect(cells("a;b; ", ";") == ["a", "b", " "])
  }

  @Test("The separator is the header's most frequent one, padding aside")
  func guess() {
    #expect(CellSyntax(ofHeader: "a,b,c;;;;;;;;;").separator == 0x2C)
    #expect(CellSyntax(ofHeader: "a;b;c,,,,,,").separator == 0x3B)
    #expect(CellSyntax(ofHeader: "a\tYear(s), or so\tc").separator == 0x09)
    #expect(CellSyntax(ofHeader: "\"a\";\"b\"").separator == 0x3B)
  }

  @Test("The column in which a cell begins")
  func column() {
    let syntax = CellSyntax(separator: 0x2C)
    #expect((0..<4).map { syntax.column(ofCell: $0, in: "ä,\"b,\"\"\",,d") } == [1, 3, 10, 11])
    #expect(syntax.column(ofCell: 9, in: "a,b") == 1)
  }
}
