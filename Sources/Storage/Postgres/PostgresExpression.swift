/// Says expressions and SELECTs of SQLite in the words of PostgreSQL, by rules.
///
/// What it does not know it refuses: a guess would give other rows without a word. Spacing is kept, so that a
/// view reads as it does in `schema.sql`.
struct PostgresExpression {
  /// The columns of the primary key of each table, by which SQLite visits its rows; of names in small letters.
  let keys: [String: [String]]

  /// The text of those nodes.
  func text(_ nodes: [SQLNode]) throws(UntranslatableSQL) -> String {
    try PostgresExpression.refuseOtherPrecedence(nodes)
    var result = ""
    var place = 0
    while place < nodes.count {
      switch nodes[place] {
      case .group(let inner, let space, let closing):
        result += "\(space)(\(try text(inner))\(closing))"
        if let alias = alias(ofGroupAt: place, in: nodes) { result += " AS \(alias)" }
        place += 1
      case .token(let token):
        place = try append(token, at: place, of: nodes, to: &result)
      }
    }
    return result
  }

  // MARK: - Tokens

  private func append(
    _ token: SQLToken, at place: Int, of nodes: [SQLNode], to result: inout String
  ) throws(UntranslatableSQL) -> Int {
    let next = place + 1 < nodes.count ? nodes[place + 1] : nil
    switch token.kind {
    case .comment: break
    case .string: result += token.space + token.text
    case .number: result += token.space + token.text
    case .blob: result += "\(token.space)'\\x\(token.text)'::bytea"
    case .name: result += token.space + PostgresName.quoted(token.text)
    case .sign:
      if token.text == "/", let factor = PostgresExpression.inverse(next) {
        try multiply(by: factor, token.space, at: place, of: nodes, &result)
        return place + 2
      }
      guard let sign = PostgresExpression.signs[token.text] else {
        throw UntranslatableSQL("the operator \(token.text)")
      }
      result += token.space + sign
    case .word:
      let isColumn = place > 0 && nodes[place - 1].isSign(".") || next?.isSign(".") == true
      if !isColumn, let end = try appendKeyword(token, at: place, of: nodes, to: &result) { return end }
      if !isColumn, let arguments = next?.group,
        !PostgresName.keywordsBeforeGroups.contains(token.text.uppercased())
      {
        result += token.space + (try call(token.text, arguments, nodes))
        return place + 2
      }
      result += token.space + PostgresName.asWritten(token.text)
    }
    return place + 1
  }

  private static let signs: [String: String] = [
    "==": "=", "=": "=", "!=": "<>", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "+": "+",
    "-": "-",
    "*": "*", "/": "/", "%": "%", "&": "&", "|": "|", "~": "~", "<<": "<<", ">>": ">>", "||": "||", ",": ",",
    ".": ".",
  ]

  /// Keywords that PostgreSQL spells or means otherwise.
  ///
  /// - Returns: the place behind what was written, nil if there is nothing special about the word.
  private func appendKeyword(
    _ token: SQLToken, at place: Int, of nodes: [SQLNode], to result: inout String
  ) throws(UntranslatableSQL) -> Int? {
    let next = place + 1 < nodes.count ? nodes[place + 1] : nil
    switch token.text.uppercased() {
    case "GLOB": return try glob(isNegated: false, token.space, at: place, of: nodes, &result)
    case "NOT" where next?.isWord("GLOB") == true:
      return try glob(isNegated: true, token.space, at: place + 1, of: nodes, &result)
    case "LIKE":
      // SQLite's LIKE takes no notice of the case of A to Z.
      result += token.space + "ILIKE"
      return place + 1
    case "IS":
      let isNegated = next?.isWord("NOT") == true
      let operand = place + (isNegated ? 2 : 1)
      guard operand < nodes.count else { throw UntranslatableSQL("IS without anything behind it") }
      if ["NULL", "TRUE", "FALSE"].contains(where: { nodes[operand].isWord($0) }) { return nil }
      guard !nodes[operand].isWord("DISTINCT") else { return nil }
      result += token.space + (isNegated ? "IS DISTINCT FROM" : "IS NOT DISTINCT FROM")
      return operand
    case "CAST":
      guard let inside = next?.group else { return nil }
      result += token.space + (try cast(inside))
      return place + 2
    case "REGEXP", "MATCH", "INDEXED", "COLLATE", "RAISE", "WINDOW", "OVER":
      throw UntranslatableSQL(token.text.uppercased())
    default: return nil
    }
  }

