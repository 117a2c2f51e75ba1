import ArgumentParser
import ArmsModel
import Counting
import Glibc
import Publishing
import SQLite
import Storage

/// Where the knowledge base is.
struct DatabaseOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The knowledge base (else $ARMSKB_DB, ./armskb.db, or the user's own).", valueName: "path"))
  var database: String?

  /// The path by the rules of `armskb help`: flag, environment, the folder one stands in, the user's data folder.
  var path: String {
    if let database { return database }
    if let path = Console.environment("ARMSKB_DB") { return path }
    if access("armskb.db", F_OK) == 0 { return "armskb.db" }
    let data = Console.environment("XDG_DATA_HOME") ?? (Console.environment("HOME") ?? ".") + "/.local/share"
    return data + "/armskb/armskb.db"
  }

  /// Opens it for questions, all of which are answered from one moment; it must be there.
  func reading<T>(_ body: (KnowledgeBase) throws -> T) throws -> T {
    try open(.reading) { knowledgeBase in try knowledgeBase.atOneMoment { try body(knowledgeBase) } }
  }

  /// Opens it for changes; it must be there.
  func writing<T>(_ body: (KnowledgeBase) throws -> T) throws -> T { try open(.writing, body) }

  /// Opens it for changes, and makes it with the reference data if it is not there.
  ///
  /// - Parameter forTrial: a knowledge base that is not there is made in memory only.
  func creating<T>(forTrial: Bool = false, _ body: (KnowledgeBase) throws -> T) throws -> T {
    let inMemory = forTrial && access(path, F_OK) != 0 && errno == ENOENT
    if !inMemory { makeFolder() }
    return try open(.creating, at: inMemory ? ":memory:" : nil) { knowledgeBase in
      if try !knowledgeBase.hasReferenceData {
        try knowledgeBase.install(Reference.embedded(), edition: Reference.edition, by: Hand.current(nil))
      } else if !forTrial {
        try Reference.update(knowledgeBase)
      }
      return try body(knowledgeBase)
    }
  }

  private func open<T>(
    _ purpose: KnowledgeBase.Purpose, at other: String? = nil, _ body: (KnowledgeBase) throws -> T
  ) throws -> T {
    let path = other ?? path
    if other == nil, path == ":memory:" {
      throw CommandFailure(.usage, "a knowledge base in memory would be gone at once: give a file with --db")
    }
    KnowledgeBaseFiles.use(path)
    var hasStored = false
    do {
      if purpose != .creating, access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
        throw StorageError.missing(path: path)
      }
      let knowledgeBase = try KnowledgeBase(path: path, for: purpose)
      defer { hasStored = knowledgeBase.hasStored }
      let result: T
      do { result = try body(knowledgeBase) } catch {
        try? knowledgeBase.close()
        throw error
      }
      try knowledgeBase.close()
      if let failure = knowledgeBase.untidied { warn(path, failure) }
      return result
    } catch {
      throw CommandFailure(error, path: path, hasStored: hasStored) ?? error
    }
  }

  /// Says what went wrong after everything was stored.
  private func warn(_ path: String, _ failure: SQLiteError) {
    Console.say(
      """
      warning: everything is stored, but \(path) could not be put in order (\(failure.message))
        leave what lies beside it (\(path)-wal) where it is; the next command that changes something tries again
      """)
  }

  /// Makes the user's own data folder; any other folder must be there.
  func makeFolder() {
    guard database == nil, Console.environment("ARMSKB_DB") == nil, path.hasSuffix("/armskb/armskb.db") else {
      return
    }
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += part + "/"
      mkdir(folder, 0o755)
    }
  }
}

