/// Parts a designation as papers print it into what it is, who makes it, and what kind of goods it is.
///
/// "Sukhoi Su-35" is the Su-35, and so is the "Su-35 fighter jet".
public struct DesignationForms: Sendable {
  /// A designation without maker and kind.
  public struct Plain: Hashable, Sendable {
    /// The designation alone, in the spelling of print.
    public var name: String
    /// The word for the kind of goods that stood behind it, folded; nil: none did.
    public var kind: String?
  }

  private let makers: Set<String>
  private let categoryOfWord: [String: CategoryTree.Index]
  /// Per category the ends of its words.
  private let words: [CategoryTree.Index: [String]]
  private let tree: CategoryTree

  /// - Parameters:
  ///   - makers: their names, of companies.
  ///   - words: words for kinds of goods with the slug of the category.
  public init(makers: some Sequence<String>, words: [(word: String, slug: String)], tree: CategoryTree) {
    self.makers = Set(makers.map(NameFolding.fold)).subtracting([""])
    var categoryOfWord: [String: CategoryTree.Index] = [:]
    var ofCategory: [CategoryTree.Index: [String]] = [:]
    for (word, slug) in words {
      let key = NameFolding.fold(word)
      guard !key.isEmpty, let index = tree.index(of: slug) else { continue }
      if categoryOfWord[key] == nil { categoryOfWord[key] = index }
      ofCategory[index, default: []].append(key)
    }
    self.categoryOfWord = categoryOfWord
    self.words = ofCategory
    self.tree = tree
  }

  /// The designation without maker before it and kind behind it; nil if it has neither, or nothing would be left.
  public func plain(_ printed: String) -> Plain? {
    var rest = printed.split(whereSeparator: \.isWhitespace)
    guard rest.count > 1, rest.count < 12, !isKind(printed) else { return nil }
    var kind: String?
    for count in stride(from: min(6, rest.count - 1), to: 0, by: -1) {
      let tail = NameFolding.fold(rest.suffix(count).joined(separator: " "))
      guard categoryOfWord[tail] != nil || DesignationForms.anyKind.contains(tail) else { continue }
      kind = tail
      rest.removeLast(count)
      break
    }
    for count in stride(from: min(5, rest.count - 1), to: 0, by: -1)
    where makers.contains(NameFolding.fold(rest.prefix(count).joined(separator: " "))) {
      // What begins with a number needs its maker: "Saab 340".
      if rest[count].first?.isNumber == true { break }
      rest.removeFirst(count)
      break
    }
    let name = rest.joined(separator: " ")
    guard rest.count < printed.split(whereSeparator: \.isWhitespace).count, isDesignation(rest) else {
      return nil
    }
    return Plain(name: name, kind: kind)
  }

  /// Whether a word for a kind of goods may be said of a weapon of that category; of an unknown one any may.
  public func fits(_ kind: String?, _ category: CategoryTree.Index) -> Bool {
    guard let kind, category >= 0, let own = categoryOfWord[kind] else { return true }
    if tree.areKin(own, category) || tree.classIndex(of: own) == tree.classIndex(of: category) { return true }
    return words.contains { index, words in
      tree.areKin(index, category) && words.contains { $0 == kind || $0.hasSuffix(" " + kind) }
    }
  }

  private func isKind(_ text: String) -> Bool {
    let key = NameFolding.fold(text)
    return categoryOfWord[key] != nil || DesignationForms.anyKind.contains(key)
  }

  /// Whether what is left names something: with a capital, and not only words such as "Light" or "Armed".
  private func isDesignation(_ words: [Substring]) -> Bool {
    let telling = words.filter { word in
      let key = NameFolding.fold(String(word))
      return !DesignationForms.adjectives.contains(key) && !isKind(String(word))
    }
    return telling.contains { $0.contains(where: \.isUppercase) }
      && words.joined().count { $0.isLetter || $0.isNumber } > 1
  }

  private static let anyKind: Set<String> = [
    "system", "systems", "platform", "platforms", "jet", "jets", "plane", "planes", "variant", "model",
    "type",
  ]
  private static let adjectives: Set<String> = [
    "light", "heavy", "medium", "armed", "attack", "combat", "main", "battle", "patrol", "new", "used",
    "modern", "fast",
    "guided", "naval", "coastal", "tactical", "strategic", "self", "propelled", "towed", "mobile", "short",
    "long",
    "range", "multi", "role", "multirole", "unmanned", "air", "ground", "surface", "sea", "stealth",
    "advanced", "basic",
    "jet", "electronic", "warfare", "military", "transport", "mk", "type", "class", "project",
  ]
}
