import ArmsModel
public import SQLite

/// Why a text is no query: it asks for more than can be looked for in a moment.
public enum SearchLimit: Error, Hashable, Sendable, CustomStringConvertible {
  /// It has more than so many characters.
  case characters(Int)
  /// It has more than so many words.
  case words(Int)
  /// It has more than so many beginnings of words.
  case beginnings(Int)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .characters(let most): "a search takes \(most) characters at the most"
    case .words(let most): "a search takes \(most) words at the most"
    case .beginnings(let most): "a search takes \(most) beginnings of words (with *) at the most"
    }
  }
}

extension KnowledgeBase {
  /// Hands over what the full text finds, claims first, then documents, then weapons; the best hits first.
  ///
  /// - Parameters:
  ///   - query: words, of which all must occur; `"…"` for a phrase, `word*` for a beginning. Everything else is
  ///     taken as words, so that no text is a faulty query.
  ///   - body: gets rows with the columns of `ListColumn.hits`.
  /// - Throws: `SearchLimit` for more than 1,000 characters, 32 words or 8 beginnings, each counted once.
  public func search(_ query: String, limit: Int? = nil, _ body: (Statement) throws -> Void) throws {
    let expression = try KnowledgeBase.fullTextExpression(query)
    guard !expression.isEmpty else { return }
    let statement = try prepareStanding(
      """
      SELECT kind, id, text, supplier, recipient, publisher, published FROM (
        SELECT 1 AS place, 'claim' AS kind, 'c' || lower(hex(substr(c.hash, 1, 8))) AS id,
               coalesce(c.evidence, c.note) AS text, c.supplier, c.recipient, d.publisher, d.published, f.rank AS rank
        FROM claim_text AS f JOIN v_live_claim AS c ON c.id = f.rowid JOIN document AS d ON d.id = c.document
        WHERE claim_text MATCH :query
        UNION ALL
        SELECT 2, 'document', 'd' || lower(hex(substr(d.hash, 1, 8))), d.title, NULL, NULL, d.publisher, d.published, f.rank
        FROM document_text AS f JOIN document AS d ON d.id = f.rowid WHERE document_text MATCH :query AND \(Standing.document)
        UNION ALL
        SELECT 3, 'weapon', w.designation, w.designation || coalesce(' (' || nullif(f.aliases, '') || ')', ''), NULL, NULL, NULL, NULL,
               f.rank
        FROM weapon_text AS f JOIN weapon AS w ON w.id = f.rowid WHERE weapon_text MATCH :query AND \(Standing.weapon)
      ) ORDER BY place, rank, id LIMIT :limit
      """)
    try statement.bind(expression, ":query")
    try statement.bind(limit ?? -1, ":limit")
    while try statement.step() { try body(statement) }
  }

  /// The query in FTS5's language: each word and phrase quoted, a `*` behind a word kept.
  ///
  /// Each word more costs a walk through all places where it stands, each `*` the memory for them.
  static func fullTextExpression(_ query: String) throws(SearchLimit) -> String {
    let most = (characters: 1_000, words: 32, beginnings: 8)
    guard query.unicodeScalars.count <= most.characters else { throw .characters(most.characters) }
    var parts: [String] = []
    var words = 0
    var beginnings = 0
    // Scalars, as FTS5 sees them: with a mark behind it, a quotation mark is a Character of its own. FTS5 reads
    // up to a U+0000, which is a blank here.
    var rest = query.unicodeScalars.map { $0 == "\0" ? " " : $0 }[...]
    func add(_ text: ArraySlice<Unicode.Scalar>, isPrefix: Bool) {
      guard text.contains(where: { $0.isOfWord }) else { return }
      // FTS5 parts words at signs, too: "T-90" is two.
      let found = text.split { !$0.isOfWord && !$0.isMark }.count
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: text)
      let part = "\"\(scalars)\"" + (isPrefix ? "*" : "")
      guard !parts.contains(part) else { return }
      parts.append(part)
      words += found
      if isPrefix { beginnings += 1 }
    }
    while let first = rest.first {
      if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
        add(rest[(rest.startIndex + 1)..<end], isPrefix: false)
        rest = rest[(end + 1)...]
      } else if first == "\"" || first.properties.isWhitespace {
        rest = rest.dropFirst()
      } else {
        let word = rest.prefix { !$0.properties.isWhitespace && $0 != "\"" }
        rest = rest[word.endIndex...]
        let isPrefix = word.last == "*"
        add(isPrefix ? word.dropLast() : word, isPrefix: isPrefix)
      }
    }
    guard words <= most.words else { throw .words(most.words) }
    guard beginnings <= most.beginnings else { throw .beginnings(most.beginnings) }
    return parts.joined(separator: " ")
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter or a digit.
  fileprivate var isOfWord: Bool { properties.isAlphabetic || properties.numericType != nil }

  /// Whether it stands on the letter before.
  fileprivate var isMark: Bool {
    [.nonspacingMark, .spacingMark, .enclosingMark].contains(properties.generalCategory)
  }
}
