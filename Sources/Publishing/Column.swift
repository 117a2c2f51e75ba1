/// One column of a report: its name and what its cells hold.
public struct Column: Hashable, Sendable {
  /// What the cells of a column hold; it decides alignment, and how lists and JSON are written.
  public enum Kind: Hashable, Sendable {
    /// Words; the only kind, with lists and JSON, that a table may cut.
    case text
    /// Whole numbers.
    case integer
    /// Exact numbers with up to three decimals.
    case decimal
    /// Floating-point numbers.
    case real
    /// True or false; an integer 0 or 1 in such a column is written as `false` or `true`.
    case boolean
    /// Several texts: joined by `;` in text formats, an array of strings in JSON.
    ///
    /// A text given for such a column counts as already joined. Text formats cannot tell a `;` inside an item
    /// from one between two items; JSON can, if the items are given one by one.
    case list
    /// Several whole numbers: joined by `;` in text formats, an array of numbers in JSON.
    case integerList
    /// A JSON value as text: written as that value in JSON, as text elsewhere.
    ///
    /// Blanks between its parts are left out. A text that is not JSON is written as a JSON string.
    case json
  }

  /// The name: a key in JSON, a header elsewhere.
  ///
  /// A dot nests: `document.url` is the key `url` of an object `document` in JSON, and `document_url`
  /// elsewhere.
  public var name: String
  /// What the cells hold.
  public var kind: Kind
  /// Whether a dot in the name nests; if not, the name is one key and one header as it stands.
  public var isNested = true
  /// Whether a table writes numbers as `825,000,000`; no other format ever does.
  public var isGrouped: Bool

  /// A column; numbers are grouped in tables unless the last word of the name is `year` or `id`.
  public init(_ name: String, _ kind: Kind = .text) {
    self.name = name
    self.kind = kind
    let lastWord = name.split { $0 == "_" || $0 == "." }.last
    isGrouped = lastWord != "year" && lastWord != "id"
  }

  /// The name where nothing nests, with `_` for each dot.
  public var flatName: String {
    isNested ? String(name.map { $0 == "." ? "_" : $0 }) : name
  }

  /// The keys from the outermost object of JSON to the value.
  var path: [String] {
    isNested ? name.split(separator: ".", omittingEmptySubsequences: false).map(String.init) : [name]
  }

  /// Whether numbers stand in it, which align right.
  var isNumeric: Bool {
    switch kind {
    case .integer, .decimal, .real: true
    case .text, .boolean, .list, .integerList, .json: false
    }
  }
}

/// One value of a row.
public enum Cell: Hashable, Sendable {
  /// Not known: empty in text formats, `null` in JSON, `–` in tables.
  case null
  /// Words, of any characters.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// An exact number in thousandths: `872400` is written as `872.4`.
  case decimal(thousandths: Int64)
  /// A floating-point number in the fewest digits that read back as the same; not known if not finite.
  case real(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// Several texts or numbers; see ``Column/Kind/list``.
  case list([String])
}
