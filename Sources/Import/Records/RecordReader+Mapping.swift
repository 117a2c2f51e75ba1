import ArmsModel

extension RecordReader {
  /// What of a record has to wait until all its fields are known.
  struct Pending {
    var supplier: BorrowedText?
    var recipient: BorrowedText?
    /// The years of delivery: the first and the last.
    var firstYear: Int32 = 0
    var lastYear: Int32 = 0
  }

  /// Fills a draft from the fields of a JSON object.
  func map(_ reader: JSONRecordReader, into draft: inout ClaimDraft) {
    var pending = Pending()
    begin()
    for index in 0..<reader.fieldCount {
      let raw = reader.field(index)
      guard let field = vocabulary.key(raw.name, at: index) else {
        otherKey(raw, index: index)
        continue
      }
      if raw.value.kind == .null { continue }
      apply(field, raw.value, index: index, to: &draft, &pending)
    }
    if !extras.isEmpty { draft.extra = extraObject(reader) }
    finish(&draft, pending)
  }

  /// Fills a draft from the fields of a row.
  func map(_ reader: DelimitedReader, into draft: inout ClaimDraft) {
    var pending = Pending()
    begin()
    for index in 0..<min(columns.count, reader.fieldCount) {
      guard let field = columns[index] else { continue }
      let value = reader.field(index)
      if value.bytes.isEmpty { continue }
      apply(field, value, index: index, to: &draft, &pending)
    }
    if !extraColumns.isEmpty { draft.extra = extraObject(reader) }
    finish(&draft, pending)
  }

  private func begin() {
    places.update(repeating: -1)
    if !extras.isEmpty { extras.removeAll(keepingCapacity: true) }
  }

  /// Reads a value, which is not null, into the draft.
  private func apply(
    _ field: RecordField, _ value: RawValue, index: Int, to draft: inout ClaimDraft, _ pending: inout Pending
  ) {
    if value.kind == .string && value.bytes.isEmpty { return }
    if value.kind == .string, Placeholder.mayBe(value.bytes), Placeholder.isOne(value.bytes, field) {
      if !field.isNumberOrDate {
        places[Int(field.rawValue)] = Int32(truncatingIfNeeded: index)
        report(.placeholder(String(decoding: value.bytes, as: UTF8.self)), field, at: value)
      }
      return
    }
    places[Int(field.rawValue)] = Int32(truncatingIfNeeded: index)
    switch field {
    case .supplier: pending.supplier = text(value, field)
    case .recipient: pending.recipient = text(value, field)
    case .weapon:
      draft.weapon = text(value, field)
      if let text = draft.weapon, text.bytes.count < 25, let found = SpreadsheetValue(text.string) {
        report(.spreadsheetValue(found), field, at: value)
      }
    case .category:
      guard let place = word(value, field, vocabulary.categories) else { return }
      draft.category = CategoryTree.Index(truncatingIfNeeded: place)
    case .quantity: draft.quantity = whole(value, field)
    case .quantityMax: draft.quantityMax = whole(value, field)
    case .quantityText: draft.quantityText = text(value, field)
    case .quantityUnit: draft.quantityUnit = text(value, field)
    case .value: draft.valueThousandths = amount(value, field)
    case .valueMax: draft.valueMaxThousandths = amount(value, field)
    case .currency: draft.currency = currency(value, field)
    case .priceYear: draft.priceYear = year(value, field)
    case .status:
      if let place = word(value, field, vocabulary.statuses) { draft.status = Stage.allCases[place] }
    case .mode:
      if let place = word(value, field, vocabulary.modes) { draft.mode = TransferMode.allCases[place] }
    case .condition:
      if let place = word(value, field, vocabulary.conditions) {
        draft.condition = Condition.allCases[place]
      }
    case .scope:
      if let place = word(value, field, vocabulary.scopes) { draft.scope = Scope.allCases[place] }
    case .from: draft.period.from = date(value, field)
    case .to: draft.period.to = date(value, field)
    case .years: draft.years = years(value, &pending)
    case .estimates: draft.estimates = estimates(value)
    default: applyOrigin(field, value, to: &draft)
    }
  }

