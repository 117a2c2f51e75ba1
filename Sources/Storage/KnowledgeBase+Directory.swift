import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Reads all parties with their names, rules and successors.
  func readDirectory() throws -> PartyDirectory {
    var parties: [Party] = []
    try rows("SELECT code, kind, name, alpha2, region, valid_from, valid_to FROM party ORDER BY code") {
      row in
      parties.append(
        Party(
          code: PartyCode(try row.text(0)), kind: try row.word(1, "no kind of party"), name: try row.text(2),
          alpha2: try row.textOrNil(3),
          region: try row.textOrNil(4), validity: try period(row, 5, 6)))
    }
    var names: [PartyName] = []
    try rows("SELECT party, name, kind, valid_from, valid_to FROM party_name ORDER BY id") { row in
      names.append(
        PartyName(
          party: PartyCode(try row.text(0)), name: try row.text(1),
          kind: try row.word(2, "no kind of name"), validity: try period(row, 3, 4)))
    }
    var ambiguous: [PartyDirectory.AmbiguousName] = []
    try rows("SELECT name, prefers FROM ambiguous_name ORDER BY name") { row in
      ambiguous.append(.init(name: try row.text(0), prefers: try row.textOrNil(1).map { PartyCode($0) }))
    }
    var successors: [PartyCode: [PartyCode]] = [:]
    try rows("SELECT party, successor FROM party_successor ORDER BY party, position") { row in
      successors[PartyCode(try row.text(0)), default: []].append(PartyCode(try row.text(1)))
    }
    return PartyDirectory(parties: parties, names: names, ambiguous: ambiguous, successors: successors)
  }

  /// Reads the weapon categories in the order of their list.
  func readCategories() throws -> CategoryTree {
    var categories: [WeaponCategory] = []
    try rows("SELECT slug, parent, name, sipri_class FROM weapon_category ORDER BY position") { row in
      categories.append(
        WeaponCategory(
          slug: try row.text(0), parent: try row.textOrNil(1), name: try row.text(2),
          sipriClass: try row.textOrNil(3)))
    }
    return CategoryTree(categories)
  }

  /// Hands over each row of a statement without parameters.
  func rows(_ sql: String, _ body: (Statement) throws -> Void) throws {
    let statement = try database.cached(sql)
    defer { statement.reset() }
    while try statement.step() { try body(statement) }
  }

  private func period(_ row: Statement, _ from: Int32, _ to: Int32) throws -> Period {
    Period(from: try row.date(from), to: try row.date(to))
  }
}
