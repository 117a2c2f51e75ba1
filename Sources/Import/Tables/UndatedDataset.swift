import ArmsModel

/// A file that does not say when it was made: a person tells it, or else, of a register, its deals tell the edition.
///
/// Copies from which the lines above the header were lost are common. Two files with the same deals are one edition,
/// in whatever order, encoding or dialect they come; any others are two, told apart by what is in them.
struct UndatedDataset: DatasetReader {
  private(set) var release: DatasetRelease
  private var reader: any DatasetReader

  /// A reader for that file, made on that day, or nil if it says itself when it was made, or, where no day is given,
  /// has no deals that could tell.
  ///
  /// - Parameters:
  ///   - reader: a reader at the first record.
  ///   - made: the day, where a person tells it.
  ///   - copy: another reader, which is read to its end.
  init?(_ reader: any DatasetReader, made: PartialDate?, reading copy: () -> (any DatasetReader)?) {
    guard reader.release.generated == nil else { return nil }
    self.reader = reader
    release = reader.release
    let content = copy().flatMap { RegisterContent($0) }
    if let made {
      release.generated = made.description
      release.title += ", generated \(made)"
    } else if let content {
      release.yearsOfData = content.years
      release.title += content.words
      release.doubts.append(
        "does not say when it was made, so the last year in it decides which edition is newer; --made DATE tells it"
      )
    } else if release.layout == KielMonthsLayout.slug {
      release.doubts.append(
        "does not say when it was made, so the last month in it decides which edition is newer; --made DATE tells it"
      )
    } else {
      return nil
    }
    if let content, release.isSelection, content.isOfAll {
      release.isSelection = false
      release.doubts.append(
        "does not say what it is limited to; with \(content.suppliers.count) suppliers, "
          + "\(content.recipients.count) recipients and arms of all kinds it is taken to be whole")
    }
  }

  var remarks: [String] { reader.remarks }

  mutating func next() -> DatasetRow? { reader.next() }
}

/// What is in a register, whatever the order of its records.
private struct RegisterContent {
  private var records = 0
  private var sum: UInt64 = 0
  private var categories: Set<String> = []
  private(set) var suppliers: Set<String> = []
  private(set) var recipients: Set<String> = []
  /// The first and the last year of deliveries.
  private(set) var years: ClosedRange<Int>?

  /// Reads to the end; nil if there is no deal.
  init?(_ reader: any DatasetReader) {
    var reader = reader
    while let row = reader.next() {
      let deals = row.claims.filter { $0.deal != nil }
      // A file of something else is told by its first record.
      if records == 0, !row.claims.isEmpty, deals.isEmpty { return nil }
      guard let first = deals.first else { continue }
      records += 1
      if let name = first.supplier?.name { suppliers.insert(name) }
      if let name = first.recipient?.name { recipients.insert(name) }
      if let category = first.category { categories.insert(category) }
      for deal in deals { enter(deal) }
    }
    if records == 0 { return nil }
  }

  var words: String {
    let digits = String(sum, radix: 16)
    let span = years.map { ", \($0.lowerBound) to \($0.upperBound)" } ?? ""
    return
      ", \(records) records\(span), fingerprint \(String(repeating: "0", count: 16 - digits.count) + digits)"
  }

  /// Whether no export of some parties or of one kind of arms can hold so many of each: SIPRI's register has some 140
  /// suppliers and 260 recipients of arms of 50 kinds, and of any twenty years still 100, 200 and 50.
  var isOfAll: Bool { suppliers.count >= 60 && recipients.count >= 120 && categories.count >= 30 }

  private mutating func enter(_ deal: DatasetClaim) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ text: String?) {
      for byte in (text ?? "").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    for text in [deal.deal, deal.status, deal.from, deal.to] { mix(text) }
    for number in [deal.quantity, deal.valueThousandths] { mix(number.map { String($0) }) }
    // A sum does not depend on the order, and equal records do not cancel out.
    sum &+= hash
    guard deal.status == Stage.delivered.slug else { return }
    for year in deal.years ?? [deal.from, deal.to].compactMap({ $0.flatMap { Int($0.prefix(4)) } }) {
      years = min(years?.lowerBound ?? year, year)...max(years?.upperBound ?? year, year)
    }
  }
}
