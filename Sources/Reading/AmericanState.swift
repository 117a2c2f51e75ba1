import ArmsModel

/// Tells the states and towns of America from parties of the same name: Georgia, and Moscow in Idaho.
enum AmericanState {
  /// Whether what is named is a state of the United States, or a town in one.
  static func isMeant(_ mention: PartyMention, _ words: [ArticleWord], _ directory: PartyDirectory) -> Bool {
    guard mention.kind != .demonym else { return false }
    let end = mention.words.upperBound
    var first = mention.words.lowerBound
    if end < words.count, followsComma(end, words), !mention.isPossessive, isState(end, words) { return true }
    guard words[end - 1].key == "georgia", words[first].key == "the" || first == end - 1 else { return false }
    first = end - 1
    if end < words.count, words[end].isJoined, behind.contains(words[end].key) { return true }
    if first > 1, ["of", "from", "for", "in"].contains(words[first - 1].key),
      words[max(0, first - 4)..<first - 1].contains(where: { officials.contains($0.key) })
    {
      return true
    }
    if first > 0, officials.contains(words[first - 1].key), words[first].isJoined { return true }
    // "Marietta, Georgia, …": a town, and nothing joined behind.
    let isEnd = end == words.count || !words[end].isJoined
    guard first > 0, isEnd, !mention.isPossessive, followsComma(first, words) else { return false }
    let town = words[first - 1]
    return town.isCapitalized && !town.isCapitals && !town.isPossessive && first - 1 > 0
      && !notTowns.contains(town.key) && directory.named(town.key) == nil
  }

  /// Whether nothing but a comma and a blank lies before a word.
  private static func followsComma(_ place: Int, _ words: [ArticleWord]) -> Bool {
    place > 0 && !words[place].isJoined
      && words[place].range.lowerBound - words[place - 1].range.upperBound == 2
  }

  private static func isState(_ place: Int, _ words: [ArticleWord]) -> Bool {
    guard words[place].isCapitalized else { return false }
    if states.contains(words[place].key) { return true }
    guard place + 1 < words.count, words[place + 1].isJoined else { return false }
    return states.contains(words[place].key + " " + words[place + 1].key)
  }

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: ";").map(String.init))
  }
  private static let states = set(
    """
    alabama;alaska;arizona;arkansas;california;colorado;connecticut;delaware;florida;hawaii;idaho;illinois;indiana;iowa;\
    kansas;kentucky;louisiana;maine;maryland;massachusetts;michigan;minnesota;mississippi;missouri;montana;nebraska;\
    nevada;new hampshire;new jersey;new mexico;new york;north carolina;north dakota;ohio;oklahoma;oregon;pennsylvania;\
    rhode island;south carolina;south dakota;tennessee;texas;utah;vermont;virginia;west virginia;wisconsin;\
    wyoming
    """)
  private static let officials = set(
    """
    governor;gov;senator;senators;sen;congressman;congresswoman;congressmen;representative;representatives;rep;lawmaker;\
    lawmakers;republican;republicans;democrat;democrats;sheriff;delegation;southeast;southwest;statehouse
    """)
  private static let behind = set(
    """
    tech;southern;national;air;power;governor;senator;senators;congressman;representative;republican;democrat;\
    legislature;plant;factory;facility;ports;state;university;institute;delegation
    """)
  /// Capitals before a comma that are no towns of America: days, months, and towns of the Georgia in the Caucasus.
  private static let notTowns = set(
    """
    monday;tuesday;wednesday;thursday;friday;saturday;sunday;january;february;march;april;may;june;july;august;september;\
    october;november;december;tbilisi;batumi;kutaisi;gori;poti;rustavi;vaziani;senaki;zugdidi;krtsanisi;telavi;mtskheta;\
    abkhazia;ossetia;adjara;caucasus
    """)
}
