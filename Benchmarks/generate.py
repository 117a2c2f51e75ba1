"""Writes claim records for the benchmarks, as JSON Lines and CSV with the same content.

The names are those of data/. They are as uneven as in life: a few suppliers, recipients, weapons and outlets
occur very often and most rarely. The same seed and data give the same files, byte for byte.

    python3 Benchmarks/generate.py --rows 1000000 build/bench/claims
"""

import argparse
import csv
import itertools
import json
import os
import random
import string

COLUMNS = """supplier recipient weapon category quantity quantity_max quantity_text quantity_unit value
value_max currency price_year status mode condition scope from to years estimates asserted_by evidence
evidence_start evidence_end reliability credibility confidence note document_url document_title
document_publisher document_agency document_author document_published document_language document_sha256
x_desk""".split()
NUMBERS = {"quantity", "quantity_max", "price_year", "evidence_start", "evidence_end", "value", "value_max",
           "confidence"}
# The busiest parties of each side; the others follow in the order of data/parties.csv.
SUPPLIERS = "USA RUS FRA CHN DEU ITA GBR ISR ESP KOR NLD TUR SWE UKR CHE ZAF BLR NOR CAN AUS IRN SRB CZE".split()
RECIPIENTS = "IND SAU EGY AUS CHN QAT KOR PAK JPN ARE USA DZA ISR GBR IDN TUR IRQ VNM GRC AZE POL ARM MAR".split()
FILLER = """the a of to and in for on with said deal under its new first from by as agreement ministry defence
contract delivery that officials will be batch were has been systems according signed worth forces army air navy
year part programme second received missiles aircraft vehicles package state company report sale which between also
than more since last month government military two export three licence support training spare parts upgrade
units order shipment source close talks planned after before during early late expected announced confirmed""".split()


def zipf(items, exponent):
    """The items with cumulative weights that fall with their rank."""
    weights = [1 / rank**exponent for rank in range(1, len(items) + 1)]
    return items, list(itertools.accumulate(weights))


class Source:
    """Draws from a weighted list, many at a time, which is several times as fast."""

    def __init__(self, rng, items, weights=None, cumulative=None, chunk=1 << 16):
        self.rng, self.items, self.chunk = rng, items, chunk
        self.cumulative = cumulative or (list(itertools.accumulate(weights)) if weights else None)
        self.drawn = iter(())

    def __call__(self):
        for item in self.drawn:
            return item
        self.drawn = iter(self.rng.choices(self.items, cum_weights=self.cumulative, k=self.chunk))
        return next(self.drawn)


def table(name):
    path = os.path.join(os.path.dirname(__file__), "..", "data", name)
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(name):
    return "".join(c for c in name.lower() if c.isalnum() or c == "+")


def plain(name):
    return name.isascii() and name == name.strip() and name != ""


class World:
    """What the records speak of."""

    def __init__(self, rng):
        parties = table("parties.csv")
        bearers = {}
        for party in parties:
            names = [party["name"], party["capital"]]
            names += party["aliases"].split(";") + party["demonyms"].split(";")
            for name in names:
                bearers.setdefault(folded(name), set()).add(party["code"])
        for file in ("former-names.csv", "ambiguous-names.csv"):
            for row in table(file):
                bearers.setdefault(folded(row["name"]), set()).add("?")
        states = [p for p in parties if p["kind"] == "state"]
        self.written = {}
        for party in states:
            forms = [party["code"]] * 3
            if plain(party["name"]) and len(bearers[folded(party["name"])]) == 1:
                forms += [party["name"]] * 2
            self.written[party["code"]] = forms
        codes = list(self.written)
        self.names = {p["code"]: p["name"] for p in states}

        def ranked(first):
            return [c for c in first if c in self.written] + [c for c in codes if c not in first]

        backwards = ranked(RECIPIENTS)
        tail = backwards[len(RECIPIENTS):]
        rng.shuffle(tail)
        self.suppliers = zipf(ranked(SUPPLIERS), 0.8)
        self.recipients = zipf(backwards[:len(RECIPIENTS)] + tail, 0.8)

        slugs = [row["slug"] for row in table("weapon-categories.csv")]
        weapons = [w for w in table("weapons.csv") if plain(w["designation"])]
        folds = {}
        for weapon in weapons:
            for name in [weapon["designation"]] + weapon["aliases"].split(";"):
                folds[folded(name)] = folds.get(folded(name), 0) + 1
        rng.shuffle(weapons)
        printed = []
        for weapon in weapons[:350]:
            category = weapon["category"] if weapon["category"] in slugs else ""
            printed.append((weapon["designation"], category))
            aliases = [a for a in weapon["aliases"].split(";") if plain(a) and folds[folded(a)] == 1]
            if aliases and rng.random() < 0.3:
                printed.append((aliases[0], ""))
        for number in range(60):
            letters = "".join(rng.choices(string.ascii_uppercase, k=2))
            printed.insert(rng.randrange(10, len(printed)), (f"{letters}Q-{700 + number} Benchmark", ""))
        self.weapons = zipf(printed, 0.9)
        self.slugs = slugs

        outlets = [s["name"] for s in table("sources.csv") if plain(s["name"])]
        rng.shuffle(outlets)
        self.publishers = zipf(outlets[:250], 0.9)
        self.agencies = outlets[250:262]
        people = [f"{given} {family}" for given in ("Anna", "Boris", "Carla", "David", "Elena", "Farid")
                  for family in ("Abbas", "Berg", "Costa", "Dumas", "Eriksen", "Fischer", "Garcia", "Haddad")]
        self.asserters = zipf(outlets[:150] + people + [f"Ministry of Defence of {n}"
                              for n in list(self.names.values())[:110] if plain(n)], 0.9)
        # Words as uneven as those of a language: a hundred common ones and thousands of rare ones.
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        rare = sorted({"".join(rng.choices(syllables, k=rng.randrange(2, 5))) for _ in range(12_000)})
        rng.shuffle(rare)
        self.words = zipf(FILLER + rare, 1.0)


