import ArmsModel

/// What can be said only when all fields of a record are known.
extension RecordReader {
  /// Resolves the parties, and checks the fields against each other.
  func finish(_ draft: inout ClaimDraft, _ pending: Pending) {
    if draft.document.url == nil && draft.document.title == nil { checkDocument() }
    checkFigures(draft)
    if let from = draft.period.from, let to = draft.period.to, to.lastDay < from.firstDay {
      report(.endsBeforeBeginning(to: to.description, from: from.description), .to)
    }
    if (draft.evidenceStart == nil) != (draft.evidenceEnd == nil)
      || draft.evidenceStart ?? 0 > draft.evidenceEnd ?? 0
    {
      checkEvidence(draft)
    }
    resolveParties(&draft, pending)
  }

  private func checkDocument() {
    if has(.documentURL) || has(.documentTitle) || problems.contains(where: { $0.field == "document" }) {
      return
    }
    report(.missingDocument, "document", at: recordLocation)
  }

  @inline(__always)
  private func checkFigures(_ draft: ClaimDraft) {
    if let low = draft.quantity, let high = draft.quantityMax, high < low {
      reportLower(.quantityMax, .quantity)
    }
    if let low = draft.valueThousandths, let high = draft.valueMaxThousandths, high < low {
      reportLower(.valueMax, .value)
    }
    if draft.currency == nil {
      if draft.valueThousandths != nil || draft.valueMaxThousandths != nil { checkCurrency(draft) }
    } else if draft.priceYear != nil, let currency = draft.currency, currency.bytes.elementsEqual("TIV".utf8)
    {
      report(.priceYearOfTIV, .priceYear)
    }
  }

  private func checkCurrency(_ draft: ClaimDraft) {
    if has(.currency) { return }  // it is there, and was found wrong
    let field = draft.valueThousandths != nil ? RecordField.value : .valueMax
    report(.valueWithoutCurrency(found(field)), field)
  }

  private func checkEvidence(_ draft: ClaimDraft) {
    if draft.evidenceStart != nil && draft.evidenceEnd != nil {
      reportLower(.evidenceEnd, .evidenceStart)
    } else if draft.evidenceStart != nil && !has(.evidenceEnd) {
      report(.missingCounterpart("evidence_end"), .evidenceStart)
    } else if draft.evidenceEnd != nil && !has(.evidenceStart) {
      report(.missingCounterpart("evidence_start"), .evidenceEnd)
    }
  }

  private func reportLower(_ high: RecordField, _ low: RecordField) {
    report(.belowLowerEnd(found(high), lower: found(low), field: low.column), high)
  }

  private func has(_ field: RecordField) -> Bool { places[Int(field.rawValue)] >= 0 }

  private func resolveParties(_ draft: inout ClaimDraft, _ pending: Pending) {
    if pending.supplier == nil && pending.recipient == nil {
      if !has(.supplier) && !has(.recipient) { report(.missingParty, "supplier", at: recordLocation) }
      return
    }
    let (supplier, recipient) = answers(draft, pending)
    if case .problem(let reason) = supplier { report(party: reason, .supplier) }
    if case .problem(let reason) = recipient { report(party: reason, .recipient) }
    if let party = same(supplier, recipient) {
      report(
        .sameParty(supplier: found(.supplier), recipient: found(.recipient), party), .recipient)
    }
    draft.supplier = index(supplier)
    draft.recipient = index(recipient)
  }

  /// Whom the names of the parties mean.
  @inline(__always)
  private func answers(
    _ draft: ClaimDraft, _ pending: Pending
  ) -> (PartyResolver.Answer, PartyResolver.Answer) {
    let time = time(of: draft, pending)
    let published = draft.document.published
    var supplier = PartyResolver.Answer.party(-1)
    var recipient = PartyResolver.Answer.party(-1)
    let isNew =
      pending.supplier.map(parties.isNewCode) ?? false || pending.recipient.map(parties.isNewCode) ?? false
    if isNew, let proven = provenAnswers(draft, pending) { return proven }
    if let name = pending.supplier { supplier = parties.resolve(name, time: time, published: published) }
    if let name = pending.recipient { recipient = parties.resolve(name, time: time, published: published) }
    if supplier.isOutsideYears || recipient.isOutsideYears, let proven = provenAnswers(draft, pending) {
      return proven
    }
    return (supplier, recipient)
  }

  /// The parties whose codes the record gives, where its identifier proves that it is as it was exported: then they were
  /// what it says, even if a register spoke of a state that was no more, or of an actor that is not known here.
  private func provenAnswers(
    _ draft: ClaimDraft, _ pending: Pending
  ) -> (PartyResolver.Answer, PartyResolver.Answer)? {
    guard let identifier = draft.identifier else { return nil }
    var answers: [PartyResolver.Answer] = []
    for name in [pending.supplier, pending.recipient] {
      guard let answer = name.map(parties.codeItself) ?? .party(-1) else { return nil }
      answers.append(answer)
    }
    let document = draft.document.hash(using: &content)
    var category = draft.category < 0 ? "" : tree.slug(draft.category)
    let hash = category.withUTF8 { category in
      draft.hash(
        document: document, supplier: pending.supplier?.bytes, recipient: pending.recipient?.bytes,
        category: category.isEmpty ? nil : UnsafeRawBufferPointer(category), using: &content)
    }
    return hash.high == identifier ? (answers[0], answers[1]) : nil
  }

  /// The place of a party; a new one is added only on behalf of a good record.
  @inline(__always)
  private func index(_ answer: PartyResolver.Answer) -> PartyDirectory.Index {
    switch answer {
    case .party(let index): index
    case .newActor(let party): problems.isEmpty ? parties.add(party) : -1
    case .problem: -1
    }
  }

  @inline(__always)
  private func same(_ one: PartyResolver.Answer, _ other: PartyResolver.Answer) -> Party? {
    switch (one, other) {
    case (.party(let one), .party(let other)):
      one == other && one >= 0 ? directory[one] : nil
    case (.newActor(let one), .newActor(let other)): one.code == other.code ? one : nil
    default: nil
    }
  }

  /// Notes why a name gives no party, unless that only follows from a date that is itself a problem.
  private func report(party reason: ImportProblem.Reason, _ field: RecordField) {
    switch reason {
    case .ambiguousParty, .partyOutsideYears:
      let times = [RecordField.from, .to, .years, .documentPublished].map { $0.name(in: format) }
      if problems.contains(where: { problem in problem.field.map(times.contains) ?? false }) { return }
    default: break
    }
    report(reason, field)
  }

  /// When the transfer happened, as far as the record says it.
  ///
  /// A deal with one date only is of that date; an aggregate with one is open towards the other side.
  @inline(__always)
  private func time(of draft: ClaimDraft, _ pending: Pending) -> Period {
    var time = draft.period
    if draft.scope == .deal {
      if time.to == nil { time.to = time.from }
      if time.from == nil { time.from = time.to }
    }
    if pending.firstYear != 0 {
      let first = PartialDate(packed: pending.firstYear * 10_000)
      let last = PartialDate(packed: pending.lastYear * 10_000)
      if time.isUnknown { return Period(from: first, to: last) }
      if let from = time.from, first.firstDay < from.firstDay { time.from = first }
      if let to = time.to, last.lastDay > to.lastDay { time.to = last }
    }
    return time
  }
}
