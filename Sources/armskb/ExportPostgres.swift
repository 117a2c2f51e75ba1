import Glibc
import Storage

/// Writes a knowledge base as scripts and files of rows from which `psql` makes it in PostgreSQL.
struct PostgresExport {
  private let knowledgeBase: KnowledgeBase
  private let folder: String

  init(_ knowledgeBase: KnowledgeBase, folder: String) {
    self.knowledgeBase = knowledgeBase
    self.folder = folder
  }

  /// Writes all files; `load.sql` is there only when everything else is.
  func write() throws {
    // All of it as it was at one moment, whoever may be writing.
    try knowledgeBase.database.savepoint {
      let scripts = try translated()
      try refuseOtherFiles()
      try makeFolder(folder)
      try makeFolder("\(folder)/data")
      let load = "\(folder)/load.sql"
      if unlink(load) != 0, errno != ENOENT {
        throw CommandFailure(.cannotCreate, "cannot replace \(load): \(String(cString: strerror(errno)))")
      }
      var counts: [String: Int] = [:]
      var next: [String: Int64] = [:]
      var changed = 0
      for table in scripts.tables {
        let file = try OutputFile("\(folder)/data/\(table.name).copy")
        let result = try knowledgeBase.copyRows(of: table) { try file.write($0) }
        try file.close()
        counts[table.name] = result.rows
        next[table.name] = try knowledgeBase.nextNumber(of: table)
        changed += result.changedTexts
      }
      try write("schema.sql", scripts.schema)
      try write("keys.sql", scripts.keys)
      try write("load.sql", scripts.load(counts: counts, next: next))
      let rows = counts.values.reduce(0, +)
      Console.say(
        "\(folder): \(count(rows, "row")) of \(count(scripts.tables.count, "table")); to load them into an empty database:"
      )
      Console.say("  cd \(folder) && psql -d NAME -f load.sql")
      if changed > 0 {
        Console.say(
          "changed: \(count(changed, "text")) with U+0000 (now ␀) or bytes that are no UTF-8, which PostgreSQL cannot hold"
        )
      }
    }
  }

  private func translated() throws -> PostgresScripts {
    do { return try knowledgeBase.postgresScripts() } catch let error as UntranslatableSQL {
      throw CommandFailure(.failure, "\(error)\n  nothing was written")
    }
  }

  /// Lets pass a folder that is not there, is empty, or was written by this export, even if that did not end.
  private func refuseOtherFiles() throws(CommandFailure) {
    let own = ["schema.sql", "keys.sql", "load.sql"]
    var isOwn = names(in: folder).allSatisfy { $0 == "data" || own.contains($0) }
    for name in own where isOwn && access("\(folder)/\(name)", F_OK) == 0 {
      isOwn = FolderContents.beginning(of: "\(folder)/\(name)").hasPrefix("-- armskb export postgres")
    }
    var information = stat()
    if isOwn, stat("\(folder)/data", &information) == 0 {
      isOwn =
        information.st_mode & S_IFMT == S_IFDIR
        && names(in: "\(folder)/data").allSatisfy { name in
          name.hasSuffix(".copy") || name.contains(".copy.") && name.hasSuffix(".part")
        }
    }
    guard isOwn else {
      throw CommandFailure(
        .cannotCreate,
        "\(folder) holds other files; give a new or an empty folder, or one that this export wrote before")
    }
  }

  /// The names in a folder; none if it cannot be read.
  private func names(in path: String) -> [String] { FolderContents.names(in: path) ?? [] }

  private func makeFolder(_ path: String) throws(CommandFailure) {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    throw CommandFailure(.cannotCreate, "cannot create \(path): \(String(cString: strerror(errno)))")
  }

  private func write(_ name: String, _ text: String) throws {
    let file = try OutputFile("\(folder)/\(name)")
    var text = text
    try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
    try file.close()
  }
}