  /// Reads a value about who says what, and where.
  private func applyOrigin(_ field: RecordField, _ value: RawValue, to draft: inout ClaimDraft) {
    switch field {
    case .assertedBy: draft.assertedBy = text(value, field)
    case .evidence: draft.evidence = text(value, field)
    case .evidenceStart: draft.evidenceStart = whole(value, field)
    case .evidenceEnd: draft.evidenceEnd = whole(value, field)
    case .reliability: draft.reliability = grade(value, field, from: UInt8(ascii: "A"))
    case .credibility:
      draft.credibility = grade(value, field, from: UInt8(ascii: "1")).map { $0 - UInt8(ascii: "0") }
    case .confidence: draft.confidence = fraction(value, field)
    case .note: draft.note = text(value, field)
    case .documentURL: draft.document.url = text(value, field)
    case .documentTitle: draft.document.title = text(value, field)
    case .documentPublisher: draft.document.publisher = text(value, field)
    case .documentAgency: draft.document.agency = text(value, field)
    case .documentAuthor: draft.document.author = text(value, field)
    case .documentPublished: draft.document.published = date(value, field)
    case .documentLanguage: draft.document.language = text(value, field)
    case .documentSHA256: draft.document.sha256 = digest(value, field)
    case .id: draft.identifier = value.kind == .string ? ContentHash.high(ofIdentifier: value.bytes) : nil
    case .deal: draft.deal = text(value, field)
    case .rank: if word(value, field, vocabulary.ranks) != nil { draft.rank = text(value, field) }
    case .rankReason: draft.rankReason = text(value, field)
    default: return
    }
  }

  /// Deals with a key that is no field of its own.
  private func otherKey(_ raw: RawField, index: Int) {
    if raw.name.starts(with: "x_".utf8) {
      // The reason in a file of rejected records is ours; the mended record is the one it would have been.
      if raw.name.starts(with: "x_rejected".utf8) { return }
      if raw.value.kind != .null && !(raw.value.kind == .string && raw.value.bytes.isEmpty) {
        extras.append(index)
      }
      return
    }
    let name = String(decoding: raw.name, as: UTF8.self)
    if name == "document" {
      if raw.value.kind != .null && raw.value.kind != .object {
        let found = String(decoding: raw.value.bytes, as: UTF8.self)
        report(
          .wrongType(raw.value.kind, found: found, wanted: .object), "document",
          at: raw.value.location(in: input.name))
      }
      return
    }
    // The members of an object that stands where a plain value belongs: one problem for all of them.
    if let dot = name.firstIndex(of: "."),
      let outer = RecordField.allCases.first(where: { $0.key == name[..<dot] })
    {
      let isKnown = problems.contains { $0.field == outer.key }
      places[Int(outer.rawValue)] = Int32(truncatingIfNeeded: index)
      if !isKnown {
        report(.wrongType(.object, found: "", wanted: outer.wanted), outer, at: raw.value)
      }
      return
    }
    problems.append(
      ImportProblem(
        location: raw.nameLocation(in: input.name),
        reason: .unknownKey(name, nearest: Vocabulary.nearestKey(name))))
  }

  /// Notes a problem of a field at its value.
  func report(_ reason: ImportProblem.Reason, _ field: RecordField, at value: RawValue) {
    report(reason, field.name(in: format), at: value.location(in: input.name))
  }

  /// Notes a problem of a field at a place.
  func report(_ reason: ImportProblem.Reason, _ field: String, at location: SourceLocation) {
    problems.append(ImportProblem(location: location, field: field, reason: reason))
  }

  /// Notes a problem of a field wherever it stands; at the record's beginning if it does not.
  func report(_ reason: ImportProblem.Reason, _ field: RecordField) {
    let location = value(of: field)?.location(in: input.name) ?? recordLocation
    report(reason, field.name(in: format), at: location)
  }

  /// The value of a field of the present record.
  func value(of field: RecordField) -> RawValue? {
    let place = Int(places[Int(field.rawValue)])
    guard place >= 0 else { return nil }
    switch source {
    case .json(let reader): return reader.field(place).value
    case .delimited(let reader): return reader.field(place)
    }
  }

  /// The text of a field of the present record, for messages.
  func found(_ field: RecordField) -> String {
    value(of: field).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }

  /// Where the present record begins.
  var recordLocation: SourceLocation {
    switch source {
    case .json(let reader):
      SourceLocation(
        file: input.name, line: reader.origin.position.line, column: reader.origin.position.column)
    case .delimited(let reader): SourceLocation(file: input.name, line: reader.recordLine, column: 1)
    }
  }
}

extension RecordField {
  /// What JSON has to hold.
  var wanted: ImportProblem.Wanted {
    switch self {
    case .quantity, .quantityMax, .priceYear, .evidenceStart, .evidenceEnd: .wholeNumber
    case .value, .valueMax, .confidence: .number
    case .years: .years
    case .estimates: .fieldNames
    default: .text
    }
  }
}
