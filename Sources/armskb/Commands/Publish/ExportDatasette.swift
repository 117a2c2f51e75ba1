import SQLite
import Storage

/// `armskb export datasette`: the knowledge base as one plain file, with the words and settings that Datasette shows it by.
struct DatasetteExport {
  let knowledgeBase: KnowledgeBase
  let isForOwnUse: Bool
  let terms: ExportTerms
  let words: PublicationWords

  /// Writes the folder.
  func write(to path: String) throws {
    let mark = "# Made by armskb export datasette"
    let folder = try OutputFolder(
      path, isOwn: { path, _ in FolderContents.has(mark, near: "metadata.yaml", in: path) },
      disposable: disposable)
    let place = try folder.place(of: "armskb.db", replaceable: try earlier(folder.path))
    do {
      try writeTrimmed(to: place)
    } catch let error as SQLiteError {
      throw CommandFailure(error, path: place.path) ?? error
    }
    let metadata = DatasetteMetadata(words: words, terms: terms)
    let copy = try KnowledgeBase(path: place.temporary)
    let text = try (metadata.metadata(copy).yaml, metadata.settings.yaml)
    try copy.close()
    let digest = try digest(of: place.temporary)
    try folder.write("datasette.yaml", text: "\(mark)\n\(text.1)")
    try folder.write("metadata.yaml", text: "\(mark)\n\(digest)\n\(text.0)")
    try folder.finish()
  }

  /// A copy in which what may not be passed on is erased, and what persons added for themselves; then one of that without
  /// gaps, in which it is gone.
  private func writeTrimmed(to place: OutputPlace) throws {
    let whole = try OutputPlace(place.temporary)
    let copy = try Database(path: whole.temporary, mode: .create)
    try knowledgeBase.database.backup(to: copy)
    try copy.close()
    let trimmed = try KnowledgeBase(path: whole.temporary, for: .writing)
    try trimmed.eraseAdditions()
    if !isForOwnUse, try trimmed.hasWithheldRows() {
      try terms.refuseIfNothingIsLeft(try trimmed.eraseWithheldRows())
    }
    try trimmed.vacuum(into: place.temporary)
    try trimmed.close()
  }

  /// The file that an earlier export made, if it is there: it may be replaced.
  ///
  /// - Throws: status 73 if somebody has worked with it, as it is a knowledge base like any.
  private func earlier(_ path: String) throws -> FileIdentity? {
    let file = "\(path)/armskb.db"
    guard let identity = FileIdentity(file), !KnowledgeBaseFiles.isInUse(file) else { return nil }
    let isAlone = KnowledgeBaseFiles.endings.allSatisfy { FileIdentity(file + $0) == nil }
    guard isAlone, FolderContents.has(try digest(of: file), near: "metadata.yaml", in: path) else {
      throw CommandFailure(
        .cannotCreate,
        "\(file) is not as an export left it and may hold somebody's work; move it away, or give another folder"
      )
    }
    return identity
  }

  /// The file that an export left that was ended by force: what stood there before, or what never had its name.
  private func disposable(_ folder: String) -> FileIdentity? {
    if let earlier = try? earlier(folder) { return earlier }
    let file = "\(folder)/armskb.db"
    // The line comes after it.
    let isUnfinished = !FolderContents.has(DatasetteExport.digestMark, near: "\(folder)/metadata.yaml")
    return isUnfinished && !KnowledgeBaseFiles.isInUse(file) ? FileIdentity(file) : nil
  }

  private static let digestMark = "# armskb.db as it was exported: sha256:"

  /// The line by which a later export knows the file.
  private func digest(of file: String) throws(CommandFailure) -> String {
    do throws(SystemError) {
      return "\(DatasetteExport.digestMark)\(try FolderContents.digest(of: file))"
    } catch { throw CommandFailure(.inputOutput, "cannot read \(file): \(error.reason)") }
  }
}
