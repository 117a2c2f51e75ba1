/// SIPRI's words for kinds of weapons, old and new, and the categories of the record format that they fall
/// under.
///
/// SIPRI words the same kind differently from release to release ("APC", "armoured personnel carrier"), and
/// from site to site ("Ground attack ac"); hyphens, capitals and a plural make no difference here. Where a
/// description names two kinds, the first counts, as it does in SIPRI's own armament category.
enum SIPRIDescriptions {
  /// The slug of the narrowest category that a description fits, or nil.
  ///
  /// - Parameters:
  ///   - description: as printed, in any of the vocabularies.
  ///   - armamentCategory: SIPRI's own class, such as `Air defence systems`; asked only where the description
  ///     is not known, since one description stands in different classes now and then.
  static func category(description: String, armamentCategory: String? = nil) -> String? {
    let words = folded(description)
    if let slug = known(words) { return slug }
    // The class is surer than the last word of an unknown description.
    if let slug = armamentCategory.flatMap(category(ofClass:)) { return slug }
    guard let last = words.split(separator: " ").last else { return nil }
    return slugOfKind[String(last)]
  }

  /// The slug of one of SIPRI's armament categories, `Air defence systems` or `Air-defence systems`, or nil.
  static func category(ofClass name: String) -> String? { slugOfClass[folded(name)] }

  /// The slug at the top above a slug: one of SIPRI's classes.
  static func top(of slug: String) -> String { tops[slug] ?? slug }

  private static func known(_ words: String) -> String? {
    if let slug = slugOfWords[words] { return slug }
    if words.hasSuffix("s"), let slug = slugOfWords[String(words.dropLast())] { return slug }
    guard let first = words.split(whereSeparator: { $0 == "/" || $0 == ";" }).first, first.count < words.count
    else { return nil }
    return slugOfWords[String(first)]
  }

  /// Small letters, a blank for hyphens and runs of blanks.
  private static func folded(_ text: String) -> String {
    if let folded = foldedASCII(text) { return folded }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == " " || scalar == "-" || scalar == "\u{A0}" || scalar == "\u{2011}" {
        if !result.isEmpty, result.last != " " { result.append(" ") }
      } else {
        result.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    if result.last == " " { result.removeLast() }
    return result
  }

  private static func foldedASCII(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: text.utf8.count) { bytes in
      var count = 0
      for byte in text.utf8 {
        if byte == 0x20 || byte == 0x2D {
          if count == 0 || bytes[count - 1] == 0x20 { continue }
          bytes[count] = 0x20
        } else {
          bytes[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        }
        count += 1
      }
      if count > 0, bytes[count - 1] == 0x20 { count -= 1 }
      return count
    }
  }

  private static let tops: [String: String] = {
    let below = [
      "aircraft": """
      helicopter attack-helicopter uav armed-uav combat-aircraft trainer-aircraft transport-aircraft \
      maritime-patrol-aircraft surveillance-aircraft
      """,
      "air-defence": "sam-system anti-aircraft-gun",
      "armoured-vehicle": "tank ifv apc protected-vehicle armoured-car armoured-support-vehicle",
      "artillery": "howitzer mortar multiple-rocket-launcher missile-launcher",
      "missile": """
      anti-tank-missile loitering-munition manpads one-way-attack-drone surface-to-air-missile \
      air-to-air-missile anti-ship-missile air-to-surface-missile ballistic-missile cruise-missile \
      guided-bomb guided-rocket torpedo
      """,
      "other": "electronic-warfare", "sensor": "radar sonar electro-optical-system",
      "ship": """
      submarine destroyer frigate corvette missile-boat patrol-vessel amphibious-ship mine-warfare-ship
      """,
    ]
    var tops: [String: String] = [:]
    for (top, slugs) in below { for slug in slugs.split(separator: " ") { tops[String(slug)] = top } }
    return tops
  }()

  private static let slugOfWords: [String: String] = {
    var table: [String: String] = [:]
    for (slug, list) in vocabulary {
      for words in list.split(separator: ";") { table[folded(String(words))] = slug }
    }
    return table
  }()

  /// SIPRI's armament categories; the site writes two of them in more than one way.
  private static let slugOfClass = [
    "aircraft": "aircraft", "air defence systems": "air-defence", "air defense systems": "air-defence",
    "anti submarine warfare weapons": "naval-weapon", "armoured vehicles": "armoured-vehicle",
    "artillery": "artillery", "engines": "engine", "missiles": "missile", "naval weapons": "naval-weapon",
    "satellites": "satellite", "sensors": "sensor", "ships": "ship", "salw": "small-arms", "other": "other",
  ]

  /// What the last word of a description tells where nothing else is known.
  private static let slugOfKind = [
    "aircraft": "aircraft", "ac": "aircraft", "helicopter": "helicopter", "uav": "uav", "drone": "uav",
    "tank": "tank", "carrier": "apc", "vehicle": "armoured-vehicle", "av": "armoured-vehicle",
    "chassis": "armoured-vehicle", "gun": "howitzer", "howitzer": "howitzer", "mortar": "mortar",
    "mrl": "multiple-rocket-launcher", "missile": "missile", "missiles": "missile", "munition": "missile",
    "bomb": "guided-bomb", "torpedo": "torpedo", "sam": "surface-to-air-missile", "radar": "radar",
    "sonar": "sonar", "ship": "ship", "craft": "ship", "boat": "ship", "vessel": "ship",
    "submarine": "submarine", "engine": "engine", "turbine": "engine", "turret": "other",
    "satellite": "satellite",
  ]
}
