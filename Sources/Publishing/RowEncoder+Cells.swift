extension RowEncoder {
  /// Writes a cell that is not known.
  mutating func null() {
    guard beginCell() != nil else { return }
    appendNull()
  }

  /// Writes a cell of text, given in UTF-8; the bytes are not kept.
  mutating func text(_ utf8: UnsafeRawBufferPointer) {
    guard let place = beginCell() else { return }
    switch format {
    case .json, .jsonl:
      switch kinds[place] {
      case .list: output.appendJSON(joined: utf8, numeric: false)
      case .integerList: output.appendJSON(joined: utf8, numeric: true)
      case .json: output.appendJSON(value: utf8)
      case .text, .integer, .decimal, .real, .boolean: output.appendJSON(string: utf8)
      }
    default: appendText(utf8)
    }
  }

  /// Writes a cell with a whole number; in a column of ``Column/Kind/boolean`` 0 is `false` and 1 `true`.
  mutating func integer(_ value: Int64) {
    guard let place = beginCell() else { return }
    switch kinds[place] {
    case .boolean where value == 0 || value == 1: return appendBoolean(value == 1)
    case .list, .integerList:
      if isJSON {
        output.append(UInt8(ascii: "["))
        output.appendInteger(value)
        return output.append(UInt8(ascii: "]"))
      }
    default: break
    }
    if format == .table {
      table.integer(value, grouped: grouped[place])
    } else {
      output.appendInteger(value)
    }
  }

  /// Writes a cell with an exact number: 872400 thousandths are `872.4`.
  mutating func decimal(thousandths: Int64) {
    guard let place = beginCell() else { return }
    if format == .table {
      table.decimal(thousandths: thousandths, grouped: grouped[place])
    } else {
      output.appendDecimal(thousandths: thousandths)
    }
  }

  /// Writes a cell with a floating-point number; one that is not finite counts as not known.
  mutating func real(_ value: Double) {
    guard beginCell() != nil else { return }
    if !value.isFinite {
      appendNull()
    } else if format == .table {
      table.real(value)
    } else {
      output.appendReal(value)
    }
  }

  /// Writes a cell that is `true` or `false`.
  mutating func boolean(_ value: Bool) {
    guard beginCell() != nil else { return }
    appendBoolean(value)
  }

  /// Begins a cell with several items; give them by ``listElement(_:)``, then ``endList()``.
  mutating func beginList() {
    list.truncate(to: 0)
    listCount = 0
  }

  /// Adds an item, given in UTF-8, to the list that was begun; the bytes are not kept.
  mutating func listElement(_ utf8: UnsafeRawBufferPointer) {
    defer { listCount += 1 }
    if isJSON {
      if listCount > 0 { list.append(UInt8(ascii: ",")) }
      list.appendJSON(item: utf8, numeric: nextKind == .integerList)
    } else {
      if listCount > 0 { list.append(UInt8(ascii: ";")) }
      list.append(utf8)
    }
  }

  /// Ends the list that was begun.
  mutating func endList() {
    guard beginCell() != nil else { return }
    if isJSON {
      output.append(UInt8(ascii: "["))
      output.append(list.bytes)
      output.append(UInt8(ascii: "]"))
    } else {
      appendText(list.bytes)
    }
  }

  private var isJSON: Bool { format == .json || format == .jsonl }

  private mutating func appendNull() {
    switch format {
    case .csv, .tsv, .markdown, .html: break
    case .json, .jsonl: output.append("null")
    case .table: table.null()
    }
  }

  private mutating func appendBoolean(_ value: Bool) {
    if format == .table {
      table.boolean(value)
    } else {
      output.append(value ? "true" : "false")
    }
  }

  /// Appends the text of a cell or a header in one of the text formats.
  mutating func appendText(_ utf8: UnsafeRawBufferPointer) {
    switch format {
    case .csv: output.appendCSV(utf8, delimiter: delimiter, guarded: options.excel)
    case .tsv: output.appendTSV(utf8, guarded: options.excel)
    case .markdown: output.appendMarkdown(utf8)
    case .html: output.appendHTML(cell: utf8)
    case .json, .jsonl: output.appendJSON(string: utf8)
    case .table: table.text(utf8)
    }
  }
}
