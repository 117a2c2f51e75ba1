public import ArmsModel
import SQLite

extension KnowledgeBase {
  /// Stores the reference data as the first batch, in one transaction.
  public func install(_ data: ReferenceData, by hand: Hand) throws {
    try change {
      let batch = try beginBatch(kind: "reference", by: hand, note: "reference data of the program")
      try insertParties(data, batch)
      try insertCategories(data, batch)
      let makers = try insertMakers(data, batch)
      try insertWeapons(data, makers, batch)
      try insertSources(data, batch)
      try insertMoney(data, batch)
      return .keep(())
    }
    directory = PartyDirectory(parties: [], names: [])
    try loadDirectory()
  }

  private func insertParties(_ data: ReferenceData, _ batch: Int64) throws {
    let party = try database.prepare(
      """
      INSERT INTO party (code, kind, name, alpha2, sipri_name, region, valid_from, valid_to, note, batch)
      VALUES (:code, :kind, :name, :alpha2, :sipri_name, :region, :valid_from, :valid_to, :note, :batch)
      """)
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
      "INSERT INTO party_successor (party, successor, position) VALUES (:party, :successor, :position)")
    for row in data.parties {
      for (position, code) in row.successors.enumerated() {
        try successor.bind(row.party.code.rawValue, ":party")
        try successor.bind(code.rawValue, ":successor")
        try successor.bind(Int64(position + 1), ":position")
        try successor.run()
      }
    }
    let name = try database.prepare(
      """
      INSERT INTO party_name (party, name, kind, valid_from, valid_to, batch)
      VALUES (:party, :name, :kind, :valid_from, :valid_to, :batch)
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
      "INSERT INTO ambiguous_name (name, prefers, note, batch) VALUES (:name, :prefers, :note, :batch)")
    for (ambiguous, note) in data.ambiguous {
      try rule.bind(ambiguous.name, ":name")
      try rule.bind(ambiguous.prefers?.rawValue, ":prefers")
      try rule.bind(note, ":note")
      try rule.bind(batch, ":batch")
      try rule.run()
    }
  }

  private func insertCategories(_ data: ReferenceData, _ batch: Int64) throws {
    let category = try database.prepare(
      """
      INSERT INTO weapon_category (slug, parent, name, sipri_class, un_category, position, batch)
      VALUES (:slug, :parent, :name, :sipri_class, :un_category, :position, :batch)
      """)
    let word = try database.prepare(
      "INSERT INTO weapon_category_word (category, word) VALUES (:category, :word)")
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
  }

  private func insertMakers(_ data: ReferenceData, _ batch: Int64) throws -> [String: Int64] {
    let maker = try database.prepare(
      """
      INSERT INTO maker (name, home, kind, valid_from, valid_to, note, batch)
      VALUES (:name, :home, :kind, :valid_from, :valid_to, :note, :batch)
      """)
    let alias = try database.prepare("INSERT INTO maker_alias (maker, alias) VALUES (:maker, :alias)")
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
      let id = database.lastInsertRowID
      ids[row.name] = id
      for text in row.aliases {
        try alias.bind(id, ":maker")
        try alias.bind(text, ":alias")
        try alias.run()
      }
    }
    return ids
  }

  private func insertWeapons(_ data: ReferenceData, _ makers: [String: Int64], _ batch: Int64) throws {
    let weapon = try database.prepare(
      """
      INSERT INTO weapon (designation, category, maker, note, batch)
      VALUES (:designation, :category, :maker, :note, :batch)
      """)
    let alias = try database.prepare("INSERT INTO weapon_alias (weapon, alias) VALUES (:weapon, :alias)")
    let text = try database.prepare(
      "INSERT INTO weapon_text (rowid, designation, aliases) VALUES (:id, :designation, :aliases)")
    for row in data.weapons {
      try weapon.bind(row.designation, ":designation")
      try weapon.bind(row.category, ":category")
      try weapon.bind(row.maker.flatMap { makers[$0] }, ":maker")
      try weapon.bind(row.note, ":note")
      try weapon.bind(batch, ":batch")
      try weapon.run()
      let id = database.lastInsertRowID
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

  private func insertSources(_ data: ReferenceData, _ batch: Int64) throws {
    let source = try database.prepare(
      """
      INSERT INTO source (name, kind, home, reliability, url, licence, redistributable, note, batch)
      VALUES (:name, :kind, :home, :reliability, :url, :licence, :redistributable, :note, :batch)
      """)
    let alias = try database.prepare("INSERT INTO source_alias (source, alias) VALUES (:source, :alias)")
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
      let id = database.lastInsertRowID
      for text in row.aliases {
        try alias.bind(id, ":source")
        try alias.bind(text, ":alias")
        try alias.run()
      }
    }
  }
}
