import ArgumentParser
import Publishing
import Storage

/// `armskb log`.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The batches, the newest first; the ledger of one; what is parked.",
    discussion: """
      Of a dataset's file the ledger says what became of each record and of the TIV that it carries: stored, known \
      already, parked, rejected.

        armskb log
        armskb log --batch 3
        armskb log --parked
      """)
  @Option(help: ArgumentHelp("At most so many rows.", valueName: "number")) var limit: Int?
  @Option(help: ArgumentHelp("The ledger of that batch.", valueName: "number")) var batch: Int64?
  @Flag(help: "The records that wait until a name in them is known.") var parked = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit): a number of rows is 0 or more") }
  }

  func run() throws {
    try database.reading { knowledgeBase in
      if parked {
        try listParked(knowledgeBase)
      } else if let batch {
        try listLedger(of: batch, knowledgeBase)
      } else {
        try listBatches(knowledgeBase)
      }
    }
  }

  private func listBatches(_ knowledgeBase: KnowledgeBase) throws {
    let answer = try Answer(
      output,
      [
        Column("batch", .integer), Column("kind"), Column("recorded_at"), Column("hand"),
        Column("added", .integer), Column("known", .integer), Column("rejected", .integer),
        Column("live", .boolean), Column("undoes", .integer), Column("file"), Column("note"),
      ], title: "Log")
    for batch in try knowledgeBase.batches(limit: limit ?? -1) {
      try answer.write([
        .integer(batch.id), .text(batch.kind), .text(batch.recordedAt), .text(batch.hand),
        .integer(batch.added), .integer(batch.known), .integer(batch.rejected), .boolean(batch.isLive),
        batch.undoes.map { .integer($0) } ?? .null, Cell(optional: batch.file), Cell(optional: batch.note),
      ])
    }
    try answer.finish()
  }

  private func listLedger(of number: Int64, _ knowledgeBase: KnowledgeBase) throws {
    guard let batch = try knowledgeBase.batches().first(where: { $0.id == number }) else {
      throw StorageError.noSuchBatch(number)
    }
    let answer = try Answer(
      output,
      [
        Column("batch", .integer), Column("outcome"), Column("reason"), Column("rows", .integer),
        Column("tiv_millions", .decimal), Column("file"),
      ], title: "Ledger of batch \(number)")
    if let ledger = try knowledgeBase.ledger(ofBatch: number) {
      for line in ledger.lines.prefix(limit ?? .max) {
        try answer.write([
          .integer(number), .text(line.outcome.rawValue), line.reason.isEmpty ? .null : .text(line.reason),
          .integer(Int64(line.rows)), Cell(thousandths: line.tiv), Cell(optional: batch.file),
        ])
      }
    } else {
      Console.say("batch \(number) is none of a dataset's file; `armskb log` has its numbers")
    }
    try answer.finish()
  }

  private func listParked(_ knowledgeBase: KnowledgeBase) throws {
    let answer = try Answer(
      output,
      [
        Column("batch", .integer), Column("file"), Column("line", .integer), Column("reason"), Column("name"),
        Column("tiv_millions", .decimal),
      ], title: "Parked")
    let rows = try knowledgeBase.parkedRows(batch: batch)
    for row in rows.prefix(limit ?? .max) {
      try answer.write([
        .integer(row.batch), .text(row.file), .integer(Int64(row.line)), .text(row.reason),
        Cell(optional: row.name), Cell(thousandths: row.tiv),
      ])
    }
    try answer.finish()
    if !rows.isEmpty, Console.errorIsTerminal {
      Console.say("make a name known with `armskb party`, then `armskb import --parked`")
    }
  }
}
