import Foundation
import Testing

@testable import Import

/// All rows of a file, and what its reader says of the whole.
struct ReadDataset {
  var release: DatasetRelease
  var rows: [DatasetRow] = []
  var remarks: [String] = []
  var encoding: String

  init(_ bytes: [UInt8]) throws {
    let file = try DatasetFile(name: "test", bytes: bytes)
    encoding = file.encoding
    var reader = try #require(DatasetLayouts.open(file), "no known layout")
    release = reader.release
    while let row = reader.next() { rows.append(row) }
    remarks = reader.remarks
  }

  init(_ text: String) throws { try self.init(Array(text.utf8)) }

  /// The rows that could be read.
  var good: [DatasetRow] { rows.filter(\.faults.isEmpty) }
  /// What is wrong with the others.
  var faults: [DatasetFault] { rows.flatMap(\.faults) }
  /// The claims of all rows.
  var claims: [DatasetClaim] { rows.flatMap(\.claims) }
  /// The sum of the volumes, thousandths of a million.
  var tiv: Int64 { rows.compactMap(\.tiv).reduce(0, +) }
}

/// The bytes of a real file that lies beside the checkout; nil, and a line in the log, if it is not there.
func realDataset(_ path: String) -> [UInt8]? {
  let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared").standardized.path
  let folder = ProcessInfo.processInfo.environment["ARMSKB_SHARED"] ?? beside
  guard let data = FileManager.default.contents(atPath: "\(folder)/datasets/\(path)") else {
    print("skipped: \(path) is not here")
    return nil
  }
  return Array(data)
}

/// The invented register that the tests of layouts and damages share.
enum InventedRegister {
  static let preamble = [
    "Transfers of major conventional arms from All countries  to All countries . Deals with deliveries or orders made "
      + "for year range '1950' to '2024' ",
    "A '?' in a column indicates uncertain data.",
    "",
    "Source: SIPRI Arms Transfers Database (c) SIPRI.",
    "Data generated: 13 Oct 2024 2:20:11 PM",
  ]

  static let dealsHeader =
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    + "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"

  static let deals = [
    "Azerbaijan,Israel,2011,?,60,,Falcon-Z,tank,58,?,2012; 2014,New,$12 m deal; Falcon-Z2 version,4.5,270,261",
    "Hill Front (Chad)*,unknown supplier(s),1984,?,4,?,Wasp-3 ,portable SAM,4,?,1984,Second hand,Second-hand; supplier "
      + "uncertain,0.02,0.08,0",
    "Turkiye,Germany,2023,,,,Otter class,frigate,0,,,New,Selected but not yet ordered by end-2024,61,,0",
    "Cote d'Ivoire,France,1999,,3,,Kestrel,helicopter,3,,1999;2001,Second hand but modernized,,1.25,3.75,3.75",
  ]

  static func deals(_ lines: [String] = deals) -> String {
    (preamble + [dealsHeader] + lines).joined(separator: "\n") + "\n"
  }
}

extension InventedRegister {
  static let deliveriesHeader =
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is "
    + "estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI "
    + "estimate,TIV deal unit,TIV delivery values,Local production"

  static let deliveries = [
    "90001,Israel,Azerbaijan,Falcon-Z -,tank,Armoured vehicles,2011,Yes,20,No,2012,No,New,4.5,4.5,90,No",
    "90001,Israel,Azerbaijan,Falcon-Z -,tank,Armoured vehicles,2011,Yes,38,Yes,2014,Yes,New,4.5,4.5,171,No",
    "90002,Germany,Turkiye,Otter ,frigate,Ships,1999,No,2,,2003,,Second hand,61.25,24.5,49,Yes",
  ]

  static func deliveries(_ lines: [String] = deliveries) -> String {
    (preamble + [deliveriesHeader] + lines).joined(separator: "\n") + "\n"
  }

  /// The same register as the old site gave it.
  static func oldDeliveries(
    _ lines: [String] = deliveries.map { $0.replacingOccurrences(of: ",", with: ";") }
  ) -> String {
    let header = deliveriesHeader.replacingOccurrences(
      of: "SIPRI AT Database ID,Supplier,Recipient", with: "Deal ID,Seller,Buyer")
    let top = [
      "SIPRI Transfers Database", "", "",
      " Database search results for buyer 'All Countries' and seller  'All Countries' and the years from 1950 to 2019 - "
        + "(created: 09-Mar-2020)", "",
    ]
    return (top + [header.replacingOccurrences(of: ",", with: ";")] + lines).joined(separator: "\r\n")
      + "\r\n"
  }
}
