/// The columns of SIPRI's register with one line a deal.
enum SIPRIDealsColumn: Int, DatasetColumn, CaseIterable {
  case recipient, supplier, orderYear, ordered, designation, description, delivered, years, status, comments
  case tivPerUnit, tivOrder, tivDelivered

  var name: String {
    switch self {
    case .recipient: "Recipient"
    case .supplier: "Supplier"
    case .orderYear: "Year of order"
    case .ordered: "Number ordered"
    case .designation: "Weapon designation"
    case .description: "Weapon description"
    case .delivered: "Number delivered"
    case .years: "Year(s) of delivery"
    case .status: "status"
    case .comments: "Comments"
    case .tivPerUnit: "SIPRI TIV per unit"
    case .tivOrder: "SIPRI TIV for total order"
    case .tivDelivered: "SIPRI TIV of delivered weapons"
    }
  }

  var otherKeys: [String] {
    switch self {
    case .recipient: ["recipientcountry"]
    case .supplier: ["suppliercountry"]
    case .orderYear: ["orderyear", "yearordered"]
    case .ordered: ["noordered", "numbersordered"]
    case .delivered: ["deliveriesintheyearrange", "nodelivered", "numbersdelivered"]
    case .years: ["yearsofdeliveries", "yearofdelivery", "yearofdeliveries", "deliveryyears"]
    case .comments: ["comment"]
    case .tivPerUnit: ["tivperunit"]
    case .tivOrder: ["tivfortotalorder", "sipritivoftotalorder"]
    case .tivDelivered: ["tivofdeliveredweapons", "sipritivfordeliveredweapons", "tivdelivered"]
    default: []
    }
  }

  static var needed: [SIPRIDealsColumn] { [.recipient, .supplier, .designation] }

  var canBeMarked: Bool { self == .orderYear || self == .ordered || self == .delivered }

  /// `Unnamed: 3`, `...4`, ` .1`: what programs call the three columns without a name.
  static func marked(byKey key: String, among others: [String]) -> SIPRIDealsColumn? {
    switch key {
    case "" where others.contains("1") && others.contains("2"): .orderYear
    case "unnamed3", "4": .orderYear
    case "unnamed5", "6", "1", "x1": .ordered
    case "unnamed9", "10", "2", "x2": .delivered
    default: nil
    }
  }
}
