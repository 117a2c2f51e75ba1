/// Tells from the words of a sentence what SIPRI does publish in money: military spending, sales of arms companies,
/// and what states say of their own exports.
enum OwnMoney {
  /// Whether it speaks of spending, of budgets or of revenue.
  static func isSpending(_ words: [ArticleWord]) -> Bool {
    words.contains { spending.contains($0.key) }
      || words.indices.contains { place in
        spent.contains(words[place].key) && isOnForces(words[(place + 1)...].prefix(9))
      }
  }

  /// Whether what is spent is spent on the forces as such, "on its armed forces", and not on goods, "on military drones".
  private static func isOnForces(_ words: ArraySlice<ArticleWord>) -> Bool {
    guard let place = words.firstIndex(where: { forces.contains($0.key) }) else { return false }
    return !words[place...].prefix(3).contains { goods.contains($0.key) }
      && !words[..<place].contains { goods.contains($0.key) }
  }

  /// Whether it speaks of what somebody sells in all.
  static func areSales(_ words: [ArticleWord]) -> Bool { words.contains { sales.contains($0.key) } }

  /// Whether it names a company, or a list of companies.
  static func namesCompany(_ words: [ArticleWord]) -> Bool {
    words.contains { companies.contains($0.key) || $0.isCapitalized && inCompanyNames.contains($0.key) }
  }

  /// Whether it gives exports as their own government puts them.
  static func isOfficial(_ words: [ArticleWord]) -> Bool {
    let keys = Set(words.map(\.key))
    guard !keys.isDisjoint(with: ["export", "exports", "licence", "licences", "license", "licenses"]) else {
      return false
    }
    return !keys.isDisjoint(with: [
      "government", "governments", "ministry", "official", "officials", "financial",
    ])
  }

  /// Whether it has a matter of its own, to which a credit in it belongs: spending, a share, a rank, a number.
  static func isOfOtherFigures(_ words: [ArticleWord]) -> Bool {
    isSpending(words)
      || words.contains { word in
        if ["cent", "percent", "percentage", "share", "ranked", "rank", "ranks"].contains(word.key) {
          return true
        }
        guard let number = Int(word.key) else { return false }
        return !(1900...2100).contains(number)
      }
  }

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }
  private static let spending = set(
    "expenditure expenditures spending budget budgets revenue revenues turnover gdp outlay outlays")
  private static let spent = set("spent spend spends")
  private static let forces = set(
    "forces military defence defense army armies navy militaries soldiers troops")
  private static let goods = set(
    """
    arms weapon weapons weaponry drone drones missile missiles tank tanks aircraft jets helicopters howitzers artillery \
    ammunition equipment hardware system systems imports import purchases
    """)
  private static let sales = set("sales sale earned earnings income sold sells made")
  private static let companies = set(
    """
    company companies firm firms producer producers manufacturer manufacturers contractor contractors conglomerate \
    conglomerates corporation ranked ranking rankings
    """)
  private static let inCompanyNames = set(
    """
    systems industries aerospace group inc ltd plc corp corporation holding holdings technologies dynamics gmbh ag \
    shipbuilding electronics defence-systems
    """)
}
