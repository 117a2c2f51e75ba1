/// A check of the file and its reference data.
public enum IntegrityCheck: String, CaseIterable, Hashable, Sendable {
  /// What SQLite finds wrong with the file.
  case database
  /// A row that points at none.
  case danglingReference = "dangling-reference"
  /// Transfers that do not follow from the claims.
  case staleTransfers = "stale-transfers"
  /// Totals that do not follow from the claims.
  case staleTotals = "stale-totals"
  /// See `meaning`.
  case fullText = "full-text"
  /// Evidence that does not fit its place.
  case evidencePlace = "evidence-place"
  /// More categories than a total can hold.
  case categoryBits = "category-bits"
  /// Former states without an end, or whose successors lead nowhere.
  case formerStates = "former-states"
  /// Members that did not exist.
  case membershipYears = "membership-years"
  /// Names that mean two parties.
  case sharedNames = "shared-names"
  /// Documents of unknown age.
  case documentsWithoutDate = "documents-without-date"
  /// Weapons that stand in no category.
  case weaponsWithoutCategory = "weapons-without-category"

  /// What the check finds, in one sentence with a full stop.
  public var meaning: String {
    switch self {
    case .database: "What SQLite's own integrity check finds wrong with the file."
    case .danglingReference: "A row that refers to one that is not there."
    case .staleTransfers: "Kept transfers of a pair that differ from what its claims give when grouped anew."
    case .staleTotals:
      "Kept totals of a pair or party that differ from what the claims give when added up anew."
    case .fullText: "A full text that does not find what claims, documents and weapons say."
    case .evidencePlace: "Evidence whose place in the document's text is longer or shorter than the evidence."
    case .categoryBits: "Weapon categories beyond the 63 that a kept total has room for."
    case .formerStates: "Former states without an end, or whose successors lead in a circle or nowhere."
    case .membershipYears: "Memberships in years in which the member did not exist."
    case .sharedNames: "Names that two parties bear at the same time, with no rule for which is meant."
    case .documentsWithoutDate: "Documents without a date of publication."
    case .weaponsWithoutCategory: "Weapons without a category."
    }
  }
}
