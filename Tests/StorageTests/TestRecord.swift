import Storage

/// One record, to be written as a line of JSON.
struct TestRecord {
  var supplier: String? = "ISR"
  var recipient: String? = "AZE"
  var weapon: String?
  var category: String?
  var quantity: Int?
  var quantityMax: Int?
  var quantityText: String?
  var quantityUnit: String?
  var value: Int?
  var valueMax: Int?
  var currency: String?
  var priceYear: Int?
  var status = "ordered"
  var mode: String?
  var scope = "deal"
  var from: String?
  var to: String?
  var years: [Int] = []
  var assertedBy: String?
  var evidence: String?
  var credibility: Int?
  var confidence: String?
  var note: String?
  var url: String?
  var title: String? = "A title"
  var publisher: String? = "The Daily"
  var agency: String?
  var author: String?
  var published: String?
  /// Keys that begin with `x_` and their values as JSON.
  var extra: [(String, String)] = []

  /// The record as a line of JSON.
  var json: String {
    var fields: [String] = []
    func put(_ key: String, _ text: String?) {
      if let text { fields.append("\(JSON.quote(key)):\(JSON.quote(text))") }
    }
    func put(_ key: String, _ number: Int?) {
      if let number { fields.append("\(JSON.quote(key)):\(number)") }
    }
    put("supplier", supplier)
    put("recipient", recipient)
    put("weapon", weapon)
    put("category", category)
    put("quantity", quantity)
    put("quantity_max", quantityMax)
    put("quantity_text", quantityText)
    put("quantity_unit", quantityUnit)
    put("value", value)
    put("value_max", valueMax)
    put("currency", currency)
    put("price_year", priceYear)
    put("status", status)
    put("mode", mode)
    put("scope", scope)
    put("from", from)
    put("to", to)
    if !years.isEmpty { fields.append("\"years\":[\(years.map(String.init).joined(separator: ","))]") }
    put("asserted_by", assertedBy)
    put("evidence", evidence)
    put("credibility", credibility.map(String.init))
    if let confidence { fields.append("\"confidence\":\(confidence)") }
    put("note", note)
    for (key, value) in extra { fields.append("\(JSON.quote(key)):\(value)") }
    let record = fields
    fields = []
    put("url", url)
    put("title", title)
    put("publisher", publisher)
    put("agency", agency)
    put("author", author)
    put("published", published)
    return "{" + (record + ["\"document\":{\(fields.joined(separator: ","))}"]).joined(separator: ",") + "}"
  }
}

/// Writes JSON.
enum JSON {
  /// The text in quotes, escaped.
  static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where scalar.value < 32:
        quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  mutating func oneIn(_ number: Int) -> Bool { Int.random(in: 0..<number, using: &self) == 0 }

  /// One of them.
  mutating func one<T>(of values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &self)] }

  /// Up to `limit` scalars of many scripts, with U+0000, combining marks and directions.
  mutating func text(upTo limit: Int) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0, 0x20...0x7e, 0x22...0x2a, 0xc0...0x24f, 0x300...0x36f, 0x400...0x4ff, 0x5d0...0x5ea,
      0x620...0x64a, 0x2000...0x206f, 0x3041...0x3096, 0xe000...0xffff, 0x1f300...0x1f6ff,
      0x10fff0...0x10ffff,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &self) {
      let range = one(of: ranges)
      if let scalar = UnicodeScalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
    }
    return String(text)
  }

  /// Claims of few pairs, weapons, years and sums, so that many of them speak of the same.
  mutating func records(_ count: Int) -> [TestRecord] {
    (0..<count).map { number in
      var record = TestRecord()
      record.supplier = one(of: ["ISR", "RUS", "TUR", "SRB", nil])
      record.recipient = record.supplier == nil ? "AZE" : one(of: ["AZE", "AZE", "ARM", nil])
      record.weapon = one(of: ["Harop", "Harpy-2", "T-90S", "T-72", "Heron", "Spear Nine", nil, nil])
      if record.weapon == nil { record.category = one(of: ["uav", "missile", "tank", "aircraft", nil]) }
      if oneIn(2) {
        record.quantity = one(of: [10, 50, 52, 100])
        if oneIn(5) { record.quantityMax = 110 }
        if oneIn(6) { record.quantityUnit = one(of: ["battery", "regiment"]) }
      }
      if oneIn(2) {
        record.currency = one(of: ["USD", "USD", "USD", "EUR", "TIV"])
        record.value = one(of: [100, 105, 150, 825]) * (record.currency == "TIV" ? 1 : 1_000_000)
        if oneIn(5) { record.valueMax = 900 * (record.currency == "TIV" ? 1 : 1_000_000) }
        if record.currency == "USD", oneIn(6) { record.priceYear = 2020 }
      }
      record.status = one(of: [
        "ordered", "ordered", "delivered", "delivered", "in-use", "reported", "approved", "offered",
        "denied", "cancelled", "negotiating",
      ])
      let year = Int.random(in: 2005...2012, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: break
      case 1: record.from = "\(year)-0\(Int.random(in: 1...9, using: &self))"
      case 2:
        record.from = "\(year)"
        record.to = "\(year + Int.random(in: 0...4, using: &self))"
      case 3: record.to = "\(year)"
      default: record.from = "\(year)"
      }
      if oneIn(4) {
        record.scope = "aggregate"
        if oneIn(2) { (record.weapon, record.category) = (nil, nil) }
      }
      if oneIn(3) { record.assertedBy = one(of: ["SIPRI", "Ministry of Tests", "ITAR-TASS"]) }
      if oneIn(4) { record.credibility = Int.random(in: 1...6, using: &self) }
      if oneIn(3) { record.evidence = "they bought item \(number)" }
      record.title = "Article \(Int.random(in: 0..<max(2, count / 2), using: &self))"
      record.publisher = one(of: ["The Daily", "Evening News", "Haqqin", nil])
      if oneIn(4) { record.agency = one(of: ["Reuters", "TASS"]) }
      if oneIn(2) { record.published = "20\(Int.random(in: 13...25, using: &self))-01-01" }
      return record
    }
  }
}
