/// What the name of a column that is none of the layout's tells of marks.
enum DatasetMarkName<Column: DatasetColumn> {
  /// It marks that column: `Year of order estimate`, `is_ordered_uncertain`, `Delivered ?`.
  case column(Column)
  /// It has no name, or one that a program or a person made up for a mark: `Unnamed: 3`, ` .1`, `Uncertain 2`.
  case nameless
  /// It is something else.
  case other

  /// Reads a name as printed.
  init(_ name: String) {
    let words = DatasetMarkName.words(of: name)
    let rest = words.filter { !DatasetMarkWords.all.contains($0) }
    let key = rest.joined()
    if DatasetMarkName.isMadeUp(key) {
      self = .nameless
    } else if rest.count < words.count || name.contains("?"), let column = DatasetMarkName.column(ofKey: key)
    {
      self = .column(column)
    } else {
      self = .other
    }
  }

  /// The order in which names that a program made up were given; nil if they do not all tell it.
  ///
  /// `[" .1", " ", " .2"]` gives 1, 0, 2.
  static func order(of names: [String]) -> [Int]? {
    var numbers: [Int] = []
    var beginnings: Set<String> = []
    for name in names {
      let key = DatasetCell.columnKey(name)
      let digits = key.reversed().prefix { $0.isNumber }.count
      guard let number = digits == 0 ? 0 : Int(key.suffix(digits)) else { return nil }
      numbers.append(number)
      beginnings.insert(String(key.dropLast(digits)))
    }
    guard beginnings.count == 1, Set(numbers).count == numbers.count else { return nil }
    return numbers.indices.sorted { numbers[$0] < numbers[$1] }
  }

  private static func column(ofKey key: String) -> Column? {
    Column.allCases.first { column in
      column.canBeMarked
        && (DatasetCell.columnKey(column.name) == key || column.otherKeys.contains(key)
          || column.markKeys.contains(key))
    }
  }

  /// The words of a name in small letters: `isOrderEstimate` and `is_order.estimate` have three.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for character in name {
      let isPart = character.isASCII && (character.isLetter || character.isNumber)
      if !isPart || wasSmall && character.isUppercase {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isPart { word += character.lowercased() }
      wasSmall = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func isMadeUp(_ key: String) -> Bool {
    ["unnamed", "column", "spalte", "colonne", "columna", "field", "col", "blank", "x", "v", "f", ""].contains
    {
      key.hasPrefix($0) && key.dropFirst($0.utf8.count).allSatisfy { $0.isNumber }
    }
  }
}

/// Words that make the name of a column the name of its mark.
enum DatasetMarkWords {
  static let all: Set<String> = [
    "is", "are", "estimate", "estimates", "estimated", "est", "uncertain", "uncertainty", "unsure", "mark",
    "marks",
    "marker", "flag", "flags", "question", "approximate", "approx",
  ]
}

/// What stands in a column, looked at where its name does not tell what it is.
struct DatasetColumnContent {
  /// Whether anything does.
  private(set) var isFilled = false
  /// Whether all of it are question marks.
  private(set) var isMarks = true
  /// Whether all of it are whole numbers.
  private(set) var isWholeNumbers = true

  /// Takes in a cell.
  mutating func note(_ cell: String) {
    guard let text = DatasetCell.filled(cell) else { return }
    isFilled = true
    if text != "?" { isMarks = false }
    if isWholeNumbers, DatasetNumber.integer(text, decimalComma: false) == nil { isWholeNumbers = false }
  }

  /// The keys under which claims keep what the layouts' own columns say.
  static let ownKeys: Set<String> = [
    "x_description", "x_tiv_per_unit", "x_tiv_order", "x_tiv_delivered", "x_financed_by", "x_via",
    "x_used_by",
    "x_programme", "x_armament_category", "x_local_production", "x_tiv_new_unit", "x_tiv_deal_unit",
    "x_designation",
    "x_estimates_not_stated", "x_rejected", "x_buyercod", "x_sellercod", "x_ldat", "x_term", "x_wcat",
    "x_coprod",
  ]
}
