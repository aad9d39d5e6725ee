"""Which tariff counts agrees with a naive reading of the rules (P9)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from tests.property.through_tables import through_tables

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
PLACES = [
    {"site": "*"},
    {"site": "S1"},
    {"site": "S1", "station": "A"},
    {"site": "S1", "station": "A", "evse": 1},
    {"site": "S1", "station": "A", "evse": 1, "connector": 2},
]
AUDIENCES = [{}, {"party": "NL-TNM"}, {"group": "G"}]
TARGETS = [place | audience for place in PLACES for audience in AUDIENCES]
HERE = {"site": "S1", "station": "A", "evse": 1, "connector": 2, "group": "g", "party": "NL-TNM"}

creations = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from("ABC"),
            "targets": st.lists(st.sampled_from(range(len(TARGETS))), min_size=1, unique=True),
            "start": st.none() | st.integers(-6, 12),
            "end": st.none() | st.integers(13, 20),
            "type": st.none() | st.sampled_from(["REGULAR", "AD_HOC_PAYMENT"]),
        }
    ),
    max_size=7,
)


def naive(made, instant, driver, ad_hoc):
    """Number of the creation that counts: from the rules, without schedules or pruning."""
    here = {name: value for name, value in HERE.items() if name in (*driver, "site")}
    here |= {name: HERE[name] for name in ("station", "evse", "connector")}
    for in_time in (True, False):
        for index in reversed(range(len(TARGETS))):
            wanted = TARGETS[index]
            fits = all(
                name in here and ((name == "site" and value == "*") or _same(here[name], value))
                for name, value in wanted.items()
            )
            found = _counting(made, index, instant, ad_hoc, in_time) if fits else None
            if found is not None:
                return found
    return None


def _same(one, other):
    return str(one).lower() == str(other).lower()


def _counting(made, index, instant, ad_hoc, in_time):
    candidates = []
    for id in "ABC":
        versions = [each for each in made if each["id"] == id]
        spans = [
            (max(e["start"] if e["start"] is not None else e["at"], e["at"]), e) for e in versions
        ]
        if (
            versions
            and versions[0]["start"] is not None
            and versions[0]["start"] < versions[0]["at"]
        ):
            spans.append((versions[0]["start"], versions[0]))
        past = [span for span in spans if span[0] <= instant]
        if not past:
            continue
        _, current = max(past, key=lambda span: (span[0], span[1]["at"]))
        # The moment since when the tariff is at this target without leaving it is its latest span.
        own = [span for span in past if index in span[1]["targets"]]
        if index in current["targets"]:
            since, version = max(own, key=lambda span: (span[0], span[1]["at"]))
            candidates.append((since, version["at"], id, version))
    for _, at, _, version in sorted(candidates, key=lambda each: each[:3], reverse=True):
        kind = "AD_HOC_PAYMENT" if ad_hoc else "REGULAR"
        alive = version["end"] is None or instant < version["end"]
        if alive and version["type"] in (None, kind) and (at <= instant) == in_time:
            return version["number"]
    return None


@through_tables(12)
@given(creations, st.sampled_from([(), ("group",), ("party",), ("group", "party")]), st.booleans())
def test_the_tariff_that_counts_is_the_naive_one(given_creations, driver, ad_hoc):
    from corridor_aws.outbox import OutboxItem
    from pricing.create_tariff import create_tariff
    from pricing.domain.targets import Driver, Spot
    from pricing.find_tariff import NoTariff, find_tariff
    from pricing.tables import SiteTable, TariffTable

    with mock_aws():
        for table in (TariffTable, SiteTable, OutboxItem):
            table.create_table(billing_mode="PAY_PER_REQUEST")
        made = []
        for number, each in enumerate(given_creations):
            at = number + 1
            if each["start"] is not None and each["end"] is not None and each["end"] <= at:
                continue
            document = {
                "country_code": "DE",
                "party_id": "COR",
                "id": each["id"],
                "currency": "EUR",
                "elements": [
                    {"price_components": [{"type": "ENERGY", "price": number, "step_size": 1}]}
                ],
                **({"type": each["type"]} if each["type"] else {}),
                **{
                    f"{name}_date_time": (NOON + timedelta(hours=each[name])).isoformat()[:19] + "Z"
                    for name in ("start", "end")
                    if each[name] is not None
                },
            }
            targets = [TARGETS[index] for index in each["targets"]]
            create_tariff(document, targets, NOON + timedelta(hours=at))
            made.append(each | {"number": number, "at": at})
        who = Driver(*(HERE[name] if name in driver else None for name in ("group", "party")))
        spot = Spot("S1", "A", 1, 2)
        for instant in range(-7, 22):
            expected = naive(made, instant, driver, ad_hoc)
            try:
                moment = NOON + timedelta(hours=instant)
                found = find_tariff(spot, who, "EUR", moment, ad_hoc)
                price = found.document["elements"][0]["price_components"][0]["price"]
            except NoTariff:
                price = None
            assert price == expected, (instant, made)
