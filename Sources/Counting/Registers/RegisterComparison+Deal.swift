import ArmsModel

extension RegisterComparison {
  /// A claim against the nearest deal of its designation, and against all that are as near.
  func compare(
    _ question: RegisterQuestion, _ best: RegisterDeal, _ near: [RegisterDeal], _ answer: inout RegisterAnswer
  ) {
    compareClass(question, best, &answer)
    switch question.stage {
    case .ordered, .delivered, .inUse:
      let before = answer.remarks.count
      compareQuantity(question, best, near, &answer)
      compareYears(question, best, isToldApart: answer.remarks.count > before, &answer)
    case .denied, .cancelled:
      guard best.delivered ?? 0 > 0, distance(best, question) <= 2 else { return }
      answer.add(
        .stage,
        "The claim says \(question.stage.participle); the register lists \(words(best)).\(ages(question))",
        listed: best.delivered)
    default:
      answer.notes.append("It lists \(words(best)).")
    }
  }

  private func compareClass(
    _ question: RegisterQuestion, _ best: RegisterDeal, _ answer: inout RegisterAnswer
  ) {
    guard !isSameClass(question, best), let category = index(best) else { return }
    let (own, other) = (tree.root(of: question.category), tree.root(of: category))
    let parts =
      tree.slug(own) == "air-defence" && tree.slug(other) == "missile"
      ? " It lists air-defence systems and their missiles as separate deals." : ""
    answer.add(
      .classification,
      "The register files \(best.designation) under \(tree.categories[Int(other)].name.lowercased())"
        + (best.description.map { " (\($0))" } ?? "")
        + ", the claim under \(tree.categories[Int(own)].name.lowercased()).\(parts)")
  }

  // MARK: How many

  private func compareQuantity(
    _ question: RegisterQuestion, _ best: RegisterDeal, _ near: [RegisterDeal],
    _ answer: inout RegisterAnswer
  ) {
    guard let quantity = question.quantity else { return }
    if let unit = question.quantityUnit {
      let listed = question.stage == .ordered ? best.ordered : best.delivered
      if let listed, agree(quantity, CountedClaim.Interval(listed)) {
        answer.notes.append("The number is the same, though the claim counts in another unit (\(unit)).")
        return
      }
      return answer.add(
        .unit,
        "The claim counts \(said(quantity)) in another unit (\(unit)), the register in pieces: \(words(best)). The "
          + "numbers are not compared.", claimed: quantity.best)
    }
    let isOrder = question.stage == .ordered
    func fits(_ number: Int64?) -> Bool { number.map { agree(quantity, CountedClaim.Interval($0)) } ?? false }
    let (number, other) = isOrder ? (best.ordered, best.delivered) : (best.delivered, best.ordered)
    let (kind, otherKind) = isOrder ? ("ordered", "delivered") : ("delivered", "ordered")
    if fits(number) {
      answer.notes.append("It agrees: \(number ?? 0) \(kind).")
      return
    }
    let group = near.filter {
      distance($0, question) == distance(best, question) && isSameClass(question, $0)
    }
    let sum = group.compactMap { isOrder ? $0.ordered : $0.delivered }.reduce(0, saturatingSum)
    if group.count > 1, fits(sum) {
      answer.notes.append("It agrees with the sum of \(group.count) deals: \(sum) \(kind).")
      return
    }
    if !isOrder, let number, quantity.high < number {
      answer.notes.append("The \(said(quantity)) may be a part of the \(number) delivered in all.")
      return
    }
    guard let number, number > 0 else {
      if isOrder {
        answer.notes.append("It does not give the number ordered.")
      }
      return
    }
    if !isOrder, isTooLate(question) {
      return answer.add(
        .age,
        "The claim has \(said(quantity)) delivered, the register \(number): the edition was made in "
          + "\(release.year.map(String.init) ?? "an unknown year") and may not have the later ones.",
        claimed: quantity.best, listed: number)
    }
    if fits(other) {
      return answer.add(
        .stage,
        "The claim has \(said(quantity)) \(kind), the register \(number) \(kind) and \(other ?? 0) \(otherKind): "
          + "\(words(best)).\(ages(question))", claimed: quantity.best, listed: number)
    }
    answer.add(
      .quantity,
      "The claim has \(said(quantity)) \(kind), the register \(number): \(words(best))."
        + (group.count > 1 ? " The \(group.count) deals of that time come to \(sum)." : "") + ages(question),
      claimed: quantity.best, listed: number)
  }

  // MARK: When