def documents(rng, world):
    """Documents without end: (fields, year of publication)."""
    word = Source(rng, world.words[0], cumulative=world.words[1])
    publisher = Source(rng, world.publishers[0], cumulative=world.publishers[1])
    agencies = [""] * 3 * len(world.agencies) + world.agencies
    language = Source(rng, ["en", "ru", "fr", "az", "hy", "tr", ""], weights=[60, 12, 5, 5, 5, 5, 8])
    for number in itertools.count(1):
        title = " ".join(word() for _ in range(rng.randrange(4, 10))).capitalize()
        name = publisher()
        site = folded(name)[:20]
        year = rng.randrange(1992, 2026)
        date = f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        url = f"https://{site}.example/{year}/{number}" if rng.random() < 0.9 else ""
        author = f"{rng.choice('ABCDEFGHJK')}. Writer {number % 977}" if rng.random() < 0.3 else ""
        digest = f"{rng.getrandbits(256):064x}" if rng.random() < 0.3 else ""
        yield (url, title, name, rng.choice(agencies), author, date, language(), digest), year


def partial_date(rng, year):
    kind = rng.random()
    if kind < 0.5:
        return str(year)
    if kind < 0.75:
        return f"{year}-{rng.randrange(1, 13):02d}"
    return f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"


def records(rng, world, rows):
    """Rows as lists in the order of COLUMNS."""
    supplier = Source(rng, world.suppliers[0], cumulative=world.suppliers[1])
    recipient = Source(rng, world.recipients[0], cumulative=world.recipients[1])
    weapon = Source(rng, world.weapons[0], cumulative=world.weapons[1])
    asserter = Source(rng, world.asserters[0], cumulative=world.asserters[1])
    word = Source(rng, world.words[0], cumulative=world.words[1])
    status = Source(rng, "delivered ordered reported in-use approved offered requested negotiating selected denied "
                    "cancelled suspended diverted".split(), weights=[30, 25, 12, 6, 6, 5, 3, 5, 2, 2, 2, 1, 1])
    mode = Source(rng, ["", "sale", "aid", "loan", "licence-production", "kit-assembly", "swap", "illegal"],
                  weights=[80, 10, 5, 1, 2, 1, 0.5, 0.5])
    condition = Source(rng, ["", "new", "second-hand", "modernized"], weights=[80, 8, 9, 3])
    currency = Source(rng, ["USD", "EUR", "TIV", "RUB", "GBP", "INR", "ILS", "CNY", "TRY"],
                      weights=[60, 12, 10, 5, 4, 4, 2, 2, 1])
    unit = Source(rng, ["battery", "battalion", "squadron", "system", "regiment"])
    per_document = Source(rng, list(range(1, 13)), weights=[30, 18, 12, 9, 7, 6, 5, 4, 3, 3, 2, 1])
    new_documents = documents(rng, world)
    seen = []
    written = 0
    last = None
    while written < rows:
        document, year = next(new_documents)
        if len(seen) < 1 << 18:
            seen.append((document, year))
        for _ in range(per_document()):
            if written == rows:
                return
            chance = rng.random()
            if chance < 0.0005 and last:
                written += 1
                yield last  # stated twice in one file
                continue
            fields, published = (document, year) if chance < 0.92 else rng.choice(seen)
            last = record(rng, world, fields, published, supplier, recipient, weapon, asserter, word, status, mode,
                          condition, currency, unit)
            written += 1
            yield last


