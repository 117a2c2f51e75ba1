import ArgumentParser

/// `armskb query`.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask: totals, transfers, claims, a country, and what is known.",
    subcommands: [
      QueryTotals.self, QueryTransfers.self, QueryClaims.self, QueryCountry.self, QueryConflicts.self,
      QuerySources.self,
      QueryParties.self, QueryCategories.self, QueryWeapons.self, QueryDocuments.self,
      QueryReleases.self,
    ])
}
