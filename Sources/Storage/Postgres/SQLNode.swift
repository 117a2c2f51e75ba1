/// A token, or what stands between two parentheses.
enum SQLNode: Hashable {
  /// A single token that is no parenthesis.
  case token(SQLToken)
  /// `( … )`, with the blanks before each parenthesis.
  case group([SQLNode], space: String, closing: String)

  /// Tokens as a tree of parentheses, without comments.
  static func tree(of tokens: [SQLToken]) throws(UntranslatableSQL) -> [SQLNode] {
    var levels: [(nodes: [SQLNode], space: String)] = [([], "")]
    for token in tokens where token.kind != .comment {
      if token.isSign("(") {
        levels.append(([], token.space))
      } else if token.isSign(")") {
        let inner = levels.removeLast()
        guard !levels.isEmpty else { throw UntranslatableSQL("')' without '('") }
        levels[levels.count - 1].nodes.append(
          .group(inner.nodes, space: inner.space, closing: token.space))
      } else {
        levels[levels.count - 1].nodes.append(.token(token))
      }
    }
    guard levels.count == 1 else { throw UntranslatableSQL("'(' without ')'") }
    return levels[0].nodes
  }

  /// The tree of a text.
  static func tree(of sql: String) throws(UntranslatableSQL) -> [SQLNode] {
    try tree(of: SQLToken.tokens(of: sql))
  }

  /// The token, nil for a group.
  var token: SQLToken? { if case .token(let token) = self { token } else { nil } }
  /// What stands in the parentheses, nil for a token.
  var group: [SQLNode]? { if case .group(let nodes, _, _) = self { nodes } else { nil } }
  /// Whether it is that keyword, which is given in capitals.
  func isWord(_ word: String) -> Bool { token?.isWord(word) ?? false }
  /// Whether it is that sign.
  func isSign(_ sign: String) -> Bool { token?.isSign(sign) ?? false }
  /// A name, with or without quotation marks; nil for anything else.
  var name: String? { token.flatMap { $0.kind == .word || $0.kind == .name ? $0.text : nil } }
}

extension Array where Element == SQLNode {
  /// The parts between the commas of this level.
  func splitAtCommas() -> [[SQLNode]] {
    split(omittingEmptySubsequences: false) { $0.isSign(",") }.map { [SQLNode]($0) }
  }
}
