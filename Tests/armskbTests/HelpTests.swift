import Foundation
import Testing

/// What the program says about itself.
@Suite struct HelpTests {
  static let pages: [[String]] = [
    [], ["init"], ["import"], ["party"], ["party", "add"], ["party", "name"], ["query"], ["query", "totals"],
    ["query", "transfers"], ["query", "claims"],
    ["query", "country"], ["query", "conflicts"], ["query", "sources"], ["query", "parties"],
    ["query", "categories"],
    ["query", "weapons"], ["query", "documents"], ["query", "releases"], ["show"], ["search"], ["diff"],
    ["cite"], ["review"],
    ["review", "transfers"], ["judge"], ["rank"], ["fingerprint"], ["export"], ["status"], ["check"], ["log"],
    ["undo"], ["sql"], ["schema"], ["backup"], ["migrate"],
  ]

  @Test(arguments: pages)
  func page(path: [String]) throws {
    let desk = try Desk()
    let help = try desk.run(path + ["--help"])
    #expect(help.status == 0 && help.stderr.isEmpty)
    try expectGolden("Help/\((["armskb"] + path).joined(separator: "-")).txt", help.stdout)
    #expect(try desk.run(path + ["-h"]).stdout == help.stdout)
    #expect(try desk.run(["help"] + path).stdout == help.stdout)
    #expect(try desk.files() == [], "help leaves nothing behind")
  }

  /// A new subcommand has to be added to `pages` above.
  @Test func pagesAreComplete() throws {
    let desk = try Desk()
    for path in [[], ["party"], ["query"], ["review"]] {
      let wanted = HelpTests.pages.filter { $0.count == path.count + 1 && Array($0.dropLast()) == path }
      let listed = lines(try desk.run(path + ["--help"]).stdout)
        .drop { !$0.contains("SUBCOMMANDS:") }
        .compactMap { $0.firstMatch(of: #/^  ([a-z]+)  /#)?.1 }.map(String.init)
      #expect(Set(listed) == Set(wanted.compactMap(\.last)))
    }
  }

  @Test func noArgumentsShowTheHelp() throws {
    let desk = try Desk()
    let bare = try desk.run()
    #expect(bare.status == 0)
    #expect(bare.stdout == (try desk.run("--help").stdout))
    #expect(try desk.run("query").status == 0)
  }

  @Test func version() throws {
    let outcome = try Desk().run("--version")
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
  }

  /// What cannot be written ends with 74, whoever would have written it.
  @Test(arguments: [
    "--help", "--version", "help query", "--generate-completion-script bash", "--experimental-dump-help", "",
    "schema", "status", "show AZE", "query totals", "cite",
  ])
  func fullAndClosedOutput(line: String) throws {
    let desk = try Desk.filled()
    let before = try desk.read("armskb.db")
    for output in [">/dev/full", ">&-", ">&- <&-", ">&- 2>&- <&-"] {
      #expect(try desk.shell("$ARMSKB \(line) \(output)").status == 74, "\(line) \(output)")
    }
    // No file came to stand where standard output was.
    #expect(try desk.read("armskb.db") == before)
    #expect(try desk.shell("$ARMSKB export claims -o out.csv >&- 2>&-").status == 0)
    #expect(try desk.text("out.csv").contains("supplier,"))
  }

  @Test func linesFitTheTerminal() throws {
    let desk = try Desk()
    desk.environment["COLUMNS"] = "80"
    for path in HelpTests.pages {
      for line in lines(try desk.run(path + ["--help"]).stdout) where !line.hasPrefix("USAGE: ") {
        #expect(line.count <= 80, "\(path): \(line)")
      }
    }
  }
}
