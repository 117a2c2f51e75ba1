/// The header of SIPRI's register with one line a deal: which column stands where.
struct SIPRIDealsHeader {
  /// The columns that have a name.
  enum Column: Int, CaseIterable {
    case recipient, supplier, orderYear, ordered, designation, description, delivered, years, status, comments
    case tivPerUnit, tivOrder, tivDelivered

    /// The name as SIPRI prints it.
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

    /// The other names under which it was seen, as keys of `DatasetCell.columnKey`.
    var otherKeys: [String] {
      switch self {
      case .recipient: ["recipientcountry"]
      case .supplier: ["suppliercountry"]
      case .orderYear: ["orderyear", "yearordered"]
      case .ordered: ["noordered", "numbersordered", "orderednumber"]
      case .designation: []
      case .description: []
      case .delivered: ["deliveriesintheyearrange", "nodelivered", "numbersdelivered", "numberdeliveries"]
      case .years:
        ["yearsofdeliveries", "yearofdelivery", "yearofdeliveries", "deliveryyears", "yearsdelivery"]
      case .status: ["condition"]
      case .comments: ["comment"]
      case .tivPerUnit: ["tivperunit", "siprivtivperunit"]
      case .tivOrder: ["tivfortotalorder", "sipritivoftotalorder", "tivtotalorder", "sipritivtotalorder"]
      case .tivDelivered: ["tivofdeliveredweapons", "sipritivfordeliveredweapons", "tivdeliveredweapons"]
      }
    }
  }

  /// How its cells are told apart.
  let syntax: CellSyntax
  /// The number of its cells, padding aside.
  private(set) var width: Int
  /// Where each column stands, by raw value; nil if it is missing.
  private var places: [Int?]
  /// Where the marks of uncertainty stand, of the order year and the numbers ordered and delivered.
  private(set) var marks: (orderYear: Int?, ordered: Int?, delivered: Int?) = (nil, nil, nil)
  /// Names of columns that nobody reads.
  private(set) var unread: [String] = []
  /// Columns without a name before the first that has one, as programs add to number the rows.
  private(set) var lead = 0

  /// The place of that column, or nil if the file lacks it.
  subscript(column: Column) -> Int? { places[column.rawValue] }

  /// The columns that the file lacks.
  var missing: [Column] { Column.allCases.filter { self[$0] == nil } }

  /// The free text, if it stands where SIPRI puts it: before the three volumes, which end the line.
  var freeText: Int? {
    guard let comments = self[.comments], self[.tivPerUnit] == comments + 1, self[.tivOrder] == comments + 2,
      self[.tivDelivered] == comments + 3, width == comments + 4
    else { return nil }
    return comments
  }

  private static let keys: [String: Column] = {
    var keys: [String: Column] = [:]
    for column in Column.allCases {
      for key in column.otherKeys + [DatasetCell.columnKey(column.name)] { keys[key] = column }
    }
    return keys
  }()

  /// What that line says, or nil if it is no header of this register.
  init?(_ line: String) {
    guard line.utf8.count >= 40, line.utf8.count < 2000 else { return nil }
    syntax = CellSyntax(ofHeader: line)
    (width, places) = (0, [])
    var names: [String] = []
    guard syntax.split(line, into: &names) else { return nil }
    var places = [Int?](repeating: nil, count: Column.allCases.count)
    var nameless: [(place: Int, key: String)] = []
    var found: [Column?] = []
    for (place, name) in names.enumerated() {
      let key = DatasetCell.columnKey(name)
      if let column = SIPRIDealsHeader.keys[key], places[column.rawValue] == nil {
        places[column.rawValue] = place
        found.append(column)
      } else {
        found.append(nil)
        if SIPRIDealsHeader.isNameless(key) { nameless.append((place, key)) } else { unread.append(name) }
      }
    }
    guard let last = found.lastIndex(where: { $0 != nil }),
      let first = found.firstIndex(where: { $0 != nil }),
      places[Column.recipient.rawValue] != nil, places[Column.supplier.rawValue] != nil,
      places[Column.designation.rawValue] != nil, found.count(where: { $0 != nil }) >= 6
    else { return nil }
    self.places = places
    width = last + 1
    for (place, key) in nameless {
      if place < first { lead = max(lead, place + 1) }
      let before = place > 0 ? found[place - 1] : nil
      if setMark(of: before, at: place) || setMark(of: SIPRIDealsHeader.marked(byName: key), at: place) {
        width = max(width, place + 1)
      }
    }
    for (place, name) in names.enumerated() where unread.contains(name) { width = max(width, place + 1) }
  }

  private mutating func setMark(of column: Column?, at place: Int) -> Bool {
    switch column {
    case .orderYear where marks.orderYear == nil: marks.orderYear = place
    case .ordered where marks.ordered == nil: marks.ordered = place
    case .delivered where marks.delivered == nil: marks.delivered = place
    default: return false
    }
    return true
  }

  /// Whether a column has no name, or one that a program made up for it.
  private static func isNameless(_ key: String) -> Bool {
    for beginning in ["unnamed", "column", "spalte", "col", "x", "v", ""] where key.hasPrefix(beginning) {
      if key.dropFirst(beginning.count).allSatisfy({ $0.isNumber }) { return true }
    }
    return false
  }

  /// What a made-up name says of the column's first place: `Unnamed: 3`, `...4`, the second blank of three.
  private static func marked(byName key: String) -> Column? {
    switch key {
    case "unnamed3", "4", "": .orderYear
    case "unnamed5", "6", "1", "x1": .ordered
    case "unnamed9", "10", "2", "x2": .delivered
    default: nil
    }
  }
}
