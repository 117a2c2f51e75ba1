/// The units that quantities are counted in beside pieces, in their spellings.
public enum QuantityUnit {
  /// The one spelling of a unit: in small letters and the singular; "pieces" for single things.
  ///
  /// Abbreviations of the common units are written out; any other word loses the ending of its plural.
  public static func canonical(_ text: String) -> String {
    // Nearly all are written as they should be.
    if spellings[text] == text { return text }
    let folded = text.lowercased().split { $0.isWhitespace || $0 == "." }.joined(separator: " ")
    if let known = spellings[folded] { return known }
    guard !folded.isEmpty else { return text }
    let single = singular(folded)
    return spellings[single] ?? single
  }

  /// The units that words of a quantity name, in order; none of them is pieces.
  public static let inWords: [String] = Set(words.values).sorted()

  /// The unit that a word of a quantity in words names, or nil.
  static func inWords(_ word: String) -> String? { words[word] ?? words[singular(word)] }

  /// Whether "a" before that word is one.
  static func isUnit(_ word: String) -> Bool { inWords(word) != nil }

  private static func singular(_ word: String) -> String {
    guard word.utf8.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"),
      !word.hasSuffix("is"),
      !word.hasSuffix("ies") || word.utf8.count > 4, word != "series"
    else { return word }
    if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    for ending in ["ches", "shes", "xes", "sses", "zes"] where word.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }

  /// Units that stand in quantities in words, by every spelling of the singular.
  private static let words: [String: String] = table([
    ("battery", "battery bty btry batterys"), ("battalion", "battalion batallion battallion bataillon"),
    ("regiment", "regiment regt rgt"), ("squadron", "squadron sqn sqdn squadrons"),
    ("brigade", "brigade bde"),
    ("division", "division"), ("company", "company coy"), ("platoon", "platoon"), ("flight", "flight"),
    ("wing", "wing"), ("system", "system"), ("set", "set"), ("shipset", "shipset"), ("kit", "kit"),
    ("tonne", "tonne ton mt"), ("kilogram", "kilogram kilogramme kg kgs kilo"), ("litre", "litre liter"),
    ("box", "box"), ("crate", "crate"), ("container", "container"), ("pallet", "pallet"),
    ("truckload", "truckload lorryload"), ("planeload", "planeload"), ("shipload", "shipload boatload"),
  ])

  private static let spellings: [String: String] = words.merging(
    table([("pieces", "piece pieces pc pcs ea each item items single")])
  ) { one, _ in one }.merging(["metric ton": "tonne", "metric tonne": "tonne", "metric tons": "tonne"]) {
    one, _ in one
  }

  private static func table(_ entries: [(String, String)]) -> [String: String] {
    var table: [String: String] = [:]
    for (unit, spellings) in entries {
      for spelling in spellings.split(separator: " ") { table[String(spelling)] = unit }
    }
    return table
  }
}
