import ArmsModel

/// Reads records as claims: names are resolved, every value is checked, and nothing is passed over in silence.
///
/// A bad record is handed over with all its problems and does not end the reading. Texts of a claim are
/// borrowed: from the window of the input, or from memory of the reader's, until the body returns.
public final class RecordReader {
  /// The input; its progress may be asked at any time.
  public let input: ByteInput
  /// How the input holds records.
  public let format: RecordFormat
  /// The tree that a draft's category is a place in.
  public let tree: CategoryTree
  /// The header of CSV or TSV as it stands in the source, without its line end; otherwise empty.
  public private(set) var headerBytes: [UInt8] = []
  /// How many records, good and bad, were handed over.
  public private(set) var recordCount = 0

  let source: Source
  let parties: PartyResolver
  let vocabulary: Vocabulary
  let arena = TextArena()
  /// The fields of a header; nil for a column that begins with `x_`.
  var columns: [RecordField?] = []
  /// The columns that begin with `x_`, in the order of their names as bytes.
  var extraColumns: [(name: [UInt8], index: Int)] = []
  /// Where in the present record each field stands; -1 where it does not.
  var places: UnsafeMutableBufferPointer<Int32>
  /// The indices of the present record's `x_` fields.
  var extras: [Int] = []
  var problems: [ImportProblem] = []
  var content = ContentBuffer()

  enum Source {
    case json(JSONRecordReader)
    case delimited(DelimitedReader)
  }

  /// A reader at the beginning of `input`.
  ///
  /// - Parameters:
  ///   - directory: the parties that names are looked up in.
  ///   - tree: the categories that slugs are looked up in.
  /// - Throws: `ImportProblems` with all problems of the header of CSV or TSV; `InputError`.
  public init(
    _ input: ByteInput, format: RecordFormat, directory: PartyDirectory, tree: CategoryTree
  ) throws {
    self.input = input
    self.format = format
    self.tree = tree
    parties = PartyResolver(directory)
    vocabulary = Vocabulary(tree)
    places = .allocate(capacity: RecordField.allCases.count)
    places.initialize(repeating: -1)
    switch format {
    case .jsonl: source = .json(JSONRecordReader(input, layout: .lines, wholePrefix: "x_"))
    case .json: source = .json(JSONRecordReader(input, layout: .array, wholePrefix: "x_"))
    case .csv, .tsv:
      let separator = try RecordReader.separator(input, vocabulary) ?? (format == .csv ? 0x2C : 0x09)
      source = .delimited(DelimitedReader(input, separator: separator))
    }
    if case .delimited(let reader) = source { try readHeader(reader) }
  }

  deinit { places.deallocate() }

  /// The parties, with those that `X:NAME` added.
  public var directory: PartyDirectory { parties.directory }

  /// The parties that `X:NAME` in good records added, in the order in which they came.
  public var newParties: [Party] { parties.newParties }

  /// The line on which the present record begins, from 1.
  public var recordLine: Int {
    switch source {
    case .json(let reader): reader.recordLine
    case .delimited(let reader): reader.recordLine
    }
  }

  /// The present record as it stands in the source, without a line end; empty if it is too long to be held.
  ///
  /// Borrowed until the next call of `next`.
  public var recordBytes: UnsafeRawBufferPointer {
    switch source {
    case .json(let reader): reader.recordBytes
    case .delimited(let reader): reader.recordBytes
    }
  }

