import ArmsModel
import SQLite

/// Tells weapons of one name apart by what a register says of the goods.
///
/// HAWK is an air-defence system and a trainer, P-15 a radar and a missile. Where the class of the directory's weapon
/// is not that of the row, the name means another weapon of the directory that ends in it and is of that class, if
/// there is a single one; else a weapon of its own, under the name as it is printed.
final class WeaponNamesakes {
  private let tree: CategoryTree
  private let setCategory: Statement
  /// Classes of arms by the rows of weapons, those of the directory and namesakes.
  private var classes: [Int64: Int] = [:]
  /// Folded names of the directory, with their rows.
  private var names: [(words: String, row: Int64)] = []
  private var known: [Key: (id: Int64, isOwnSpelling: Bool)] = [:]

  private struct Key: Hashable {
    var name: String
    var place: Int
  }

  init(_ knowledgeBase: KnowledgeBase) throws {
    tree = knowledgeBase.categories
    setCategory = try knowledgeBase.database.prepare(
      "UPDATE weapon SET category = :category WHERE id = :id")
    try knowledgeBase.rows("SELECT id, category FROM weapon WHERE category IS NOT NULL ORDER BY id") { row in
      guard let category = tree.index(of: try row.text(1)) else { return }
      classes[try row.integer(0)] = tree.classIndex(of: category)
    }
    try knowledgeBase.rows(
      """
      SELECT id, designation FROM weapon WHERE category IS NOT NULL
      UNION ALL SELECT weapon, alias FROM weapon_alias ORDER BY 1, 2
      """
    ) { names.append((" " + NameFolding.fold(try $0.text(1)), try $0.integer(0))) }
  }

  /// The weapon that a name means in a row about goods of that category.
  ///
  /// - Parameter found: the weapon that it means by itself.
  func weapon(
    _ found: (id: Int64, isOwnSpelling: Bool), _ printed: BorrowedText, _ category: CategoryTree.Index,
    _ weapons: NameNumbers
  ) throws -> (id: Int64, isOwnSpelling: Bool) {
    let place = tree.classIndex(of: category)
    guard place >= 0, let own = classes[found.id], own >= 0, own != place else { return found }
    let key = Key(name: printed.string, place: place)
    if let known = known[key] { return known }
    let answer: (id: Int64, isOwnSpelling: Bool)
    if let row = weapons.namesakes(of: key.name).first(where: { classes[$0] == place }) {
      answer = (row, weapons.isOwnSpelling(key.name, of: row))
    } else if let row = longer(key) {
      answer = (row, false)
    } else {
      answer = try weapons.addNamesake(key.name, distinguishedBy: tree.classes[place].lowercased())
      try setCategory.bind(tree.slug(category), ":category")
      try setCategory.bind(answer.id, ":id")
      try setCategory.run()
      classes[answer.id] = place
    }
    known[key] = answer
    return answer
  }

  /// The only weapon of that class of which a name ends in that one.
  private func longer(_ key: Key) -> Int64? {
    let words = " " + NameFolding.fold(key.name)
    let rows = Set(names.filter { classes[$0.row] == key.place && $0.words.hasSuffix(words) }.map(\.row))
    return rows.count == 1 ? rows.first : nil
  }
}
