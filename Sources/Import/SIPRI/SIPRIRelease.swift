extension DatasetRelease {
  /// The edition of a file of SIPRI with that kind of content, told by what stands above its headers.
  ///
  /// Of a file put together from several exports it is what they have in common: the earliest moment, and no
  /// selection of its own unless all of them have the same.
  init(sipri kind: String, layout: String, preambles: [SIPRIPreamble]) {
    self.init(
      dataset: "SIPRI Arms Transfers Database", assertedBy: "SIPRI",
      url: "https://www.sipri.org/databases/armstransfers", title: kind, layout: layout)
    guard let first = preambles.first else {
      isSelection = true
      return
    }
    generated = preambles.compactMap(\.generated).min()
    let isOne = preambles.allSatisfy {
      $0.saysSelection && $0.suppliers == first.suppliers && $0.recipients == first.recipients
        && $0.firstYear == first.firstYear && $0.lastYear == first.lastYear && $0.category == first.category
    }
    isSelection = !isOne || first.category != nil
    var words = Set<String>()
    let told = preambles.map(\.selection).filter { words.insert($0).inserted }
    title = "\(kind): \(told.joined(separator: "; and "))" + (generated.map { ", generated \($0)" } ?? "")
    guard isOne else { return }
    (firstYear, lastYear) = (first.firstYear, first.lastYear)
    (suppliers, recipients) = (first.suppliers, first.recipients)
  }
}

extension SIPRIPreamble {
  /// What the file is limited to, for its title.
  fileprivate var selection: String {
    guard saysSelection else { return "selection not stated" }
    let from = suppliers.map { $0.joined(separator: ", ") } ?? "all suppliers"
    let to = recipients.map { $0.joined(separator: ", ") } ?? "all recipients"
    let span =
      switch (firstYear, lastYear) {
      case (nil, nil): "all years"
      case (let first?, nil): "from \(first)"
      case (nil, let last?): "up to \(last)"
      case (let first?, let last?): "\(first) to \(last)"
      }
    return "\(category.map { "\($0), " } ?? "")\(from) to \(to), \(span)"
  }
}
