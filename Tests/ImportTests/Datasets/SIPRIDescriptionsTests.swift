import ArmsModel
import Foundation
import Testing

@testable import Import

@Suite("SIPRI's words for kinds of weapons")
struct SIPRIDescriptionsTests {
  @Test(
    "Old and new words of one kind have one category",
    arguments: [
      ("APC", "armoured personnel carrier", "apc"), ("IFV", "infantry fighting vehicle", "ifv"),
      ("APV", "armoured patrol vehicle", "protected-vehicle"),
      ("ARV", "armoured recovery vehicle", "armoured-support-vehicle"),
      ("AEV", "armoured engineer vehicle", "armoured-support-vehicle"),
      ("ALV", "armoured supply vehicle", "armoured-support-vehicle"),
      ("AFSV", "fire-support vehicle", "armoured-vehicle"),
      ("reconnaissance AV", "armoured reconnaissance vehicle", "armoured-car"),
      ("armoured car", "armoured reconnaissance/fire-support vehicle", "armoured-car"),
      ("FGA aircraft", "fighter/ground-attack aircraft", "combat-aircraft"),
      ("Ground attack ac", "ground-attack aircraft", "combat-aircraft"),
      ("trainer aircraft", "(armed) trainer aircraft", "trainer-aircraft"),
      ("ASW helicopter", "anti-submarine helicopter", "helicopter"),
      ("ASW aircraft", "anti-submarine aircraft", "maritime-patrol-aircraft"),
      ("AEW&C aircraft", "airborne early-warning aircraft", "surveillance-aircraft"),
      ("SIGINT aircraft", "signals intelligence aircraft", "surveillance-aircraft"),
      ("AGS aircraft", "ground surveillance aircraft", "surveillance-aircraft"),
      ("UAV", "reconnaissance drone", "uav"), ("armed UAV", "armed drone", "armed-uav"),
      ("SAM", "surface-to-air missile", "surface-to-air-missile"),
      ("portable SAM", "portable surface-to-air missile", "manpads"),
      ("mobile SAM system", "mobile surface-to-air missile system", "sam-system"),
      ("naval SAM system", "naval surface-to-air missile system", "naval-weapon"),
      ("SPAAG", "self-propelled anti-aircraft gun", "anti-aircraft-gun"),
      ("SRAAM", "short-range air-to-air missile", "air-to-air-missile"),
      ("ASM", "air-to-surface missile", "air-to-surface-missile"),
      ("SSM", "surface-to-surface missile", "ballistic-missile"),
      ("SSM launcher", "surface-to-surface missile launcher", "missile-launcher"),
      ("anti-ship missile/SSM", "anti-ship/land-attack missile", "anti-ship-missile"),
      ("anti-tank missile/ASM", "anti-tank/air-to-surface missile", "anti-tank-missile"),
      ("ABM missile", "anti-ballistic missile missile", "surface-to-air-missile"),
      ("ASW torpedo", "anti-submarine torpedo", "torpedo"),
      ("ASW MRL", "anti-submarine rocket launcher", "naval-weapon"),
      ("self-propelled MRL", "multiple rocket launcher", "multiple-rocket-launcher"),
      ("OPV", "patrol ship", "patrol-vessel"), ("FAC", "missile boat", "missile-boat"),
      ("AALS", "amphibious assault ship", "amphibious-ship"),
      ("MCM ship", "minehunter/minesweeper", "mine-warfare-ship"),
      ("air search radar", "air-search radar", "radar"), ("ASW sonar", "anti-submarine sonar", "sonar"),
      ("aircraft EO system", "aircraft electro-optical system", "electro-optical-system"),
      ("recce satellite", "surveillance satellite", "satellite"),
    ])
  func twoVocabularies(old: String, new: String, slug: String) {
    #expect(SIPRIDescriptions.category(description: old) == slug)
    #expect(SIPRIDescriptions.category(description: new) == slug)
    #expect(SIPRIDescriptions.category(description: new.uppercased()) == slug)
  }

  @Test(
    "What could stand in two places stands where SIPRI has it",
    arguments: [
      ("loitering munition", "loitering-munition"), ("one-way attack drone", "one-way-attack-drone"),
      ("SAM system", "sam-system"), ("Coast defence system", "missile-launcher"),
      ("APC turret", "other"), ("iinfantry fighting vehicle turret", "other"),
      ("SPG turret", "howitzer"), ("mortar turret", "mortar"), ("air refuel system", "other"),
      ("SAM system radar", "radar"), ("naval mine/torpedo", "torpedo"), ("tanker", "ship"),
      ("tanker/transport aircraft", "transport-aircraft"), ("self-propelled gun chassis", "armoured-vehicle"),
    ])
  func traps(description: String, slug: String) {
    #expect(SIPRIDescriptions.category(description: description) == slug)
  }

  @Test("An unknown description falls back to its class, then to its last word")
  func unknown() {
    typealias Words = SIPRIDescriptions
    #expect(
      Words.category(description: "hovering thing", armamentCategory: "Air defence systems") == "air-defence")
    #expect(
      Words.category(description: "hovering thing", armamentCategory: "Naval weapons") == "naval-weapon")
    #expect(Words.category(description: "weather-chasing aircraft") == "aircraft")
    #expect(Words.category(description: "frigates") == "frigate")
    #expect(Words.category(description: "frigate/weather ship") == "frigate")
    #expect(Words.category(description: "hovering thing") == nil)
    #expect(Words.category(description: "") == nil)
  }

  @Test("Every description stands once, under a slug of the table")
  func table() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../data/weapon-categories.csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
    let slugs = Set(lines.compactMap { $0.split(separator: ",").first.map(String.init) })
    var seen: Set<String> = []
    for (slug, descriptions) in SIPRIDescriptions.vocabulary {
      #expect(slugs.contains(slug))
      for words in descriptions.split(separator: ";") {
        #expect(seen.insert(String(words)).inserted, "\(words)")
        #expect(SIPRIDescriptions.category(description: String(words)) == slug)
      }
    }
  }

  /// The top of each slug, from the table of categories.
  private static func roots() throws -> [String: String] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../data/weapon-categories.csv")
    var parents: [String: String] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      parents[cells[0]] = cells[1]
    }
    return parents.reduce(into: [:]) { roots, entry in
      var root = entry.key
      while let parent = parents[root], !parent.isEmpty { root = parent }
      roots[entry.key] = root
    }
  }

  @Test("Every description of the real registers has a category, which agrees with SIPRI's class")
  func realFiles() throws {
    let deals = RegisterFiles.deals() ?? []
    #expect(Set(deals.map { $0[7] }).filter { SIPRIDescriptions.category(description: $0) == nil } == [])
    guard let deliveries = RegisterFiles.file("deliveries_all_2000-2030_generated-2025-01-03.csv") else {
      return
    }
    let roots = try Self.roots()
    #expect(roots.allSatisfy { SIPRIDescriptions.top(of: $0.key) == $0.value })
    var disagreements: [String: Int] = [:]
    for line in deliveries.lines.dropFirst(12) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let slug = SIPRIDescriptions.category(description: cells[4]) else {
        Issue.record("\(cells[4])")
        continue
      }
      if roots[slug] != SIPRIDescriptions.category(ofClass: cells[5]) {
        disagreements["\(cells[4]): \(cells[5])", default: 0] += 1
      }
    }
    // SIPRI files one and the same description under two classes.
    #expect(disagreements == ["coastal defence system: Sensors": 14, "SAM system: Other": 1])
  }
}
