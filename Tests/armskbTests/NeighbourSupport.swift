import Foundation
import Storage
import Testing

/// A small world into which files of two datasets were taken: one may be passed on, the other may not.
enum Registers {
  /// The dataset whose rows may not be passed on, and its terms.
  static let restricted = "Register of Examples (examples-nc)"

  static let filled = Result {
    let desk = try Desk()
    for file in try FileManager.default.contentsOfDirectory(atPath: testFile("Fixtures/Reference").path) {
      try desk.write("reference/\(file)", try fixture("Reference/\(file)"))
    }
    try desk.write(
      "reference/sources.csv",
      String(decoding: try fixture("Reference/sources.csv"), as: UTF8.self)
        + "Register of Examples,dataset,FRA,B,,register.example,examples-nc,no,\n"
        + "Open Register,dataset,FRA,B,,open.example,CC0-1.0,yes,\n")
    let made = try desk.run("init", "--db", "armskb.db", "--data", "reference")
    #expect(made.status == 0, "\(made.stderr)")
    for file in Prepared.files + ["register.jsonl"] { try desk.write(file, try fixture(file)) }
    let filled = try desk.run(["import"] + Prepared.files + ["register.jsonl"])
    #expect(filled.status == 0, "\(filled.stderr)")
    let knowledgeBase = try KnowledgeBase(path: desk.path("armskb.db"), for: .writing)
    // What the import of a whole file of a dataset notes.
    try knowledgeBase.database.execute("UPDATE release SET layout = 'example'")
    try knowledgeBase.close()
    return try desk.read("armskb.db")
  }
}

extension Desk {
  /// A desk with the small world and two registers on it.
  static func withRegisters() throws -> Desk { try Desk(try Registers.filled.get()) }
}
