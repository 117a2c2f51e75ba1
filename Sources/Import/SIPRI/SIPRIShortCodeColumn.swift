/// The columns of the register that the old site's export script gave, under the short names of its tables.
enum SIPRIShortCodeColumn: Int, DatasetColumn, CaseIterable {
  case id, recipientCode, supplierCode, orderYear, isOrderYearEstimate, ordered, isOrderedEstimate, lastYear,
    term
  case designation, weaponClass, description, coproduction, delivered, isDeliveredEstimate, years, recipient,
    supplier
  case status, tivPerUnit, tivOrder, tivDelivered

  var name: String {
    switch self {
    case .id: "tidn"
    case .recipientCode: "buyercod"
    case .supplierCode: "sellercod"
    case .orderYear: "odat"
    case .isOrderYearEstimate: "odai"
    case .ordered: "onum"
    case .isOrderedEstimate: "onai"
    case .lastYear: "ldat"
    case .term: "term"
    case .designation: "desig2"
    case .weaponClass: "wcat"
    case .description: "desc"
    case .coproduction: "coprod"
    case .delivered: "nrdel"
    case .isDeliveredEstimate: "nrdelai"
    case .years: "delyears"
    case .recipient: "buyer"
    case .supplier: "seller"
    case .status: "status"
    case .tivPerUnit: "tivunit"
    case .tivOrder: "tivorder"
    case .tivDelivered: "tivdel"
    }
  }

  static var needed: [SIPRIShortCodeColumn] { [.designation] }
  static var fewest: Int { 3 }

  /// SIPRI's class behind a code of `wcat`, as far as seen in its files.
  static func armamentCategory(ofCode code: String) -> String? {
    switch code {
    case "AC": "Aircraft"
    case "AD": "Air defence systems"
    case "AR": "Artillery"
    case "AV": "Armoured vehicles"
    case "EN": "Engines"
    case "GR": "Sensors"
    case "MI": "Missiles"
    case "NW": "Naval weapons"
    case "SH": "Ships"
    default: nil
    }
  }
}
