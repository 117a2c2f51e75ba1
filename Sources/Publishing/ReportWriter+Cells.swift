extension ReportWriter {
  /// Writes a whole row.
  ///
  /// - Throws: as ``endRow()``.
  public func write(_ row: [Cell]) throws {
    for cell in row {
      switch cell {
      case .null: null()
      case .text(let value): text(value)
      case .integer(let value): integer(value)
      case .decimal(let thousandths): decimal(thousandths: thousandths)
      case .real(let value): real(value)
      case .boolean(let value): boolean(value)
      case .list(let items): list(items)
      }
    }
    try endRow()
  }

  /// Writes a cell that is not known.
  public func null() { encoder.pointee.null() }

  /// Writes a cell of text, given in UTF-8; the bytes are not kept.
  public func text(_ utf8: UnsafeRawBufferPointer) { encoder.pointee.text(utf8) }

  /// Writes a cell of text.
  public func text(_ string: String) {
    var string = string
    string.withUTF8 { text(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a cell with a whole number; in a column of ``Column/Kind/boolean`` 0 is `false` and 1 `true`.
  public func integer(_ value: Int64) { encoder.pointee.integer(value) }

  /// Writes a cell with an exact number: 872400 thousandths are `872.4`.
  public func decimal(thousandths: Int64) { encoder.pointee.decimal(thousandths: thousandths) }

  /// Writes a cell with a floating-point number; one that is not finite counts as not known.
  public func real(_ value: Double) { encoder.pointee.real(value) }

  /// Writes a cell that is `true` or `false`.
  public func boolean(_ value: Bool) { encoder.pointee.boolean(value) }

  /// Writes a cell with several texts or numbers.
  public func list(_ items: [String]) {
    beginList()
    for var item in items {
      item.withUTF8 { listElement(UnsafeRawBufferPointer($0)) }
    }
    endList()
  }

  /// Begins a cell with several items; give them by ``listElement(_:)``, then ``endList()``.
  public func beginList() { encoder.pointee.beginList() }

  /// Adds an item, given in UTF-8, to the list that was begun; the bytes are not kept.
  public func listElement(_ utf8: UnsafeRawBufferPointer) { encoder.pointee.listElement(utf8) }

  /// Ends the list that was begun.
  public func endList() { encoder.pointee.endList() }
}

extension ReportWriter {
  /// A whole report as text, for reports known to be small.
  ///
  /// - Throws: ``ReportError`` if a row does not fit the columns.
  public static func string(
    _ format: OutputFormat, columns: [Column], rows: [[Cell]], options: ReportOptions = ReportOptions()
  ) throws -> String {
    var bytes: [UInt8] = []
    let writer = ReportWriter(format: format, columns: columns, options: options) {
      bytes.append(contentsOf: $0)
    }
    for row in rows { try writer.write(row) }
    try writer.finish()
    return String(decoding: bytes, as: UTF8.self)
  }
}
