/// The rows of a report as bytes; what ``ReportWriter`` does, without the sink.
///
/// A structure behind a pointer, as the checks for exclusive access to the properties of a class would cost a
/// quarter of the time of a report.
struct RowEncoder: ~Copyable {
  let format: OutputFormat
  let columns: [Column]
  let options: ReportOptions
  let kinds: [Column.Kind]
  /// Whether a table groups the digits of each column.
  let grouped: [Bool]
  /// Between two fields of CSV or TSV.
  let delimiter: UInt8
  private let frame: RowFrame

  var output = ByteBuffer(capacity: 81_920)
  var table: TableLayout
  /// The items of the list that is open, joined.
  var list = ByteBuffer(capacity: 64)
  var listCount = 0
  private(set) var rowCount = 0
  private var cellCount = 0
  /// Where the open row begins in `output`.
  private var rowStart = 0
  /// Where each cell of the open row begins in `output`, if JSON must reorder them.
  private var cellStarts: [Int] = []

  init(format: OutputFormat, columns: [Column], options: ReportOptions) {
    self.format = format
    self.columns = columns
    self.options = options
    kinds = columns.map(\.kind)
    grouped = columns.map(\.isGrouped)
    switch (format, options.delimiter) {
    case (.tsv, _): delimiter = 0x09
    case (_, UInt8(ascii: "\"")), (_, 0x00), (_, 0x0A), (_, 0x0D), (_, 0x80...): delimiter = UInt8(ascii: ",")
    default: delimiter = options.delimiter
    }
    frame = RowFrame(format: format, columns: columns)
    table = TableLayout(columns: columns, options: options)
    writeHead()
    rowStart = output.count
  }

  private mutating func writeHead() {
    switch format {
    case .csv, .tsv:
      if options.excel { output.append("\u{FEFF}") }
      writeNames()
    case .markdown:
      writeNames()
      for place in columns.indices {
        appendPrefix(place)
        output.append(columns[place].isNumeric ? "---:" : "---")
      }
      output.append(frame.closing)
    case .html: output.appendHTMLHead(title: options.title ?? "Report", columns: columns)
    case .json: output.append("[")
    case .table, .jsonl: break
    }
  }

  private mutating func writeNames() {
    for place in columns.indices {
      appendPrefix(place)
      var name = columns[place].flatName
      name.withUTF8 { appendText(UnsafeRawBufferPointer($0)) }
    }
    output.append(frame.closing)
  }

  @inline(__always)
  private mutating func appendPrefix(_ place: Int) {
    if format == .csv || format == .tsv {
      if place > 0 { output.append(delimiter) }
      return
    }
    let start = place == 0 ? 0 : frame.ends[place - 1]
    let end = frame.ends[place]
    frame.prefixes.withUnsafeBytes { output.append($0, start, end) }
  }

  /// Begins a cell and gives its column; nil if the row has no room for it.
  @inline(__always)
  mutating func beginCell() -> Int? {
    let place = cellCount
    cellCount += 1
    guard place < kinds.count else { return nil }
    switch format {
    case .table: break
    case .json where frame.order != nil, .jsonl where frame.order != nil: cellStarts.append(output.count)
    default:
      if place == 0 { openRow() }
      appendPrefix(place)
    }
    return place
  }

  private mutating func openRow() {
    if format == .json { output.append(rowCount == 0 ? "\n" : ",\n") }
    if !frame.opening.isEmpty { output.append(frame.opening) }
  }

  /// What the column of the next cell holds; nil after the last.
  var nextKind: Column.Kind? { cellCount < kinds.count ? kinds[cellCount] : nil }

  /// Ends the row.
  ///
  /// - Throws: ``ReportError`` if it has too few or too many cells, and then it is left out.
  mutating func endRow() throws(ReportError) {
    guard cellCount == columns.count else { throw dropOpenRow() }
    cellCount = 0
    if format == .table {
      table.endRow(into: &output)
    } else {
      if frame.order != nil { bringTogether() } else if columns.isEmpty { openRow() }
      output.append(frame.closing)
    }
    rowCount += 1
    rowStart = output.count
  }

  private mutating func dropOpenRow() -> ReportError {
    let error = ReportError.cellCount(row: rowCount + 1, expected: columns.count, found: cellCount)
    cellCount = 0
    output.truncate(to: rowStart)
    table.dropOpenRow()
    cellStarts.removeAll(keepingCapacity: true)
    return error
  }

  /// Writes the values of the open row again, with keys, in the order that JSON needs.
  private mutating func bringTogether() {
    guard let order = frame.order else { return }
    var values = ByteBuffer(capacity: output.count - rowStart)
    values.append(output.bytes, rowStart, output.count)
    cellStarts.append(output.count)
    output.truncate(to: rowStart)
    openRow()
    for (place, column) in order.enumerated() {
      appendPrefix(place)
      output.append(values.bytes, cellStarts[column] - rowStart, cellStarts[column + 1] - rowStart)
    }
    cellStarts.removeAll(keepingCapacity: true)
  }

  /// Writes what belongs after the last row.
  ///
  /// - Throws: ``ReportError`` if a row was begun and not ended; it is left out.
  mutating func finish() throws(ReportError) {
    let error = cellCount > 0 ? dropOpenRow() : nil
    switch format {
    case .table: table.finish(into: &output)
    case .json: output.append(rowCount == 0 ? "]\n" : "\n]\n")
    case .html: output.appendHTMLFoot(rows: rowCount)
    case .csv, .tsv, .jsonl, .markdown: break
    }
    if let error { throw error }
  }

  /// Forgets the bytes of the rows ended so far; to be called between two rows.
  ///
  /// Nor is the room kept that a row of many megabytes took: the next would be written beside it.
  mutating func dropOutput() {
    if output.capacity > 1 << 20 { output = ByteBuffer(capacity: 81_920) } else { output.truncate(to: 0) }
    rowStart = 0
  }
}
