public import ArmsModel
import SQLite

/// The TIV of one delivery, or of several that a register gives one figure for.
public struct RegisterVolume: Hashable, Sendable {
  /// The supplier as the register names it.
  public var supplier: String
  /// The recipient as the register names it.
  public var recipient: String
  /// The years in which it was delivered, ascending; empty where none is known.
  public var years: [Int]
  /// Thousandths of a million TIV; 0 for under half a million.
  public var thousandths: Int64
  /// The claim.
  public var claim: ContentHash
  /// Where its record begins in the edition's file.
  public var line: Int64?
}

extension KnowledgeBase {
  /// Hands over the TIV of the deliveries of an edition that pass the filter; of its dates no notice is taken.
  public func registerVolumes(
    _ edition: Edition, _ filter: Filter, _ body: (RegisterVolume) throws -> Void
  ) throws {
    var undated = filter
    (undated.since, undated.until) = (nil, nil)
    let conditions = try dealConditions(undated)
    let names = try registerNames()
    let statement = try database.prepare(
      """
      SELECT c.supplier, c.recipient, c.years, c.from_date, c.to_date, c.value_thousandths, c.hash, c.line
      \(KnowledgeBase.dealSource)
      WHERE c.document = \(edition.document) AND c.status = 'delivered' AND c.currency = 'TIV'
        AND c.value_thousandths IS NOT NULL AND \(conditions.sql)
      ORDER BY c.id
      """)
    try conditions.bind(statement)
    while try statement.step() {
      func name(_ column: Int32) throws -> String {
        guard let code = try statement.textOrNil(column) else { return "" }
        return names[code] ?? code
      }
      let years = DeliveryYears(
        years: try statement.years(2), from: try statement.date(3), to: try statement.date(4))
      try body(
        RegisterVolume(
          supplier: try name(0), recipient: try name(1), years: years.years,
          thousandths: try statement.amountOrNil(5) ?? 0, claim: try statement.identity(6),
          line: try statement.rowNumberOrNil(7)))
    }
  }
}
