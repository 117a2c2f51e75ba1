import ArmsModel

/// The UN Register's terms, whatever the form in which a file has them.
enum UNRegister {
  static let dataset = "UNROCA"
  static let url = "https://www.unroca.org/"

  /// What a number counts: a category of ours and, of small arms and light weapons, the kind.
  struct Subject: Hashable, Sendable {
    var category: String
    /// The kind within the category; sums over different kinds do not contain one another.
    var kind: String?
  }

  /// The subject of one of the site's codes, or nil.
  ///
  /// Codes that end in `_gen` come from reports that do not part manned from unmanned, or missiles from portable
  /// ones; they have the category above both. `mml` is read as category VII, missiles and missile launchers.
  static func subject(ofCode code: String) -> Subject? {
    switch code {
    case "bt": Subject(category: "tank")
    case "acv": Subject(category: "armoured-vehicle")
    case "lcas": Subject(category: "artillery")
    case "ca": Subject(category: "combat-aircraft")
    case "auavf": Subject(category: "armed-uav")
    case "ca_gen": Subject(category: "aircraft")
    case "ah": Subject(category: "attack-helicopter")
    case "ah_gen": Subject(category: "helicopter")
    case "ws": Subject(category: "ship")
    case "mml", "mml_gen": Subject(category: "missile")
    case "mnpd": Subject(category: "manpads")
    case "sa_rsp": Subject(category: "small-arms", kind: "revolvers and self-loading pistols")
    case "sa_rc": Subject(category: "small-arms", kind: "rifles and carbines")
    case "sa_smg": Subject(category: "small-arms", kind: "sub-machine guns")
    case "sa_ar": Subject(category: "small-arms", kind: "assault rifles")
    case "sa_lmg": Subject(category: "small-arms", kind: "light machine guns")
    case "sa_o": Subject(category: "small-arms", kind: "other small arms")
    case "lw1": Subject(category: "small-arms", kind: "heavy machine guns")
    case "lw2": Subject(category: "small-arms", kind: "grenade launchers")
    case "lw3": Subject(category: "small-arms", kind: "portable anti-tank guns")
    case "lw4": Subject(category: "small-arms", kind: "recoilless rifles")
    case "lw5": Subject(category: "small-arms", kind: "portable anti-tank launchers")
    case "lw6": Subject(category: "small-arms", kind: "portable anti-aircraft launchers")
    case "lw7": Subject(category: "small-arms", kind: "mortars below 100 mm")
    default: nil
    }
  }

  /// The subject of a category as the Register numbers it, `IV b` or `4B`, or as the site codes it; nil if neither.
  ///
  /// Of small arms the item is the kind.
  static func subject(category: String, item: String) -> Subject? {
    if let subject = subject(ofCode: category.lowercased()) { return subject }
    if let subject = subject(ofCode: item.lowercased()) { return subject }
    let name = category.lowercased().filter { $0.isLetter || $0.isNumber }
    let subject: Subject? =
      switch name {
      case "i", "1": Subject(category: "tank")
      case "ii", "2": Subject(category: "armoured-vehicle")
      case "iii", "3": Subject(category: "artillery")
      case "iv", "4": Subject(category: "aircraft")
      case "iva", "4a": Subject(category: "combat-aircraft")
      case "ivb", "4b": Subject(category: "armed-uav")
      case "v", "5": Subject(category: "helicopter")
      case "va", "5a": Subject(category: "attack-helicopter")
      // Rotary-wing unmanned combat aircraft: helicopters here, for they are no fixed-wing drones.
      case "vb", "5b": Subject(category: "helicopter", kind: "unmanned combat helicopters")
      case "vi", "6": Subject(category: "ship")
      case "vii", "7", "viia", "7a": Subject(category: "missile")
      case "viib", "7b": Subject(category: "manpads")
      case "viii", "8", "smallarms", "lightweapons", "salw":
        Subject(category: "small-arms", kind: item.isEmpty ? nil : item.lowercased())
      default: nil
      }
    return subject
  }

  /// A sum by category that a state reports; its number is still to be set.
  static func claim(
    _ subject: Subject?, from supplier: PrintedParty?, to recipient: PrintedParty?, code: String
  ) -> DatasetClaim {
    var claim = DatasetClaim(status: Stage.delivered.slug)
    (claim.supplier, claim.recipient) = (supplier, recipient)
    (claim.category, claim.weapon) = (subject?.category, subject?.kind)
    claim.isAggregate = true
    if subject != nil { claim.extra["x_un_category"] = code }
    return claim
  }
}
