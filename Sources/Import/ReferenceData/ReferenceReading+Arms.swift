import ArmsModel

/// The tables about arms, their makers, and those who report.
extension ReferenceReading {
  /// The most categories that a tree takes.
  private static let categoryLimit = 63

  mutating func categories(_ table: ReferenceTable) {
    var owners = NameOwners()
    var words = NameOwners()
    for (index, row) in table.rows.enumerated() {
      if index == ReferenceReading.categoryLimit {
        note(.tooManyRows(limit: ReferenceReading.categoryLimit), row["slug"])
      }
      let slug = required(row["slug"])
      if !slug.utf8.allSatisfy({ $0 &- 0x61 < 26 || $0 &- 0x30 <= 9 || $0 == 0x2D }) {
        note(.malformedCode(slug, allowed: "small letters, digits and hyphens"), row["slug"])
      }
      let parent = row["parent"].optional
      if let parent, !data.categories.contains(where: { $0.category.slug == parent }) {
        let slugs = data.categories.map(\.category.slug)
        note(
          .dangling(
            parent, table: "the rows above", nearest: NearestName.of(parent, among: slugs)), row["parent"])
      }
      claim(slug, key: slug, for: slug, row, "slug", &owners)
      for word in row["words"].list {
        claim(word, key: NameFolding.fold(word), for: slug, row, "words", &words)
      }
      data.categories.append(
        ReferenceData.CategoryRow(
          category: WeaponCategory(
            slug: slug, parent: parent, name: required(row["name"]), sipriClass: row["sipri_class"].optional),
          sipriClass: row["sipri_class"].optional, unCategory: row["un_category"].optional,
          words: row["words"].list))
    }
  }

  mutating func makers(_ table: ReferenceTable) {
    var owners = NameOwners()
    for row in table.rows {
      let name = required(row["name"])
      checkCode(row["home"].text, row["home"])
      checkWord(row["kind"], ["company", "export-agency", "design-bureau", "state-holding"])
      claim(name, key: NameFolding.fold(name), for: name, row, "name", &owners)
      for alias in row["aliases"].list {
        claim(alias, key: NameFolding.fold(alias), for: name, row, "aliases", &owners)
      }
      data.makers.append(
        ReferenceData.MakerRow(
          name: name, home: PartyCode(row["home"].text), kind: row["kind"].text,
          aliases: row["aliases"].list, validity: period(row), note: row["note"].optional))
    }
  }

  mutating func weapons(_ table: ReferenceTable) {
    var owners = NameOwners()
    let slugs = data.categories.map(\.category.slug)
    let known = Set(slugs)
    let makers = Set(data.makers.map(\.name))
    for row in table.rows {
      let designation = required(row["designation"])
      let category = row["category"].text
      if !known.contains(category) {
        let nearest = NearestName.of(category, among: slugs)
        note(.dangling(category, table: "weapon-categories.csv", nearest: nearest), row["category"])
      }
      let maker = row["maker"].optional
      if let maker, !makers.contains(maker) {
        note(
          .dangling(maker, table: "makers.csv", nearest: NearestName.of(maker, among: makers)), row["maker"])
      }
      claim(
        designation, key: NameFolding.foldDesignation(designation), for: designation, row, "designation",
        &owners)
      for alias in row["aliases"].list {
        claim(alias, key: NameFolding.foldDesignation(alias), for: designation, row, "aliases", &owners)
      }
      data.weapons.append(
        ReferenceData.WeaponRow(
          designation: designation, category: category, maker: maker, aliases: row["aliases"].list,
          note: row["note"].optional))
    }
  }

  mutating func sources(_ table: ReferenceTable) {
    var owners = NameOwners()
    for row in table.rows {
      let name = required(row["name"])
      if let home = row["home"].optional { checkCode(home, row["home"]) }
      checkWord(
        row["kind"],
        [
          "newspaper", "agency", "broadcaster", "magazine", "website", "institute", "ministry", "person",
          "anonymous", "organisation", "dataset",
        ])
      if row["redistributable"].optional != nil { checkWord(row["redistributable"], ["yes", "no"]) }
      if row["reliability"].optional != nil { checkWord(row["reliability"], ["A", "B", "C", "D", "E", "F"]) }
      claim(name, key: NameFolding.fold(name), for: name, row, "name", &owners)
      for alias in row["aliases"].list {
        claim(alias, key: NameFolding.fold(alias), for: name, row, "aliases", &owners)
      }
      data.sources.append(
        ReferenceData.SourceRow(
          name: name, kind: row["kind"].text, home: row["home"].optional.map { PartyCode($0) },
          reliability: row["reliability"].optional, aliases: row["aliases"].list, url: row["url"].optional,
          licence: row["licence"].optional,
          isRedistributable: row["redistributable"].optional.map { $0 == "yes" }, note: row["note"].optional))
    }
  }

  /// Which row bears a name, by the form in which names are compared, and by their text.
  private struct NameOwners {
    var byKey: [String: (owner: String, line: Int)] = [:]
    var texts: Set<String> = []
  }

  /// Notes a name that another row bears in any spelling, or that stands anywhere in just this one.
  private mutating func claim(
    _ name: String, key: String, for owner: String, _ row: ReferenceTable.Row, _ column: String,
    _ owners: inout NameOwners
  ) {
    guard !key.isEmpty else { return }
    if let known = owners.byKey[key], known.line != row.line || owners.texts.contains(name) {
      note(.alreadyNamed(name, by: known.owner, line: known.line), row[column])
      return
    }
    owners.byKey[key] = (owner, row.line)
    owners.texts.insert(name)
  }

  private mutating func checkWord(_ cell: ReferenceTable.Cell, _ allowed: [String]) {
    if allowed.contains(cell.text) { return }
    note(.unknownWord(cell.text, allowed: allowed, nearest: NearestName.of(cell.text, among: allowed)), cell)
  }
}
