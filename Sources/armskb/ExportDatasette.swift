import Glibc
import SQLite
import Storage

/// `armskb export datasette`: the knowledge base as one plain file, with the words and settings that Datasette shows it by.
struct DatasetteExport {
  let knowledgeBase: KnowledgeBase
  let isForOwnUse: Bool
  let terms: ExportTerms
  let words: PublicationWords

  /// What the folder holds.
  static let kind = OutputFolder.Kind(
    files: ["armskb.db", "datasette.yaml", "metadata.yaml"], scratch: ["whole.db"],
    mark: ("metadata.yaml", "# Made by armskb export datasette"))

  /// Writes the folder.
  func write(to path: String) throws {
    let folder = try OutputFolder(path, DatasetteExport.kind)
    let file = folder.place(of: "armskb.db")
    do {
      try writeTrimmed(to: file, by: folder.place(of: "whole.db"))
    } catch let error as SQLiteError {
      throw CommandFailure(error, path: "\(path)/armskb.db") ?? error
    }
    let metadata = DatasetteMetadata(words: words, terms: terms)
    let copy = try KnowledgeBase(path: file)
    let text = try (metadata.metadata(copy).yaml, metadata.settings.yaml)
    try copy.close()
    try folder.write("metadata.yaml", text: "# Made by armskb export datasette\n" + text.0)
    try folder.write("datasette.yaml", text: "# Made by armskb export datasette\n" + text.1)
    try folder.finish()
  }

  /// A copy in which what may not be passed on is erased, and what persons added for themselves; then one of that without
  /// gaps, in which it is gone.
  private func writeTrimmed(to file: String, by whole: String) throws {
    let copy = try Database(path: whole, mode: .create)
    try knowledgeBase.database.backup(to: copy)
    try copy.close()
    let trimmed = try KnowledgeBase(path: whole, for: .writing)
    try trimmed.eraseAdditions()
    if !isForOwnUse, try trimmed.hasWithheldRows() {
      try terms.refuseIfNothingIsLeft(try trimmed.eraseWithheldRows())
    }
    try trimmed.vacuum(into: file)
    try trimmed.close()
    unlink(whole)
  }
}
