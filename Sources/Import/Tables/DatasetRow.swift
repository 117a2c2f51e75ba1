public import ArmsModel

/// One edition of a dataset, as its file tells of itself.
public struct DatasetRelease: Hashable, Sendable {
  /// The source of kind `dataset` that publishes it, such as `SIPRI Arms Transfers Database`.
  public var dataset: String
  /// Who vouches for what it says; nil: nobody but the dataset itself.
  public var assertedBy: String?
  /// Where the dataset is.
  public var url: String?
  /// What the file is, with everything that tells one edition from another.
  ///
  /// Kind of file, selection, years, moment of generation. Two damaged copies of one file have one title.
  public var title: String
  /// When it was made, `2024-10-13T14:20:11`, `2022-07-28` or less; nil: the file does not say.
  public var generated: String?
  /// The first year asked for, as the file says; nil: it does not say.
  public var firstYear: Int?
  /// The last year asked for.
  public var lastYear: Int?
  /// Names of the suppliers that it is limited to, as printed; nil: all.
  public var suppliers: [String]?
  /// Names of the recipients that it is limited to, as printed; nil: all.
  public var recipients: [String]?
  /// True where the file does not say what it is limited to: then it speaks of the pairs in it only.
  public var isSelection: Bool
  /// The slug of its layout.
  public var layout: String
  /// The first and the last year of the deliveries in it, where the file does not say when it was made.
  public var yearsOfData: ClosedRange<Int>?
  /// What a person should know of what the file does not say of itself.
  public var doubts: [String] = []

  /// An edition of which the file tells nothing but what it is.
  public init(dataset: String, assertedBy: String? = nil, url: String? = nil, title: String, layout: String) {
    self.dataset = dataset
    self.assertedBy = assertedBy
    self.url = url
    self.title = title
    self.layout = layout
    isSelection = false
  }

  /// The day of `generated`.
  public var published: PartialDate? { generated.flatMap { PartialDate(String($0.prefix(10))) } }

  /// The years that it is limited to, nil for a side without limit.
  ///
  /// Data begin in 1950, and none reach beyond the year in which the file was made. Where the file does not say when it
  /// was made, its data tell the years.
  public var window: (first: Int?, last: Int?) {
    let first = (firstYear ?? yearsOfData?.lowerBound).flatMap { $0 <= 1950 ? nil : $0 }
    let made = generated.flatMap { Int($0.prefix(4)) }
    let last = (lastYear ?? yearsOfData?.upperBound).flatMap { last in
      made.map { last >= $0 } ?? false ? nil : last
    }
    return (first, last)
  }
}

/// A party as a dataset prints it.
public struct PrintedParty: Hashable, Sendable {
  /// Its name, stars included.
  public var name: String
  /// Its ISO 3166-1 code of two or three letters, where the file gives one; goes before the name if it is known.
  public var code: String?
  /// A party of that name.
  public init(_ name: String, code: String? = nil) {
    self.name = name
    self.code = code
  }
}

/// One claim that a row of a dataset makes: names as printed, everything else in the terms of the record format.
public struct DatasetClaim: Hashable, Sendable {
  /// Where the arms come from; nil: everybody (of aggregates only).
  public var supplier: PrintedParty?
  /// Where they go; nil: everybody (of aggregates only).
  public var recipient: PrintedParty?
  /// Designation, blanks at the ends cut.
  public var weapon: String?
  /// Slug of the category; nil where the dataset names none and its description is not known.
  public var category: String?
  /// Pieces, or what `quantityUnit` says.
  public var quantity: Int64?
  /// Upper end of a range.
  public var quantityMax: Int64?
  /// As printed, where it is no plain number.
  public var quantityText: String?
  /// Nil for pieces.
  public var quantityUnit: String?
  /// Thousandths of a unit of `currency`; of TIV thousandths of a million.
  public var valueThousandths: Int64?
  /// Upper end of a range, in thousandths.
  ///
  /// Zero that means "under half a million" is 0 to 500.
  public var valueMaxThousandths: Int64?
  /// ISO 4217 code, or `TIV`.
  public var currency: String?
  /// How far it came, a slug of `Stage`.
  public var status: String
  /// Raw value of `TransferMode`.
  public var mode: String?
  /// Raw value of `Condition`.
  public var condition: String?
  /// True: a sum over a period; false: a deal.
  public var isAggregate = false
  /// First date, `2017` or more exact; of an order its year, of deliveries the first year.
  public var from: String?
  /// Last date, inclusive.
  public var to: String?
  /// The single years of delivery, where the source lists them, ascending.
  public var years: [Int]?
  /// Which of `quantity`, `value`, `from`, `to`, `years` the source marks as estimates, in this order.
  public var estimates: [String] = []
  /// The dataset's own key of the deal, else one made of what the row says with an ordinal (`DealNumbering`);
  /// nil for aggregates.
  public var deal: String?
  /// The passage that carries the claim, such as the row's comment.
  public var evidence: String?
  /// Free text.
  public var note: String?
  /// Whatever the record format has no field for, by keys that begin with `x_`; values are texts.
  public var extra: [String: String] = [:]
  /// Admiralty credibility 1 to 6, where the source itself doubts the claim.
  public var credibility: UInt8?
  /// Who says so, where it is not whoever vouches for the whole edition.
  public var assertedBy: String?

  /// A claim of which only the stage is known.
  public init(status: String) { self.status = status }
}

/// One record of a dataset's file and the claims that it makes.
public struct DatasetRow: Hashable, Sendable {
  /// The line on which it begins, from 1.
  public var line: Int
  /// The record as it stands in the file, decoded, physical lines joined by a line feed.
  public var text: String
  /// The TIV that it carries, thousandths of a million: what would be missing from the sum without it.
  public var tiv: Int64?
  /// Its claims; none where it has faults.
  public var claims: [DatasetClaim] = []
  /// What makes it unreadable; empty if it could be read.
  public var faults: [DatasetFault] = []

  /// A record on that line.
  public init(line: Int, text: String) {
    self.line = line
    self.text = text
  }
}

/// Why a record of a dataset cannot be read.
public struct DatasetFault: Hashable, Sendable {
  /// What is wrong in general, the same for all records with this fault: `number of cells`, `not a number`.
  public var kind: String
  /// The whole sentence: what was found, what is allowed.
  public var sentence: String
  /// The column's name, nil if it concerns no single one.
  public var field: String?
  /// The column of the line in which it stands, in characters from 1.
  public var column: Int

  /// A fault.
  public init(kind: String, sentence: String, field: String? = nil, column: Int = 1) {
    self.kind = kind
    self.sentence = sentence
    self.field = field
    self.column = column
  }
}