def record(rng, world, document, published, supplier, recipient, weapon, asserter, word, status, mode, condition,
           currency, unit):
    draw = rng.random
    giver, taker = supplier(), recipient()
    while giver == taker:
        taker = recipient()
    aggregate = draw() < 0.2
    gives, takes = rng.choice(world.written[giver]), rng.choice(world.written[taker])
    if aggregate and draw() < 0.1:
        if draw() < 0.5:
            gives = ""
        else:
            takes = ""
    elif draw() < 0.02:
        gives = ""
    name, category = weapon() if draw() < (0.2 if aggregate else 0.85) else ("", "")
    if not category or draw() < 0.4:
        category = rng.choice(world.slugs) if not name and draw() < 0.5 else ""

    quantity = quantity_max = quantity_text = quantity_unit = ""
    chance = draw()
    if chance < 0.6:
        number = int(2 ** (draw() * 9))
        quantity = str(number)
        if chance < 0.05:
            quantity_max = str(number + rng.randrange(1, 40))
        if draw() < 0.04:
            quantity_unit = unit()
    elif chance < 0.68:
        quantity_text = rng.choice(("some", "dozens of", "a number of", "several", "up to 80"))

    value = value_max = money = price_year = ""
    if draw() < (0.9 if aggregate else 0.4):
        money = currency()
        amount = 10 ** (1 + draw() * 3) if money == "TIV" else 10 ** (5 + draw() * 5)
        value = f"{amount:.2f}" if money == "TIV" or draw() < 0.02 else str(int(amount) // 1000 * 1000)
        if draw() < 0.05:
            value_max = str(int(amount * 1.5) + 1000)
        if draw() < 0.02 and money != "TIV":
            price_year = str(rng.randrange(2005, 2023))

    begin = end = years = ""
    first = max(1992, published - rng.randrange(0, 10)) if aggregate else max(1992, published - rng.randrange(0, 3))
    if aggregate:
        begin, end = str(first), str(published)
    elif draw() < 0.9:
        begin = partial_date(rng, first)
        if draw() < 0.15:
            end = str(published)
        if draw() < 0.03:
            years = ";".join(str(y) for y in range(first, published + 1))
    estimates = "quantity" if quantity and draw() < 0.05 else ""
    if estimates and begin and draw() < 0.3:
        estimates += ";from"

    who = asserter() if draw() < 0.5 else ""
    words = [word() for _ in range(rng.randrange(8, 20))]
    place = rng.randrange(1, len(words) - 2)
    words[place:place] = [world.names[giver]] if gives else []
    words[-2:-2] = [quantity or quantity_text, name] if name else [world.names[taker]]
    evidence = " ".join(w for w in words if w)
    if draw() < 0.12:
        evidence = evidence.replace(" said ", ", said \"", 1).replace(" that ", "\" that ", 1)
    start = stop = ""
    if draw() < 0.1:
        start = str(rng.randrange(0, 9000))
        stop = str(int(start) + len(evidence.encode()))
    chance = draw()
    grade = "ABCDEF"[int(draw() * 6)] if chance < 0.1 else ""
    credibility = str(1 + int(draw() * 6)) if chance < 0.1 else ""
    confidence = f"{draw():.3f}" if chance > 0.93 else ""
    note = " ".join(word() for _ in range(rng.randrange(3, 9))) if 0.5 < chance < 0.56 else ""
    desk = f"desk {int(draw() * 40)}" if 0.6 < chance < 0.63 else ""
    return (gives, takes, name, category, quantity, quantity_max, quantity_text, quantity_unit, value, value_max, money,
            price_year, status(), mode(), condition(), "aggregate" if aggregate else "deal", begin, end, years,
            estimates, who, evidence, start, stop, grade, credibility, confidence, note, *document, desk)


def json_line(row, quote=json.encoder.encode_basestring):
    parts, inner = [], []
    for column, value in zip(COLUMNS, row):
        if not value:
            continue
        if column == "years":
            text = "[" + value.replace(";", ",") + "]"
        elif column == "estimates":
            text = json.dumps(value.split(";"))
        else:
            text = value if column in NUMBERS else quote(value)
        if column.startswith("document_"):
            inner.append(f'"{column[9:]}":{text}')
        else:
            parts.append(f'"{column}":{text}')
    parts.append('"document":{' + ",".join(inner) + "}")
    return "{" + ",".join(parts) + "}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stem", help="STEM.csv and STEM.jsonl are written")
    parser.add_argument("--csv-only", action="store_true", help="write STEM.csv alone")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    world = World(rng)
    os.makedirs(os.path.dirname(options.stem) or ".", exist_ok=True)
    with open(options.stem + ".csv.part", "w", encoding="utf-8", newline="") as text, \
            open(os.devnull if options.csv_only else options.stem + ".jsonl.part", "w", encoding="utf-8") as lines:
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(COLUMNS)
        for row in records(rng, world, options.rows):
            rows.writerow(row)
            if not options.csv_only:
                lines.write(json_line(row))
    for ending in ("csv",) if options.csv_only else ("csv", "jsonl"):
        os.replace(f"{options.stem}.{ending}.part", f"{options.stem}.{ending}")


if __name__ == "__main__":
    main()
