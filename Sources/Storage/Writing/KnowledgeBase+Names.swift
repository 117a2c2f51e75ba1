public import ArmsModel
import SQLite

/// Parties and names that persons add to the reference data.
extension KnowledgeBase {
  /// Adds a party with its other names, as a batch of its own; gives the batch's number.
  ///
  /// - Throws: `StorageError.nameTaken` if the code or a name belongs to a party that is known.
  public func addParty(_ party: Party, aliases: [String], by hand: Hand) throws -> Int64 {
    try addNames(of: party, isNew: true, [party.name] + aliases, by: hand)
  }

  /// Adds names of a known party, as a batch of its own; gives the batch's number.
  ///
  /// - Throws: `StorageError.nameTaken` if a name belongs to a party that is known, be it this one.
  public func addNames(_ names: [String], of code: PartyCode, by hand: Hand) throws -> Int64 {
    try loadDirectory()
    guard let party = directory[code] else { throw StorageError.damaged("there is no party \(code)") }
    return try addNames(of: party, isNew: false, names, by: hand)
  }

  private func addNames(of party: Party, isNew: Bool, _ names: [String], by hand: Hand) throws -> Int64 {
    try change {
      try renewDirectory()
      if isNew, let known = directory[party.code] {
        throw StorageError.nameTaken(party.code.rawValue, party: known.name)
      }
      for name in names {
        if let index = try? directory.resolve(registerName: name) {
          let known = directory[index]
          throw StorageError.nameTaken(name, party: "\(known.name) (\(known.code))")
        }
      }
      let what = isNew ? "party \(party.code) added" : "names of \(party.code) added"
      let batch = try beginBatch(kind: "reference", by: hand, note: what)
      if isNew {
        let insert = try database.cached(
          "INSERT INTO party (code, kind, name, batch) VALUES (:code, :kind, :name, :batch)")
        try insert.bind(party.code.rawValue, ":code")
        try insert.bind(party.kind.rawValue, ":kind")
        try insert.bind(party.name, ":name")
        try insert.bind(batch, ":batch")
        try insert.run()
      }
      let insert = try database.cached(
        "INSERT INTO party_name (party, name, kind, batch) VALUES (:party, :name, :kind, :batch)")
      for (place, name) in names.enumerated() {
        try insert.bind(party.code.rawValue, ":party")
        try insert.bind(name, ":name")
        try insert.bind(isNew && place == 0 ? "name" : "alias", ":kind")
        try insert.bind(batch, ":batch")
        try insert.run()
      }
      try renewDirectory()
      return .keep(batch)
    }
  }
}
