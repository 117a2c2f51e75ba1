/// Tells the lines below a table that are no records: who holds the rights, where its terms are, whence it comes.
enum DatasetFooter {
  private static let beginnings = [
    "stockholm international peace", "copyright", "c) ", "all rights reserved", "terms and conditions",
    "terms of use", "for terms", "source:", "sources:", "sipri arms transfers", "sipri transfers",
    "data generated:", "generated:", "http://", "https://", "www.",
  ]

  /// Whether a line, quoted or padded as it may be, begins as such a one does.
  ///
  /// The sign of the copyright is passed over, also where a program has garbled it.
  static func isFooter(_ line: String) -> Bool {
    let text = line.drop { !$0.isASCII || !$0.isLetter && !$0.isNumber }.prefix(40).lowercased()
    return beginnings.contains { text.hasPrefix($0) }
  }
}
