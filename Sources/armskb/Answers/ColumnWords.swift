/// What the columns of published tables mean: a title with the unit, and a sentence where the title does not say it all.
enum ColumnWords {
  /// A title and perhaps a sentence.
  struct Words {
    var title: String
    var description: String?

    init(_ title: String, _ description: String? = nil) {
      self.title = title
      self.description = description
    }
  }

  /// The words for a column; those of its table before those that all tables share.
  static func words(_ table: String, _ column: String) -> Words? {
    special["\(table).\(column)"] ?? common[column]
  }

  private static let special: [String: Words] = [
    "claims.id": Words("Claim", "Identifier, derived from the content."),
    "claims.category": Words("Weapon category", "As claimed, else that of the weapon."),
    "claims.origin": Words("Origin", "Who first said it: the asserter, else the agency, else the outlet."),
    "transfers.id": Words("Transfer", "Identifier: the digits of its first claim."),
    "transfers.disputed": Words("Disputed", "Whether its claims disagree on whether it happened."),
    "transfers.claims": Words("Claims (number)", "How many claims it rests on."),
    "transfers.origins": Words("Origins (number)", "How many independent origins these have."),
    "transfers.stage": Words("Stage", "The furthest that its claims reach."),
    "transfers.unit": Words(
      "Unit of the value", "ISO 4217; USD/2020 in prices of 2020; TIV for SIPRI's volume index."),
    "transfer_claims.transfer": Words("Transfer"),
    "transfer_claims.claim": Words("Claim"),
    "parties.code": Words("Code", "ISO 3166-1 alpha-3, ISO 3166-3 of a former state, or X-…"),
    "parties.name": Words("Name"),
    "parties.kind": Words(
      "Kind", "state, territory, state-like, former-state, non-state, organisation or placeholder."),
    "categories.category": Words("Weapon category"),
    "categories.name": Words("Name"),
    "sources.source": Words("Source", "The name."),
    "sources.kind": Words("Kind", "newspaper, agency, institute, ministry, person, dataset …"),
    "documents.claims": Words("Claims (number)"),
    "documents.id": Words("Document", "Identifier, derived from the content."),
  ]