extension Hand {
  /// The person at the keyboard, now.
  static func current(_ name: String?) -> Hand {
    var moment = time(nil)
    var parts = tm()
    gmtime_r(&moment, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    let stamp = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let login = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
    let user = name ?? Console.environment("ARMSKB_USER") ?? Console.environment("USER") ?? login ?? "unknown"
    return Hand(name: user, moment: stamp, program: "armskb \(Version.current)")
  }
}

extension ParsableCommand {
  /// Refuses, before any work, an output that would go over a knowledge base or what belongs to one.
  ///
  /// The options are found by their type, so that no command can forget to ask.
  func refuseOutputOverKnowledgeBase() throws {
    let parts = Mirror(reflecting: self).children.map(\.value)
    for case let group as OptionGroup<DatabaseOptions> in parts {
      KnowledgeBaseFiles.use(group.wrappedValue.path)
    }
    // What the shell opened, to write at its end. Where words would go into it, none can be said.
    do { try KnowledgeBaseFiles.refuse("/proc/self/fd/2") } catch {
      throw ExitCode(ExitStatus.cannotCreate.rawValue)
    }
    try KnowledgeBaseFiles.refuse("/proc/self/fd/1", as: "standard output")
    for case let group as OptionGroup<OutputOptions> in parts {
      if let output = group.wrappedValue.output, output != "-" { try KnowledgeBaseFiles.refuse(output) }
    }
  }
}

/// How answers are written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .long,
    help:
      "table, csv, tsv, json, jsonl, markdown or html (else by the ending of -o; table on a terminal, tsv if not)."
  )
  var format: String?

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file.", valueName: "file"))
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Only these columns, in this order, separated by commas.", valueName: "names"))
  var columns: String?

  @Flag(
    name: .long, help: "For spreadsheets: a byte-order mark, and a ' before text that looks like a formula.")
  var excel = false

  @Flag(name: .long, help: "No colours.")
  var noColor = false

  func validate() throws {
    if let format, OutputFormat(rawValue: format) == nil {
      let near = NearestName.of(format, among: OutputFormat.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no format '\(format)'\(suggestion(near)) "
          + "(formats: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")))")
    }
    if format == nil, let output,
      let kind = ["xlsx", "xls", "ods"].first(where: { output.hasSuffix(".\($0)") })
    {
      throw ValidationError(
        "there is no format .\(kind); spreadsheets open .csv (with --excel it suits them best)")
    }
  }

  /// The format that was asked for, or that suits where it goes.
  var chosenFormat: OutputFormat {
    if let format, let chosen = OutputFormat(rawValue: format) { return chosen }
    if let output, output != "-", let chosen = OutputFormat(fileName: output) { return chosen }
    return writesToTerminal ? .table : .tsv
  }

  /// Whether a person reads it as it comes.
  var writesToTerminal: Bool { (output == nil || output == "-") && Console.outputIsTerminal }

  /// Whether words for people may stand below the table.
  var isForReading: Bool { chosenFormat == .table }
}

