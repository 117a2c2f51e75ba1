import ArmsModel
import Glibc
import Reporting
import SQLite
import Storage
import Synchronization

/// Writes the rows of one answer to where `OutputOptions` says, in the format that it says.
final class Answer {
  let columns: [Column]
  /// Places of the chosen columns among all.
  private let chosen: [Int]
  private let writer: ReportWriter
  private let file: OutputFile
  private var row: [Cell] = []

  /// - Parameters:
  ///   - columns: all columns of the answer; `--columns` picks from them.
  ///   - readingOrder: names that go first in a table, where the width may not do for all.
  init(_ options: OutputOptions, _ columns: [Column], title: String, readingOrder: [String] = []) throws {
    var chosen = try Answer.choose(options.columns, from: columns)
    if options.columns == nil, options.isForReading {
      let first = readingOrder.compactMap { name in columns.firstIndex { $0.flatName == name } }
      chosen = first + chosen.filter { !first.contains($0) }
    }
    self.chosen = chosen
    self.columns = columns
    let file = try OutputFile(options.output)
    self.file = file
    writer = ReportWriter(
      format: options.chosenFormat, columns: chosen.map { columns[$0] },
      options: ReportOptions(
        width: options.writesToTerminal || Console.environment("COLUMNS") != nil ? Console.width : nil,
        color: options.writesToTerminal && Console.wantsColor && !options.noColor, title: title,
        excel: options.excel),
      sink: { try file.write($0) })
  }

  /// Number of rows written.
  var rowCount: Int { writer.rowCount }

  /// Writes a row that has a cell for each column.
  func write(_ cells: [Cell]) throws {
    row.removeAll(keepingCapacity: true)
    for place in chosen { row.append(cells[place]) }
    try writer.write(row)
  }

  /// Writes a row of a list, cell by cell from the statement, without making Strings.
  func write(_ statement: Statement, _ kinds: [ListColumn.Kind]) throws {
    for place in chosen {
      let column = Int32(place)
      switch kinds[place] {
      case .text, .list, .integerList, .extra:
        if let bytes = statement.textBytes(column) { writer.text(bytes) } else { writer.null() }
      case .integer:
        if let number = try statement.integerOrNil(column) { writer.integer(number) } else { writer.null() }
      case .boolean:
        if let number = try statement.integerOrNil(column) {
          writer.boolean(number != 0)
        } else {
          writer.null()
        }
      case .thousandths:
        if let number = try statement.integerOrNil(column) {
          writer.decimal(thousandths: number)
        } else {
          writer.null()
        }
      case .real:
        if let number = try statement.realOrNil(column) { writer.real(number) } else { writer.null() }
      case .identity(let letter):
        try identity(statement, column, letter)
      }
    }
    try writer.endRow()
  }

  /// Closes tables and files.
  func finish() throws {
    try writer.finish()
    try file.close()
  }

  private var digits = [UInt8](repeating: 0, count: 17)

  private func identity(_ statement: Statement, _ column: Int32, _ letter: Character) throws {
    guard let bytes = statement.blobBytes(column), bytes.count == 16 else { return writer.null() }
    digits[0] = letter.asciiValue ?? 63
    for place in 0..<8 {
      digits[1 + 2 * place] = Answer.hexadecimal(bytes[place] >> 4)
      digits[2 + 2 * place] = Answer.hexadecimal(bytes[place] & 15)
    }
    digits.withUnsafeBytes { writer.text($0) }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 87 + digit }

  private static func choose(_ names: String?, from columns: [Column]) throws -> [Int] {
    guard let names else { return Array(columns.indices) }
    var problems: [String] = []
    let places = names.split(separator: ",").compactMap { part -> Int? in
      let name = String(part).trimmed
      if let place = columns.firstIndex(where: { $0.name == name || $0.flatName == name }) { return place }
      let near = NearestName.of(name, among: columns.map(\.flatName))
      problems.append("there is no column '\(Console.shown(name))'\(suggestion(near))")
      return nil
    }
    guard problems.isEmpty else {
      let all = columns.map(\.flatName).joined(separator: ", ")
      throw CommandFailure(.usage, problems.joined(separator: "\n") + "\n  columns: \(all)")
    }
    return places
  }
}

extension Column {
  /// The column of a report for a column of a list.
  init(_ column: ListColumn) {
    let kind: Kind =
      switch column.kind {
      case .text, .identity: .text
      case .integer: .integer
      case .boolean: .boolean
      case .thousandths: .decimal
      case .real: .real
      case .list: .list
      case .integerList: .integerList
      case .extra: .json
      }
    self.init(column.name, kind)
  }
}

/// Standard output, or a file that appears under its name when it is complete.
final class OutputFile {
  private let path: String?
  private let temporary: String
  private var descriptor: Int32

  /// The address of the path of the file that an interrupt is to remove, 0 for none; pointers are not Sendable.
  private static let unfinished = Atomic<UInt>(0)

  /// Removes the file that is not complete; may be called from a handler of a signal, once it was called outside one.
  static func removeUnfinished() {
    let address = unfinished.load(ordering: .acquiring)
    if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
  }

  private static func remember(_ path: String?) {
    let copy = UInt(bitPattern: path.flatMap { strdup($0) })
    free(UnsafeMutablePointer<CChar>(bitPattern: unfinished.exchange(copy, ordering: .acquiringAndReleasing)))
  }

  /// - Parameter path: nil or `-` for standard output.
  init(_ path: String?) throws(CommandFailure) {
    guard let path, path != "-" else {
      self.path = nil
      temporary = ""
      descriptor = STDOUT_FILENO
      return
    }
    self.path = path
    // Pipes and devices are written as they are.
    var information = stat()
    let isSpecial = stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
    temporary = isSpecial ? path : "\(path).\(getpid()).part"
    // Before the file is there, so that no interrupt can leave it behind.
    if !isSpecial { OutputFile.remember(temporary) }
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      OutputFile.remember(nil)
      throw CommandFailure(.cannotCreate, "cannot create \(path): \(reason)")
    }
  }

  deinit {
    if descriptor > STDERR_FILENO {
      Glibc.close(descriptor)
      if path != temporary { unlink(temporary) }
      OutputFile.remember(nil)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws { try Console.write(bytes, to: descriptor) }

  /// Puts the file under its name.
  func close() throws(CommandFailure) {
    guard let path, descriptor > STDERR_FILENO else { return }
    let closed = Glibc.close(descriptor)
    descriptor = -1
    defer { OutputFile.remember(nil) }
    guard closed == 0, path == temporary || rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw CommandFailure(.inputOutput, "cannot write \(path): \(reason)")
    }
  }
}
