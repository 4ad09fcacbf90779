"""The people one meets in the playground: stakeholders of every kind, and the secretariat."""

from __future__ import annotations

from playground.models import Chat, MessengerName, Person
from playground.world import World

STAKEHOLDERS = (
    Person(
        "karimi",
        "سارا",
        "کریمی",
        "استاد دانشگاه",
        "+989000000001",
        {"telegram": 101, "bale": 702},
        "s_karimi",
    ),
    Person("mohammadi", "رضا", "محمدی", "دبیر تشکل صنایع غذایی", "+989000000002", {"telegram": 102}, "reza_m"),
    Person("hosseini", "مریم", "حسینی", "پژوهشگر اندیشکده", "+989000000003", {"telegram": 103}),
    Person("ahmadi", "علی", "احمدی", "دانشجوی دکتری", "+989000000004", {"telegram": 104}, "ali_ahmadi"),
    # On Bale the numbers belong to other people than on Telegram: 102 is somebody else here.
    Person("rostami", "زهرا", "رستمی", "رئیس پژوهشکده", "+989000000005", {"bale": 102}),
    Person("naderi", "حسن", "نادری", "مدیر کارخانهٔ نساجی", "+989000000006", {"bale": 103}, "h_naderi"),
)
STAFF = (
    Person("rahimi", "نگار", "رحیمی", "کارشناس دبیرخانه", "+989000000007", {"telegram": 201, "bale": 801}),
    Person("sadeghi", "امیر", "صادقی", "مدیر دبیرخانه", "+989000000008", {"telegram": 202, "bale": 802}),
)
#: Is in the staff groups without being an administrator there.
OBSERVER = Person("moradi", "پریسا", "مرادی", "کارآموز", "+989000000009", {"telegram": 203, "bale": 803})

STAFF_GROUP = "دبیرخانهٔ جمع‌سپاری"
#: Bale is not known to give groups negative ids: tell a group by its type.
GROUP_IDS: dict[MessengerName, int] = {"telegram": -1001234567890, "bale": 4567890123}


def default_world(*, seed: int = 0) -> World:
    world = World(seed=seed)
    for person in (*STAKEHOLDERS, *STAFF, OBSERVER):
        world.add_person(person)
    world.telegram.add_group(_staff_group(world, "telegram"))
    world.bale.add_group(_staff_group(world, "bale"))
    return world


def _staff_group(world: World, messenger: MessengerName) -> Chat:
    members = {person.accounts[messenger]: "administrator" for person in STAFF}
    members[STAFF[1].accounts[messenger]] = "creator"
    members[OBSERVER.accounts[messenger]] = "member"
    members[world.messengers[messenger].bot_id] = "administrator"
    return Chat(
        messenger,
        GROUP_IDS[messenger],
        "supergroup" if messenger == "telegram" else "group",
        STAFF_GROUP,
        members,
    )
