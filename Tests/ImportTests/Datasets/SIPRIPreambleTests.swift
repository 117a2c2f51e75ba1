import Testing

@testable import Import

@Suite("What stands above SIPRI's headers")
struct SIPRIPreambleTests {
  @Test("One supplier, no years")
  func supplier() {
    let said = SIPRIPreamble([
      "Transfers of major conventional arms from Israel   to All countries . Deals with deliveries made for the year "
        + "range 'Not specified' to 'Not specified' ",
      "A '?' in a column indicates uncertain data. The 'Deliveries in the Year Range' refer only to deliveries from 1 to 2.",
      "Data generated: 28 Sep 2026 9:10:31 AM",
    ])
    #expect(said.saysSelection)
    #expect(said.suppliers == ["Israel"])
    #expect(said.recipients == nil)
    #expect(said.firstYear == nil)
    #expect(said.lastYear == nil)
    #expect(said.category == nil)
    #expect(said.generated == "2026-09-28T09:10:31")
  }

  @Test(
    "Several of both, quoted or padded by a spreadsheet",
    arguments: [
      "\"Transfers of major conventional arms from Russia, Soviet Union to Trinidad and Tobago; Chad . Deals with deliveries "
        + "or orders made for year range '1991' to '2024' \"",
      "Transfers of major weapons from Russia; Soviet Union to Trinidad and Tobago, Chad. Deals with deliveries or orders "
        + "made for year range 1991 to 2024;;;;;;;;;",
      "transfers of Major Conventional Arms from Russia, Soviet Union to Trinidad and Tobago, Chad: year range "
        + "\u{2018}1991\u{2019} to \u{2018}2024\u{2019},,,,,,",
    ])
  func several(title: String) {
    let said = SIPRIPreamble([title])
    #expect(said.suppliers == ["Russia", "Soviet Union"])
    #expect(said.recipients == ["Trinidad and Tobago", "Chad"])
    #expect(said.firstYear == 1991)
    #expect(said.lastYear == 2024)
  }

  @Test("One kind of arms")
  func category() {
    let said = SIPRIPreamble([
      "Transfers of aircraft from All countries to India. Deals for year range '2000' to '2010'"
    ])
    #expect(said.category == "aircraft")
    #expect(said.recipients == ["India"])
  }

  @Test("Nothing said is no selection known")
  func nothing() throws {
    let lines = [InventedRegister.dealsHeader] + InventedRegister.deals
    let release = try ReadDataset(lines.joined(separator: "\n")).release
    #expect(release.isSelection)
    #expect(release.generated == nil)
    #expect(release.firstYear == nil)
  }

  @Test("A file limited to one kind of arms is a selection")
  func limited() throws {
    var lines = InventedRegister.deals().split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    lines[0] = "Transfers of aircraft from All countries to India. Deals for year range '2000' to '2010'"
    let release = try ReadDataset(lines.joined(separator: "\n")).release
    #expect(release.isSelection)
    #expect(release.title.contains("aircraft"))
  }
}
