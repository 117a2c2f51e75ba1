import Foundation
import Testing

extension Prepared {
  /// What makes calls of the system fail, or other things happen at them.
  static let calls = Result {
    let desk = try Desk()
    try desk.write("calls.c", try fixture("calls.c"))
    let made = try desk.shell("$(command -v clang || command -v cc) -shared -fPIC -o calls.so calls.c -ldl")
    #expect(made.status == 0, "\(made.stderr)")
    return try desk.read("calls.so")
  }
}

extension Desk {
  /// Lets something happen at a call: `write 3 signal 15` (Fixtures/calls.c).
  func atCall(_ what: String, run line: String = "") throws {
    if !exists(".run-calls.so") { try write(".run-calls.so", try Prepared.calls.get()) }
    environment["LD_PRELOAD"] = path(".run-calls.so")
    environment["CALL_AT"] = what
    environment["CALL_RUN"] = line
  }

  /// What lies on the desk: each file with its bytes, each link with where it leads.
  func state() throws -> [String: Data] {
    var state: [String: Data] = [:]
    let all = try #require(FileManager.default.enumerator(atPath: url.path))
    for case let name as String in all where !name.hasPrefix(".run") {
      let file = path(name)
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) {
        state[name] = Data("-> \(target)".utf8)
      } else {
        let kind = try FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
        state[name] = kind == .typeRegular ? try read(name) : Data()
      }
    }
    return state
  }

  /// The permission bits of a file.
  func mode(_ name: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int)
  }
}

extension Outcome {
  func expectSuccess(sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(stderr)", sourceLocation: sourceLocation)
  }
}

/// Files come to be whole or not at all, with the rights of what they replace, where links lead.
@Suite struct SafeOutputTests {
  /// What writes files, and the kind of call by which it does (Fixtures/calls.c).
  static let writers = [
    ("export claims -o out.csv", "write"), ("export datapackage pack", "write"),
    ("export datasette sette", "page"), ("export postgres pg", "write"),
    ("import bad.jsonl --skip-invalid", "write"), ("init --db new.db --data reference", "page"),
  ]

  private static let isRoot = geteuid() == 0

