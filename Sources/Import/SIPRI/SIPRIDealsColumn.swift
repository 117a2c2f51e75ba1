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

  var markKeys: [String] {
    switch self {
    case .orderYear: ["order", "orderdate", "dateoforder", "year"]
    case .ordered: ["ordered", "quantityordered", "ordernumber"]
    case .delivered: ["delivered", "quantitydelivered", "deliveries", "deliverednumber"]
    default: []
    }
  }
}