  private func compareYears(
    _ question: RegisterQuestion, _ best: RegisterDeal, isToldApart: Bool, _ answer: inout RegisterAnswer
  ) {
    if question.stage.hasArrived, best.years.isEmpty {
      guard !isToldApart else { return }
      if isTooLate(question) {
        return answer.add(
          .age,
          "The claim says \(question.stage.participle), the register \(best.status) only: the edition was made in "
            + "\(release.year.map(String.init) ?? "an unknown year"). \(words(best)).")
      }
      return answer.add(
        .stage,
        "The claim says \(question.stage.participle), the register \(best.status) and nothing delivered: "
          + "\(words(best)).\(ages(question))")
    }
    if question.stage == .ordered, best.status != "ordered" {
      answer.add(
        .stage,
        "The claim says ordered, the register \(best.status) only: \(words(best)).\(ages(question))")
    }
    guard question.firstYear != nil || question.lastYear != nil else { return }
    let years = distance(best, question)
    let isOrder = question.stage == .ordered
    guard years > 0 else {
      let told =
        isOrder ? best.orderYear.map { "ordered \($0)" } : "delivered \(RegisterComparison.years(best))"
      if let told { answer.notes.append("The time agrees: \(told).") }
      return
    }
    let deed = isOrder ? "order" : "delivery"
    let listed = isOrder ? best.orderYear.map(String.init) ?? "" : RegisterComparison.years(best)
    let mark = isOrder && best.orderYearMark == .estimate ? ", an estimate" : ""
    let first = question.firstYear ?? question.lastYear ?? 0
    let last = question.lastYear ?? first
    let isLater = (isOrder ? best.orderYear : best.years.first) ?? 0 > last
    answer.add(
      .year,
      "The claim dates the \(deed) of \(goods(question)) to \(first == last ? "\(first)" : "\(first)–\(last)"), the "
        + "register to \(listed)\(mark): \(FindingWords.count(years, "year")) \(isLater ? "later" : "earlier")."
        + ages(question))
  }

  /// Whether the claim speaks of a time that the edition cannot wholly have.
  private func isTooLate(_ question: RegisterQuestion) -> Bool {
    guard let made = release.year,
      let year = question.lastYear ?? question.firstYear ?? question.publishedYear
    else { return false }
    return year >= made
  }

  /// Which of the two is newer, where they lie apart.
  private func ages(_ question: RegisterQuestion) -> String {
    guard let made = release.year, let printed = question.publishedYear, made != printed else { return "" }
    return " The register is of \(made), the claim of \(printed)."
  }

  private func said(_ quantity: CountedClaim.Interval) -> String {
    if let word = quantity.qualifier.word, quantity.qualifier != .words { return "\(word) \(quantity.best)" }
    if quantity.high == .max { return "at least \(quantity.low)" }
    return quantity.low == quantity.high ? "\(quantity.best)" : "\(quantity.low) to \(quantity.high)"
  }

  // MARK: Kinds and money

  /// A claim that names no designation against the deals of its kind at that time.
  func compareKin(_ question: RegisterQuestion, _ kin: [RegisterDeal], _ answer: inout RegisterAnswer) {
    let isArrived = question.stage.hasArrived
    let isDated = question.firstYear != nil || question.lastYear != nil
    let numbers = kin.compactMap { isArrived ? $0.delivered : $0.ordered }
    guard [.ordered, .delivered, .inUse].contains(question.stage), let quantity = question.quantity,
      question.quantityUnit == nil, !numbers.isEmpty, isDated
    else {
      answer.notes.append(
        "It lists \(FindingWords.count(kin.count, "deal")) of that kind\(isDated ? " and time" : "").")
      return
    }
    let sum = numbers.reduce(0, saturatingSum)
    let kind = isArrived ? "delivered" : "ordered"
    if agree(quantity, CountedClaim.Interval(sum)) {
      answer.notes.append("It agrees: \(sum) of that kind \(kind).")
    } else if let number = numbers.first(where: { agree(quantity, CountedClaim.Interval($0)) }) {
      answer.notes.append("It agrees with a deal of that kind: \(number) \(kind).")
    } else if isArrived, quantity.high < sum {
      answer.notes.append("The \(said(quantity)) may be a part of the \(sum) of that kind \(kind).")
    } else {
      answer.add(
        .quantity,
        "The claim has \(said(quantity)) \(goods(question)) \(kind), the register \(sum) of that kind and time in "
          + "\(FindingWords.count(kin.count, "deal")): \(FindingWords.list(kin.prefix(3).map(words), most: 3))."
          + ages(question), claimed: quantity.best, listed: sum)
    }
  }

  /// Money beside volumes: never compared; a finding only where it looks like the volume itself.
  func noteMoney(_ question: RegisterQuestion, _ answer: inout RegisterAnswer) {
    guard let value = question.value, let unit = question.valueUnit, unit != .tiv, unit.isMoney else {
      return
    }
    let volumes = answer.deals.compactMap(\.tiv).filter { $0 > 0 }
    guard !volumes.isEmpty else { return }
    let money = FindingWords.money(value.best, unit.rawValue)
    let same = volumes.first { volume in
      abs(Double(value.best) / 1_000_000 - Double(volume)) <= Double(volume) * 0.02
    }
    guard let same else {
      answer.notes.append("\(money) is money and not compared with the register's TIV, a volume.")
      return
    }
    answer.add(
      .unit,
      "\(money) is money; in millions it is the same number as the register's volume of \(FindingWords.tiv(same)). "
        + "Look up whether it is a price.")
  }
}
