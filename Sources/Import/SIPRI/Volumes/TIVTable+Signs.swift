extension TIVTable {
  /// Which signs divide decimals and which thousands, in the figures of one table.
  ///
  /// SIPRI prints whole millions without any sign. A comma or a point before three digits, as spreadsheets put it,
  /// divides thousands, unless it is a decimal sign elsewhere in the table.
  struct Signs: Sendable {
    private var isCommaDecimal = false
    private var isPointDecimal = false

    init(_ lines: ArraySlice<String>, separator: UInt8, cells: [Int]) {
      for line in lines where line.utf8.contains(where: { $0 == 0x2C || $0 == 0x2E }) {
        let record = QuotedCells.cut(TIVTable.unwrapped(line), line: 1, separator: separator)
        for cell in cells { look(at: record[cell]) }
      }
    }

    private mutating func look(at text: String) {
      let signs = text.utf8.count { $0 == 0x2C || $0 == 0x2E }
      guard signs == 1, let place = text.utf8.firstIndex(where: { $0 == 0x2C || $0 == 0x2E }) else { return }
      let (before, after) = (text.utf8[..<place], text.utf8[place...].dropFirst())
      let isDivided = after.count == 3 && (1...3).contains(before.count) && before.first != 0x30
      guard !isDivided, after.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return }
      if text.utf8[place] == 0x2C { isCommaDecimal = true } else { isPointDecimal = true }
    }

    /// A volume in thousandths of a million, or nil.
    func volume(_ text: String) -> Int64? {
      if let number = ScaledDecimal.read(text, places: 3), !text.utf8.contains(0x2E) || isPointDecimal {
        return number
      }
      let hasComma = text.utf8.contains(0x2C)
      return DatasetNumber.thousandths(text, decimalComma: hasComma ? isCommaDecimal : !isPointDecimal)?.value
    }
  }
}
