import Testing

@testable import Import

@Suite("UN Register")
struct UNRegisterTests {
  static let answer = """
    {
      "country": {"name_en": "Northland", "iso_2_acronym": "NO", "countryname_slug": "northland"},
      "available_reports": [{"year": 1999}, {"year": 2004}],
      "hw_imp": [
        {"country": "Southland", "countryname_slug": "southland", "acro": "SO",
         "bt_1": 12, "bt_2": 10, "acv_1": 0, "acv_2": null, "ca_gen_1": "3"}
      ],
      "salw_exp": [
        {"country": "New Island", "acro": "", "sa_ar_1": 100, "lw7_2": 4, "year": 2003}
      ],
      "sa_imp_time": [
        {"tow": "sa_rc", "tow_verbose": "Rifles and carbines",
         "own_values": [{"year": 2001, "amount": 7, "contains_classified": true}, {"year": 2002, "amount": 0}],
         "other_values": [{"year": 2001, "amount": 9.0, "contains_classified": false}]}
      ],
      "lw_imp_time": []
    }
    """

  @Test("Who reported what of whom")
  func answer() throws {
    let reading = try #require(TableReading(Self.answer, UNRegisterLayout.self))
    #expect(
      reading.claims.map { "\(short($0)) | \($0.assertedBy ?? "-") | \($0.extra["x_reported_by"] ?? "-")" }
        == [
          "Southland>Northland tank delivered 1992.. 12 pieces | - | Northland",
          "Southland>Northland tank delivered 1992.. 10 pieces | Southland | Southland",
          "Southland>Northland aircraft delivered 1992.. 3 pieces | - | Northland",
          "Northland>New Island small-arms:assault rifles delivered 2003 100 pieces | - | Northland",
          "Northland>New Island small-arms:mortars below 100 mm delivered 2003 4 pieces | New Island | New Island",
          "*>Northland small-arms:rifles and carbines delivered 2001 7 pieces | - | Northland",
          "*>Northland small-arms:rifles and carbines delivered 2001 9 pieces | other states | other states",
        ])
    #expect(reading.faults.isEmpty && reading.rows.count == 3)
    #expect(reading.claims.allSatisfy { $0.isAggregate && $0.deal == nil })
    #expect(reading.claims[0].supplier?.code == "SO" && reading.claims[0].recipient?.code == "NO")
    #expect(reading.claims[3].recipient?.code == nil)
    #expect(reading.claims.map { $0.note == nil } == [false, false, false, true, true, false, true])
    #expect(reading.claims.map { $0.extra["x_un_category"] }.prefix(3) == ["bt", "bt", "ca_gen"])
    #expect((reading.release.dataset, reading.release.assertedBy) == ("UNROCA", "Northland"))
    #expect(reading.release.title == "UN Register of Conventional Arms: Northland, reports of 1999-2004")
  }

  @Test(
    "What is not known is a fault with its path",
    arguments: [
      ("\"bt_1\": 12", "\"zz_1\": 12", "hw_imp[0].zz_1"), ("\"bt_1\": 12", "\"bt\": 12", "hw_imp[0].bt"),
      ("\"bt_1\": 12", "\"bt_1\": 1.5", "hw_imp[0].bt_1"),
      ("\"bt_1\": 12", "\"bt_1\": [1]", "hw_imp[0].bt_1"),
      ("\"year\": 2003", "\"year\": \"soon\"", "salw_exp[0].year"),
      ("\"sa_rc\"", "\"sa_zz\"", "sa_imp_time[0].tow"),
      ("\"amount\": 9.0", "\"sum\": 9", "sa_imp_time[0].other_values[0].sum"),
      ("{\"year\": 2002, \"amount\": 0}", "2002", "sa_imp_time[0].own_values[1]"),
      ("\"lw_imp_time\": []", "\"holdings\": [1]", "holdings"),
      ("\"lw_imp_time\": []", "\"lw_imp\": 3", "lw_imp"),
      ("\"country\": \"Southland\", \"countryname_slug\": \"southland\",", "", "hw_imp[0].country"),
    ])
  func faults(from: String, to: String, path: String) throws {
    let reading = try #require(TableReading(Self.answer.replacing(from, with: to), UNRegisterLayout.self))
    #expect(reading.faults.map(\.field) == [path])
    #expect(
      reading.faults.allSatisfy { $0.kind == "unknown structure" && $0.sentence.hasPrefix("\(path): ") })
    #expect(reading.rows.filter { !$0.faults.isEmpty }.allSatisfy { $0.claims.isEmpty })
  }

  @Test("Only answers for a country are recognised")
  func other() {
    for text in ["[{\"country\": \"x\"}]", "{\"country\": \"x\"}", "", "{}"] {
      #expect(TableReading(text, UNRegisterLayout.self) == nil)
    }
    let slug = TableReading("{\"country\": \"new-island\", \"hw_imp\": []}", UNRegisterLayout.self)
    #expect(slug?.release.assertedBy == "new island")
  }

  @Test("Several answers in one file, as a list, by name, or one a line")
  func several() throws {
    let one =
      "{\"country\": \"Southland\", \"hw_imp\": [{\"country\": \"Northland\", \"bt_1\": 1, \"bt_2\": 2}]}"
    let other = one.replacing("Southland", with: "Eastland")
    for text in [
      "[\(one), \(other)]", "{\"a\": \(one), \"b\": \(other)}", "{\"data\": [\(one), \(other)]}",
      "\(one)\n\(other)\n",
    ] {
      let reading = try #require(TableReading(text, UNRegisterLayout.self), "\(text)")
      #expect(reading.faults.isEmpty)
      #expect(
        reading.claims.map { "\(short($0)) \($0.assertedBy ?? "-")" } == [
          "Northland>Southland tank delivered 1992.. 1 pieces Southland",
          "Northland>Southland tank delivered 1992.. 2 pieces Northland",
          "Northland>Eastland tank delivered 1992.. 1 pieces Eastland",
          "Northland>Eastland tank delivered 1992.. 2 pieces Northland",
        ])
      #expect(reading.release.title == "UN Register of Conventional Arms: Southland, Eastland")
      #expect(reading.release.assertedBy == nil)
    }
  }

  @Test("An answer that is cut off is told with the place where it ends")
  func cutOff() throws {
    let reading = try #require(
      TableReading("{\"country\": \"Southland\",\n \"hw_imp\": [{\"count", UNRegisterLayout.self))
    #expect(reading.claims.isEmpty)
    #expect(reading.faults.map(\.kind) == ["broken JSON"])
    #expect(reading.rows.map(\.line) == [2] && reading.faults.first?.column == 20)
  }

  @Test("A country without a name makes no claims")
  func nameless() throws {
    let reading = try #require(
      TableReading("{\"hw_imp\": [{\"country\": \"x\", \"bt_1\": 1}]}", UNRegisterLayout.self))
    #expect(reading.claims.isEmpty && reading.faults.map(\.field) == ["country"])
  }

  static let header =
    "report_state,report_year,direction,category,subitem,partner,number,state_of_origin,intermediate,description,"
    + "comments,report_kind,classified,url\n"

  @Test("Columns that a table of reports may lack, and one that it does not have")
  func fewColumns() throws {
    let text = """
      Report_State,report_year,direction,category,subitem,partner,number,comments,report_kind,mood
      Northland,2003,export,I,,Southland,3,used,original,good
      Eastland,2004,import,,,,,,nil,

      """
    let reading = try #require(TableReading(text, UNRegisterLinesLayout.self))
    #expect(
      reading.claims.map(short) == [
        "Northland>Southland tank delivered 2003 3 pieces", "*>Eastland delivered 2004 0 pieces",
      ])
    #expect(reading.claims[0].evidence == "used")
    #expect(reading.remarks == ["columns of the copy's own, which are not read: 'mood'"])
  }

  @Test("Lines of reports: items of one sum make one claim")
  func lines() throws {
    let text =
      Self.header + """
        Northland,2003,export,I,,Southland,3,,,Ox 2,used,original,0,
        Northland,2003,export,I,,Southland,4,Westland,,Ox 3,,original,0,
        Southland,2003,import,I,,Northland,7,,,,,original,0,
        Southland,2003,import,VIII,Assault rifles,Northland,,Westland,,,,original,1,
        Eastland,2004,import,,,,,,,,,nil,0,
        Eastland,2004,lease,IX,,,x,,,,,original,0,

        """
    let reading = try #require(TableReading(text, UNRegisterLinesLayout.self))
    #expect(
      reading.claims.map { "\(short($0)) | \($0.assertedBy ?? "-")" } == [
        "Northland>Southland tank delivered 2003 7 pieces | Northland",
        "Northland>Southland tank delivered 2003 7 pieces | Northland",
        "Northland>Southland tank delivered 2003 7 pieces | Southland",
        "Northland>Southland small-arms:assault rifles delivered 2003 | Southland",
        "*>Eastland delivered 2004 0 pieces | Eastland",
      ])
    #expect(reading.claims[0] == reading.claims[1])
    #expect(reading.claims[0].extra["x_description"] == "Ox 2; Ox 3" && reading.claims[0].evidence == "used")
    #expect(
      reading.claims[3].quantityText == "classified" && reading.claims[3].extra["x_origin"] == "Westland")
    #expect(
      reading.faults.map(\.kind) == [
        "not a direction (export or import)", "not a category of the Register", "no name",
        "not a whole number",
      ])
    #expect(
      reading.release.title
        == "UN Register of Conventional Arms: reports of Eastland, Northland, Southland, 2003-2004")
    let narrow = "report_state,report_year,direction,category,subitem,partner,number\nA,2001,import,bt,,B,2\n"
    #expect(TableReading(narrow, UNRegisterLinesLayout.self)?.claims.count == 1)
  }
}
