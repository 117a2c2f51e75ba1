/// Writes rows in one of the formats, as they come.
///
/// Give the cells of each row in the order of the columns, whole by ``write(_:)`` or one by one, then
/// ``endRow()``; after the last row ``finish()``. Nothing but a table's first thousand rows is held in
/// memory.
///
/// The bytes are UTF-8. CSV and TSV pass text on byte for byte; the other formats write U+FFFD for bytes that
/// are no UTF-8.
public final class ReportWriter {
  /// The format.
  public let format: OutputFormat
  /// The columns, in the order of the cells.
  public let columns: [Column]
  let encoder: UnsafeMutablePointer<RowEncoder>
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private var isFinished = false

  /// A writer that hands its bytes to `sink` in chunks of about 64 KiB.
  ///
  /// The sink is called by ``endRow()`` and ``finish()``, never from the initializer, and its errors come
  /// out of these. After such an error the report is spoilt: throw the writer away.
  public init(
    format: OutputFormat, columns: [Column], options: ReportOptions = ReportOptions(),
    sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    self.format = format
    self.columns = columns
    self.sink = sink
    encoder = .allocate(capacity: 1)
    encoder.initialize(to: RowEncoder(format: format, columns: columns, options: options))
  }

  deinit {
    encoder.deinitialize(count: 1)
    encoder.deallocate()
  }

  /// The rows ended so far.
  public var rowCount: Int { encoder.pointee.rowCount }

  /// Ends the row and hands full chunks to the sink.
  ///
  /// - Throws: ``ReportError`` if the row has too few or too many cells, and then it is left out; what the
  ///   sink throws.
  public func endRow() throws {
    try encoder.pointee.endRow()
    if encoder.pointee.output.count >= 65_536 { try flush() }
  }

  /// Writes what belongs after the last row and hands all that is left to the sink; does nothing a second
  /// time.
  ///
  /// - Throws: ``ReportError`` if a row was begun and not ended, and then that row is left out; what the sink
  ///   throws.
  public func finish() throws {
    guard !isFinished else { return }
    isFinished = true
    let unfinished: ReportError?
    do throws(ReportError) {
      try encoder.pointee.finish()
      unfinished = nil
    } catch {
      unfinished = error
    }
    try flush()
    if let unfinished { throw unfinished }
  }

  private func flush() throws {
    defer { encoder.pointee.dropOutput() }
    let bytes = encoder.pointee.output.bytes
    if bytes.count > 0 { try sink(bytes) }
  }
}

@available(*, unavailable)
extension ReportWriter: Sendable {}  // rows have an order, so one task writes them
