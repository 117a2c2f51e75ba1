/// The columns of SIPRI's register with one line a deal and year.
enum SIPRIDeliveriesColumn: Int, DatasetColumn, CaseIterable {
  case id, supplier, recipient, designation, description, armamentCategory, orderYear, isOrderYearEstimate
  case delivered, isDeliveredEstimate, year, isYearEstimate, status, tivNewUnit, tivDealUnit, tivDelivered
  case localProduction

  var name: String {
    switch self {
    case .id: "SIPRI AT Database ID"
    case .supplier: "Supplier"
    case .recipient: "Recipient"
    case .designation: "Designation"
    case .description: "Description"
    case .armamentCategory: "Armament category"
    case .orderYear: "Order date"
    case .isOrderYearEstimate: "Order date is estimate"
    case .delivered: "Numbers delivered"
    case .isDeliveredEstimate: "Numbers delivered is estimate"
    case .year: "Delivery year"
    case .isYearEstimate: "Delivery year is estimate"
    case .status: "Status"
    case .tivNewUnit: "SIPRI estimate"
    case .tivDealUnit: "TIV deal unit"
    case .tivDelivered: "TIV delivery values"
    case .localProduction: "Local production"
    }
  }

  var otherKeys: [String] {
    switch self {
    case .id: ["dealid", "databaseid", "sipridatabaseid"]
    case .supplier: ["seller"]
    case .recipient: ["buyer"]
    case .orderYear: ["orderyear", "yearoforder"]
    case .delivered: ["numberdelivered"]
    case .isDeliveredEstimate: ["numberdeliveredisestimate"]
    case .tivDelivered: ["tivdeliveryvalue"]
    default: []
    }
  }

  static var needed: [SIPRIDeliveriesColumn] { [.id, .supplier, .recipient, .designation, .year] }
}