  /// Reads the next record and hands it over.
  ///
  /// - Parameter body: gets the claim and its problems, in the order of their places. If there are any, the
  ///   record is bad and the claim holds only what could be made out. Texts are valid until it returns.
  /// - Returns: false at the end of the input; then nothing was handed over.
  /// - Throws: `InputError` if reading fails, and what `body` throws; never for a bad record.
  public func next(
    _ body: (_ claim: inout ClaimDraft, _ problems: [ImportProblem]) throws -> Void
  ) throws -> Bool {
    if !problems.isEmpty { problems.removeAll(keepingCapacity: true) }
    arena.clear()
    var draft = ClaimDraft()
    do {
      switch source {
      case .json(let reader):
        guard try reader.next() else { return false }
        map(reader, into: &draft)
      case .delimited(let reader):
        guard try reader.next() else { return false }
        map(reader, into: &draft)
      }
    } catch let error as RecordSyntaxError {
      problems.append(problem(of: error))
    }
    recordCount += 1
    if problems.count > 1 {
      problems.sort { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
    }
    try body(&draft, problems)
    return true
  }

  private func problem(of error: RecordSyntaxError) -> ImportProblem {
    let isNothing = format == .json && recordCount == 0 && recordBytes.isEmpty && error.reason == .truncated
    return ImportProblem(
      location: isNothing
        ? SourceLocation(file: input.name, line: 1, column: 1) : error.location(in: input.name),
      reason: isNothing ? .noRecords : .syntax(error.reason))
  }

  /// What parts the fields of a table of records, as a byte; 0 for JSON.
  public var separator: UInt8 {
    switch source {
    case .json: 0
    case .delimited(let reader): reader.separator
    }
  }

  /// The separator with which the first line names most columns; nil if none is named.
  ///
  /// The name of the file does not tell: spreadsheets of many languages write semicolons into `.csv`.
  private static func separator(_ input: ByteInput, _ vocabulary: Vocabulary) throws -> UInt8? {
    let start = try input.beginning(4_096).prefix { $0 != 0x0A && $0 != 0x0D }
    func columns(_ separator: UInt8) -> Int {
      start.split(separator: separator).count { cell in
        vocabulary.column(header: String(decoding: cell.filter { $0 != 0x22 }, as: UTF8.self)) != nil
      }
    }
    let counts = [0x2C, 0x3B, 0x09].map { (separator: $0, columns: columns($0)) }
    guard let best = counts.max(by: { $0.columns < $1.columns }), best.columns > 0 else { return nil }
    // A single column has no separator.
    return counts.allSatisfy { $0.columns == best.columns } ? nil : best.separator
  }

  /// Reads the header and finds out what its columns mean.
  private func readHeader(_ reader: DelimitedReader) throws {
    var found: [ImportProblem] = []
    func add(_ line: Int, _ column: Int, _ reason: ImportProblem.Reason) {
      let location = SourceLocation(file: input.name, line: line, column: column)
      found.append(ImportProblem(location: location, reason: reason))
    }
    do {
      if try reader.header().isEmpty { add(1, 1, .noRecords) }
    } catch let error as RecordSyntaxError {
      // The fields of a header that is only badly named are there nevertheless, and are gone through below.
      if reader.fieldCount == 0 { add(error.line, error.column, .syntax(error.reason)) }
    }
    headerBytes = Array(reader.recordBytes)
    var seen: Set<String> = []
    for index in 0..<reader.fieldCount {
      let value = reader.field(index)
      let name = String(decoding: value.bytes, as: UTF8.self)
      let field = vocabulary.column(header: name)
      columns.append(field)
      if name.isEmpty {
        add(value.line, value.column, .syntax(.emptyColumnName))
      } else if !seen.insert(field?.column ?? name).inserted {
        add(value.line, value.column, .syntax(.duplicateColumn(name)))
      } else if field == nil, name.hasPrefix("x_") {
        if !name.hasPrefix("x_rejected") { extraColumns.append((Array(name.utf8), index)) }
      } else if field == nil {
        add(value.line, value.column, .unknownColumn(name, nearest: Vocabulary.nearestColumn(name)))
      }
    }
    extraColumns.sort { $0.name.lexicographicallyPrecedes($1.name) }
    if found.isEmpty {
      for needed in [[RecordField.supplier, .recipient], [.documentURL, .documentTitle]]
      where !needed.contains(where: { columns.contains($0) }) {
        add(reader.recordLine, 1, .missingColumns(needed.map(\.column)))
      }
    }
    if !found.isEmpty { throw ImportProblems(found) }
  }
}

@available(*, unavailable)
extension RecordReader: Sendable {}
