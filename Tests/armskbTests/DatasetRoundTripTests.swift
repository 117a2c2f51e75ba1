import Foundation
import Testing

/// Exported claims of datasets come back as what they were: into the same knowledge base nothing is added, and in an
/// empty one they make the same totals.
@Suite struct DatasetRoundTripTests {
  /// A small made-up file of each layout.
  ///
  /// States that were no more, actors, equal rows and zeros are among the records.
  static let files: [(name: String, text: String)] = [
    (
      "deals",
      DatasetImportTests.register(
        DatasetImportTests.rows + [
          "South Yemen,Soviet Union,1989,,3,,Ox-1,tank,3,,1992,Second hand,\"old; $1.125 m deal\",0.0792,0.2376,0.2376",
          "Hezbollah (Lebanon)*,unknown supplier(s),2004,?,,,Wasp,portable SAM,,?,2005,New,,0.02,,0.001",
        ])
    ),
    (
      "deliveries",
      """
      SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is \
      estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI \
      estimate,TIV deal unit,TIV delivery values,Local production
      90001,Israel,Azerbaijan,Falcon-Z,tank,Armoured vehicles,2011,Yes,20,No,2012,No,New,4.5,4.5,90,No
      90001,Israel,Azerbaijan,Falcon-Z,tank,Armoured vehicles,2011,Yes,38,Yes,2014,Yes,New,4.5,4.5,171,No
      90002,Israel,Azerbaijan,Falcon-Z,tank,Armoured vehicles,2011,Yes,20,No,2012,No,New,4.5,4.5,90,No
      90003,Soviet Union,South Yemen,Otter,frigate,Ships,1989,No,2,,1993,,Second hand,61.25,24.5,49,Yes
      """
    ),
    (
      "text",
      """
      \t\t\t\t \tYear(s)\t\t
      Supplier/\t\tNo.\tWeapon\tWeapon\tYear\tof\tNo. \t
      \trecipient (R)\tordered\tdesignation\tdescription\tof order\tdelivery\tdelivered\tComments
      \t
      Norway
      R: Chile\t10\tFalcon\tTank\t1990\t1991; 1994\t10\tPart of $90 m deal
           \t\t10\tFalcon\tTank\t1990\t1991; 1994\t10\tPart of $90 m deal
           \t\t5\tFalcon-B\tTank\t1994\t1995\t5\tPart of $90 m deal
      L: Peru\t6\tOtter\tPatrol craft\t1985\t1986-88\t6\t

      """
    ),
    (
      "short",
      """
      tidn,buyercod,sellercod,odat,odai,onum,onai,ldat,term,desig2,wcat,desc,coprod,nrdel,nrdelai,delyears,buyer,seller,\
      status,tivunit,tivorder,tivdel
      70001,KEN,NOR,2016,X,40,X,2017,N/A,Kestrel-2 120mm,AR,Towed mortar,,38,X,2017,Kenya,Norway,N,0.05,2,1.9
      70002,KEN,NOR,2012,,150,,2014,AID,Wasp,MI,SAM,L,150,,2012-2014,Kenya,Norway,S,0.44,66,66
      ,,,,,190,,,,,,,,188,,,,,,,,
      """
    ),
    (
      "volumes",
      """
      Volume of transfers of major arms

      Source: SIPRI Arms Transfers Database (c) SIPRI.
      Data generated: 3 Jan 2005 12:05:09 AM

      Recipient,2001,2002,2003,2001-2003,Percentage,Sum total years,Percentage of total
      Norway,3,0 ,12,15,93.8%,15,93.8%
      Peru,,1,,1,6.3%,1,6.3%
      Total world import,3,1,12,16,100%,16,
      """
    ),
    (
      "old",
      """
      "TIV of arms exports from Norway, 2001-2003",,,,
      ,,,,
      Generated: 8 July 2004,,,,
      ,,,,
      ,2001,2002,2003,Total
      Chile,,0,,0
      Peru,3,,12,15
      ,,,,
      Total,3,0,12,15
      """
    ),
    (
      "weapons",
      """
      "donor","category","number_of_weapons","monetary_value_eur","weapons_list"
      "Norway","Tanks",45,1500000.25,"Boar-2 (mod. A; B) (42); Ox (Southland) (3)"
      "Sweden","Air Defense",2,7.125,"Heron battery (2)"
      """
    ),
    (
      "months",
      """
      "country","iso","year","month","total","financial","humanitarian","military","commitments","x"
      "Norway","NOR",2022,2,1,0,0,0.002645,9,0
      "Sweden","SWE",2022,3,1,0,0,1234.0625,9,0
      """
    ),
    (
      "licences",
      """
      licence_group,date,rating,count,value,country,refused
      7,2008-01,ML10,2,3540,"Netherlands Antilles",0
      7,2012-01,ML10,1,0,"Netherlands Antilles",0
      7,2012-01,ML10,1,0,"Netherlands Antilles",0
      8,2008-02,5A002,1,12.5,Peru,0
      9,2008-02,End Use,1,,Peru,1
      """
    ),
    (
      "missions",
      "2006,NO,Norway,PE,Peru,Peace Force,\"Helmets, vests\r\nand \"\"Ox\"\" trucks\"\r\n2007,NO,Norway,PE,Peru,,\n"
    ),
    ("consultations", "1998,NO,Norway,,,2,0,\n1998,,,PE,Peru,,,3\n"),
    (
      "german",
      "year;gesamt;war_weapons;country_e;iso3_code\n2000-01-01;37;0;Peru;PER\n2001-01-01;0;5;Soviet Union;\n"
    ),
    (
      "answer",
      """
      {"country": {"name_en": "Norway", "iso_2_acronym": "NO", "countryname_slug": "norway"},
       "available_reports": [{"year": 1999}, {"year": 2004}],
       "hw_imp": [{"country": "Peru", "countryname_slug": "peru", "acro": "PE", "bt_1": 12, "bt_2": 10, "acv_1": 0}],
       "salw_exp": [{"country": "Chile", "acro": "", "sa_ar_1": 100, "lw7_2": 4, "year": 2003}],
       "sa_imp_time": [{"tow": "sa_rc", "tow_verbose": "Rifles and carbines",
         "own_values": [{"year": 2001, "amount": 7, "contains_classified": true}],
         "other_values": [{"year": 2001, "amount": 9.0, "contains_classified": false}]}],
       "lw_imp_time": []}
      """
    ),
    (
      "reports",
      """
      report_state,report_year,direction,category,subitem,partner,number,state_of_origin,intermediate,description,comments,report_kind,classified,url
      Norway,2003,export,I,,Peru,3,,,Ox 2,used,original,0,
      Norway,2003,export,I,,Peru,4,Chile,,Ox 3,,original,0,
      Peru,2003,import,VIII,Assault rifles,Norway,,Chile,,,,original,1,
      """
    ),
  ]

