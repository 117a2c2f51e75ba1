import ArmsModel

/// The rows of a table of volumes, those put together that name one party in two ways.
///
/// A party may have two rows in a table, under names that mean it at different times. What the table says of it is
/// both, cell by cell. All other rows, and those of other files, stay as they are.
struct OnePartyRows: DatasetReader {
  let release: DatasetRelease
  private var reader: any DatasetReader
  private var rows: [DatasetRow] = []
  private var place = 0
  private let isTable: Bool
  private var said: [String] = []

  typealias Parties = (supplier: PartyDirectory.Index, recipient: PartyDirectory.Index)

  private struct Whose: Hashable {
    var supplier: PartyDirectory.Index
    var recipient: PartyDirectory.Index
    var category: String?
  }

  /// - Parameter parties: the parties of a claim; nil where one is not known.
  init(_ reader: any DatasetReader, parties: (DatasetClaim) -> Parties?) {
    release = reader.release
    self.reader = reader
    isTable = [SIPRIOldTableLayout.slug, SIPRINewTableLayout.slug].contains(reader.release.layout)
    guard isTable else { return }
    var known: [Whose: Int] = [:]
    while let row = self.reader.next() {
      guard row.faults.isEmpty, let claim = row.claims.first, claim.isAggregate, let named = parties(claim)
      else {
        rows.append(row)
        continue
      }
      let whose = Whose(supplier: named.supplier, recipient: named.recipient, category: claim.category)
      if let first = known[whose] {
        said.append(OnePartyRows.put(row, into: &rows[first]))
      } else {
        known[whose] = rows.count
        rows.append(row)
      }
    }
  }

  /// Adds a row to another one; gives what a person should know of it.
  private static func put(_ row: DatasetRow, into first: inout DatasetRow) -> String {
    func names(_ row: DatasetRow) -> [String] {
      row.claims.first.map { [$0.supplier, $0.recipient].compactMap { $0?.name } } ?? []
    }
    let (own, other) = (names(row), names(first))
    let differing = zip(other, own).first { $0 != $1 } ?? (other.last ?? "", own.last ?? "")
    for claim in row.claims {
      guard let place = first.claims.firstIndex(where: { $0.from == claim.from && $0.to == claim.to }) else {
        first.claims.append(claim)
        continue
      }
      let value = saturatingSum(first.claims[place].valueThousandths ?? 0, claim.valueThousandths ?? 0)
      let high = [first.claims[place], claim].reduce(0) {
        saturatingSum($0, $1.valueMaxThousandths ?? $1.valueThousandths ?? 0)
      }
      first.claims[place].valueThousandths = value
      first.claims[place].valueMaxThousandths = high > value ? high : nil
      first.claims[place].extra.merge(claim.extra) { "\($0); \($1)" }
    }
    first.text += "\n" + row.text
    first.tiv = first.tiv.map { saturatingSum($0, row.tiv ?? 0) } ?? row.tiv
    return
      "'\(differing.0)' (line \(first.line)) and '\(differing.1)' (line \(row.line)) are one party; added up"
  }

  var remarks: [String] { reader.remarks + said }

  mutating func next() -> DatasetRow? {
    guard isTable else { return reader.next() }
    guard place < rows.count else { return nil }
    place += 1
    return rows[place - 1]
  }
}
