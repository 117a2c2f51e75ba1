/// The keys under which claims keep columns that are none of a layout's.
enum DatasetHeaderKey {
  /// The name of a column in small letters, digits and underscores; empty if nothing of it is left.
  static func slug(of name: String) -> String {
    var slug = ""
    for scalar in name.lowercased().unicodeScalars {
      if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, !slug.hasSuffix("_") {
        slug += "_"
      }
    }
    while slug.hasSuffix("_") { slug.removeLast() }
    return slug.hasPrefix("x_") ? String(slug.dropFirst(2)) : slug
  }
}
