import Storage

/// Writes a knowledge base as scripts and files of rows from which `psql` makes it in PostgreSQL.
struct PostgresExport {
  private let knowledgeBase: KnowledgeBase
  private let folder: String

  init(_ knowledgeBase: KnowledgeBase, folder: String) {
    self.knowledgeBase = knowledgeBase
    self.folder = folder
  }

  /// Writes all files; `load.sql` gets its name last.
  func write() throws {
    let scripts = try translated()
    let folder = try OutputFolder(folder, isOwn: PostgresExport.isOwn)
    try folder.add(folder: "data")
    var counts: [String: Int] = [:]
    var next: [String: Int64] = [:]
    var changed = 0
    for table in scripts.tables {
      try folder.write("data/\(table.name).copy") { sink in
        let result = try knowledgeBase.copyRows(of: table) { try sink($0) }
        counts[table.name] = result.rows
        changed += result.changedTexts
      }
      next[table.name] = try knowledgeBase.nextNumber(of: table)
    }
    try folder.write("schema.sql", text: scripts.schema)
    try folder.write("keys.sql", text: scripts.keys)
    try folder.write("load.sql", text: scripts.load(counts: counts, next: next))
    try folder.finish()
    let rows = counts.values.reduce(0, +)
    Console.say(
      "\(self.folder): \(count(rows, "row")) of \(count(scripts.tables.count, "table")); to load them into an empty database:"
    )
    Console.say("  cd \(self.folder) && psql -d NAME -f load.sql")
    if changed > 0 {
      Console.say(
        "changed: \(count(changed, "text")) with U+0000 (now ␀) or bytes that are no UTF-8, which PostgreSQL cannot hold"
      )
    }
  }

  private func translated() throws -> PostgresScripts {
    do { return try knowledgeBase.postgresScripts() } catch let error as UntranslatableSQL {
      throw CommandFailure(.failure, "\(error)\n  nothing was written")
    }
  }

  /// Whether a folder was written by this export, even if that did not end.
  private static func isOwn(_ path: String, _ names: [String]) -> Bool {
    let own = ["schema.sql", "keys.sql", "load.sql"]
    guard names.allSatisfy({ $0 == "data" || own.contains($0) || OutputName.isTemporary($0) }) else {
      return false
    }
    for name in own where names.contains(name) {
      guard FolderContents.has("-- armskb export postgres", near: "\(path)/\(name)") else { return false }
    }
    guard names.contains("data") else { return true }
    return FolderContents.names(in: "\(path)/data")?.allSatisfy {
      $0.hasSuffix(".copy") || OutputName.isTemporary($0)
    } ?? false
  }
}