  /// A desk where each of the writers has written before, and would write something else now.
  private static let prepared = Result {
    let desk = try Desk.filled()
    try desk.write("bad.jsonl", "{\"supplier\": \"Nowhere\"}\n")
    try FileManager.default.copyItem(
      atPath: testFile("Fixtures/Reference").path, toPath: desk.path("reference"))
    for (line, _) in writers.dropLast() { try desk.run(words(line)).expectSuccess() }
    try desk.shell("\"$ARMSKB\" undo 5 --yes; echo '{}' >> bad.jsonl").expectSuccess()
    let packed = try desk.shell("tar -c --exclude='.run*' .")
    packed.expectSuccess()
    return packed.output
  }

  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.write(".run-all.tar", try SafeOutputTests.prepared.get())
    try desk.shell("tar -xf .run-all.tar").expectSuccess()
    return desk
  }

  private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  /// All files but those of the knowledge base that the commands work with, which is written by SQLite alone.
  private func outputs(_ desk: Desk) throws -> [String: Data] {
    try desk.state().filter { !$0.key.hasPrefix("armskb.db") }
  }

  // MARK: - Signals

  @Test(arguments: writers)
  func endedBySignals(line: String, kind: String) throws {
    let desk = try desk()
    let before = try outputs(desk)
    for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE] {
      try desk.atCall("\(kind) 1 signal \(signal)")
      let outcome = try desk.run(SafeOutputTests.words(line))
      // The number that is promised for Ctrl-C; for all others what the shell sees is the signal.
      #expect(outcome.status == (signal == SIGINT ? 130 : signal) && outcome.wasKilled == (signal != SIGINT))
      #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
      #expect(try outputs(desk) == before, "\(signal)")
    }
  }

  /// While files get their names a signal waits.
  @Test(arguments: ["export claims -o out.csv", "export datapackage pack", "export postgres pg"])
  func endedByASignalAtTheEnd(line: String) throws {
    let whole = try desk()
    try whole.run(SafeOutputTests.words(line)).expectSuccess()
    for call in [1, 2] {
      let desk = try desk()
      try desk.atCall("name \(call) signal 15")
      let outcome = try desk.run(SafeOutputTests.words(line))
      #expect(outcome.wasKilled && outcome.status == SIGTERM)
      #expect(try outputs(desk) == outputs(whole))
    }
  }

  /// `nohup` has it ignored.
  @Test func hangupThatIsIgnored() throws {
    let desk = try desk()
    try desk.write(".run-calls.so", try Prepared.calls.get())
    let outcome = try desk.shell(
      "trap '' HUP; CALL_AT='write 1 signal 1' LD_PRELOAD=$PWD/.run-calls.so exec \"$ARMSKB\" log -o again.csv"
    )
    outcome.expectSuccess()
    #expect(try desk.read("again.csv") == (try desk.run("log", "--format", "csv").output))
  }

  // MARK: - Failures

  @Test(arguments: writers)
  func aDiskThatFails(line: String, kind: String) throws {
    let desk = try desk()
    let before = try outputs(desk)
    for what in ["\(kind) 1 error 28", "\(kind) 1 error 5", "\(kind) 0 error 28", "sync 1 error 5"] {
      // The first file that an import makes sure of is the knowledge base.
      if what.hasPrefix("sync"), line.hasPrefix("import") { continue }
      try desk.atCall(what)
      let outcome = try desk.run(SafeOutputTests.words(line))
      #expect(outcome.status == 74, "\(what): \(outcome.stderr)")
      #expect(lines(outcome.stderr).count == 2 && outcome.stderr.hasPrefix("armskb: "), "\(outcome.stderr)")
      #expect(try outputs(desk) == before, "\(what)")
      let file = ["out.csv", "pack/claims.csv", "pg/data/", "bad.jsonl.rejected.jsonl"].first {
        line.contains($0.prefix { $0 != "/" && $0 != "r" })
      }
      if kind == "write", what.hasSuffix("28"), let file {
        #expect(
          outcome.stderr.contains("cannot write \(file)")
            && outcome.stderr.contains("No space left on device"),
          "\(outcome.stderr)")
      }
    }
  }

  /// Names that cannot be given: all files are as they were before.
  @Test(arguments: [
    "export claims -o out.csv", "export datapackage pack", "export datasette sette", "export postgres pg",
  ])
  func namesThatCannotBeGiven(line: String) throws {
    let desk = try desk()
    let before = try outputs(desk)
    // Two, as something is there; a folder has one name for all its files.
    for call in 1...2 {
      try desk.atCall("name \(call) error 5")
      let outcome = try desk.run(SafeOutputTests.words(line))
      #expect(outcome.status == 74 && outcome.stderr.contains("Input/output error"), "\(outcome.stderr)")
      #expect(try outputs(desk) == before, "\(call)")
    }
    try desk.atCall("name 3 error 5")
    try desk.run(SafeOutputTests.words(line)).expectSuccess()
  }

  /// File systems that can only rename.
  @Test(arguments: writers)
  func withoutExchange(line: String, kind: String) throws {
    let whole = try desk()
    try whole.run(SafeOutputTests.words(line)).expectSuccess()
    let desk = try desk()
    try desk.atCall("name 0 error 22")
    try desk.run(SafeOutputTests.words(line)).expectSuccess()
    // Files of SQLite tell when they were made.
    let isOurs = { (name: String) in
      name.hasSuffix(".csv") || name.hasSuffix(".copy") || name.hasSuffix(".sql")
    }
    #expect(try outputs(desk).filter { isOurs($0.key) } == outputs(whole).filter { isOurs($0.key) })
    #expect(try Set(outputs(desk).keys) == Set(outputs(whole).keys))
  }

  /// Files that may not become so large.
  @Test(arguments: writers)
  func filesThatAreTooLarge(line: String, kind: String) throws {
    let desk = try desk()
    let before = try outputs(desk)
    let outcome = try desk.shell("ulimit -f 0; \"$ARMSKB\" \(line) 2> /dev/null")
    #expect(outcome.status == 74)
    #expect(try outputs(desk) == before)
    guard line.contains("out.csv") else { return }
    let said = try desk.shell("ulimit -f 1; \"$ARMSKB\" \(line)")
    #expect(
      said.status == 74 && said.stderr == "armskb: cannot write out.csv: File too large\n", "\(said.stderr)")
    let shown = try desk.shell("ulimit -f 1; \"$ARMSKB\" export claims > shown.csv; exit $?")
    #expect(shown.status == 74 && shown.stderr.contains("File too large"), "\(shown.stderr)")
    try FileManager.default.removeItem(atPath: desk.path("shown.csv"))
    #expect(try outputs(desk) == before)
  }

  @Test(
    .enabled(if: isRoot, "not tried: small file systems can be made by root only"),
    arguments: [
      "export claims -o small/a.json", "export datapackage small/a", "export datasette small/a",
      "export postgres small/a", "init --db small/a --data reference",
    ])
  func aFullFileSystem(line: String) throws {
    let desk = try desk()
    try FileManager.default.createDirectory(
      at: desk.url.appendingPathComponent("small"), withIntermediateDirectories: false)
    let outcome = try desk.shell(
      """
      exec unshare -m bash -c 'mount -t tmpfs -o size=4k none small || exit 99
      "$ARMSKB" \(line); status=$?; ls -A small; exit $status'
      """)
    // Root in a container may not do that.
    if outcome.status == 99 || outcome.stderr.contains("unshare: ") { return }
    #expect(outcome.status == 74 && outcome.stdout.isEmpty, "\(outcome.stdout)\(outcome.stderr)")
  }

  // MARK: - Links and rights

  @Test func linksAreWrittenThrough() throws {
    let desk = try Desk.filled()
    try desk.shell(
      """
      mkdir far; echo old > far/old.csv; ln -s far/old.csv near.csv; ln -s near.csv twice.csv
      ln -s far/new.csv dangling.csv; ln -s nowhere/new.csv lost.csv; ln -s loop.csv loop.csv
      """
    ).expectSuccess()
    let wanted = try desk.run("export", "claims").output
    for (link, file) in [("near", "far/old.csv"), ("twice", "far/old.csv"), ("dangling", "far/new.csv")] {
      try desk.write("far/old.csv", "old\n")
      try desk.run("export", "claims", "-o", "\(link).csv").expectSuccess()
      #expect(try desk.read(file) == wanted)
    }
    let state = try desk.state()
    for (link, target) in [("near", "far/old.csv"), ("twice", "near.csv"), ("dangling", "far/new.csv")] {
      #expect(state["\(link).csv"] == Data("-> \(target)".utf8))
    }
    for (link, says) in [("lost", "No such file"), ("loop", "Too many levels of symbolic links")] {
      let outcome = try desk.run("export", "claims", "-o", "\(link).csv")
      #expect(outcome.status == 73 && outcome.stderr.contains("cannot create \(link).csv: \(says)"))
    }
    #expect(try desk.state() == state)
  }

  @Test func pipesDevicesAndOpenFiles() throws {
    let desk = try Desk.filled()
    let wanted = try desk.run("export", "claims").stdout
    let piped = try desk.shell(
      "mkfifo pipe; cat pipe & \"$ARMSKB\" export claims -o pipe; wait; \"$ARMSKB\" export claims -o >(cat); wait"
    )
    #expect(piped.stdout == wanted + wanted)
    try desk.shell(
      "\"$ARMSKB\" export claims -o /dev/null; \"$ARMSKB\" export claims -o /dev/fd/7 7> /dev/null"
    )
    .expectSuccess()
    // At its end, where the shell says so.
    try desk.write("log.txt", "first\n")
    try desk.shell(
      """
      "$ARMSKB" export claims -o /dev/stdout >> log.txt; "$ARMSKB" export claims -o /dev/fd/5 5>> log.txt
      { echo last; "$ARMSKB" export claims -o /dev/stdout; } > new.txt
      """
    ).expectSuccess()
    #expect(try desk.text("log.txt") == "first\n" + wanted + wanted)
    #expect(try desk.text("new.txt") == "last\n" + wanted)
    #expect(try desk.files() == ["armskb.db", "log.txt", "new.txt", "pipe"])
    #expect(!FileManager.default.fileExists(atPath: "/dev/stdout.part"))
  }

  /// What an export that was ended by force, between the first name and the last, left in a folder.
  @Test(arguments: [
    ("datapackage", "claims.csv", "datapackage.json"), ("datasette", "datasette.yaml", "metadata.yaml"),
    ("postgres", "schema.sql", "load.sql"),
  ])
  func leftOversAreNoReasonToRefuse(kind: String, first: String, last: String) throws {
    let desk = try Desk.filled()
    try desk.run("export", kind, "new").expectSuccess()
    let before = try desk.text("new/\(last)")
    try desk.shell("mv new/\(last) new/\(last).1onu0l5zkkyh4.part").expectSuccess()
    try desk.run("export", kind, "new").expectSuccess()
    #expect(try desk.text("new/\(last)").count == before.count)
    // It may be what somebody had there.
    #expect(try desk.text("new/\(last).1onu0l5zkkyh4.part") == before)
    try desk.shell("mkdir started; echo half > started/\(first).x7.part").expectSuccess()
    try desk.run("export", kind, "started").expectSuccess()
    try desk.shell("mkdir other; echo mine > other/mine.part").expectSuccess()
    #expect(try desk.run("export", kind, "other").status == 73)
  }

  /// Whatever ends an export into a folder: there is the old one or the new one, with what else stands in it, and the next
  /// export clears what was left.
  @Test(arguments: [("datapackage", "pack"), ("datasette", "sette"), ("postgres", "pg")])
  func aFolderIsTheOldOneOrTheNewOne(kind: String, folder: String) throws {
    let desk = try desk()
    if kind != "postgres" { try desk.write("\(folder)/notes.txt", "mine") }
    // What a database holds tells when it was made.
    let inFolder = { (state: [String: Data]) in
      state.filter {
        $0.key.hasPrefix("\(folder)/") && !$0.key.hasSuffix(".yaml") && !$0.key.hasSuffix(".db")
      }
    }
    let old = inFolder(try desk.state())
    let keeper = try Desk()
    try desk.shell("cp -a . \(keeper.url.path)").expectSuccess()
    try keeper.run("export", kind, folder).expectSuccess()
    let new = inFolder(try keeper.state())
    // A disk that takes no names from then on.
    try desk.atCall("name 0 error 28")
    let before = try desk.state()
    #expect(try desk.run("export", kind, folder).status == 74)
    #expect(try desk.state() == before)
    for what in ["page 1", "write 2", "sync 2", "name 1", "name 2", "remove 1", "remove 3"] {
      try desk.atCall("\(what) signal 9")
      let outcome = try desk.run("export", kind, folder)
      if !outcome.wasKilled { continue }
      let found = inFolder(try desk.state())
      #expect(found == old || found == new, "\(what)")
      desk.environment["CALL_AT"] = nil
      try desk.run("export", kind, folder).expectSuccess()
      #expect(try inFolder(desk.state()) == new, "\(what)")
      #expect(try desk.files() == keeper.files(), "\(what)")
    }
  }

  /// Where a folder must stay the one that it is, its files get their names one by one.
  @Test func foldersThatStay() throws {
    let desk = try desk()
    let whole = try Desk()
    try desk.shell("cp -a . \(whole.url.path)").expectSuccess()
    try whole.run("export", "datapackage", "pack").expectSuccess()
    let wanted = try whole.read("pack/claims.csv")
    for (prepare, line) in [
      ("true", "cd pack; \"$ARMSKB\" export datapackage . --db ../armskb.db"),
      ("mkdir pack/mine", "\"$ARMSKB\" export datapackage pack"),
      ("cp armskb.db pack/k.db", "\"$ARMSKB\" export datapackage pack --db pack/k.db"),
      ("mv pack/claims.csv far.csv; ln -s ../far.csv pack/claims.csv", "\"$ARMSKB\" export datapackage pack"),
    ] {
      try desk.shell("rm -rf pack; tar -xf .run-all.tar ./pack; \(prepare)").expectSuccess()
      let number = try desk.shell("stat -c %i pack").stdout
      let names = try desk.files()
      try desk.shell(line).expectSuccess()
      #expect(try desk.read("pack/claims.csv") == wanted, "\(prepare)")
      #expect(try desk.shell("stat -c %i pack").stdout == number && desk.files() == names, "\(prepare)")
    }
    #expect(try desk.read("far.csv") == wanted)
    // A link to a folder stays, too, and so do rights; a file beside is the same one.
    try desk.shell(
      "rm -rf pack; tar -xf .run-all.tar ./pack; mkdir deep; mv pack deep; ln -s deep/pack pack; chmod 2750 pack/."
    ).expectSuccess()
    try desk.write("pack/notes.txt", "mine")
    let (number, names) = (try desk.shell("stat -c %i pack/notes.txt").stdout, try desk.files())
    try desk.run("export", "datapackage", "pack/").expectSuccess()
    #expect(try desk.shell("stat -c '%i' pack/notes.txt").stdout == number)
    #expect(
      try desk.shell("stat -c %a deep/pack; readlink pack; ls deep").stdout == "2750\ndeep/pack\npack\n")
    #expect(try desk.read("pack/claims.csv") == wanted && desk.files() == names)
  }

  /// Folders of which somebody may think that they look like ours, or in which somebody works, are left alone.
  @Test func foldersOfOthersAreNotCleared() throws {
    let desk = try desk()
    try desk.write("pack.old.part/claims.csv", "mine")
    try desk.write("pack.0123456789abc.part/mine.csv", "mine")
    try desk.write("pack.0123456789abc.part/claims.csv", "left")
    try desk.write("pack.1123456789abc.part/claims.csv", "of another export")
    try desk.shell("flock pack.1123456789abc.part \"$ARMSKB\" export datapackage pack").expectSuccess()
    #expect(try desk.text("pack.old.part/claims.csv") == "mine")
    #expect(desk.exists("pack.1123456789abc.part/claims.csv"))
    #expect(try desk.shell("ls pack.0123456789abc.part").stdout == "mine.csv\n")
  }

  @Test func rightsAreKept() throws {
    let desk = try Desk.filled()
    for mode in ["600", "640", "755", "666"] {
      try desk.shell("echo old > out.csv; chmod \(mode) out.csv; \"$ARMSKB\" export claims -o out.csv")
        .expectSuccess()
      #expect(try desk.mode("out.csv") == Int(mode, radix: 8))
    }
    for (mask, mode) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
      try desk.shell("umask \(mask); rm -rf out.csv pack; \"$ARMSKB\" export claims -o out.csv")
        .expectSuccess()
      try desk.shell("umask \(mask); \"$ARMSKB\" export datapackage pack").expectSuccess()
      #expect(try desk.mode("out.csv") == mode)
      #expect(try desk.mode("pack/claims.csv") == mode)
      #expect(try desk.mode("pack") == (0o777 & ~(try #require(Int(mask, radix: 8)))))
    }
    try desk.shell("chmod 600 pack/claims.csv; \"$ARMSKB\" export datapackage pack").expectSuccess()
    #expect(try desk.mode("pack/claims.csv") == 0o600 && desk.mode("pack/totals.csv") == 0o664)
  }

  @Test(.enabled(if: isRoot, "not tried: only root gives files to others"))
  func theOwnerIsKept() throws {
    let desk = try Desk.filled()
    try desk.shell("echo old > out.csv; chown 12345:54321 out.csv; chmod 640 out.csv").expectSuccess()
    try desk.run("export", "claims", "-o", "out.csv").expectSuccess()
    #expect(try desk.shell("stat -c '%u:%g %a' out.csv").stdout == "12345:54321 640\n")
  }

  /// A file that may not be written is not replaced either, though that would need no right to it.
  @Test func filesThatMayNotBeWritten() throws {
    let desk = try Desk.filled()
    try desk.write("out.csv", "precious\n")
    // Root may write everything.
    let other =
      SafeOutputTests.isRoot
      ? "chmod 777 .; exec setpriv --reuid=65534 --regid=65534 --clear-groups " : "exec "
    let outcome = try desk.shell("chmod 444 out.csv; \(other)\"$ARMSKB\" export claims -o out.csv")
    #expect(outcome.status == 73 && outcome.stderr.contains("cannot create out.csv: Permission denied"))
    #expect(try desk.text("out.csv") == "precious\n")
  }

  @Test func namesOfAllLengths() throws {
    let desk = try Desk.filled()
    for name in [
      String(repeating: "n", count: 251) + ".csv", String(repeating: "ш", count: 125) + ".csv", ".csv",
    ] {
      try desk.run("export", "claims", "-o", name).expectSuccess()
      #expect(desk.exists(name))
    }
    for (name, says) in [("", "No such file"), ("folder/", "Is a directory"), (".", "Is a directory")] {
      let outcome = try desk.run("export", "claims", "-o", name)
      #expect(
        outcome.status == 73 && outcome.stderr.contains("cannot create \(name): \(says)"), "\(outcome.stderr)"
      )
    }
  }

  // MARK: - The one place

  /// Nothing else makes, names or opens files to be written.
  @Test func filesComeToBeInOnePlace() throws {
    let sources = testFile("../../Sources/armskb").standardized
    let allowed: [(sign: String, files: Set<String>)] = [
      ("O_CREAT", ["OutputPlace.swift"]),
      ("O_WRONLY", ["OutputPlace.swift", "OutputFile.swift", "Console.swift"]),
      ("O_RDWR", []), (" rename(", ["OutputPlace.swift", "OutputFolder.swift"]),
      ("csystem_rename", ["OutputPlace.swift"]), ("csystem_exchange", ["OutputPlace.swift"]),
      (" link(", ["OutputPlace.swift", "OutputFolder.swift"]),
      (" mkdir(", ["OutputFolder.swift", "Options.swift"]),
      ("fopen(", []), ("mkstemp", []), ("mkdtemp", []), ("import Foundation", []),
      // SQLite's files stand in such places, too.
      ("mode: .create", ["ExportDatasette.swift"]),
    ]
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".swift") }
    #expect(paths.count > 50)
    for path in paths {
      let file = path.split(separator: "/").last.map(String.init) ?? path
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      for (sign, files) in allowed where text.contains(sign) {
        #expect(files.contains(file), "\(sign) stands in \(file)")
      }
    }
  }
}
