"""What the plugin answers, without a component: the vectors, the catalogs, and what happens without the grant."""

from pathlib import Path

import pytest

from lifang_sdk import DataRefused, Day, Period
from lifang_sdk.testing import Catalogs, Manifest, TestData, answered, assert_admitted, call, event, expected, vectors_of
from plugin import plugin

FOLDER = Path(__file__).parent.parent
REGION, VECTORS = vectors_of(FOLDER)
MANIFEST = Manifest(FOLDER)
CALL = call(REGION, manifest=MANIFEST, on="2024-03-01")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector):
    assert answered(plugin, FOLDER, REGION, vector) == expected(vector)


def test_what_is_decided_can_be_said_in_both_languages_and_is_covered_by_the_duty_list():
    decided = plugin.decide(CALL, TestData(REGION, MANIFEST).data(), "moved-in", event("moved-in", "2024-03-01", persons=2, rented=True))
    catalogs = Catalogs(FOLDER)
    catalogs.assert_whole()
    catalogs.assert_say(decided)
    assert_admitted(MANIFEST, decided.actions)


def test_without_the_grant_there_is_no_report():
    data = TestData(REGION, MANIFEST).withhold("persons", "residence").data()
    with pytest.raises(DataRefused):
        plugin.report(CALL, data, "newcomers", Period(Day.of(2024, 1, 1), Day.of(2024, 3, 31)))
