public import ArmsModel
public import Counting
import SQLite

/// Numbers for weapons and units, and the dates of documents: what counting needs beside the claims.
///
/// Weapons and units are numbered in the order of their names, so that no number depends on the order of import.
public struct Vocabulary: Sendable {
  /// The units by number.
  public var units: UnitNumbers
  /// The row of the weapon at each rank from 1; place 0 stands for none.
  public private(set) var weaponRows: [Int64] = [0]
  /// The designation at each rank from 1.
  public private(set) var designations: [String] = [""]
  private var rankOfRow: [Int64: Int32] = [:]
  private var categoryOfRank: [CategoryTree.Index] = [-1]

  init(_ knowledgeBase: KnowledgeBase) throws {
    var units = Currency.codes.map { FigureUnit(rawValue: $0) } + [.tiv]
    units += QuantityUnit.inWords.map { FigureUnit(quantityUnit: $0) }
    try knowledgeBase.rows(
      "SELECT DISTINCT quantity_unit FROM claim WHERE quantity_unit IS NOT NULL ORDER BY quantity_unit"
    ) { units.append(FigureUnit(quantityUnit: try $0.text(0))) }
    try knowledgeBase.rows(
      """
      SELECT DISTINCT currency, price_year FROM claim
      WHERE price_year IS NOT NULL AND currency IS NOT NULL ORDER BY currency, price_year
      """
    ) { units.append(FigureUnit(currency: try $0.currency(0), priceYear: try $0.yearOrNil(1))) }
    self.units = UnitNumbers(units)
    try knowledgeBase.rows("SELECT id, designation, category FROM weapon ORDER BY designation") { row in
      let id = try row.integer(0)
      rankOfRow[id] = Int32(weaponRows.count)
      weaponRows.append(id)
      designations.append(try row.text(1))
      categoryOfRank.append(try row.textOrNil(2).flatMap { knowledgeBase.categories.index(of: $0) } ?? -1)
    }
  }

  /// The rank of the weapon in that row, 0 if there is none.
  public func rank(ofRow row: Int64) -> Int32 { rankOfRow[row] ?? 0 }

  /// The category of the weapon of that rank, -1 if not known.
  public func category(ofRank rank: Int32) -> CategoryTree.Index { categoryOfRank[Int(rank)] }
}

extension KnowledgeBase {
  /// The numbers of weapons and units, as they are now.
  public func vocabulary() throws -> Vocabulary { try Vocabulary(self) }
}
