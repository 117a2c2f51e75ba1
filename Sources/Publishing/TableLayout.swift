/// A table for a terminal: holds back rows until their widths are known, then writes each as it comes.
struct TableLayout: ~Copyable {
  /// Rows that are looked at to find the widths of the columns.
  static let sample = 1000
  /// A column of text is not cut below this many columns of the terminal.
  private static let narrowest = 10
  /// The same for the first two columns, which say what the row is about.
  private static let narrowestOfFirst = 20
  private static let gap = 2

  private let columns: [Column]
  private let limit: Int?
  private let isBold: Bool
  private let leftOut: Int
  /// The cells held back, one after the other, with where each ends and what it fills.
  private var cells = ByteBuffer(capacity: 4096)
  private var ends: [Int] = []
  private var widths: [Int] = []
  private var rows = 0
  /// The widths of the columns that are shown; nil while rows are held back.
  private var layout: [Int]?
  /// What the cells of the last column may fill: the rest of the line, though its own width may be less.
  private var lastRoom = 0

  init(columns: [Column], options: ReportOptions) {
    self.columns = columns
    limit = options.width.map { max($0, 1) }
    isBold = options.color
    leftOut = options.hiddenColumns
  }

  private mutating func endCell(width: Int) {
    ends.append(cells.count)
    widths.append(width)
  }

  mutating func null() {
    cells.append("–")
    endCell(width: 1)
  }

  mutating func text(_ utf8: UnsafeRawBufferPointer) {
    endCell(width: cells.appendTerminal(utf8, limit: limit ?? .max))
  }

  mutating func integer(_ value: Int64, grouped: Bool) {
    let start = cells.count
    cells.appendInteger(value, grouped: grouped)
    endCell(width: cells.count - start)
  }

  mutating func decimal(thousandths: Int64, grouped: Bool) {
    let start = cells.count
    cells.appendDecimal(thousandths: thousandths, grouped: grouped)
    endCell(width: cells.count - start)
  }

  mutating func real(_ value: Double) {
    let start = cells.count
    cells.appendReal(value)
    endCell(width: cells.count - start)
  }

  mutating func boolean(_ value: Bool) {
    cells.append(value ? "true" : "false")
    endCell(width: value ? 4 : 5)
  }

  /// Forgets the cells of a row that was not ended.
  mutating func dropOpenRow() {
    let kept = rows * columns.count
    guard ends.count > kept else { return }
    ends.removeSubrange(kept...)
    widths.removeSubrange(kept...)
    cells.truncate(to: ends.last ?? 0)
  }

  mutating func endRow(into output: inout ByteBuffer) {
    rows += 1
    if layout != nil || rows == Self.sample { writeRows(into: &output) }
  }

  mutating func finish(into output: inout ByteBuffer) {
    writeRows(into: &output)
    let hidden = columns.count - (layout?.count ?? 0) + leftOut
    guard hidden > 0 else { return }
    output.append("… ")
    output.appendInteger(Int64(hidden))
    output.append(hidden == 1 ? " column" : " columns")
    output.append(" hidden, --format csv for all\n")
  }

  /// Writes the rows held back, after the header if it is not yet written.
  private mutating func writeRows(into output: inout ByteBuffer) {
    let shown: [Int]
    if let layout {
      shown = layout
    } else {
      shown = measure()
      layout = shown
      let others = total(shown.dropLast()[...]) + (shown.count > 1 ? Self.gap : 0)
      lastRoom = max(shown.last ?? 0, (limit ?? 0) - others)
      writeHeader(shown, into: &output)
    }
    var index = 0
    for _ in 0..<rows {
      let lineStart = output.count
      for place in shown.indices {
        let cell = index + place
        let start = cell == 0 ? 0 : ends[cell - 1]
        let bytes = UnsafeRawBufferPointer(rebasing: cells.bytes[start..<ends[cell]])
        write(bytes, width: widths[cell], at: place, shown: shown, isHeader: false, into: &output)
      }
      trimBlanks(from: lineStart, in: &output)
      output.append(UInt8(ascii: "\n"))
      index += columns.count
    }
    rows = 0
    cells.truncate(to: 0)
    ends.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
  }

  private func writeHeader(_ shown: [Int], into output: inout ByteBuffer) {
    guard !shown.isEmpty else { return }
    if isBold { output.append(TerminalSequence.bold.bytes) }
    let lineStart = output.count
    for place in shown.indices {
      var name = ByteBuffer(capacity: 64)
      var label = columns[place].flatName
      let width = label.withUTF8 { name.appendTerminal(UnsafeRawBufferPointer($0), limit: limit ?? .max) }
      write(name.bytes, width: width, at: place, shown: shown, isHeader: true, into: &output)
    }
    trimBlanks(from: lineStart, in: &output)
    if isBold { output.append(TerminalSequence.plain.bytes) }
    output.append(UInt8(ascii: "\n"))
    for place in shown.indices {
      if place > 0 { output.append(repeating: 0x20, count: Self.gap) }
      output.append(repeating: "─", count: shown[place])
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// Takes the blanks from the end of a line.
  private func trimBlanks(from start: Int, in output: inout ByteBuffer) {
    while output.count > start, output.bytes[output.count - 1] == 0x20 {
      output.truncate(to: output.count - 1)
    }
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, width: Int, at place: Int, shown: [Int], isHeader: Bool,
    into output: inout ByteBuffer
  ) {
    if place > 0 { output.append(repeating: 0x20, count: Self.gap) }
    let isRight = columns[place].isNumeric
    let room = place == shown.count - 1 && !isRight ? lastRoom : shown[place]
    // A number is never cut: part of one would read as another.
    guard width > room, limit != nil, isHeader || !isRight else {
      if isRight { output.append(repeating: 0x20, count: room - width) }
      output.append(bytes)
      if !isRight { output.append(repeating: 0x20, count: room - width) }
      return
    }
    let kept = bytes.prefix(columns: room - 1)
    output.append(bytes, 0, kept.length)
    output.append("…")
    output.append(repeating: 0x20, count: room - 1 - kept.width)
  }

  /// The widths of the columns to show: as wide as their cells if all fit, else the widest made narrower
  /// together, else without the right-most columns.
  private func measure() -> [Int] {
    var natural: [Int] = []
    var least: [Int] = []
    for (place, column) in columns.enumerated() {
      let header = displayWidth(column.flatName)
      var widest = 0
      for cell in stride(from: place, to: widths.count, by: columns.count) {
        widest = max(widest, widths[cell])
      }
      natural.append(max(header, widest, 1))
      let canCut = !column.isNumeric && column.kind != .boolean
      let narrowest = place < 2 ? Self.narrowestOfFirst : Self.narrowest
      least.append(max(canCut ? min(widest, narrowest) : widest, min(header, narrowest), 1))
    }
    guard let limit, !columns.isEmpty else { return natural }
    var shown = columns.count
    while shown > 1, total(least[..<shown]) > limit { shown -= 1 }
    if shown == 1 { return [min(natural[0], max(limit, 1))] }
    var low = 0
    var high = natural[..<shown].max() ?? 0
    while low < high {
      let level = (low + high + 1) / 2
      let widths = (0..<shown).map { max(least[$0], min(natural[$0], level)) }
      if total(widths[...]) <= limit { low = level } else { high = level - 1 }
    }
    return (0..<shown).map { max(least[$0], min(natural[$0], low)) }
  }

  private func total(_ widths: ArraySlice<Int>) -> Int {
    widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0)
  }
}
