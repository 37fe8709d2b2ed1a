"""How many spellings of a person's details are found, how many strangers' messages are taken for them, and how fast.

    python -m benchmarks.details [--messages 100000] [--seed 1]

Draws people, writes their details down as chats do, family by family, and searches messages of strangers, full of
numbers, names, handles and addresses of others, for the details of each person.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

from exposurewatch.details import Finder, read_detail
from exposurewatch.model import DetailKind

_PEOPLE = 40
_GIVEN = "Siti Nur Aina Farah Kavitha Mei Hui Jia Priya Amirah Balqis Nadia Zulaikha Kamala Xin Shalini Izzati Rozana"
_FATHERS = "Tarudin Rahman Kamal Subramaniam Ramasamy Yusof Othman Zainal Perumal Hashim Sulaiman Mokhtar Bakri"
_CHINESE = "Tan Lim Wong Lee Ng Chong Goh Teoh"
_STREETS = "Mawar Melati Kenanga Cempaka Dahlia Orkid Seroja Teratai Anggerik Tanjung Seri Impian Perdana Utama"
_TOWNS = ("47500 Subang Jaya", "43000 Kajang", "81100 Johor Bahru", "11900 Bayan Lepas", "93350 Kuching")
_CHAT = (
    "hey guys look at this girl she posted again haha anyone got more pics of her join the group now saya tak tahu lah"
    " siapa dia ni jom selamat pagi semua who knows where she stays pm me ada siapa lagi cantik betul dia ke tu"
)
Spellings = dict[str, Callable[[str, random.Random], str]]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    people = [_person(rng) for _ in range(_PEOPLE)]
    _recall(people, rng)
    _false_alarms(people, arguments.messages, rng)


def _person(rng: random.Random) -> dict[DetailKind, str]:
    first, second = rng.sample(_GIVEN.split(), 2)
    chinese = rng.random() < 0.3
    name = (
        f"{rng.choice(_CHINESE.split())} {rng.choice(['Mei', 'Jia', 'Hui'])} {rng.choice(['Ling', 'Xin', 'Yee'])}"
        if chinese
        else f"{first} {second} {rng.choice(['binti', 'a/p', 'bt'])} {rng.choice(_FATHERS.split())}"
    )
    handle = f"{second.lower()}{rng.choice(['_', '.', ''])}{rng.choice(_FATHERS.split()).lower()}{rng.randint(1, 99)}"
    street = f"{rng.randint(1, 250)}, Jalan {rng.choice(_STREETS.split())} {rng.randint(1, 30)}"
    return {
        DetailKind.PHONE: f"01{rng.choice('12346789')}{rng.randint(2_000_000, 9_999_999)}",
        DetailKind.HANDLE: handle,
        DetailKind.EMAIL: f"{second.lower()}.{rng.choice(_FATHERS.split()).lower()}{rng.randint(1, 99)}@gmail.com",
        DetailKind.NAME: name,
        DetailKind.ADDRESS: f"{street}, Taman {rng.choice(_STREETS.split())}, {rng.choice(_TOWNS)}",
        DetailKind.IDENTITY_CARD: _card(rng),
        DetailKind.PLATE: f"{''.join(rng.choices('ABCDEFJKPVW', k=3))} {rng.randint(1000, 9999)}",
    }


def _card(rng: random.Random) -> str:
    born = f"{rng.randint(80, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return f"{born}-{rng.choice(['01', '08', '10', '14'])}-{rng.randint(1000, 9999)}"


def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def _slipped(words: str, rng: random.Random) -> str:
    """The longest word with one letter inside it left out."""
    longest = max(words.replace(",", " ").split(), key=len)
    at = rng.randrange(1, len(longest) - 1)
    return words.replace(longest, longest[:at] + longest[at + 1 :], 1)


def _turned(words: str, _: random.Random) -> str:
    """The name with what is its last word in the order of others as its first, or the other way round."""
    parts = words.split()
    return " ".join((*parts[1:], parts[0]) if parts[0] in _CHINESE.split() else (parts[-1], *parts[:-2]))


def _in_words(number: str, _: random.Random) -> str:
    return " ".join(_DIGITS.split()[int(digit)] for digit in number)


_DIGITS = "kosong satu dua tiga empat lima enam tujuh lapan sembilan"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CYRILLIC = str.maketrans("aeiopcx", "аеіорсх")
_LEET = str.maketrans("aeio", "4310")
_HIDDEN = "\u200b"

_SPELLINGS: dict[DetailKind, Spellings] = {
    DetailKind.PHONE: {
        "as dialled": lambda value, _: value,
        "in groups": lambda value, rng: rng.choice("- ./").join((value[:3], value[3:6], value[6:])),
        "+60, 60, 0060": lambda value, rng: rng.choice(["+6", "6", "006", "+6 ", "+60 (0)"[:5]]) + value,
        "links": lambda value, rng: rng.choice(["wa.me/6", "https://t.me/+6", "tel:+6"]) + value,
        "digit by digit": lambda value, rng: rng.choice([" ", ".", " - ", _HIDDEN]).join(value),
        "wide and Arabic digits": lambda value, rng: value.translate(rng.choice([_WIDE, _ARABIC])),
        "o for 0": lambda value, _: f"o{value[1:]}",
        "number words": _in_words,
    },
    DetailKind.HANDLE: {
        "with @": lambda value, _: f"@{value}",
        "alone": lambda value, _: value.title(),
        "links": lambda value, rng: rng.choice(["instagram.com/", "https://t.me/", "tiktok.com/@", "x.com/"]) + value,
        "letters of other scripts": lambda value, _: value.translate(_CYRILLIC),
        "digits for letters": lambda value, _: value.translate(_LEET),
        "letter by letter": lambda value, _: " ".join(filter(str.isalnum, value)),
        "without its dot or line": lambda value, _: "".join(filter(str.isalnum, value)),
    },
    DetailKind.EMAIL: {
        "as written": lambda value, _: value,
        "dots, plus": lambda value, _: value.replace(".", "", 1).replace("@", "+x@"),
        "(at), [dot]": lambda value, rng: value.replace("@", rng.choice(["(at)", " [at] ", " at "])).replace(
            ".", " dot "
        ),
    },
    DetailKind.NAME: {
        "whole": lambda value, _: value,
        "first two words": lambda value, _: " ".join(value.split()[:2]),
        "last name first": _turned,
        "a letter left out": _slipped,
        "digits for letters": lambda value, _: value.lower().translate(_LEET),
        "first word alone": lambda value, _: value.split()[0],
    },
    DetailKind.ADDRESS: {
        "whole": lambda value, _: value,
        "abbreviated": lambda value, _: value.replace("Jalan", "jln").replace("Taman", "tmn").replace(",", ""),
        "number and street": lambda value, _: ", ".join(value.split(", ")[:2]),
        "street and quarter": lambda value, _: ", ".join(value.split(", ")[1:3]),
        "town alone": lambda value, _: value.split(", ")[-1],
    },
    DetailKind.IDENTITY_CARD: {
        "with hyphens": lambda value, _: value,
        "without": lambda value, _: _digits(value),
        "last four": lambda value, _: value[-4:],
    },
    DetailKind.PLATE: {
        "with a space": lambda value, _: value,
        "without": lambda value, _: value.replace(" ", "").lower(),
    },
}


def _recall(people: list[dict[DetailKind, str]], rng: random.Random) -> None:
    print("| kind | spelling | found |\n|---|---|---|")
    for kind, spellings in _SPELLINGS.items():
        for family, spelt in spellings.items():
            found = sum(
                bool(Finder([read_detail(kind, person[kind])]).find(_among(spelt(person[kind], rng), rng)))
                for person in people
            )
            print(f"| {kind.value} | {family} | {100 * found / len(people):.0f} % |")


def _among(words: str, rng: random.Random) -> str:
    chat = _CHAT.split()
    before, behind = rng.choices(chat, k=rng.randint(0, 6)), rng.choices(chat, k=rng.randint(0, 6))
    return " ".join((*before, words, *behind))


def _strangers(count: int, rng: random.Random) -> Iterator[str]:
    """Messages of a chat, every third with a detail of somebody else, or with another number."""
    for _ in range(count):
        if rng.random() > 1 / 3:
            yield " ".join(rng.choices(_CHAT.split(), k=rng.randint(1, 20)))
            continue
        kind = rng.choice(list(_SPELLINGS))
        family = rng.choice(list(_SPELLINGS[kind].values()))
        number = rng.choice(
            (
                f"order {rng.randint(10**11, 10**13)}",
                f"RM{rng.randint(1, 9999)}.{rng.randint(0, 99):02}",
                f"20{rng.randint(10, 26)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} {rng.randint(0, 23)}:30",
                f"https://t.me/c/{rng.randint(10**9, 2 * 10**9)}/{rng.randint(1, 10**6)}",
                family(_person(rng)[kind], rng),
                family(_person(rng)[kind], rng),
            )
        )
        yield _among(number, rng)


def _false_alarms(people: list[dict[DetailKind, str]], count: int, rng: random.Random) -> None:
    messages = list(_strangers(count, rng))
    details = [[read_detail(kind, value) for kind, value in person.items()] for person in people[:10]]
    alarms: Counter[DetailKind] = Counter()
    started = time.process_time()
    for hers in details:
        for kind, text in _found(Finder(hers), messages):
            alarms[kind] += 1
            if alarms[kind] <= 3:
                print(f"false alarm, {kind.value}: {text}")
    seconds = (time.process_time() - started) / len(details)
    print(f"\n{count:,} messages of strangers, held against 7 details of each of {len(details)} people\n")
    print("| kind | false alarms in a million messages |\n|---|---|")
    for kind in _SPELLINGS:
        print(f"| {kind.value} | {alarms[kind] / len(details) / count * 1e6:.1f} |")
    print(f"\n{count / seconds:,.0f} messages a second of the processor, with 7 details")


def _found(finder: Finder, messages: list[str]) -> Iterator[tuple[DetailKind, str]]:
    for message in messages:
        for hit in finder.find(message):
            yield hit.detail.kind, message


if __name__ == "__main__":
    main()
