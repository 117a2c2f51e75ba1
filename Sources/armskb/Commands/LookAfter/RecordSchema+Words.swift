import Import

extension RecordSchema {
  /// What a field means, in a sentence, and what may stand there.
  static func words(_ field: RecordField) -> (meaning: String, examples: [JSONText]) {
    switch field {
    case .supplier:
      (
        "The party that the arms come from: its code, its name, or X:NAME for an armed group that is not known yet. "
          + "One of supplier and recipient may be missing, not both.", ["Israel", "ISR", "X:River Guard"]
      )
    case .recipient:
      ("The party that they go to; never the same as the supplier.", ["Azerbaijan", "AZE"])
    case .weapon: ("The designation as printed.", ["Harop", "S-400"])
    case .category: ("The weapon category.", ["missile", "tank"])
    case .quantity: ("Pieces, or what quantity_unit says; with quantity_max the lower end.", [50])
    case .quantityMax: ("The upper end; alone it says \"up to\".", [60])
    case .quantityText: ("The quantity as printed where it is no plain number.", ["dozens of"])
    case .quantityUnit: ("What is counted if not pieces.", ["battery"])
    case .value:
      (
        "In whole units of the currency (825000000, not 825), with up to three decimals; TIV in millions.",
        [825_000_000, .number("872.4")]
      )
    case .valueMax: ("The upper end; alone it says \"up to\".", [900_000_000])
    case .currency:
      ("A code of ISO 4217; TIV for SIPRI's volume index, which is not money.", ["USD", "TIV"])
    case .priceYear: ("For constant prices: those of that year. Not with TIV.", [2020])
    case .status: ("How far it has come; reported where nothing is said.", ["delivered"])
    case .mode: ("How the arms were passed on.", ["sale"])
    case .condition: ("The state of the goods.", ["second-hand"])
    case .scope:
      ("deal: one agreement, as a rule. aggregate: a sum over a period.", ["aggregate"])
    case .from: ("When it was, or began, as precisely as was printed.", ["2016", "2016-03", "2016-03-05"])
    case .to: ("The end, which belongs to the period; not before from.", ["2019"])
    case .years: ("The single years of delivery.", [.array([2016, 2017])])
    case .estimates: ("Fields that the source itself calls estimates.", [.array(["quantity"])])
    case .assertedBy:
      ("The person, ministry, institute or company that is quoted; null: the outlet itself.", ["SIPRI"])
    case .evidence: ("The shortest passage that carries the claim.", ["some 50 Harop drones"])
    case .evidenceStart:
      ("Where the passage begins in the document's text, in bytes of UTF-8.", [120])
    case .evidenceEnd: ("The first byte behind the passage.", [141])
    case .reliability: ("Of the source, Admiralty code.", ["B"])
    case .credibility: ("Of the information, Admiralty code.", ["2"])
    case .confidence: ("How sure a machine reader was that the text says this.", [.number("0.9")])
    case .note: ("Anything else.", ["The outlet gives no date."])
    case .documentURL: ("Its address.", ["https://example.org/post/1"])
    case .documentTitle: ("Its headline.", ["Drones, again"])
    case .documentPublisher: ("The outlet.", ["The Invented Post"])
    case .documentAgency: ("The news agency that the outlet has it from.", ["Reuters"])
    case .documentAuthor: ("Who wrote it.", ["A. Writer"])
    case .documentPublished: ("When.", ["2020-10-01"])
    case .documentLanguage: ("A language tag.", ["en", "pt-BR"])
    case .documentSHA256:
      ("The SHA-256 of its text.", [.text(String(repeating: "0123456789abcdef", count: 4))])
    case .id: ("Written by armskb export: tells a claim that is known already.", ["cc6b5b4c2d9956bc4"])
    case .deal: ("Written by armskb export: the key that a dataset gave the deal.", ["R-1001"])
    case .rank: ("Written by armskb export where a person ranked the claim.", ["deprecated"])
    case .rankReason: ("Why it has that rank.", ["The recipient is another state."])
    }
  }
}
