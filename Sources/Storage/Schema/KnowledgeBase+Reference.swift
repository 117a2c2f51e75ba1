public import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Stores the reference data as the first batch, in one transaction.
  ///
  /// - Parameter edition: what tells these data from those of another program; nil: a person's own, which no program
  ///   replaces.
  public func install(_ data: ReferenceData, edition: String? = nil, by hand: Hand) throws {
    try change {
      let note = edition.map(KnowledgeBase.note(ofEdition:)) ?? "reference data of one's own"
      try write(data, try beginBatch(kind: "reference", by: hand, note: note), replacing: [])
      return .keep(())
    }
    directory = PartyDirectory(parties: [], names: [])
    try loadDirectory()
  }

  /// Brings the reference data of another edition, as a batch of its own: what a program brought before is replaced, what
  /// persons added stays, and what came with claims and is known by now is described.
  ///
  /// - Parameter data: asked for only if there is something to do.
  /// - Returns: the batch; nil if these data are here already, or the file began with a person's own.
  public func update(
    to edition: String, by hand: Hand, _ data: () throws -> ReferenceData
  ) throws -> Int64? {
    guard try isOutdated(edition) else { return nil }
    let data = try data()
    guard try isOfProgram(data) else { return nil }
    let batch: Int64? = try deriving { _ in
      guard try isOutdated(edition) else { return .drop(nil) }
      var known: [Int64] = []
      // The first program did not say which edition it was: its rows may be corrected ones.
      try rows(
        "SELECT id FROM batch WHERE kind = 'reference' AND note GLOB 'reference data of the program, *' ORDER BY id"
      ) {
        known.append(try $0.integer(0))
      }
      let batch = try beginBatch(kind: "reference", by: hand, note: KnowledgeBase.note(ofEdition: edition))
      try removeReplaced(known)
      try write(data, batch, replacing: known)
      try describeNewcomers()
      try rebuildFullText()
      directory = try readDirectory()
      categories = try readCategories()
      try deriveCopies()
      try deriveAll()
      return .keep(batch)
    }
    return batch
  }

  private static func note(ofEdition edition: String) -> String {
    "reference data of the program, edition \(edition)"
  }

  /// Whether the program's data are here in another edition.
  private func isOutdated(_ edition: String) throws -> Bool {
    let newest = try text(
      """
      SELECT note FROM batch WHERE kind = 'reference' AND note GLOB 'reference data of the program*'
      ORDER BY id DESC LIMIT 1
      """)
    return newest != nil && newest != KnowledgeBase.note(ofEdition: edition)
  }

  /// Whether the first data were the program's own, as far as can be told of a file of the first version, which did not
  /// say so: those know nearly all parties.
  private func isOfProgram(_ data: ReferenceData) throws -> Bool {
    let said = try integer(
      "SELECT EXISTS (SELECT 1 FROM batch WHERE note GLOB 'reference data of the program, *')")
    return try said == 1 || integer("SELECT count(*) FROM party") * 10 >= data.parties.count * 9
  }

  /// Takes out names, memberships, rates and prices of earlier editions, which nothing refers to.
  private func removeReplaced(_ batches: [Int64]) throws {
    guard !batches.isEmpty else { return }
    let list = batches.map(String.init).joined(separator: ", ")
    for table in ["party_name", "ambiguous_name", "membership", "exchange_rate", "price_index"] {
      try database.execute("DELETE FROM \(table) WHERE batch IN (\(list))")
    }
    for table in ["party_successor", "weapon_category_word", "maker_alias", "weapon_alias", "source_alias"] {
      try database.execute("DELETE FROM \(table)")
    }
  }

  private func write(_ data: ReferenceData, _ batch: Int64, replacing known: [Int64]) throws {
    let own = known.map(String.init).joined(separator: ", ")
    try insertParties(data, batch, own)
    try insertCategories(data, batch, own)
    let makers = try insertMakers(data, batch, own)
    try insertWeapons(data, makers, batch, own)
    try insertSources(data, batch, own)
    try insertMoney(data, batch)
  }

  /// An INSERT with a parameter for each column, which renews a row of that key if it differs and `condition` holds.
  private func renewing(
    _ table: String, key: String, _ columns: [String], where condition: String
  ) throws -> Statement {
    let rest = columns.filter { $0 != key && $0 != "batch" }
    func list(_ prefix: String, _ columns: [String]) -> String {
      columns.map { prefix + $0 }.joined(separator: ", ")
    }
    return try database.prepare(
      """
      INSERT INTO \(table) (\(list("", columns))) VALUES (\(list(":", columns)))
      ON CONFLICT (\(key)) DO UPDATE SET (\(list("", rest)), batch) = (\(list("excluded.", rest)), excluded.batch)
      WHERE (\(condition)) AND (\(list("\(table).", rest))) IS NOT (\(list("excluded.", rest)))
      """)
  }

  /// Weapons and sources that came with claims under what is now another name of a known one become that one.
  private func describeNewcomers() throws {
    try merge(
      "weapon", name: "designation", fold: NameFolding.foldDesignation,
      [
        "UPDATE claim SET weapon_printed = coalesce(weapon_printed, :name), weapon = :to WHERE weapon = :from",
        "UPDATE transfer SET weapon = NULL WHERE weapon = :from",
      ])
    try merge(
      "source", name: "name", fold: NameFolding.fold,
      [
        """
        UPDATE claim SET asserted_by_printed = coalesce(asserted_by_printed, :name), asserted_by = :to
        WHERE asserted_by = :from
        """,
        "UPDATE claim SET origin = :to WHERE origin = :from",
        "UPDATE document SET publisher_source = :to WHERE publisher_source = :from",
        "UPDATE document SET agency_source = :to WHERE agency_source = :from",
        "UPDATE release SET dataset = :to WHERE dataset = :from",
      ])
    try database.execute(
      """
      INSERT INTO release (document, dataset, batch) SELECT d.id, s.id, d.batch FROM document AS d
      JOIN source AS s ON s.id = d.publisher_source WHERE s.kind = 'dataset' ORDER BY d.id ON CONFLICT DO NOTHING
      """)
  }

  private func merge(
    _ table: String, name: String, fold: (String) -> String, _ changes: [String]
  ) throws {
    var known: [String: Int64] = [:]
    try rows("SELECT \(table), alias FROM \(table)_alias ORDER BY alias") {
      let key = fold(try $0.text(1))
      if !key.isEmpty, known[key] == nil { known[key] = try $0.integer(0) }
    }
    let described = table == "weapon" ? "category" : "kind"
    var newcomers: [(id: Int64, name: String, to: Int64)] = []
    try rows("SELECT id, \(name) FROM \(table) WHERE \(described) IS NULL ORDER BY id") {
      let (id, text) = (try $0.integer(0), try $0.text(1))
      if let to = known[fold(text)], to != id { newcomers.append((id, text, to)) }
    }
    for newcomer in newcomers {
      for change in changes + ["DELETE FROM \(table) WHERE id = :from"] {
        let statement = try database.prepare(change)
        if change.contains(":name") { try statement.bind(newcomer.name, ":name") }
        if change.contains(":to") { try statement.bind(newcomer.to, ":to") }
        try statement.bind(newcomer.id, ":from")
        try statement.run()
      }
    }
  }

  private func insertParties(_ data: ReferenceData, _ batch: Int64, _ own: String) throws {
    let party = try renewing(
      "party", key: "code",
      ["code", "kind", "name", "alpha2", "sipri_name", "region", "valid_from", "valid_to", "note", "batch"],
      where: "party.batch IN (\(own))")
    for row in data.parties {
      try party.bind(row.party.code.rawValue, ":code")
      try party.bind(row.party.kind.rawValue, ":kind")
      try party.bind(row.party.name, ":name")
      try party.bind(row.party.alpha2, ":alpha2")
      try party.bind(row.sipriName, ":sipri_name")
      try party.bind(row.party.region, ":region")
      try party.bind(row.party.validity.from?.description, ":valid_from")
      try party.bind(row.party.validity.to?.description, ":valid_to")
      try party.bind(row.note, ":note")
      try party.bind(batch, ":batch")
      try party.run()
    }
    let successor = try database.prepare(
      """
      INSERT INTO party_successor (party, successor, position) VALUES (:party, :successor, :position)
      ON CONFLICT DO NOTHING
      """)
    for row in data.parties {
      for (position, code) in row.successors.enumerated() {
        try successor.bind(row.party.code.rawValue, ":party")
        try successor.bind(code.rawValue, ":successor")
        try successor.bind(Int64(position + 1), ":position")
        try successor.run()
      }
    }
    // A name that a person gave to a party stays with that one.
    let persons =
      "SELECT id FROM batch WHERE kind = 'reference' AND note NOT GLOB 'reference data of *' AND id <> :batch"
    let name = try database.prepare(
      """
      INSERT INTO party_name (party, name, kind, valid_from, valid_to, batch)
      SELECT :party, :name, :kind, :valid_from, :valid_to, :batch
      WHERE NOT EXISTS (SELECT 1 FROM party_name WHERE party = :party AND name = :name AND kind = :kind
          AND valid_from IS :valid_from AND valid_to IS :valid_to)
        AND NOT EXISTS (SELECT 1 FROM party_name WHERE name = :name AND party <> :party AND batch IN (\(persons)))
      """)
    for row in data.names {
      try name.bind(row.party.rawValue, ":party")
      try name.bind(row.name, ":name")
      try name.bind(row.kind.rawValue, ":kind")
      try name.bind(row.validity.from?.description, ":valid_from")
      try name.bind(row.validity.to?.description, ":valid_to")
      try name.bind(batch, ":batch")
      try name.run()
    }
    let rule = try database.prepare(
      """
      INSERT INTO ambiguous_name (name, prefers, note, batch) VALUES (:name, :prefers, :note, :batch)
      ON CONFLICT DO NOTHING
      """)
    for (ambiguous, note) in data.ambiguous {
      try rule.bind(ambiguous.name, ":name")
      try rule.bind(ambiguous.prefers?.rawValue, ":prefers")
      try rule.bind(note, ":note")
      try rule.bind(batch, ":batch")
      try rule.run()
    }
  }

  private func insertCategories(_ data: ReferenceData, _ batch: Int64, _ own: String) throws {
    // Places are given anew; those of categories that the data do not have come behind.
    let places = Int64(data.categories.count)
    try database.execute("UPDATE weapon_category SET position = position + 1000")
    let category = try renewing(
      "weapon_category", key: "slug",
      ["slug", "parent", "name", "sipri_class", "un_category", "position", "batch"],
      where: "1")
    let word = try database.prepare(
      "INSERT INTO weapon_category_word (category, word) VALUES (:category, :word) ON CONFLICT DO NOTHING")
    for (position, row) in data.categories.enumerated() {
      try category.bind(row.category.slug, ":slug")
      try category.bind(row.category.parent, ":parent")
      try category.bind(row.category.name, ":name")
      try category.bind(row.sipriClass, ":sipri_class")
      try category.bind(row.unCategory, ":un_category")
      try category.bind(Int64(position), ":position")
      try category.bind(batch, ":batch")
      try category.run()
      for text in row.words {
        try word.bind(row.category.slug, ":category")
        try word.bind(text, ":word")
        try word.run()
      }
    }
    try database.execute(
      """
      UPDATE weapon_category AS k SET position =
        \(places) + (SELECT count(*) FROM weapon_category AS o WHERE o.position BETWEEN 1000 AND k.position - 1)
      WHERE position >= 1000
      """)
  }

  private func insertMakers(_ data: ReferenceData, _ batch: Int64, _ own: String) throws -> [String: Int64] {
    let maker = try renewing(
      "maker", key: "name", ["name", "home", "kind", "valid_from", "valid_to", "note", "batch"],
      where: "maker.batch IN (\(own))")
    let alias = try database.prepare(
      "INSERT INTO maker_alias (maker, alias) VALUES (:maker, :alias) ON CONFLICT DO NOTHING")
    var ids: [String: Int64] = [:]
    for row in data.makers {
      try maker.bind(row.name, ":name")
      try maker.bind(row.home.rawValue, ":home")
      try maker.bind(row.kind, ":kind")
      try maker.bind(row.validity.from?.description, ":valid_from")
      try maker.bind(row.validity.to?.description, ":valid_to")
      try maker.bind(row.note, ":note")
      try maker.bind(batch, ":batch")
      try maker.run()
      let id = try self.row(of: "maker", "name", row.name)
      ids[row.name] = id
      for text in row.aliases {
        try alias.bind(id, ":maker")
        try alias.bind(text, ":alias")
        try alias.run()
      }
    }
    return ids
  }

  private func insertWeapons(
    _ data: ReferenceData, _ makers: [String: Int64], _ batch: Int64, _ own: String
  ) throws {
    let weapon = try renewing(
      "weapon", key: "designation", ["designation", "category", "maker", "note", "batch"],
      where: "weapon.category IS NULL OR weapon.batch IN (\(own))")
    let alias = try database.prepare(
      "INSERT INTO weapon_alias (weapon, alias) VALUES (:weapon, :alias) ON CONFLICT DO NOTHING")
    let text = try database.prepare(
      "INSERT OR REPLACE INTO weapon_text (rowid, designation, aliases) VALUES (:id, :designation, :aliases)")
    for row in data.weapons {
      try weapon.bind(row.designation, ":designation")
      try weapon.bind(row.category, ":category")
      try weapon.bind(row.maker.flatMap { makers[$0] }, ":maker")
      try weapon.bind(row.note, ":note")
      try weapon.bind(batch, ":batch")
      try weapon.run()
      let id = try self.row(of: "weapon", "designation", row.designation)
      for other in row.aliases {
        try alias.bind(id, ":weapon")
        try alias.bind(other, ":alias")
        try alias.run()
      }
      try text.bind(id, ":id")
      try text.bind(row.designation, ":designation")
      try text.bind(row.aliases.joined(separator: "; "), ":aliases")
      try text.run()
    }
  }

  private func insertSources(_ data: ReferenceData, _ batch: Int64, _ own: String) throws {
    let source = try renewing(
      "source", key: "name",
      ["name", "kind", "home", "reliability", "url", "licence", "redistributable", "note", "batch"],
      where: "source.kind IS NULL OR source.batch IN (\(own))")
    let alias = try database.prepare(
      "INSERT INTO source_alias (source, alias) VALUES (:source, :alias) ON CONFLICT DO NOTHING")
    for row in data.sources {
      try source.bind(row.name, ":name")
      try source.bind(row.kind, ":kind")
      try source.bind(row.home?.rawValue, ":home")
      try source.bind(row.reliability, ":reliability")
      try source.bind(row.url, ":url")
      try source.bind(row.licence, ":licence")
      try source.bind(row.isRedistributable.map { $0 ? 1 : 0 as Int64 }, ":redistributable")
      try source.bind(row.note, ":note")
      try source.bind(batch, ":batch")
      try source.run()
      let id = try self.row(of: "source", "name", row.name)
      for text in row.aliases {
        try alias.bind(id, ":source")
        try alias.bind(text, ":alias")
        try alias.run()
      }
    }
  }

  private func row(of table: String, _ column: String, _ name: String) throws -> Int64 {
    let statement = try database.cached("SELECT id FROM \(table) WHERE \(column) = :name")
    defer { statement.reset() }
    try statement.bind(name, ":name")
    guard try statement.step() else { throw StorageError.damaged("\(table) has no row '\(name)'") }
    return try statement.integer(0)
  }
}