  /// A knowledge base with the reference data of the program.
  static let world = Result {
    let desk = try Desk()
    #expect(try desk.run("init", "--db", "armskb.db").status == 0)
    return try desk.read("armskb.db")
  }

  /// All that totals and transfers say.
  private func sight(_ desk: Desk) throws -> [String] {
    [
      try desk.run("query", "totals", "--by", "pair", "--explain", "--include-disputed", "--format", "json")
        .stdout,
      try desk.run("query", "totals", "--by", "year", "--stage", "delivered", "--format", "csv").stdout,
      try desk.run("query", "transfers", "--format", "csv").stdout,
    ]
  }

  @Test func nothingIsAdded() throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    for (name, text) in DatasetRoundTripTests.files { try desk.write("files/\(name)", text) }
    let names = DatasetRoundTripTests.files.map { "files/\($0.name)" }
    let first = try desk.run(["import"] + names)
    try #require(first.status == 0, "\(first.stderr)")
    let (claims, before, log) = (try desk.claimCount(), try sight(desk), try desk.run("log").stdout)
    for format in RoundTripTests.formats {
      #expect(try desk.run("export", "claims", "--for-own-use", "-o", "out.\(format)").status == 0)
      let again = try desk.run("import", "out.\(format)")
      #expect(
        again.status == 0 && again.stderr == "out.\(format): 0 claims added; \(claims) already known\n",
        "\(again.stderr)")
      #expect(try sight(desk) == before && desk.run("log").stdout == log)
      // All of them go into an empty one, and come out of it as they went in.
      let other = try Desk(try DatasetRoundTripTests.world.get())
      try other.write("out.\(format)", try desk.read("out.\(format)"))
      let new = try other.run("import", "out.\(format)")
      #expect(new.status == 0 && new.stderr.contains(": \(claims) claims added from"), "\(new.stderr)")
      #expect(try other.run("export", "claims", "--for-own-use", "-o", "back.\(format)").status == 0)
      #expect(try other.read("back.\(format)") == desk.read("out.\(format)"), "by way of \(format)")
    }
  }

  /// In an empty knowledge base, too, the claims of a file make its totals, and the file itself finds them there.
  @Test(arguments: files.map(\.name))
  func theTotalsAgree(name: String) throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    try desk.write("file", try #require(DatasetRoundTripTests.files.first { $0.name == name }).text)
    try #require(try desk.run("import", "file").status == 0)
    #expect(try desk.run("export", "claims", "--for-own-use", "-o", "out.csv").status == 0)
    let other = try Desk(try DatasetRoundTripTests.world.get())
    try other.write("out.csv", try desk.read("out.csv"))
    try other.write("file", try desk.read("file"))
    #expect(try other.run("import", "out.csv").status == 0)
    #expect(try sight(other) == sight(desk))
    #expect(try desk.claimCount() > 1)
    let file = try other.run("import", "file")
    #expect(file.status == 0 && file.stderr.contains("file: 0 claims added; "), "\(file.stderr)")
  }

  @Test(arguments: ["2023.csv", "2023-by-year.csv", "2024.csv", "2024-since-2020.csv"])
  func theExamples(name: String) throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    try desk.write("file", try Data(contentsOf: testFile("../../docs/example-registers/\(name)")))
    #expect(try desk.run("import", "file").status == 0)
    let (claims, before) = (try desk.claimCount(), try sight(desk))
    #expect(try desk.run("export", "claims", "--for-own-use", "-o", "out.csv").status == 0)
    #expect(try desk.run("import", "out.csv").stderr == "out.csv: 0 claims added; \(claims) already known\n")
    #expect(try sight(desk) == before)
  }

  /// An export of chosen columns, or of a program that did not write the deals' keys, is known by its ids.
  @Test func anExportWithoutDeals() throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    try desk.write("file", DatasetImportTests.register(DatasetImportTests.rows))
    #expect(try desk.run("import", "file").status == 0)
    let header = lines(try desk.run("export", "claims", "--for-own-use").stdout)[0].split(separator: ",")
    let columns = header.filter { $0 != "x_dataset_deal" }.joined(separator: ",")
    #expect(
      try desk.run("export", "claims", "--for-own-use", "--columns", columns, "-o", "out.csv").status == 0)
    #expect(try desk.run("import", "out.csv").stderr == "out.csv: 0 claims added; 9 already known\n")
  }

  /// Where a record says otherwise than the claim whose id it carries, that is said, and both stand.
  @Test func aRecordThatSaysOtherwise() throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    try desk.write("file", DatasetImportTests.register(DatasetImportTests.rows))
    #expect(try desk.run("import", "file").status == 0)
    let out = try desk.run("export", "claims", "--for-own-use").stdout
    try desk.write(
      "out.csv",
      out.replacingOccurrences(of: ",Quill-1,anti-tank-missile,10,", with: ",Quill-1,anti-tank-missile,12,"))
    let changed = try desk.run("import", "out.csv")
    #expect(
      changed.stderr.hasPrefix(
        "  note: 2 records carry the id of a claim that is here and says otherwise; that one stands, too\n"),
      "\(changed.stderr)")
    #expect(changed.stderr.contains("out.csv: 2 claims added; 7 already known"))
    #expect(try desk.run("import", "out.csv").stderr == "out.csv: 0 claims added; 9 already known\n")
  }

  /// Only a record that is as it was exported may name a state beyond its years.
  @Test func anAlteredRecordIsCheckedLikeAnyOther() throws {
    let desk = try Desk(try DatasetRoundTripTests.world.get())
    try desk.write("file", try #require(DatasetRoundTripTests.files.first { $0.name == "licences" }).text)
    #expect(try desk.run("import", "file").status == 0)
    let out = try desk.run("export", "claims").stdout
    try desk.write("out.csv", out.replacingOccurrences(of: ",2012-01,2012-01,", with: ",2012-02,2012-02,"))
    let changed = try desk.run("import", "out.csv")
    #expect(
      changed.status == 65
        && changed.stderr.contains("'ANT' is Netherlands Antilles (ANT), which existed from"))
    #expect(try desk.claimCount() == 5)
  }
}
