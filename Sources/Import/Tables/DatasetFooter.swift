/// Tells the lines below a table that are no records: who holds the rights, where its terms are, whence it comes.
enum DatasetFooter {
  private static let beginnings = [
    "stockholm international peace", "copyright", "c) ", "all rights reserved", "terms and conditions",
    "terms of use", "for terms", "source:", "sources:", "sipri arms transfers", "sipri transfers",
    "data generated:", "generated:", "http://", "https://", "www.",
  ]

  /// Whether a line, quoted or padded as it may be, begins as such a one does.
  ///
  /// The sign of the copyright is passed over, also where a program has garbled it. Cells of numbers behind it make it
  /// a record that lost its beginning, which is to be told and not passed over.
  static func isFooter(_ line: String) -> Bool {
    let text = line.drop { !$0.isASCII || !$0.isLetter && !$0.isNumber }.prefix(40).lowercased()
    guard beginnings.contains(where: { text.hasPrefix($0) }) else { return false }
    return line.split { ",;\t".contains($0) }.count { $0.first { $0 != " " && $0 != "\"" }?.isNumber == true }
      < 3
  }
}
