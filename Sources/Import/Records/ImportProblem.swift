import ArmsModel

/// One problem of one field in a file.
///
/// Holds what was found; the sentence is made in `description`.
public struct ImportProblem: Error, Equatable, Sendable {
  /// Where it is.
  public var location: SourceLocation
  /// The name of the field, as the file's format writes it; nil if it concerns no single field.
  public var field: String?
  /// What is wrong.
  public var reason: Reason

  /// A problem of a field at a place.
  public init(location: SourceLocation, field: String? = nil, reason: Reason) {
    self.location = location
    self.field = field
    self.reason = reason
  }

  /// What a field of JSON has to hold.
  public enum Wanted: Equatable, Sendable {
    /// Text in double quotes.
    case text
    /// A whole number.
    case wholeNumber
    /// A number.
    case number
    /// An array of years.
    case years
    /// An array of names of fields.
    case fieldNames
    /// An object.
    case object
  }

  /// What can be wrong.
  public enum Reason: Equatable, Sendable {
    /// The text of the record is malformed.
    case syntax(RecordSyntaxError.Reason)
    /// The file holds nothing.
    case noRecords
    /// The file of that name is not there.
    case missingFile
    /// A header lacks this column.
    case missingColumn(String)
    /// A header has neither of these columns.
    case missingColumns([String])
    /// A header has a column that is not known.
    case unknownColumn(String, nearest: String?)
    /// A record has a key that is not known.
    case unknownKey(String, nearest: String?)
    /// A value is of another type; `found` as it stands in the source.
    case wrongType(RawValue.Kind, found: String, wanted: Wanted)
    /// A text is no whole number.
    case notAWholeNumber(String)
    /// A text is no number.
    case notANumber(String)
    /// A number is below zero.
    case negative(String)
    /// A number is larger than any that is allowed.
    case tooLarge(String)
    /// A number has more than three decimals.
    case tooManyDecimals(String)
    /// A number does not lie between 0 and 1.
    case notAFraction(String)
    /// A figure in TIV has a sign of money, or a currency is a TIV with one.
    case tivIsNotMoney(String)
    /// A text is what a data frame writes for nothing, in a field where it would be taken for a name.
    case placeholder(String)
    /// A designation is what a spreadsheet makes of one.
    case spreadsheetValue(SpreadsheetValue)
    /// A text is no code of a currency.
    case unknownCurrency(String, nearest: String?)
    /// There is a value, but no currency.
    case valueWithoutCurrency(String)
    /// A price year is given for figures in TIV.
    case priceYearOfTIV
    /// The upper end of a range lies below the lower one, which the other field holds.
    case belowLowerEnd(String, lower: String, field: String)
    /// A text is no date.
    case notADate(String)
    /// A date has a month above 12, or none.
    case noSuchMonth(String, month: Int)
    /// A date has a day that its month lacks.
    case noSuchDay(String, length: Int)
    /// A text is no year.
    case notAYear(String)
    /// A year lies before 1900 or after 2100.
    case yearOutOfRange(String)
    /// The end lies before the beginning.
    case endsBeforeBeginning(to: String, from: String)
    /// A text is not one of the words allowed.
    case unknownWord(String, allowed: [String], nearest: String?)
    /// Only one of two fields that belong together is given; the other one's name.
    case missingCounterpart(String)
    /// Neither the supplier nor the recipient is given.
    case missingParty
    /// The document has neither an address nor a title.
    case missingDocument
    /// A text is no SHA-256 in hexadecimal.
    case notASHA256(String)
    /// Supplier and recipient are one party; both as found.
    case sameParty(supplier: String, recipient: String, Party)
    /// Nobody is called so.
    case unknownParty(String, nearest: String?)
    /// Several are called so.
    case ambiguousParty(String, candidates: [Party])
    /// The name, or its party, is of other years; the parties that follow it.
    case partyOutsideYears(String, Party, validity: Period, successors: [Party])
    /// An `X:NAME` whose name holds nothing that a code can be made of.
    case unusableActorName(String)
    /// An `X:NAME` that is the name of a country.
    case actorIsCountry(String, Party)
    /// A reference table lacks something in a cell that must not be empty.
    case emptyCell
    /// A code, slug or name that no row of the table named holds.
    case dangling(String, table: String, nearest: String?)
    /// A code or slug is malformed; what is allowed.
    case malformedCode(String, allowed: String)
    /// A name stands in the table already, in the row that begins at that place.
    case alreadyNamed(String, by: String, line: Int)
    /// Two parties bear a name at the same time and no rule says which is meant.
    case undeclaredAmbiguity(String, PartyCode, PartyCode)
    /// The row on that line says of some of the same days that the party is a member.
    case overlappingPeriod(PartyCode, line: Int)
    /// A record of a dataset cannot be read; the whole sentence.
    case datasetFault(String)
    /// A table has more rows than there is room for.
    case tooManyRows(limit: Int)
  }
}

/// All problems of a file, or of several, that must be dealt with before anything of it can be used.
public struct ImportProblems: Error, Equatable, Sendable {
  /// The problems, in the order of their places.
  public var problems: [ImportProblem]

  /// A list of problems.
  public init(_ problems: [ImportProblem]) { self.problems = problems }
}

extension ImportProblems: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
