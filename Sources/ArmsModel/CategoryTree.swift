/// A weapon category: a slug, its name and its place in the tree.
public struct WeaponCategory: Hashable, Sendable {
  /// The word in records and on the command line.
  public var slug: String
  /// The slug of the category above it, or nil at the top.
  public var parent: String?
  /// The name for people.
  public var name: String
  /// The armament category that SIPRI counts it in, in SIPRI's words; nil: that of the category above.
  public var sipriClass: String?

  /// A category of those properties.
  public init(slug: String, parent: String?, name: String, sipriClass: String? = nil) {
    self.slug = slug
    self.parent = parent
    self.name = name
    self.sipriClass = sipriClass
  }
}

/// The weapon categories with their order; a category is known by its place in the list.
public struct CategoryTree: Sendable {
  /// The place of a category in the list; at most 62.
  public typealias Index = Int8

  /// The categories in the order of the list.
  public let categories: [WeaponCategory]
  /// SIPRI's armament categories that these belong to, in the order in which they first come.
  public let classes: [String]
  private let classOf: [Int]
  private let indexOfSlug: [String: Index]
  private let parents: [Index]
  /// For each category the bits of itself and all below it.
  private let below: [UInt64]

  /// A tree of those categories, of which at most 63 are taken; a parent that is not among them counts as none.
  public init(_ list: [WeaponCategory]) {
    let list = Array(list.prefix(63))
    var indexOfSlug: [String: Index] = [:]
    for (index, category) in list.enumerated() { indexOfSlug[category.slug] = Index(index) }
    let parents = list.map { $0.parent.flatMap { indexOfSlug[$0] } ?? -1 }
    var below = [UInt64](repeating: 0, count: list.count)
    for index in list.indices {
      var ancestor = Index(index)
      var steps = 0
      while ancestor >= 0, steps <= list.count {
        below[Int(ancestor)] |= 1 << UInt64(index)
        ancestor = parents[Int(ancestor)]
        steps += 1
      }
    }
    categories = list
    var classes: [String] = []
    classOf = list.indices.map { index in
      var index = index
      var steps = 0
      while list[index].sipriClass == nil, parents[index] >= 0, steps < list.count {
        index = Int(parents[index])
        steps += 1
      }
      guard let name = list[index].sipriClass else { return -1 }
      if let place = classes.firstIndex(of: name) { return place }
      classes.append(name)
      return classes.count - 1
    }
    self.classes = classes
    self.indexOfSlug = indexOfSlug
    self.parents = parents
    self.below = below
  }

  /// The place of a slug, or nil.
  public func index(of slug: String) -> Index? { indexOfSlug[slug] }

  /// The slug at a place.
  public func slug(_ index: Index) -> String { categories[Int(index)].slug }

  /// The category above, or -1 at the top.
  public func parent(of index: Index) -> Index { parents[Int(index)] }

  /// The topmost category above it, or itself; where parents go round in a circle, the first in the list of these.
  public func root(of index: Index) -> Index {
    var index = index
    var steps = 0
    while parents[Int(index)] >= 0, steps < parents.count {
      index = parents[Int(index)]
      steps += 1
    }
    // In a circle each is above each.
    return parents[Int(index)] < 0 ? index : Index(parents.indices.first { isBelow(index, Index($0)) } ?? 0)
  }

  /// The place in `classes` of a category's class; -1 if it has none, or is not in the list.
  public func classIndex(of index: Index) -> Int {
    classOf.indices.contains(Int(index)) ? classOf[Int(index)] : -1
  }

  /// The bits of a category and all below it: bit n is the category at place n.
  public func bits(below index: Index) -> UInt64 { below[Int(index)] }

  /// Whether `index` is `ancestor` or below it.
  public func isBelow(_ index: Index, _ ancestor: Index) -> Bool {
    index >= 0 && ancestor >= 0 && below[Int(ancestor)] & (1 << UInt64(index)) != 0
  }

  /// Whether one of the two is the other, or above it.
  public func areKin(_ a: Index, _ b: Index) -> Bool { isBelow(a, b) || isBelow(b, a) }
}
