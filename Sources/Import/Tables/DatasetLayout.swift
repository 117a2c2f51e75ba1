public import ArmsModel

/// One layout in which a dataset comes: adding a dataset is one file that conforms, and a line in `DatasetLayouts`.
public protocol DatasetLayout: Sendable {
  /// Its name in `release.layout` and in messages, such as `sipri-deals`.
  static var slug: String { get }
  /// What it is, to be printed after "this looks like": `SIPRI's register, one line a deal`.
  static var name: String { get }
  /// The header cells that it is known by, one list for each variant; for naming the nearest known layout.
  static var headers: [[String]] { get }
  /// A reader at the first record, or nil if the file is not of this layout.
  ///
  /// Told by content alone, cheaply: by the header, wherever it stands, or by what the text begins with.
  static func open(_ file: DatasetFile) -> (any DatasetReader)?
}

/// Reads the records of one file one after the other.
public protocol DatasetReader: Sendable {
  /// The edition, as far as the file tells; known before the first record.
  var release: DatasetRelease { get }
  /// What a person should know of the file after the last record: lines joined, footers that disagree with the sum.
  var remarks: [String] { get }
  /// The next record, or nil at the end. Totals and footers of the file are no records.
  mutating func next() -> DatasetRow?
}

/// The layouts that are known.
public enum DatasetLayouts {
  /// All of them, in the order in which they are tried.
  public static var all: [any DatasetLayout.Type] {
    [
      SIPRIDealsLayout.self,
      SIPRIDeliveriesLayout.self,
      SIPRIRegisterTextLayout.self,
      SIPRIShortCodeLayout.self,
      SIPRINewTableLayout.self,
      SIPRIOldTableLayout.self,
      SIPRITidyTableLayout.self,
      KielWeaponsLayout.self,
      CAATUKLicencesLayout.self,
      CAATEULayout.self,
      GermanLicencesLayout.self,
      UNRegisterLayout.self,
      KielMonthsLayout.self,
      UNRegisterLinesLayout.self,
    ]
  }

  /// Whether a file that begins so is, or may be, of a known layout.
  ///
  /// - Parameters:
  ///   - beginning: the text of those bytes.
  ///   - bytes: the first ones of the file, a megabyte or so.
  public static func know(_ beginning: DatasetFile, from bytes: [UInt8]) -> Bool {
    all.contains { $0.open(beginning) != nil } || DatasetEnvelope.mayBegin(bytes)
      || UNRegisterLayout.mayBegin(beginning) || JSONRows.mayBegin(bytes)
  }

  /// A reader for that file, or nil if it is of no known layout.
  ///
  /// - Parameter made: when the file was made, where it does not say so itself.
  public static func open(_ file: DatasetFile, made: PartialDate? = nil) -> (any DatasetReader)? {
    for layout in all {
      guard let reader = layout.open(file) else { continue }
      return UndatedDataset(reader, made: made) { layout.open(file) } ?? reader
    }
    return nil
  }
}

/// Numbers records that say the same, so that each has a key of its own.
///
/// Where a register gives its deals no key, exact duplicates are separate deals all the same.
public struct DealNumbering: Sendable {
  private var seen: [String: Int] = [:]

  /// Nothing seen yet.
  public init() {}

  /// The key of a deal known by those texts.
  ///
  /// They are joined by `|`; from the second record on `#2`, `#3` and so on follow.
  public mutating func key(_ parts: [String]) -> String {
    let base = parts.joined(separator: "|")
    let number = seen[base, default: 0] + 1
    seen[base] = number
    return number == 1 ? base : "\(base)#\(number)"
  }
}
