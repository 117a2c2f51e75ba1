public import ArmsModel

/// The claims of files that are tried and not kept, each with its place.
///
/// A class, as it holds memory in which identities are made.
public final class TriedClaims {
  /// Where a claim stands.
  public struct Place: Hashable, Sendable {
    /// The file, as typed.
    public var file: String
    /// The line on which its record begins, from 1.
    public var line: Int
    /// A place in a file.
    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// Per claim where it stands first.
  public private(set) var places: [ContentHash: Place] = [:]
  /// Pairs of parties that the claims are about.
  private(set) var pairs = TouchedPairs()
  private var buffer = ContentBuffer()

  /// No claims.
  public init() {}

  /// Adds a claim whose parties are places in the knowledge base's directory.
  ///
  /// - Returns: its identity.
  @discardableResult
  public func add(_ draft: ClaimDraft, at place: Place, in knowledgeBase: KnowledgeBase) -> ContentHash {
    let key = identity(of: draft, knowledgeBase)
    if places[key] == nil { places[key] = place }
    pairs.insert(supplier: draft.supplier, recipient: draft.recipient)
    return key
  }

  private func identity(of draft: ClaimDraft, _ knowledgeBase: KnowledgeBase) -> ContentHash {
    let document = draft.document.hash(using: &buffer)
    func code(_ index: PartyDirectory.Index) -> [UInt8]? {
      index < 0 ? nil : Array(knowledgeBase.directory[index].code.rawValue.utf8)
    }
    let slug = draft.category < 0 ? nil : Array(knowledgeBase.categories.slug(draft.category).utf8)
    return TriedClaims.lend(code(draft.supplier)) { supplier in
      TriedClaims.lend(code(draft.recipient)) { recipient in
        TriedClaims.lend(slug) { category in
          draft.hash(
            document: document, supplier: supplier, recipient: recipient, category: category, using: &buffer)
        }
      }
    }
  }

  private static func lend<T>(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> T) -> T {
    bytes.map { $0.withUnsafeBytes { body($0) } } ?? body(nil)
  }
}
