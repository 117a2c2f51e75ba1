/// Reads one element of a block of the UN Register's answer.
struct UNRegisterRow {
  /// Where the element stands, for faults.
  let path: String
  let block: UNRegisterLayout.Block
  let country: PrintedParty
  private(set) var claims: [DatasetClaim] = []
  private(set) var faults: [(path: String, sentence: String)] = []
  /// Members that tell of the partner.
  private static let names = [
    "country", "countryname_slug", "acro", "id", "name_en", "iso_2_acronym", "iso_3_acronym", "year",
  ]

  init(path: String, block: UNRegisterLayout.Block, country: PrintedParty) {
    self.path = path
    self.block = block
    self.country = country
  }

  mutating func read(_ element: JSONValue) {
    guard case .object(let members) = element else { return fault("", "an object is needed") }
    if block.isSeries { series(element, members) } else { matrix(element, members) }
  }

  private mutating func fault(_ key: String, _ sentence: String) {
    faults.append((key.isEmpty ? path : "\(path).\(key)", sentence))
  }

  /// A partner and its numbers by category.
  private mutating func matrix(_ element: JSONValue, _ members: [(key: String, value: JSONValue)]) {
    guard let partner = UNRegisterLayout.party(element) else {
      return fault("country", "the partner has no name")
    }
    var year: Int?
    if let value = element["year"], value != .null {
      year = value.integer.flatMap { TIVTable.year("\($0)") }
      if year == nil { fault("year", "a year is needed, this is \(value.json)") }
    }
    for (key, value) in members where !UNRegisterRow.names.contains(key) {
      if value == .null { continue }
      let isOwn = key.hasSuffix("_1")
      let code = String(key.dropLast(2))
      guard isOwn || key.hasSuffix("_2"), let subject = UNRegister.subject(ofCode: code) else {
        fault(key, "no category of the Register that is known, with _1 or _2 after it")
        continue
      }
      guard let number = number(value, key), number > 0 else { continue }
      var claim = UNRegister.claim(
        subject, from: block.isImport ? partner : country, to: block.isImport ? country : partner,
        code: code)
      claim.quantity = number
      if let year {
        (claim.from, claim.to) = ("\(year)", "\(year)")
      } else {
        // The Register begins with 1992.
        claim.from = "1992"
        claim.note = "No year is given: taken for the sum over all years of the Register"
      }
      report(&claim, by: isOwn ? country.name : partner.name)
      claims.append(claim)
    }
  }

  /// One kind of weapon and its numbers by year.
  private mutating func series(_ element: JSONValue, _ members: [(key: String, value: JSONValue)]) {
    let code = element["tow"]?.text ?? ""
    guard let subject = UNRegister.subject(ofCode: code) else {
      return fault("tow", "'\(code)' is no type of weapon that is known")
    }
    for (key, value) in members where key != "tow" && key != "tow_verbose" && value != .null {
      guard key == "own_values" || key == "other_values", case .array(let points) = value else {
        if key != "id" { fault(key, "own_values and other_values, which are lists, are known here") }
        continue
      }
      for (place, point) in points.enumerated() {
        let at = "\(key)[\(place)]"
        guard case .object(let parts) = point,
          let year = point["year"]?.integer.flatMap({ TIVTable.year("\($0)") })
        else {
          fault(at, "an object with a year is needed")
          continue
        }
        for part in parts where !["year", "amount", "contains_classified", "id"].contains(part.key) {
          fault("\(at).\(part.key)", "year, amount and contains_classified are known here")
        }
        guard let amount = point["amount"], amount != .null, let number = number(amount, "\(at).amount"),
          number > 0
        else { continue }
        var claim = UNRegister.claim(
          subject, from: block.isImport ? nil : country, to: block.isImport ? country : nil,
          code: code)
        claim.quantity = number
        (claim.from, claim.to) = ("\(year)", "\(year)")
        if point["contains_classified"] == .bool(true) {
          claim.note = "The report holds numbers that are classified; this is without them"
        }
        report(&claim, by: key == "own_values" ? country.name : nil)
        claims.append(claim)
      }
    }
  }

  private func report(_ claim: inout DatasetClaim, by name: String?) {
    claim.extra["x_reported_by"] = name ?? "other states"
    if name != country.name { claim.assertedBy = name ?? "other states" }
  }

  /// A number of pieces; nil, and a fault, for anything else.
  private mutating func number(_ value: JSONValue, _ key: String) -> Int64? {
    if let text = value.text, let thousandths = ScaledDecimal.read(text, places: 3), thousandths % 1000 == 0 {
      return thousandths / 1000
    }
    fault(key, "a number of pieces is needed, this is \(value.json)")
    return nil
  }
}
