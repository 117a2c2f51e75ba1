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
    let folder = try OutputFolder(folder, isOwn: PostgresExport.isOwn)
    try folder.add(folder: "data")
    var tables: [(table: PostgresScripts.Table, rows: Int)] = []
    var changed = 0
    for table in try knowledgeBase.postgresTables() {
      try folder.write("data/\(table.name).copy") { sink in
        let result = try knowledgeBase.copyRows(of: table) { try sink($0) }
        tables.append((table, result.rows))
        changed += result.changedTexts
      }
    }
    try folder.write("schema.sql", text: PostgresScripts.schema)
    try folder.write("keys.sql", text: PostgresScripts.keys)
    try folder.write("load.sql", text: PostgresScripts.load(tables))
    try folder.finish()
    let rows = tables.reduce(0) { $0 + $1.rows }
    Console.say(
      "\(self.folder): \(count(rows, "row")) of \(count(tables.count, "table")); to load them into an empty database:"
    )
    Console.say("  cd \(self.folder) && psql -d NAME -f load.sql")
    if changed > 0 {
      Console.say(
        "changed: \(count(changed, "text")) with U+0000 (now ␀) or bytes that are no UTF-8, which PostgreSQL cannot hold"
      )
    }
  }

  /// Whether a folder was written by this export, even if that did not end.
  private static func isOwn(_ path: String, _ names: [String]) -> Bool {
    let own = ["schema.sql", "keys.sql", "load.sql"]
    guard names.allSatisfy({ $0 == "data" || own.contains($0) || OutputName.isTemporary($0) }) else {
      return false
    }
    for name in own where names.contains(name) {
      guard FolderContents.has(PostgresScripts.mark, near: "\(path)/\(name)") else { return false }
    }
    guard names.contains("data") else { return true }
    return FolderContents.names(in: "\(path)/data")?.allSatisfy {
      $0.hasSuffix(".copy") || OutputName.isTemporary($0)
    } ?? false
  }
}