  /// A pattern of GLOB as a regular expression of the whole text.
  private func glob(
    isNegated: Bool, _ space: String, at place: Int, of nodes: [SQLNode], _ result: inout String
  ) throws(UntranslatableSQL) -> Int {
    guard place + 1 < nodes.count, let pattern = nodes[place + 1].token, pattern.kind == .string else {
      throw UntranslatableSQL("GLOB with a pattern that is not written out")
    }
    result += "\(space)\(isNegated ? "!~" : "~") \(try PostgresExpression.regularExpression(pattern.text))"
    return place + 2
  }

  /// The regular expression of a pattern of GLOB; both in quotation marks.
  static func regularExpression(_ pattern: String) throws(UntranslatableSQL) -> String {
    var result = "'^"
    var isInside = false
    for scalar in pattern.dropFirst().dropLast().unicodeScalars {
      switch scalar {
      case "]" where isInside:
        isInside = false
        result += "]"
      case "[", "\\":
        guard scalar == "[", !isInside else { throw UntranslatableSQL("GLOB \(pattern)") }
        isInside = true
        result += "["
      case _ where isInside: result.unicodeScalars.append(scalar)
      case "*": result += ".*"
      case "?": result += "."
      case ".", "+", "^", "$", "(", ")", "{", "}", "|", "]":
        result += "[\(scalar == "^" ? "\\^" : "\(scalar)")]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    guard !isInside else { throw UntranslatableSQL("GLOB \(pattern)") }
    return result + "$'"
  }

  /// Refuses what the two would bind together otherwise: `||` before sums and products in SQLite, after them in
  /// PostgreSQL; and one comparison compared again.
  private static func refuseOtherPrecedence(_ nodes: [SQLNode]) throws(UntranslatableSQL) {
    let parts = nodes.split { node in
      node.isSign(",")
        || node.token.map {
          $0.kind == .word && PostgresName.boundaries.contains($0.text.uppercased())
        } ?? false
    }
    for part in parts {
      func count(_ signs: [String]) -> Int { part.count { node in signs.contains { node.isSign($0) } } }
      let words = part.count { node in ["IS", "IN", "LIKE", "GLOB"].contains { node.isWord($0) } }
      if words + count(["=", "==", "<>", "!=", "<", ">", "<=", ">="]) > 1 {
        throw UntranslatableSQL("a comparison of a comparison, without parentheses,")
      }
      if count(["||"]) > 0, count(["+", "-", "*", "/", "%", "&", "|", "<<", ">>"]) > 0 {
        throw UntranslatableSQL("|| beside another operator, without parentheses,")
      }
    }
  }

  // MARK: - Numbers

  /// What to multiply by instead of dividing by 10.0, 100.0 and so on.
  ///
  /// SQLite divides in floating point. The product with 0.001 is exact and has the same digits.
  private static func inverse(_ divisor: SQLNode?) -> String? {
    guard let token = divisor?.token, token.kind == .number, token.text.contains(".") else { return nil }
    let parts = token.text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy({ $0 == "0" }), parts[0].first == "1",
      parts[0].dropFirst().allSatisfy({ $0 == "0" }), parts[0].count > 1
    else { return nil }
    return "0." + String(repeating: "0", count: parts[0].count - 2) + "1"
  }

  /// Takes the operand before the sign out of the text and puts the product in its place.
  private func multiply(
    by factor: String, _ space: String, at place: Int, of nodes: [SQLNode], _ result: inout String
  ) throws(UntranslatableSQL) {
    var start = place - 1
    guard start >= 0 else { throw UntranslatableSQL("'/' with nothing before it") }
    if nodes[start].group != nil {
      // The name of a function, but no keyword.
      if start > 0, let name = nodes[start - 1].name,
        !PostgresName.keywordsBeforeGroups.contains(name.uppercased())
      {
        start -= 1
      }
    } else {
      while start >= 2, nodes[start - 1].isSign("."), nodes[start - 2].name != nil { start -= 2 }
    }
    if start > 0, ["*", "/", "%"].contains(where: { nodes[start - 1].isSign($0) }) {
      throw UntranslatableSQL("a quotient of more than two parts")
    }
    let operand = try text(Array(nodes[start..<place]))
    guard result.hasSuffix(operand) else { throw UntranslatableSQL("the dividend \(operand)") }
    result.removeLast(operand.count)
    let blanks = operand.prefix { $0.isWhitespace }
    result += "\(blanks)trim_scale(\(operand.dropFirst(blanks.count)) * \(factor))"
  }

  // MARK: - Functions

  /// Functions of the same name and meaning, with the numbers of arguments that they take here.
  private static let sameFunctions: [String: ClosedRange<Int>] = [
    "coalesce": 2...99, "nullif": 2...2, "length": 1...1, "lower": 1...1, "upper": 1...1, "substr": 2...3,
    "replace": 3...3, "abs": 1...1, "count": 0...1, "sum": 1...1, "min": 1...1, "max": 1...1, "trim": 1...1,
    "ltrim": 1...1, "rtrim": 1...1,
  ]

  private func call(
    _ name: String, _ inside: [SQLNode], _ level: [SQLNode]
  ) throws(UntranslatableSQL) -> String {
    let function = name.lowercased()
    let arguments = inside.isEmpty ? [] : inside.splitAtCommas()
    if let counts = PostgresExpression.sameFunctions[function], counts.contains(arguments.count) {
      return "\(function)(\(try text(inside)))"
    }
    var texts: [String] = []
    for argument in arguments { texts.append(try text(argument).trimmedBlanks) }
    switch (function, arguments.count) {
    case ("hex", 1): return "upper(encode(\(texts[0]), 'hex'))"
    case ("ifnull", 2): return "coalesce(\(texts[0]), \(texts[1]))"
    case ("iif", 3): return "CASE WHEN \(texts[0]) THEN \(texts[1]) ELSE \(texts[2]) END"
    case ("instr", 2): return "strpos(\(texts[0]), \(texts[1]))"
    case ("group_concat", 1...2):
      guard !arguments[0].contains(where: { $0.isWord("DISTINCT") }) else {
        throw UntranslatableSQL("group_concat(DISTINCT …)")
      }
      let order = try order(ofRowsIn: level)
      return "string_agg((\(texts[0]))::text, \(texts.count > 1 ? texts[1] : "','")\(order))"
    default: throw UntranslatableSQL("the function \(function) with \(arguments.count) arguments")
    }
  }

  private func cast(_ inside: [SQLNode]) throws(UntranslatableSQL) -> String {
    guard let place = inside.lastIndex(where: { $0.isWord("AS") }), place + 2 == inside.count,
      let type = inside[place + 1].name.flatMap({ PostgresName.types[$0.uppercased()] })
    else { throw UntranslatableSQL("a CAST to that type") }
    return "CAST(\(try text(Array(inside[..<place]))) AS \(type))"
  }

  /// ` ORDER BY …` for texts joined from the rows of that SELECT: by the key, in whose order SQLite visits them.
  private func order(ofRowsIn select: [SQLNode]) throws(UntranslatableSQL) -> String {
    guard let from = select.firstIndex(where: { $0.isWord("FROM") }), from + 1 < select.count else {
      throw UntranslatableSQL("group_concat outside of a SELECT from a table")
    }
    // Rows of an inner SELECT come in its order in both.
    if let inner = select[from + 1].group {
      guard inner.contains(where: { $0.isWord("ORDER") }) else {
        throw UntranslatableSQL("group_concat over rows in no order")
      }
      return ""
    }
    let end =
      select[(from + 1)...].firstIndex {
        ["WHERE", "GROUP", "ORDER", "LIMIT"].contains($0.token?.text.uppercased() ?? "")
      } ?? select.count
    let source = select[(from + 1)..<end].filter { !$0.isWord("AS") }
    guard (1...2).contains(source.count), let table = source[0].name,
      let key = keys[table.lowercased()], !key.isEmpty, let alias = source[source.count - 1].name
    else { throw UntranslatableSQL("group_concat over rows in no order") }
    let columns = key.map { "\(PostgresName.quoted(alias)).\(PostgresName.quoted($0))" }
    return " ORDER BY \(columns.joined(separator: ", "))"
  }

  /// A name for a SELECT in FROM that has none; PostgreSQL before 16 wants one.
  private func alias(ofGroupAt place: Int, in nodes: [SQLNode]) -> String? {
    guard place > 0, nodes[place - 1].isWord("FROM") || nodes[place - 1].isWord("JOIN"),
      let inner = nodes[place].group, inner.first.map({ $0.isWord("SELECT") || $0.isWord("VALUES") }) == true
    else { return nil }
    if place + 1 < nodes.count {
      let next = nodes[place + 1]
      if next.isWord("AS") || next.token?.kind == .name { return nil }
      if let word = next.name?.uppercased(), !PostgresName.clauses.contains(word) { return nil }
    }
    return "q\(place)"
  }
}