  private static let common: [String: Words] = [
    "document": Words("Document", "Where the claim stands."),
    "supplier": Words("Supplier", "Code of the party that the arms come from; empty: not known, or all."),
    "supplier_name": Words("Supplier's name"),
    "recipient": Words("Recipient", "Code of the party that they go to; empty: not known, or all."),
    "recipient_name": Words("Recipient's name"),
    "weapon": Words("Weapon", "The designation; as printed in claims."),
    "category": Words("Weapon category"),
    "quantity": Words("Quantity (pieces, or as quantity_unit says)", "With quantity_max the lower end."),
    "quantity_max": Words(
      "Quantity, upper end (pieces, or as quantity_unit says)", "Alone it says \"up to\"."),
    "quantity_text": Words("Quantity as printed", "Where it is no plain number."),
    "quantity_unit": Words("Unit of the quantity", "Empty: pieces."),
    "value": Words("Value (units of currency; TIV in millions)", "With value_max the lower end."),
    "value_max": Words("Value, upper end (units of currency; TIV in millions)", "Alone it says \"up to\"."),
    "currency": Words("Currency", "ISO 4217; TIV for SIPRI's volume index, which is not money."),
    "price_year": Words("Year of prices", "Of constant prices; empty: those of the time."),
    "status": Words("Status", "How far it has come, as this claim says."),
    "stage": Words("Stage", "What is counted: agreed (ordered or further) or a single stage."),
    "mode": Words("Mode", "How the arms were passed on."),
    "condition": Words("Condition", "The state of the goods."),
    "scope": Words("Scope", "deal: one agreement; aggregate: a sum over a period."),
    "from": Words(
      "From (YYYY, YYYY-MM or YYYY-MM-DD)", "When it was, or began, as precisely as was printed."),
    "to": Words("To (YYYY, YYYY-MM or YYYY-MM-DD)", "When it ended."),
    "from_date": Words(
      "From (YYYY, YYYY-MM or YYYY-MM-DD)", "When it was, or began, as precisely as was printed."),
    "to_date": Words("To (YYYY, YYYY-MM or YYYY-MM-DD)", "When it ended."),
    "batch": Words("Batch", "The change of the knowledge base that brought it."),
    "origin": Words("Origin", "Who first said it."),
    "years": Words("Years of delivery (YYYY;YYYY)"),
    "estimates": Words("Estimates", "Columns that the source itself calls estimates, joined by semicolons."),
    "asserted_by": Words("Asserted by", "Who is quoted; empty: the outlet itself."),
    "evidence": Words("Evidence", "The passage that carries the claim."),
    "evidence_start": Words("Where the passage begins (bytes of UTF-8)"),
    "evidence_end": Words("Where the passage ends (bytes of UTF-8)"),
    "reliability": Words("Reliability", "Of the source, Admiralty code A to F."),
    "credibility": Words("Credibility", "Of the information, Admiralty code 1 to 6."),
    "confidence": Words("Confidence (0 to 1)", "How sure a machine reader was that the text says this."),
    "note": Words("Note"),
    "extra": Words("Own keys", "What else the record brought along, as a JSON object."),
    "quantity_low": Words("Quantity, low (pieces, or as quantity_unit says)"),
    "quantity_best": Words("Quantity, best (pieces, or as quantity_unit says)"),
    "quantity_high": Words(
      "Quantity, high (pieces, or as quantity_unit says)",
      "Empty beside a best figure: no upper end is given."),
    "value_low": Words("Value, low (unit; TIV in millions)"),
    "value_best": Words("Value, best (unit; TIV in millions)"),
    "value_high": Words(
      "Value, high (unit; TIV in millions)", "Empty beside a best figure: no upper end is given."),
    "unit": Words(
      "Unit", "ISO 4217, USD/2020 in prices of 2020, TIV in millions, pieces …; never added to another."),
    "quantity_qualifier": Words("Word before the quantity", "about, up to, more than …"),
    "value_qualifier": Words("Word before the value", "about, up to, more than …"),
    "absence": Words("Why there is no figure"),
    "rule": Words("Rule", "Why the claim belongs to this transfer."),
    "score": Words("Score (points)", "How well it fitted."),
    "low": Words("Low (unit; TIV in millions)"),
    "best": Words("Best (unit; TIV in millions)", "The figure to print; empty: nothing has a figure."),
    "high": Words("High (unit; TIV in millions)", "Empty beside a best figure: no upper end is given."),
    "transfers": Words("Transfers (number)", "Deals and period totals that are counted."),
    "unstated": Words("Unstated (number)", "Of the transfers, those without a figure."),
    "claims": Words("Claims (number)", "Claims that speak of what is counted."),
    "origins": Words("Origins (number)", "Independent origins of these claims."),
    "documents": Words("Documents (number)", "Documents that they stand in."),
    "first": Words("First (YYYY, YYYY-MM or YYYY-MM-DD)", "When the earliest of what is counted began."),
    "last": Words("Last (YYYY, YYYY-MM or YYYY-MM-DD)", "When the latest of what is counted ended."),
    "origin_names": Words("Names of origins", "Up to five, joined by semicolons."),
    "categories": Words("Weapon categories", "Those that are named, joined by semicolons."),
    "year": Words("Year", "Empty where only a span of years is known."),
    "first_year": Words("First year", "Of the span; empty: open."),
    "last_year": Words("Last year", "Of the span; empty: open."),
    "region": Words("Region"),
    "valid_from": Words("Began (YYYY, YYYY-MM or YYYY-MM-DD)", "Where that matters."),
    "valid_to": Words("Ended (YYYY, YYYY-MM or YYYY-MM-DD)", "Where that matters."),
    "successors": Words("Successors", "Codes joined by semicolons; the first continues the series."),
    "also_called": Words("Also called", "Other names, joined by semicolons."),
    "parent": Words("Category above"),
    "sipri_class": Words("SIPRI's class"),
    "un_category": Words("Category of the UN Register"),
    "words": Words("Words", "By which it is recognised, joined by semicolons."),
    "home": Words("Home", "Code of the party."),
    "url": Words("Address"),
    "licence": Words("Terms", "Of what it publishes, in a word."),
    "redistributable": Words(
      "May be passed on", "Whether its terms let whole files be passed on; empty: not known."),
    "title": Words("Title"),
    "publisher": Words("Publisher", "As printed."),
    "agency": Words("Agency", "That the outlet has it from, as printed."),
    "publisher_source": Words("Publisher as a source"),
    "agency_source": Words("Agency as a source"),
    "author": Words("Author"),
    "published": Words("Published (YYYY, YYYY-MM or YYYY-MM-DD)"),
    "language": Words("Language", "A tag such as en."),
    "sha256": Words("SHA-256 of the text"),
  ]
}