/// What a question is limited to; the same everywhere.
struct FilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only these suppliers.", valueName: "names")) var supplier: [String] = []
  @Option(help: ArgumentHelp("Only these recipients.", valueName: "names")) var recipient: [String] = []
  @Option(help: ArgumentHelp("Only these on either side.", valueName: "names")) var country: [String] = []
  @Option(help: ArgumentHelp("Only these weapon categories and those below.", valueName: "slugs"))
  var category: [String] = []
  @Option(help: ArgumentHelp("Only these weapons.", valueName: "names")) var weapon: [String] = []
  @Option(
    help: ArgumentHelp(
      "Only these stages: agreed (ordered or further), delivered (or in use), or any single one.",
      valueName: "stages"))
  var stage: [String] = []
  @Option(help: ArgumentHelp("Only what these published or first said.", valueName: "names")) var source:
    [String] = []
  @Option(help: ArgumentHelp("Only what these are named as saying.", valueName: "names"))
  var assertedBy: [String] = []
  @Option(help: ArgumentHelp("From then on: YYYY, YYYY-MM or YYYY-MM-DD.", valueName: "date")) var since:
    String?
  @Option(help: ArgumentHelp("Up to then.", valueName: "date")) var until: String?
  @Flag(help: "Only what lies wholly between --since and --until (else what overlaps).") var within = false
  @Option(help: ArgumentHelp("Only these units: USD, EUR, TIV, pieces …", valueName: "units")) var unit:
    [String] = []
  @Option(help: ArgumentHelp("What was recorded by the end of that day.", valueName: "date")) var asOf:
    String?
  @Option(help: ArgumentHelp("What was published by the end of that day.", valueName: "date"))
  var publishedBy: String?
  @Option(
    help: ArgumentHelp(
      "Only suppliers in a region, or members of NATO, EU, CSTO … at the time.", valueName: "names"))
  var supplierIn: [String] = []
  @Option(help: ArgumentHelp("Only such recipients.", valueName: "names")) var recipientIn: [String] = []
  @Option(
    help: ArgumentHelp(
      "Former states as they were (as-was), or under the state that continues them (successor).",
      valueName: "view")) var states: String?
  @Option(
    help: ArgumentHelp("Only claims of that Admiralty credibility or better, 1 to 5.", valueName: "digit"))
  var minCredibility: Int?
  @Flag(help: "Count transfers, too, whose claims disagree on whether they happened.") var includeDisputed =
    false
  @Option(
    name: .customLong("limit"), help: ArgumentHelp("At most so many rows; 0: all.", valueName: "number"))
  var rows: Int?

  /// At most so many rows; nil for all.
  var limit: Int? { rows == 0 ? nil : rows }

  func validate() throws {
    if let rows, rows < 0 { throw ValidationError("--limit \(rows): a number of rows is 0 or more") }
    if let minCredibility, !(1...5).contains(minCredibility) {
      throw ValidationError(
        "--min-credibility \(minCredibility): the code runs from 1 (confirmed) to 5 (improbable)")
    }
    if let states, StatesView(rawValue: states) == nil {
      let all = StatesView.allCases.map(\.rawValue)
      throw ValidationError(
        "there is no view of states '\(states)'\(suggestion(NearestName.of(states, among: all))) (views: \(all.joined(separator: ", ")))"
      )
    }
    let dates = [
      ("--since", since), ("--until", until), ("--as-of", asOf), ("--published-by", publishedBy),
    ]
    for (flag, text) in dates {
      if let text, PartialDate(text) == nil {
        throw ValidationError("\(flag) '\(text)' is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
      }
    }
    if let since = since.flatMap({ PartialDate($0) }), let until = until.flatMap({ PartialDate($0) }),
      since.firstDay > until.lastDay
    {
      throw ValidationError("--since \(since) is later than --until \(until)")
    }
    for word in words(stage) where word != "agreed" && Stage(slug: word) == nil {
      let all = ["agreed"] + Stage.allCases.map(\.slug)
      throw ValidationError(
        "there is no stage '\(word)'\(suggestion(NearestName.of(word, among: all))) (stages: \(all.joined(separator: ", ")))"
      )
    }
    for word in words(unit) {
      let code = word.uppercased().split(separator: "/").first.map(String.init) ?? ""
      if let unit = FilterOptions.unit(meantBy: word) {
        throw ValidationError("there is no unit '\(word)'; did you mean '\(unit)'?")
      }
      if word != "pieces", NearestName.of(word, among: ["pieces"]) != nil {
        throw ValidationError("there is no unit '\(word)'; did you mean 'pieces'?")
      }
      guard code.count == 3, word.lowercased() != "ton", code != "TIV", !Currency.codes.contains(code) else {
        continue
      }
      let near = Currency.withLetters(of: word)
      throw ValidationError("there is no unit '\(word)'\(suggestion(near))")
    }
  }

  /// The unit that a word of everyday language means; nil if the word may be a unit itself.
  private static func unit(meantBy word: String) -> String? {
    let words = [
      "dollar": "USD", "euro": "EUR", "pound": "GBP", "rouble": "RUB", "ruble": "RUB", "yuan": "CNY",
      "yen": "JPY",
      "rupee": "INR", "shekel": "ILS", "tiv": "TIV",
    ]
    let lowercased = word.lowercased()
    guard lowercased != "tiv" else { return nil }
    return words[lowercased] ?? (lowercased.hasSuffix("s") ? words[String(lowercased.dropLast())] : nil)
  }

  /// Values separated by commas or by repeating the option.
  func words(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { String($0).trimmed }.filter { !$0.isEmpty }
  }

  /// The filter, with all names found; all names that are not are reported at once.
  func filter(_ knowledgeBase: KnowledgeBase) throws -> Filter {
    let namesParties = [supplier, recipient, country, supplierIn, recipientIn].contains { !$0.isEmpty }
    if namesParties || states != nil { try knowledgeBase.loadDirectory() }
    var filter = Filter()
    var problems: [Words] = []
    /// No more than people read; each costs a search for what was meant.
    func isFull() -> Bool { problems.count >= FilterOptions.mostProblems }
    func parties(_ flag: String, _ values: [String]) throws -> [PartyCode] {
      try find(flag, values) { name in
        if isFull() { return nil }
        do throws(PartyDirectory.Failure) {
          return knowledgeBase.directory[try knowledgeBase.directory.typed(name)].code
        } catch {
          problems.append("\(flag): \(error.sentence(for: name))")
          return nil
        }
      } isKnown: {
        (try? knowledgeBase.directory.resolve($0)) != nil
      }
    }
    func rows<T>(_ flag: String, _ values: [String], _ resolve: (String) throws -> T) throws -> [T] {
      var failure: (any Error)?
      let found = try find(flag, values) { name -> T? in
        if isFull() || failure != nil { return nil }
        do { return try resolve(name) } catch let error as UnknownName {
          problems.append(
            "\(flag): there is no \(error.kind) \(quoted(name))\(suggestion(error.nearest))")
        } catch {
          failure = error
        }
        return nil
      } isKnown: {
        (try? resolve($0)) != nil
      }
      if let failure { throw failure }
      return found
    }
    filter.suppliers = try parties("--supplier", supplier)
    filter.recipients = try parties("--recipient", recipient)
    filter.countries = try parties("--country", country)
    filter.categories = try rows("--category", category) { try knowledgeBase.category(named: $0) }
    if !weapon.isEmpty {
      let names = try knowledgeBase.weaponNames()
      filter.weapons = try rows("--weapon", weapon) { try names.row(of: $0) }
    }
    if !source.isEmpty || !assertedBy.isEmpty {
      let names = try knowledgeBase.sourceNames()
      filter.sources = try rows("--source", source) { try names.row(of: $0) }
      filter.assertedBy = try rows("--asserted-by", assertedBy) { try names.row(of: $0) }
    }
    if !words(stage).isEmpty {
      filter.stages = Stage.allCases.filter { stage in stageChoices.contains { $0.includes(stage) } }
    }
    filter.since = since.flatMap { PartialDate($0) }
    filter.until = until.flatMap { PartialDate($0) }
    filter.within = within
    filter.units = words(unit).map { word in
      let isMoney = Currency.codes.contains(String(word.uppercased().prefix(3))) || word.uppercased() == "TIV"
      return FigureUnit(rawValue: isMoney && word != "ton" ? word.uppercased() : word)
    }
    filter.asOf = asOf.flatMap { PartialDate($0) }
    filter.publishedBy = publishedBy.flatMap { PartialDate($0) }
    filter.states = states.flatMap { StatesView(rawValue: $0) } ?? .asWas
    for name in words(supplierIn) {
      switch try group(name, knowledgeBase) {
      case .region(let region): filter.supplierRegions.append(region)
      case .alliance(let code): filter.supplierIn.append(code)
      case .unknown(let sentence): problems.append("--supplier-in: \(sentence)")
      }
    }
    for name in words(recipientIn) {
      switch try group(name, knowledgeBase) {
      case .region(let region): filter.recipientRegions.append(region)
      case .alliance(let code): filter.recipientIn.append(code)
      case .unknown(let sentence): problems.append("--recipient-in: \(sentence)")
      }
    }
    filter.minCredibility = minCredibility
    filter.includeDisputed = includeDisputed
    guard problems.isEmpty else {
      if isFull() { problems.append("  and perhaps others") }
      throw CommandFailure(.usage, Words(lines: problems))
    }
    return filter
  }

  private enum Group {
    case region(String)
    case alliance(PartyCode)
    case unknown(Words)
  }

  /// The region, or the organisation with members, of that name.
  private func group(_ name: String, _ knowledgeBase: KnowledgeBase) throws -> Group {
    let regions = try knowledgeBase.regions()
    let key = NameFolding.fold(name)
    if !key.isEmpty, let region = regions.first(where: { NameFolding.fold($0) == key }) {
      return .region(region)
    }
    let alliances = try knowledgeBase.alliances()
    if let index = try? knowledgeBase.directory.typed(name),
      alliances.contains(knowledgeBase.directory[index].code)
    {
      return .alliance(knowledgeBase.directory[index].code)
    }
    let names = alliances.map { knowledgeBase.directory[$0]?.name ?? $0.rawValue } + regions
    return .unknown(
      "there is no region or alliance \(quoted(name))\(suggestion(NearestName.of(name, among: names)))\n  known: \(names.joined(separator: ", "))"
    )
  }

  /// The stages as totals read them.
  var stageChoices: [StageChoice] {
    let choices = words(stage).compactMap { word -> StageChoice? in
      if word == "agreed" { return .agreed }
      if word == "delivered" { return .delivered }
      return Stage(slug: word).map { .exactly($0) }
    }
    return choices.isEmpty ? [.agreed] : choices
  }

  /// So many names an option takes.
  private static let mostNames = 1_000
  /// So many names that are not known are told.
  private static let mostProblems = 20

  /// Finds each value; one that holds commas may be a name as a whole, or a list.
  private func find<T>(
    _ flag: String, _ values: [String], _ resolve: (String) -> T?, isKnown: (String) -> Bool
  ) throws -> [T] {
    let most = FilterOptions.mostNames
    let names = values.prefix(most + 1).flatMap {
      !$0.contains(",") || isKnown($0) ? [$0.trimmed] : words([$0])
    }
    guard names.count <= most else {
      throw CommandFailure(.usage, "\(flag) takes \(most) names at the most")
    }
    return names.compactMap(resolve)
  }
}

extension PartyDirectory {
  /// The party of a name as people type it: codes in small letters will do here.
  func typed(_ name: String) throws(Failure) -> Index {
    do throws(Failure) { return try resolve(name) } catch {
      if name.utf8.count == 2 || name.utf8.count == 3, let index = try? resolve(name.uppercased()) {
        return index
      }
      throw error
    }
  }
}

extension PartyDirectory.Failure {
  /// The sentence about a name on the command line.
  func sentence(for name: String) -> String {
    switch self {
    case .unknown(let nearest): return "there is no party \(quoted(name))\(suggestion(nearest))"
    case .ambiguous(let parties):
      let list = parties.map { "\($0.name) (\($0.code))" }.joined(separator: ", ")
      return "\(quoted(name)) may be any of: \(list); give the code"
    case .outsideYears(let party, let validity, _):
      return "\(party.name) existed \(validity.from?.description ?? "") to \(validity.to?.description ?? "")"
    }
  }
}

extension String {
  /// The text without blanks at either end.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
