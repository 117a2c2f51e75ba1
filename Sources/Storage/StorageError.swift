/// What is wrong with a file that should be a knowledge base.
public enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no file.
  case missing(path: String)
  /// It is an SQLite file of another program.
  case notAKnowledgeBase(path: String)
  /// It is a pipe, a device or a folder.
  case notAFile(path: String, isFolder: Bool)
  /// It has the tables of a knowledge base, but not the numbers that mark one.
  case unmarked(path: String)
  /// Its schema holds what this program did not put there, or lacks what it did.
  case foreignSchema(path: String, what: String)
  /// A change may have been stored or not.
  case uncertain(reason: String)
  /// A later program wrote it.
  case newer(path: String, version: Int, supported: Int)
  /// An earlier program wrote it, and it was opened for reading.
  case older(path: String, version: Int, supported: Int)
  /// There is no batch of that number.
  case noSuchBatch(Int64)
  /// The batch is withdrawn already.
  case alreadyWithdrawn(Int64)
  /// There is nothing that could be withdrawn.
  case nothingToUndo
  /// The batch holds the names that claims refer to.
  case cannotUndoReference(Int64)
  /// The code or name belongs to a party that is known already.
  case nameTaken(String, party: String)
  /// The database holds what this program never writes.
  case damaged(String)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .missing(let path): "there is no knowledge base at \(path)"
    case .notAKnowledgeBase(let path): "\(path) is an SQLite database, but not an armskb knowledge base"
    case .notAFile(let path, let isFolder):
      "\(path) is a \(isFolder ? "folder" : "pipe or device"), not a knowledge base"
    case .unmarked(let path):
      "\(path) has the tables of a knowledge base but lacks the numbers that mark one, as a restored dump does"
    case .foreignSchema(let path, let what):
      "\(path) is refused, as it may have been tampered with: \(what)"
    case .uncertain(let reason): "it cannot be told whether the change was stored: \(reason)"
    case .newer(let path, let version, let supported):
      "\(path) was written by a newer armskb (schema \(version); this one knows up to \(supported))"
    case .older(let path, let version, let supported):
      "\(path) was written by an older armskb (schema \(version); this one reads \(supported))"
    case .noSuchBatch(let batch): "there is no batch \(batch)"
    case .alreadyWithdrawn(let batch): "batch \(batch) is withdrawn already"
    case .nothingToUndo: "there is no batch left that could be withdrawn"
    case .cannotUndoReference(let batch):
      "batch \(batch) holds the reference data that claims refer to; it cannot be withdrawn"
    case .nameTaken(let name, let party): "'\(name)' is \(party) already"
    case .damaged(let what): "the knowledge base is damaged: \(what)"
    }
  }
}
