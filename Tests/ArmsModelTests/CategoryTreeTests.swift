import ArmsModel
import Testing

@Suite("The tree of weapon categories")
struct CategoryTreeTests {
  let tree = CategoryTree([
    WeaponCategory(slug: "missile", parent: nil, name: "Missiles", sipriClass: "Missiles"),
    WeaponCategory(slug: "loitering-munition", parent: "missile", name: "Loitering munitions"),
    WeaponCategory(slug: "small-loitering-munition", parent: "loitering-munition", name: "Small ones"),
    WeaponCategory(slug: "aircraft", parent: nil, name: "Aircraft"),
  ])

  @Test("A category is below itself and all above it")
  func below() throws {
    let missile = try #require(tree.index(of: "missile"))
    let loitering = try #require(tree.index(of: "loitering-munition"))
    let small = try #require(tree.index(of: "small-loitering-munition"))
    let aircraft = try #require(tree.index(of: "aircraft"))
    #expect(tree.isBelow(missile, missile))
    #expect(tree.isBelow(small, missile))
    #expect(tree.isBelow(small, loitering))
    #expect(!tree.isBelow(missile, small))
    #expect(!tree.isBelow(aircraft, missile))
    #expect(tree.areKin(missile, small))
    #expect(tree.areKin(small, missile))
    #expect(!tree.areKin(aircraft, small))
    #expect(tree.bits(below: missile) == 0b0111)
    #expect(tree.bits(below: small) == 0b0100)
    #expect(tree.root(of: small) == missile)
    #expect(tree.root(of: aircraft) == aircraft)
    #expect(tree.parent(of: small) == loitering)
    #expect(tree.parent(of: missile) == -1)
    #expect(tree.slug(loitering) == "loitering-munition")
    #expect(tree.index(of: "spoon") == nil)
  }

  @Test("A category belongs to the class of the nearest one that has one")
  func classes() throws {
    #expect(tree.classes == ["Missiles"])
    #expect(tree.classIndex(of: try #require(tree.index(of: "small-loitering-munition"))) == 0)
    #expect(tree.classIndex(of: try #require(tree.index(of: "aircraft"))) == -1)
    #expect(tree.classIndex(of: -1) == -1)
  }

  @Test("No category is below none, and none below it")
  func none() {
    #expect(!tree.isBelow(-1, 0))
    #expect(!tree.isBelow(0, -1))
    #expect(!tree.areKin(-1, -1))
  }

  @Test("A parent that is not there counts as none")
  func orphan() {
    let tree = CategoryTree([WeaponCategory(slug: "uav", parent: "aircraft", name: "UAVs")])
    #expect(tree.parent(of: 0) == -1)
    #expect(tree.root(of: 0) == 0)
  }

  @Test("A circle of parents does not hang", .timeLimit(.minutes(1)), arguments: 1...5)
  func circle(length: Int) {
    let tree = CategoryTree(
      (0..<length).map {
        WeaponCategory(slug: "c\($0)", parent: "c\(($0 + 1) % length)", name: "C\($0)")
      } + [WeaponCategory(slug: "tail", parent: "c0", name: "Tail")])
    for index in 0...length {
      let place = CategoryTree.Index(index)
      #expect(tree.root(of: place) == 0)
      #expect(tree.isBelow(place, place))
      for other in 0...length { _ = tree.isBelow(place, CategoryTree.Index(other)) }
    }
    #expect(tree.isBelow(CategoryTree.Index(length), 0))
    #expect(!tree.isBelow(0, CategoryTree.Index(length)))
  }

  @Test("Of a list that is too long the first 63 are taken")
  func tooMany() {
    let tree = CategoryTree((0..<100).map { WeaponCategory(slug: "c\($0)", parent: nil, name: "C") })
    #expect(tree.categories.count == 63)
    #expect(tree.bits(below: 62) == 1 << 62)
    #expect(tree.index(of: "c63") == nil)
  }
}
