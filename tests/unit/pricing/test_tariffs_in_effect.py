"""Which version of which tariff counts where and when (P9)."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import Mock

import pytest

from corridor_aws.outbox import OutboxItem
from corridor_aws.tables import _CONNECTION
from corridor_kernel.problems import Problem
from corridor_kernel.times import to_text
from pricing import create_tariff as creating
from pricing import store_version
from pricing.create_tariff import create_tariff
from pricing.domain import schedule
from pricing.domain.site import Site
from pricing.domain.targets import ANYBODY, Driver, Spot, Target
from pricing.find_tariff import NoTariff, find_tariff
from pricing.tables import TariffTable
from pricing.tariff_items import SCHEDULE, target_key
from tests.unit.pricing.samples import NOON, tariff

S1 = Site("S1", None, "Europe/Berlin", "DE", "EUR")
S2 = Site("S2", None, "Europe/Berlin", "DE", "EUR")
PRAGUE = Site("S3", None, "Europe/Prague", "CZ", "CZK")


def at(hours):
    return NOON + timedelta(hours=hours)


def price(site, hours, ad_hoc=False, driver=ANYBODY, station="CS-1", evse=1, connector=1):
    spot = Spot(site.id, station, evse, connector)
    found = find_tariff(spot, driver, site.currency, at(hours), ad_hoc)
    return found.document["elements"][0]["price_components"][0]["price"]


def create(hours, price, targets, id="DAY", start=None, end=None, **members):
    dates = {"start_date_time": start, "end_date_time": end}
    given = {name: to_text(at(hours)) for name, hours in dates.items() if hours is not None}
    assigned_to = [{"site": each} if isinstance(each, str) else each for each in targets]
    return create_tariff(tariff(id, price, **members, **given), assigned_to, at(hours))


def test_a_tariff_counts_from_its_creation(aws):
    create(0, 1, ["S1"])
    assert price(S1, 0) == 1
    with pytest.raises(NoTariff):
        price(S1, -0.001)
    with pytest.raises(NoTariff):
        price(S2, 0)


def test_a_new_version_leaves_the_past_alone(aws):
    create(0, 1, ["S1"])
    create(2, 2, ["S1"])
    assert [price(S1, hours) for hours in (0, 1.999, 2, 9)] == [1, 1, 2, 2]


def test_a_site_of_its_own_comes_before_everywhere(aws):
    create(0, 1, ["*"], id="ALL")
    create(0, 2, ["S1"], id="ONE")
    create(1, 3, ["*"], id="ALL")
    assert (price(S1, 2), price(S2, 2)) == (2, 3)


def test_of_two_tariffs_the_one_that_took_effect_last_counts(aws):
    create(0, 1, ["S1"], id="A")
    create(1, 2, ["S1"], id="B")
    assert [price(S1, hours) for hours in (0.5, 1.5)] == [1, 2]


def test_of_two_scheduled_for_one_instant_the_later_created_counts(aws):
    create(0, 1, ["S1"], id="Z", start=5)
    create(1, 2, ["S1"], id="A", start=5)
    assert price(S1, 5) == 2


def test_a_site_that_a_new_version_drops_falls_back(aws):
    create(0, 1, ["*"], id="ALL")
    create(1, 2, ["S1", "S2"], id="SOME")
    create(2, 3, ["S2"], id="SOME")
    assert [price(S1, hours) for hours in (0.5, 1.5, 2.5)] == [1, 2, 1]
    assert [price(S2, hours) for hours in (0.5, 1.5, 2.5)] == [1, 2, 3]


def test_a_version_can_be_scheduled(aws):
    create(0, 1, ["S1"])
    create(1, 2, ["S1"], start=5)
    assert [price(S1, hours) for hours in (2, 4.999, 5)] == [1, 1, 2]


def test_a_version_before_a_scheduled_one_ends_where_that_begins(aws):
    create(0, 1, ["S1"])
    create(1, 2, ["S1"], start=5)
    create(2, 3, ["S1", "S2"])
    assert [price(S1, hours) for hours in (1, 3, 6)] == [1, 3, 2]
    assert price(S2, 3) == 3
    with pytest.raises(NoTariff):
        price(S2, 6)


def test_a_version_ends_at_its_end(aws):
    create(0, 1, ["*"], id="ALL")
    create(0, 2, ["S1"], id="FAIR", end=3)
    assert [price(S1, hours) for hours in (2.999, 3)] == [2, 1]


def test_the_first_version_may_fill_the_past(aws):
    """Sessions that began before somebody entered the tariff can be billed."""
    create(0, 1, ["S1"], id="A")
    create(2, 2, ["S1"], id="B", start=-5)
    assert [price(S1, hours) for hours in (-5, -1, 0, 1.9, 2)] == [2, 2, 1, 1, 2]


@pytest.mark.parametrize("sites", [["S1"], ["*"]])
def test_a_tariff_that_is_entered_later_never_displaces_what_was_in_effect(aws, sites):
    """A session runs since 1 on tariff A; B is entered at 2, says it started at 0.5."""
    create(0, 1, sites, id="A")
    create(2, 2, ["S1"], id="B", start=0.5)
    assert [price(S1, hours) for hours in (0, 1, 1.9, 2)] == [1, 1, 1, 2]


def test_a_tariff_that_is_entered_later_counts_where_the_one_in_effect_does_not_suit(aws):
    create(0, 1, ["S1"], id="A", type="REGULAR")
    create(2, 2, ["S1"], id="B", start=0.5)
    assert (price(S1, 1), price(S1, 1, ad_hoc=True)) == (1, 2)


def test_a_later_version_never_changes_the_past(aws):
    create(0, 1, ["S1"], start=-5)
    create(2, 2, ["S1"], start=-5)
    assert [price(S1, hours) for hours in (-5, 1.9, 2)] == [1, 1, 2]


def test_a_currency_finds_its_own_tariff(aws):
    create(0, 1, ["*"], id="EURO")
    create(1, 25, ["*"], id="KORUNA", currency="CZK")
    assert (price(S1, 2), price(PRAGUE, 2)) == (1, 25)


def test_ad_hoc_drivers_have_their_own_tariff(aws):
    create(0, 1, ["S1"], id="REGULAR", type="REGULAR")
    create(1, 2, ["S1"], id="ADHOC", type="AD_HOC_PAYMENT")
    assert (price(S1, 2), price(S1, 2, ad_hoc=True)) == (1, 2)


def test_two_spellings_are_one_tariff(aws):
    create(0, 1, ["S1"], id="day")
    assert create(1, 2, ["S2"], id="DAY").number == 2
    with pytest.raises(NoTariff):
        price(S1, 2)


def test_many_versions_of_another_tariff_do_not_hide_ours(aws):
    create(0, 1, ["S1"], id="OURS")
    for number in range(12):
        create(1 + number, 2, ["S1"], id="OTHER", end=1 + number + 0.5)
    assert price(S1, 20) == 1


def test_many_sites_take_several_transactions(aws, monkeypatch, outbox):
    monkeypatch.setattr(store_version, "_MOST_WRITES", 5)
    create(0, 1, ["S1", "S2", "S3", "S4", "S5", "S6"])
    create(1, 2, ["S6"])
    s6 = Site("S6", None, "UTC", "DE", "EUR")
    assert [price(S1, 0.5), price(s6, 0.5), price(s6, 2)] == [1, 1, 2]
    with pytest.raises(NoTariff):
        price(S2, 2)
    assert len(outbox()) == 2


def test_a_transaction_keeps_the_limit_of_dynamodb_and_the_event_comes_last(aws, monkeypatch):
    batches = []

    @contextmanager
    def recording():
        batches.append(batch := Mock())
        yield batch

    monkeypatch.setattr(store_version, "transaction", recording)
    create(0, 1, [f"X{number}" for number in range(150)])
    written = [[call.args[0] for call in batch.save.call_args_list] for batch in batches]
    assert [len(batch) for batch in written] == [99, 54]
    assert written[0][0].partition == "tariffs"
    with_event = [any(isinstance(item, OutboxItem) for item in batch) for batch in written]
    assert with_event == [False, True]


def test_of_two_versions_at_once_one_is_refused(aws, monkeypatch, outbox):
    create(0, 1, ["S1"])

    def overtaken(version):
        monkeypatch.setattr(creating, "neighbours", neighbours)
        create(1, 2, ["S2"])
        return neighbours(version)

    neighbours = creating.neighbours
    monkeypatch.setattr(creating, "neighbours", overtaken)
    with pytest.raises(Problem) as caught:
        create(1, 3, ["S1"])
    assert caught.value.status == 409
    assert len(outbox()) == 2
    assert {item.number for item in TariffTable.scan()} == {1, 2, None}


def test_of_two_first_versions_at_once_one_is_refused(aws, monkeypatch):
    monkeypatch.setattr(creating, "latest_number", lambda key: 0)
    create(0, 1, ["S1"])
    with pytest.raises(Problem):
        create(0, 2, ["S1"])


CS1 = {"site": "S1", "station": "CS-1"}


def test_the_most_exact_place_comes_first(aws):
    places = [{"site": "*"}, {"site": "S1"}, CS1, CS1 | {"evse": 1}]
    places.append(CS1 | {"evse": 1, "connector": 2})
    for number, place in enumerate(reversed(places)):
        create(0, 5 - number, [place], id=f"T{number}")
    assert [
        price(S1, 1, evse=1, connector=2),
        price(S1, 1, evse=1, connector=1),
        price(S1, 1, evse=1, connector=None),
        price(S1, 1, evse=2, connector=2),
        price(S1, 1, evse=None, connector=None),
        price(S1, 1, station="CS-2"),
        price(S2, 1),
    ] == [5, 4, 4, 3, 3, 2, 1]


def test_at_one_place_a_group_comes_before_a_party_and_both_before_anybody(aws):
    create(0, 1, ["S1"], id="ALL")
    create(0, 2, [{"site": "S1", "party": "NL-TNM"}], id="PARTY")
    create(0, 3, [{"site": "S1", "group": "Fleet"}], id="GROUP")
    drivers = [ANYBODY, Driver(None, "NL-TNM"), Driver("FLEET", "nl-tnm"), Driver("OTHER", "DE-X")]
    assert [price(S1, 1, driver=driver) for driver in drivers] == [1, 2, 3, 1]


def test_a_place_comes_before_a_driver(aws):
    create(0, 1, [{"site": "*", "group": "G"}], id="GROUP")
    create(0, 2, ["S1"], id="SITE")
    assert (price(S1, 1, driver=Driver("G")), price(S2, 1, driver=Driver("G"))) == (2, 1)


def test_two_tariffs_may_be_placed_at_one_target_at_once(aws, monkeypatch):
    """Whoever reads the schedule before the other writes it has to read it again."""
    create(0, 1, ["S1"], id="A")

    def overtaken(*given):
        monkeypatch.setattr(store_version, "changed_schedules", changed_schedules)
        found = changed_schedules(*given)
        create(1, 2, ["S1"], id="B")
        return found

    changed_schedules = store_version.changed_schedules
    monkeypatch.setattr(store_version, "changed_schedules", overtaken)
    create(2, 3, ["S1"], id="C")
    assert [price(S1, hours) for hours in (0.5, 1.5, 2.5)] == [1, 2, 3]


def test_it_takes_two_round_trips_however_many_tariffs_there_are(aws, monkeypatch):
    for number in range(30):
        create(number, number, ["*", "S1", CS1], id=f"T{number}")
    calls = []
    made = _CONNECTION.client._make_api_call

    def counted(operation, given):
        calls.append(operation)
        return made(operation, given)

    monkeypatch.setattr(_CONNECTION.client, "_make_api_call", counted)
    assert price(S1, 10.5, driver=Driver("G", "NL-TNM")) == 10
    assert calls == ["BatchGetItem", "GetItem"]


def test_what_was_replaced_long_ago_is_forgotten_and_nothing_else(aws):
    for day in (0, 1, 2, 450):
        create(day * 24, day, ["S1"])
    item = TariffTable.get(target_key(Target("S1")), SCHEDULE)
    assert len(item.schedule) == 2
    assert [price(S1, day * 24) for day in (50, 449, 450)] == [2, 2, 450]


def test_a_target_has_room_for_so_many_versions_and_says_so(aws, monkeypatch):
    monkeypatch.setattr(schedule, "MOST_ENTRIES", 2)
    for hour in range(2):
        create(hour, hour, ["S1"])
    with pytest.raises(Problem) as caught:
        create(2, 2, ["S1"])
    assert caught.value.status == 409
    assert price(S1, 3) == 1
    create(24 * 401, 3, ["S1"])
