/// Tells the site of an address on the web.
///
/// Scheme, capitals, port, `www.`, and what a site puts before its name for phones or fast pages (`m.`, `mobile.`,
/// `amp.`) do not tell sites apart, nor does an archive or a cache in which the page was read.
public enum WebAddress {
  /// The site of an address with or without a scheme, "examplepost.org"; nil for a text that is no address.
  public static func site(of text: some StringProtocol) -> String? {
    var name = host(text).lowercased()
    while name.hasSuffix(".") { name.removeLast() }
    while let dot = name.firstIndex(of: "."), isPrefix(name[..<dot]),
      name[name.index(after: dot)...].contains(".")
    {
      name = String(name[name.index(after: dot)...])
    }
    return isHost(name) ? name : nil
  }

  /// The sites that an address may belong to: its own, and those above it ("news.bbc.co.uk", "bbc.co.uk").
  public static func sites(of text: some StringProtocol) -> [String] {
    guard var name = site(of: text) else { return [] }
    var sites = [name]
    while let dot = name.firstIndex(of: "."), name[name.index(after: dot)...].contains(".") {
      name = String(name[name.index(after: dot)...])
      sites.append(name)
    }
    return sites
  }

  /// The host of an address; empty for what is none of the web.
  private static func host(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    rest = original(rest)
    if let scheme = rest.firstRange(of: "://") {
      guard ["http", "https"].contains(rest[..<scheme.lowerBound].lowercased()) else { return "" }
      rest = rest[scheme.upperBound...]
    } else if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
    }
    let name = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.split(separator: "@").last ?? ""
    let port = name.firstIndex(of: ":") ?? name.endIndex
    guard name[port...].dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else { return "" }
    return String(name[..<port])
  }

  /// The address that an archive or a cache of fast pages has behind its own; else the address itself.
  private static func original<T: StringProtocol>(_ text: T) -> T where T.SubSequence == T {
    for scheme in ["/https://", "/http://"] {
      if let inner = text.firstRange(of: scheme), inner.lowerBound > text.startIndex,
        text[text.index(before: inner.lowerBound)] != "/"
      {
        return original(text[inner.lowerBound...].dropFirst())
      }
    }
    for cache in ["ampproject.org/c/s/", "ampproject.org/v/s/", "google.com/amp/s/"] {
      if let inner = text.firstRange(of: cache) { return text[inner.upperBound...] }
    }
    return text
  }

  /// What sites put before their name for some of their readers: "www", "www2", "m", "amp".
  private static func isPrefix(_ label: Substring) -> Bool {
    if ["m", "mobile", "mobil", "amp", "touch", "wap"].contains(label) { return true }
    return label.hasPrefix("www") && label.dropFirst(3).allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Whether it looks like the name of a host: labels of letters, digits and hyphens, the last of letters.
  private static func isHost(_ name: String) -> Bool {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, last.count > 1,
      last.hasPrefix("xn--") || last.allSatisfy(\.isLetter)
    else { return false }
    return labels.allSatisfy { label in
      !label.isEmpty && label.first != "-" && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }
  }
}
