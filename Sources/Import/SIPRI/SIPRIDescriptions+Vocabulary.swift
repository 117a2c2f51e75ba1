extension SIPRIDescriptions {
  /// The descriptions of each category, old and new, in small letters; a hyphen stands for a blank.
  ///
  /// Where things go that could go elsewhere: loitering munitions, one-way attack drones, torpedoes and
  /// portable surface-to-air missiles are missiles; a system of launchers on land is air defence, on a ship a
  /// naval weapon; radars of whatever is radar; coastal defence and launchers of ballistic missiles are
  /// artillery; turrets and gear for refuelling are other, but turrets that are guns or mortars go with
  /// these.
  static let vocabulary: [(slug: String, descriptions: String)] = [
    (
      "aircraft",
      """
      light aircraft;airship;ags aerostat;aerostat;light aircraft/uav;light/trainer aircraft;\
      transport ac/helicopter;target tow aircraft;target-towing aircraft;aircraft
      """
    ),
    (
      "helicopter",
      """
      helicopter;light helicopter;transport helicopter;heavy transport helicopter;asw helicopter;\
      anti-submarine helicopter;anti-submarine warfare helicopter;anti-ship helicopter;aew helicopter;\
      airborne early-warning helicopter;sigint helicopter;signals intelligence helicopter;\
      mp helicopter;maritime patrol helicopter
      """
    ),
    ("attack-helicopter", "combat helicopter;attack helicopter;armed helicopter"),
    (
      "uav",
      """
      uav;reconnaissance uav;reconnaissance drone;surveillance drone;maritime patrol uav;\
      maritime patrol drone;mp uav;asw uav;anti-submarine drone;anti-submarine uav;uav/opa;\
      uav/light aircraft;drone;transport drone
      """
    ),
    ("armed-uav", "armed uav;armed drone;combat drone;ucav"),
    (
      "combat-aircraft",
      """
      fga aircraft;fighter/ground-attack aircraft;fighter/fga aircraft;fighter aircraft;\
      bomber aircraft;bomber/mp aircraft;bomber/maritime patrol aircraft;ground attack aircraft;\
      ground attack ac;ground-attack aircraft;combat aircraft;fga/ew aircraft;\
      fga/electronic warfare aircraft;fighter/ground-attack/electronic warfare aircraft
      """
    ),
    (
      "trainer-aircraft",
      """
      trainer aircraft;(armed) trainer aircraft;armed trainer aircraft;trainer/combat aircraft;\
      trainer/combat ac;trainer/light aircraft;trainer/light ac
      """
    ),
    (
      "transport-aircraft",
      """
      transport aircraft;transport aicraft;light transport aircraft;light transport ac;\
      heavy transport aircraft;heavy transport ac;transport/trainer aircraft;transport/trainer ac;\
      tanker/transport aircraft;tanker/transport ac;transport/tanker aircraft;tanker aircraft
      """
    ),
    (
      "maritime-patrol-aircraft",
      """
      maritime patrol aircraft;mp aircraft;mp/transport ac;maritime patrol/transport aircraft;\
      asw aircraft;anti-submarine aircraft;anti-submarine warfare aircraft
      """
    ),
    (
      "surveillance-aircraft",
      """
      aew aircraft;aew&c aircraft;aew/ags aircraft;airborne early-warning aircraft;\
      airborne early-warning and control aircraft;ags aircraft;ground surveillance aircraft;\
      airborne ground surveillance aircraft;sigint aircraft;signals intelligence aircraft;\
      reconnaissance aircraft;reconnaissance ac;reconnaissance/sigint aircraft;recce/sigint ac;\
      reconnaissance/signals intelligence aircraft;electronic warfare aircraft;ew aircraft
      """
    ),
    (
      "air-defence",
      """
      ad system;mobile ad system;self-propelled ad system;air defence system;\
      self-propelled air defence system;mobile air defence system;abm system;\
      anti-ballistic missile system
      """
    ),
    (
      "sam-system",
      """
      sam system;mobile sam system;surface-to-air missile system;mobile surface-to-air missile system;\
      self-propelled sam system;self-propelled surface-to-air missile system;sam/abm system;\
      abm/sam system;anti-ballistic missile/surface-to-air missile system;\
      surface-to-air/anti-ballistic missile system
      """
    ),
    (
      "anti-aircraft-gun",
      """
      aa gun;anti-aircraft gun;aa gun system;anti-aircraft gun system;aa gun/sam system;\
      anti-aircraft gun/surface-to-air missile system;anti-aircraft gun/missile system;\
      self-propelled aa gun;self-propelled anti-aircraft gun;spaag;spaag turret;\
      self-propelled aa gun turret;self-propelled anti-aircraft gun turret
      """
    ),
    (
      "armoured-vehicle",
      """
      afsv;fire-support vehicle;armoured fire-support vehicle;tank destroyer;amv;tank chassis;\
      spg chassis;gun chassis;self-propelled gun chassis;armoured vehicle;armoured vehicle chassis
      """
    ),
    ("tank", "tank;light tank;main battle tank;training tank;tank/afsv;tank/fire-support vehicle"),
    (
      "ifv",
      """
      ifv;infantry fighting vehicle;iinfantry fighting vehicle;ifv/afsv;ifv/apc;\
      infantry fighting vehicle/fire-support vehicle
      """
    ),
    (
      "apc",
      """
      apc;armoured personnel carrier;apc/apv;apc/ifv;\
      armoured personnel carrier/armoured patrol vehicle;amphibious assault vehicle
      """
    ),
    ("protected-vehicle", "apv;armoured patrol vehicle;apv/apc;mrap;protected patrol vehicle"),
    (
      "armoured-car",
      """
      armoured car;reconnaissance av;armoured reconnaissance vehicle;\
      armoured reconnaissance/fire-support vehicle;reconnaissance vehicle
      """
    ),
    (
      "armoured-support-vehicle",
      """
      arv;armoured recovery vehicle;aev;armoured engineer vehicle;armoured engineering vehicle;aev/arv;\
      armoured engineer/recovery vehicle;alv;armoured supply vehicle;armoured logistic vehicle;abl;\
      armoured bridgelayer;armoured bridge-layer;apc/cp;apc/command post;armoured command vehicle;\
      mine-clearing vehicle
      """
    ),
    (
      "howitzer",
      """
      towed gun;self-propelled gun;howitzer;coastal gun;coastal defence gun;spg turret;\
      self-propelled gun turret;gun turret
      """
    ),
    ("mortar", "mortar;towed mortar;self-propelled mortar;mortar turret;amv mortar turret"),
    (
      "multiple-rocket-launcher",
      """
      self-propelled mrl;towed mrl;mrl;multiple rocket launcher;\
      self-propelled multiple rocket launcher;towed multiple rocket launcher;\
      self-propelled mrl/ssm tel
      """
    ),
    (
      "missile-launcher",
      """
      ssm launcher;mobile ssm launcher;ssm tel;surface-to-surface missile launcher;\
      surface-to-surface missile transporter erector launcher;ballistic missile launcher;\
      coastal defence system;coast defence system
      """
    ),
    (
      "engine",
      """
      aircraft engine;vehicle engine;ship engine;engine;diesel engine;diesel engine (av);petrol engine;\
      radial engine;steam engine;piston engine;turbofan;turbojet;turboprop;turboshaft;\
      turboprop/turboshaft;turboshaft/turboprop;gas turbine;aip engine;\
      air-independent propulsion engine;nuclear reactor
      """
    ),
    ("missile", "asw missile;anti-submarine missile;missile"),
    (
      "anti-tank-missile",
      """
      anti-tank missile;anti-tank missile/asm;anti-tank/air-to-surface missile;\
      anti-tank missile/air-to-surface missile
      """
    ),
    ("loitering-munition", "loitering munition"),
    ("manpads", "portable sam;portable surface-to-air missile;man-portable surface-to-air missile"),
    ("one-way-attack-drone", "one-way attack drone;one-way attack uav"),
    (
      "surface-to-air-missile",
      """
      sam;surface-to-air missile;abm;abm missile;anti-ballistic missile;anti-ballistic missile missile;\
      sam/abm;surface-to-air/anti-ballistic missile;cas missile
      """
    ),
    (
      "air-to-air-missile",
      """
      sraam;bvraam;bvraam/sraam;bvraam/sam;short-range air-to-air missile;\
      long-range air-to-air missile;beyond-visual-range air-to-air missile;air-to-air missile;\
      long-range air-to-air/surface-to-air missile;aim-9s
      """
    ),
    (
      "anti-ship-missile",
      """
      anti-ship missile;anti-ship missile/ssm;anti-ship mi/ssm;anti-ship missile/asm;anti-ship mi/asm;\
      anti-ship missile/asm/sam;anti-ship missile/arm;anti-ship/anti-radar missile;\
      anti-ship/land-attack missile;anti-ship/air-to-surface missile;\
      anti-ship/surface-to-surface missile
      """
    ),
    (
      "air-to-surface-missile",
      """
      asm;air-to-surface missile;asm/anti-ship missile;asm/anti-tank missile;arm;anti-radar missile;\
      anti-radar missile/asm;anti-radar/air-to-surface missile
      """
    ),
    (
      "ballistic-missile",
      """
      ssm;surface-to-surface missile;ssm/asm;surface-to-surface/air-to-surface missile;\
      ssm/anti-ship missile;surface-to-surface/anti-ship missile;slbm;\
      submarine-launched ballistic missile;ballistic missile
      """
    ),
    ("cruise-missile", "land-attack missile;alcm;air-launched cruise missile;cruise missile"),
    ("guided-bomb", "guided bomb;guided glide bomb;glide bomb"),
    (
      "guided-rocket",
      """
      guided rocket;guided rocket/asm;guided rocket/ssm;guided shell;guided mortar shell;\
      guided rocket/air-to-surface missile;guided rocket/surface-to-surface missile
      """
    ),
    (
      "torpedo",
      """
      torpedo;asw torpedo;as torpedo;as/asw torpedo;anti-ship torpedo;anti-ship/asw torpedo;\
      anti-submarine torpedo;anti-ship/anti-submarine torpedo;naval mine/torpedo
      """
    ),
    (
      "naval-weapon",
      """
      naval gun;ciws;naval gun/ciws;naval sam system;naval surface-to-air missile system;asw mrl;\
      naval mrl;asw mortar;asw rocket launcher;anti-submarine rocket launcher;anti-submarine mortar;\
      naval multiple rocket launcher
      """
    ),
    (
      "satellite",
      """
      recce satellite;reconnaissance satellite;surveillance satellite;satellite;\
      communications satellite
      """
    ),
    (
      "sensor",
      """
      air search system;air-search system;sigint system;signals intelligence system;ags/sigint system;\
      reconnaissance system;ground surveillance/signals intelligence system
      """
    ),
    (
      "radar",
      """
      air search radar;air/sea search radar;sea search radar;air/ground surv radar;air-search radar;\
      air/ground surveillance radar;fire control radar;combat ac radar;combat aircraft radar;\
      combat heli radar;combat helicopter radar;mp aircraft radar;maritime patrol aircraft radar;\
      aew radar;aew&c system;aew&c/ags system;airborne early-warning radar;ags radar;ags/mp radar;\
      ags/mp aircraft radar;ground surv radar;ground surveillance radar;arty locating radar;\
      artillery locating radar;height-finding radar;multi-function radar;multifunction radar;\
      multifuntion radar;multi-role radar;sam system radar;surface-to-air missile system radar;radar
      """
    ),
    ("sonar", "asw sonar;anti-submarine sonar;mcm sonar;mine countermeasures sonar;submarine sonar;sonar"),
    (
      "electro-optical-system",
      """
      eo system;naval eo system;aircraft eo system;aircraft eo/radar system;eo search/fire control;\
      electro-optical system;naval electro-optical system;aircraft electro-optical system;\
      aircraft electro-optical/radar system;electro-optical search/fire control;\
      electro-optical search/fire-control system;aircraft irst;aircraft recce system;\
      aircraft reconnaissance system
      """
    ),
    (
      "ship",
      """
      aircraft carrier;cruiser;cargo craft;cargo ship;training ship;support ship;support craft;\
      support/landing ship;supply ship;supply/landing ship;support/repair ship;repair ship;\
      rescue ship;salvage ship;survey ship;sigint ship;signals intelligence ship;intelligence ship;\
      tanker;oiler;replenishment ship;replenishment tanker;transport ship;transport craft;tug;\
      icebreaker;icebreaker/opv;icebreaker/patrol ship;netlayer;degaussing ship;diving tender
      """
    ),
    ("submarine", "submarine;nuclear submarine;midget submarine;ssb;type-6633"),
    ("destroyer", "destroyer"),
    ("frigate", "frigate;frigate/landing ship"),
    ("corvette", "corvette;corvette/minesweeper"),
    ("missile-boat", "fac;missile boat;torpedo boat;gunboat;fac/mcm ship;missile/torpedo boat"),
    (
      "patrol-vessel",
      """
      opv;patrol ship;patrol craft;patrol boat;opv/frigate;opv/support ship;opv/training ship;opv/tug;\
      patrol craft/fac;patrol craft/transport craft;protector
      """
    ),
    (
      "amphibious-ship",
      """
      aals;amphibious assault ship;landing ship;landing craft;acv/landing craft;landing/patrol craft;\
      landing craft/patrol craft
      """
    ),
    (
      "mine-warfare-ship",
      """
      mcm ship;minehunter;minesweeper;minehunter/minesweeper;minelayer;minesweeper/corvette;\
      mine countermeasures ship
      """
    ),
    (
      "other",
      """
      air refuel system;air-refuel system;air refuelling system;apc turret;ifv turret;tank turret;\
      helicopter turret;anti-tank av turret;armoured personnel carrier turret;\
      infantry fighting vehicle turret;iinfantry fighting vehicle turret;armoured vehicle turret;\
      anti-tank armoured vehicle turret
      """
    ),
    ("electronic-warfare", "electronic warfare system;ew system"),
  ]
}
