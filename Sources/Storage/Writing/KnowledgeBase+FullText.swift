import ArmsModel
import SQLite

/// The full text over one table: what is in it, and how to see whether all of it is.
private struct FullText {
  /// The virtual table.
  let name: String
  /// What people call its rows.
  let rows: String
  /// A question for the row numbers and texts that stand in it by now.
  let texts: String
  /// Where these come from.
  let source: String

  static let all = [
    FullText(
      name: "claim_text", rows: "claims",
      texts: """
        SELECT id, coalesce(evidence, note) AS text FROM claim
        WHERE (evidence IS NOT NULL OR note IS NOT NULL) AND batch NOT IN (SELECT id FROM batch WHERE full_text = 0)
        """, source: "claim"),
    FullText(
      name: "document_text", rows: "documents",
      texts: """
        SELECT id, title AS text FROM document
        WHERE title IS NOT NULL AND batch NOT IN (SELECT id FROM batch WHERE full_text = 0)
        """, source: "document"),
    FullText(
      name: "weapon_text", rows: "weapons", texts: "SELECT id, designation AS text FROM weapon",
      source: "weapon"),
  ]
}

extension KnowledgeBase {
  /// Whether the full text finds what claims, documents and weapons say.
  ///
  /// FTS5's own check writes. This one reads the whole index, counts what is in it, and looks for the words of
  /// some texts.
  func fullTextFaults() throws -> [KnowledgeFinding] {
    try FullText.all.compactMap { text in
      guard let (what, isMendable) = try fault(in: text) else { return nil }
      let advice = isMendable ? "`armskb check --mend` makes it anew." : "Restore a backup."
      return fault(
        .fullText, .error,
        "The full text of \(text.rows) \(what), so that `armskb search` misses some. \(advice)")
    }
  }

  /// Makes the full text anew from what it is about; the caller has a transaction open.
  func rebuildFullText() throws {
    try database.execute(
      """
      INSERT INTO claim_text (claim_text) VALUES ('rebuild');
      INSERT INTO document_text (document_text) VALUES ('rebuild');
      INSERT INTO weapon_text (weapon_text) VALUES ('rebuild');
      DELETE FROM weapon_text;
      INSERT INTO weapon_text (rowid, designation, aliases)
      SELECT id, designation, (SELECT group_concat(alias, '; ') FROM weapon_alias WHERE weapon = w.id)
      FROM weapon AS w ORDER BY id;
      UPDATE batch SET full_text = 1 WHERE full_text = 0;
      """)
  }

  /// What is wrong with one full text, as the end of a sentence, and whether it can be made anew; nil if nothing is.
  private func fault(in text: FullText) throws -> (what: String, isMendable: Bool)? {
    do {
      guard let what = try loss(in: text) else { return nil }
      return (what, true)
    } catch let error as SQLiteError where [.corrupt, .error, .mismatch].contains(error.code.primary) {
      // What FTS5 does not even open it does not make anew.
      return ("is damaged (\(error.message))", error.code.primary != .error)
    }
  }

  private func loss(in text: FullText) throws -> String? {
    let words = try wordsCounted(in: text)
    let all = try integer("SELECT count(*) FROM (\(text.texts))")
    let held = try integer(
      "SELECT count(*) FROM (\(text.texts)) AS t JOIN \(text.name)_docsize AS s ON s.id = t.id")
    if held < all { return "lacks \(all - held) of them" }
    if try integer("SELECT count(*) FROM \(text.name)_docsize") > held {
      // Whatever has no text may stand in it, too.
      let strays = try integer(
        "SELECT count(*) FROM \(text.name)_docsize WHERE id NOT IN (SELECT id FROM \(text.source))")
      if strays > 0 { return "holds \(strays) that are not there" }
    }
    guard try words == wordsNoted(in: text) else { return "has lost words" }
    return try findsItsTexts(text, of: all) ? nil : "does not find what they say"
  }

  /// How many words the index leads to, each place counted; all of it is read.
  private func wordsCounted(in text: FullText) throws -> Int64 {
    try database.execute(
      "CREATE VIRTUAL TABLE temp.full_text_words USING fts5vocab('main', '\(text.name)', 'row')")
    defer { try? database.execute("DROP TABLE IF EXISTS temp.full_text_words") }
    let statement = try database.prepare("SELECT coalesce(sum(cnt), 0) FROM temp.full_text_words")
    return try statement.step() ? try statement.integer(0) : 0
  }

  /// How many words FTS5 noted down while it took the texts in; nil if it has nothing noted down.
  ///
  /// Row 1 of the index: the number of rows, then the words of each column, in SQLite's numbers of variable length.
  private func wordsNoted(in text: FullText) throws -> Int64? {
    let statement = try database.prepare("SELECT block FROM \(text.name)_data WHERE id = 1")
    guard try statement.step() else { return nil }
    var numbers: [Int64] = []
    var number: Int64 = 0
    var length = 0
    for byte in try statement.blob(0) {
      length += 1
      number = number << 7 | Int64(byte & 127)
      // A ninth byte would be a whole one; so many words do not fit into a file.
      guard length < 9 else { return nil }
      if byte & 128 == 0 {
        numbers.append(number)
        (number, length) = (0, 0)
      }
    }
    return numbers.isEmpty ? 0 : numbers.dropFirst().reduce(0, saturatingSum)
  }

  /// So many texts are looked for.
  private static let textsTried: Int64 = 64

  /// Whether the first words of some texts, taken evenly from all, lead to them.
  private func findsItsTexts(_ text: FullText, of all: Int64) throws -> Bool {
    let step = max(1, all / KnowledgeBase.textsTried)
    let statement = try database.prepare(
      """
      SELECT t.id, substr(t.text, 1, 200) FROM (\(text.texts)) AS t
      WHERE t.id % \(step) = 0 ORDER BY t.id LIMIT \(2 * KnowledgeBase.textsTried)
      """)
    let search = try database.prepare(
      "SELECT 1 FROM \(text.name) WHERE \(text.name) MATCH :words AND rowid = :id")
    while try statement.step() {
      // The last word may be cut off.
      let words = try statement.text(1).split(separator: " ")
      let whole = words.count > 8 ? words.prefix(8) : words.count > 1 ? words.dropLast() : words[...]
      let expression = try KnowledgeBase.fullTextExpression(
        "\"\(whole.joined(separator: " ").replacing("\"", with: " "))\"")
      guard !expression.isEmpty else { continue }
      try search.bind(expression, ":words")
      try search.bind(try statement.integer(0), ":id")
      defer { search.reset() }
      guard try search.step() else { return false }
    }
    return true
  }
}
