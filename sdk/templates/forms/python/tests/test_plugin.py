"""What the plugin answers, without a component: the vectors, the catalogs, and what a grid worker sees."""

from pathlib import Path

import pytest

from lifang_sdk.testing import Catalogs, Incomplete, Manifest, answered, answers, assert_admitted, call, expected, fields, found, judge, shown, vectors_of
from plugin import plugin

FOLDER = Path(__file__).parent.parent
REGION, VECTORS = vectors_of(FOLDER)
MANIFEST = Manifest(FOLDER)
CALL = call(REGION, manifest=MANIFEST, on="2024-03-01")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector):
    assert answered(plugin, FOLDER, REGION, vector) == expected(vector)


def test_both_catalogs_are_whole_and_have_what_is_asked():
    catalogs = Catalogs(FOLDER)
    catalogs.assert_whole()
    catalogs.assert_say(plugin.checklist(CALL, "newcomer-visit", fields()).form())


def test_the_school_is_asked_about_only_where_there_are_children():
    def asked(children):
        return shown(plugin.checklist(CALL, "newcomer-visit", fields()), answers(registered=True, children=children))

    assert "school" in asked(1)
    assert "school" not in asked(0)


def test_what_is_proposed_is_covered_by_the_duty_list():
    judged = judge(plugin, CALL, "newcomer-visit", answers(registered=False))
    assert found(judged) == ["not-registered"]
    assert_admitted(MANIFEST, judged.actions)
    with pytest.raises(Incomplete):
        judge(plugin, CALL, "newcomer-visit", answers())
