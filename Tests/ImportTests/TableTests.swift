import Testing

@testable import ArmsModel
@testable import Import

/// Tables as spreadsheets and data frames write them.
@Suite struct TableTests {
  private let header = "supplier,recipient,weapon,quantity,from,document_title"

  @Test(arguments: [",,,,,", ", , ,,,", ";;;;;", "\t\t\t", ",", "; ;"])
  func rowsOfNothingArePassedOver(row: String) throws {
    let text =
      "\(header)\n\(row)\nIsrael,Azerbaijan,A,36,2016,t\n\(row)\r\n\(row)\nIsrael,Azerbaijan,B,3x,2016,t\n\(row)"
    let reading = try ClaimReading(text, .csv)
    #expect(reading.good.count == 1 && reading.messages.count == 1)
    #expect(reading.messages.first?.contains(":6:") == true, "lines are counted: \(reading.messages)")
  }

  @Test(arguments: [",", ";", "\t"])
  func separatorsAreToldApart(separator: String) throws {
    for names in [header, header.uppercased(), "Supplier,Recipient,WEAPON,\"Quantity\",From,Document Title"] {
      let text = [names, "Israel,Azerbaijan,A,36,2016,t", ",,,,,"].joined(separator: "\n")
      let table = text.split(separator: ",", omittingEmptySubsequences: false).joined(separator: separator)
      for format in [RecordFormat.csv, .tsv] {
        let reading = try ClaimReading(table + "\n", format)
        #expect(reading.messages.isEmpty && reading.good.count == 1, "\(reading.messages)")
      }
    }
  }

  @Test(arguments: ["nan", "NaN", "None", "NULL", "null", "N/A", "n/a", "NA", "<NA>", "NaT", "#N/A"])
  func nothingOfADataFrame(word: String) throws {
    let reading = try ClaimReading("\(header)\nIsrael,Azerbaijan,A,\(word),\(word),t\n", .csv)
    #expect(reading.messages.isEmpty && reading.good.count == 1, "\(reading.messages)")
    for row in ["Israel,Azerbaijan,\(word),1,2016,t", "Israel,Azerbaijan,A,1,2016,\(word)"] {
      let refused = try ClaimReading("\(header)\n\(row)\n", .csv)
      #expect(refused.messages.count == 1 && refused.good.isEmpty)
      #expect(refused.messages.first?.contains("stands for nothing") == true)
    }
  }

  @Test func namibiaIsNoNothing() {
    Array("NA".utf8).withUnsafeBytes {
      #expect(!Placeholder.isOne($0, .recipient) && Placeholder.isOne($0, .weapon))
    }
  }

  @Test(arguments: [
    "1-Mar", "01-Mar-24", "Mar-01", "1. Mar", "3/1/2024", "2024-03-01 00:00:00", "5.70E+07", "5.7E+07",
    "1E-05", "5,7E+07",
    "#NAME?", "#N/A!", "#REF!", "######",
  ])
  func spreadsheetValues(text: String) {
    #expect((SpreadsheetValue(text) != nil) == (text != "#N/A!"))
  }

  @Test(arguments: [
    "MAR-1", "APR-2", "57E6", "S-400", "Su-35", "F-16C", "2S19", "3-D", "9K35", "1-M", "Type-1", "May 2",
    "M1A2", "E-3",
    "2E6", "MARS-2", "DEC-10", "1/72", "155mm", "Mk-41",
  ])
  func designations(text: String) { #expect(SpreadsheetValue(text) == nil) }

  @Test func moneyIsNeverAnotherStates() throws {
    func messages(_ code: String) throws -> [String] {
      try ClaimReading(
        "supplier,recipient,value,currency,document_title\nIsrael,Azerbaijan,5,\(code),t\n", .csv
      ).messages
    }
    for code in ["VEF", "ZWD", "YUN", "MZM"] { #expect(try messages(code).isEmpty, "retired: \(code)") }
    for code in ["BEX", "KWX", "XQZ"] {
      #expect(try messages(code).first?.contains("did you mean") == false, "\(code)")
    }
    for (name, code) in [
      ("usd", "USD"), ("UDS", "USD"), ("NIS", "ILS"), ("Saudi riyals", "SAR"), ("RMB", "CNY"),
    ] {
      #expect(try messages(name).first?.contains(code) == true, "\(name)")
    }
  }
}
