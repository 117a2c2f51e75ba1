/// Editions and records as JSON: the form in which records wait until a name is known.
extension DatasetRelease {
  /// As a JSON object; absent members are left out.
  public var json: JSONValue {
    var object = JSONObject()
    object["dataset"] = dataset
    object["asserted_by"] = assertedBy
    object["url"] = url
    object["title"] = title
    object["generated"] = generated
    object["first_year"] = firstYear
    object["last_year"] = lastYear
    object["suppliers"] = suppliers
    object["recipients"] = recipients
    if isSelection { object["is_selection"] = 1 }
    object["layout"] = layout
    object["first_year_of_data"] = yearsOfData?.lowerBound
    object["last_year_of_data"] = yearsOfData?.upperBound
    return object.value
  }

  /// The edition that `json` made such an object of; nil if it is none.
  public init?(json: JSONValue) {
    guard let dataset = json["dataset"]?.text, let title = json["title"]?.text,
      let layout = json["layout"]?.text
    else { return nil }
    self.init(
      dataset: dataset, assertedBy: json["asserted_by"]?.text, url: json["url"]?.text, title: title,
      layout: layout)
    generated = json["generated"]?.text
    firstYear = json["first_year"]?.integer.map { Int($0) }
    lastYear = json["last_year"]?.integer.map { Int($0) }
    suppliers = json["suppliers"].map { $0.elements.compactMap(\.text) }
    recipients = json["recipients"].map { $0.elements.compactMap(\.text) }
    isSelection = json["is_selection"] != nil
    if let first = json["first_year_of_data"]?.integer, let last = json["last_year_of_data"]?.integer,
      first <= last
    {
      yearsOfData = Int(first)...Int(last)
    }
  }
}

extension DatasetRow {
  /// As a JSON object; absent members are left out.
  public var json: JSONValue {
    var object = JSONObject()
    object["line"] = line
    object["text"] = text
    object["tiv"] = tiv
    object.set("claims", claims.map(\.json))
    object.set("faults", faults.map(\.json))
    return object.value
  }

  /// The record that `json` made such an object of; nil if it is none.
  public init?(json: JSONValue) {
    guard let line = json["line"]?.integer, let text = json["text"]?.text else { return nil }
    self.init(line: Int(line), text: text)
    tiv = json["tiv"]?.integer
    for value in json["claims"]?.elements ?? [] {
      guard let claim = DatasetClaim(json: value) else { return nil }
      claims.append(claim)
    }
    for value in json["faults"]?.elements ?? [] {
      guard let kind = value["kind"]?.text, let sentence = value["sentence"]?.text else { return nil }
      faults.append(
        DatasetFault(
          kind: kind, sentence: sentence, field: value["field"]?.text,
          column: value["column"]?.integer.map { Int($0) } ?? 1))
    }
  }
}

extension DatasetFault {
  var json: JSONValue {
    var object = JSONObject()
    object["kind"] = kind
    object["sentence"] = sentence
    object["field"] = field
    object["column"] = column
    return object.value
  }
}

extension DatasetClaim {
  var json: JSONValue {
    var object = JSONObject()
    object["supplier"] = supplier?.name
    object["supplier_code"] = supplier?.code
    object["recipient"] = recipient?.name
    object["recipient_code"] = recipient?.code
    object["weapon"] = weapon
    object["category"] = category
    object["quantity"] = quantity
    object["quantity_max"] = quantityMax
    object["quantity_text"] = quantityText
    object["quantity_unit"] = quantityUnit
    object["value"] = valueThousandths
    object["value_max"] = valueMaxThousandths
    object["currency"] = currency
    object["status"] = status
    object["mode"] = mode
    object["condition"] = condition
    if isAggregate { object["aggregate"] = 1 }
    object["from"] = from
    object["to"] = to
    object["years"] = years.map { $0.map(String.init) }
    object["estimates"] = estimates.isEmpty ? nil : estimates
    object["deal"] = deal
    object["evidence"] = evidence
    object["note"] = note
    object["credibility"] = credibility.map { Int($0) }
    object["asserted_by"] = assertedBy
    for (key, value) in extra.sorted(by: { $0.key < $1.key }) { object[key] = value }
    return object.value
  }

  init?(json: JSONValue) {
    guard let status = json["status"]?.text else { return nil }
    self.init(status: status)
    supplier = json["supplier"]?.text.map { PrintedParty($0, code: json["supplier_code"]?.text) }
    recipient = json["recipient"]?.text.map { PrintedParty($0, code: json["recipient_code"]?.text) }
    weapon = json["weapon"]?.text
    category = json["category"]?.text
    quantity = json["quantity"]?.integer
    quantityMax = json["quantity_max"]?.integer
    quantityText = json["quantity_text"]?.text
    quantityUnit = json["quantity_unit"]?.text
    valueThousandths = json["value"]?.integer
    valueMaxThousandths = json["value_max"]?.integer
    currency = json["currency"]?.text
    mode = json["mode"]?.text
    condition = json["condition"]?.text
    isAggregate = json["aggregate"] != nil
    from = json["from"]?.text
    to = json["to"]?.text
    years = json["years"].map { $0.elements.compactMap { $0.integer.map { Int($0) } } }
    estimates = json["estimates"]?.elements.compactMap(\.text) ?? []
    deal = json["deal"]?.text
    evidence = json["evidence"]?.text
    note = json["note"]?.text
    credibility = json["credibility"]?.integer.map { UInt8(clamping: $0) }
    assertedBy = json["asserted_by"]?.text
    guard case .object(let members) = json else { return nil }
    for (key, value) in members where key.hasPrefix("x_") { extra[key] = value.text }
  }
}

/// An object in the making; setting nil sets nothing.
private struct JSONObject {
  private var members: [(key: String, value: JSONValue)] = []

  var value: JSONValue { .object(members) }

  mutating func set(_ key: String, _ list: [JSONValue]) {
    if !list.isEmpty { members.append((key, .array(list))) }
  }

  subscript(key: String) -> String? {
    get { nil }
    set { if let newValue { members.append((key, .string(newValue))) } }
  }

  subscript(key: String) -> [String]? {
    get { nil }
    set { if let newValue { members.append((key, .array(newValue.map { .string($0) }))) } }
  }

  subscript<Number: BinaryInteger>(key: String) -> Number? {
    get { nil }
    set { if let newValue { members.append((key, .number("\(newValue)"))) } }
  }
}
