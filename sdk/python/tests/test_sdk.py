"""The SDK itself: days against Python's own calendar, working days, columns, cells, and whether what is generated is up to date."""

import datetime
import sys
from pathlib import Path

import pytest

from lifang_sdk import (
    Care, Checklist, DataRefused, Day, Houses, Living, OfficeHours, Persons, Row, Withheld, combine, figure, local_column, measure, number_of, percent_of,
    question, text,
)
from lifang_sdk import contract as c
from lifang_sdk.testing import WITHHELD, TestData, answers, call, event, fields, shown

MAY = ["2024-05-01", "2024-05-02", "2024-05-03", "2024-04-28", "2024-05-11"]


def test_what_is_generated_is_what_the_contract_says_now():
    sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
    from contract import generated

    for path, source in generated().items():
        assert path.read_text() == source, path


def test_days_are_those_of_pythons_own_calendar():
    first = datetime.date(1970, 1, 1)
    for number in range(-62_000, 84_000, 7):
        expected = first + datetime.timedelta(days=number)
        day = Day(number)
        assert (str(day), day.weekday, Day.parse(expected.isoformat())) == (expected.isoformat(), expected.isoweekday(), day)
    for none in ["2023-02-29", "2024-13-01", "2024-1-1", "", "2024-04-31", "20240101", "2024-W01-1"]:
        with pytest.raises(ValueError):
            Day.parse(none)
    assert str(Day.of(2024, 1, 31).plus_months(1)) == "2024-02-29"
    assert Day.of(2024, 2, 28).years_since(Day.of(1944, 2, 29)) == 79


def test_the_day_turns_at_midnight_in_china():
    midnight = Day.of(2024, 3, 1).at(0, 0)
    assert midnight.ms == datetime.datetime(2024, 2, 29, 16, tzinfo=datetime.timezone.utc).timestamp() * 1000
    assert Day.of(2024, 2, 29).end.ms == midnight.ms - 1
    assert str(midnight.plus_minutes(485)) == "2024-03-01 08:05"


def test_working_days_skip_the_may_holiday_of_2024_and_count_the_weekend_that_makes_up_for_it():
    here = call("220104001001", on="2024-04-26", exceptions=MAY)
    assert [str(here.add_working_days(count))[5:] for count in (1, 2, 3, 4)] == ["04-28", "04-29", "04-30", "05-06"]
    assert here.working_days_between(Day.parse("2024-04-26"), Day.parse("2024-05-06")) == 4
    late = call("220104001001", on="2024-04-30", at="16:00", exceptions=MAY)
    assert str(late.add_working_hours(2, OfficeHours.of((8, 30), (17, 0)))) == "2024-05-06 09:30"


def test_a_withheld_cell_is_an_error_and_an_unknown_one_is_not():
    known = fields(age=82, living="alone", care=["dementia", "alone-80"], phone=WITHHELD, floor=None)
    for read in (lambda: known.text("phone"), lambda: known.get(Persons.PHONE)):
        with pytest.raises(Withheld):
            read()
    assert known.integer("floor") is None
    assert (known.get(Persons.LIVING), known.get(Persons.CARE)) == (Living.ALONE, Care.DEMENTIA | Care.ALONE_80)
    with pytest.raises(Exception, match="wrong-type"):
        known.text("age")


def test_a_condition_on_an_answer_that_was_not_given_does_not_hold():
    given = lambda answers: answers.flag("alone")  # noqa: E731
    form = Checklist("visit", text("visit"), [question.flag("alone", text("alone")), question.text("why", 200, text("why"), visible_when=given, required=given)])
    assert shown(form, answers()) == ["alone"]
    assert shown(form, answers(alone=True)) == ["alone", "why"]
    assert [(node.visible, node.required) for node in form.state([]).nodes] == [(True, False), (False, False)]


class Person(Row):
    age = Persons.AGE
    grid = Persons.GRID
    care = Persons.CARE
    last_visit = Persons.LAST_VISIT
    living = Persons.LIVING
    name = Persons.NAME


def forty() -> TestData:
    """Forty persons: the n-th is n years old, in one of three grids, and every third has no recorded visit."""
    data = TestData("220104001001").grant("persons", "age", "grid", "care", "last_visit", "living", "name")
    for n in range(40):
        more = {"living": "alone", "care": ["alone-80", "dementia"]} if n % 2 else {}
        data.row("persons", age=n, grid=f"22010400100100{n % 3 + 1}", name=f"第{n}人😀", last_visit=Day(n) if n % 3 else None, **more)
    return data


def test_every_row_comes_once_with_its_own_values_over_several_batches():
    seen = 0
    for position, person in forty().data().scan(Person):
        assert position == seen
        read = (person.age, person.grid, person.name, person.last_visit, person.living, person.care)
        odd = seen % 2
        assert read == (seen, f"22010400100100{seen % 3 + 1}", f"第{seen}人😀", Day(seen) if seen % 3 else None, Living.ALONE if odd else None, 5 if odd else 0)
        seen += 1
    assert seen == 40
    batches = list(forty().data().scan(Person).batches())
    assert len(batches) > 1 and batches[1].age.raw[0] == batches[1].first == 16


def test_a_query_narrows_and_orders():
    def ages(**options):
        return [person.age for _, person in forty().data().scan(Person, **options)]

    assert ages(filters=[Persons.AGE.at_least(38)]) == [38, 39]
    assert ages(filters=[Persons.AGE.at_most(2)], sort=["-age"]) == [2, 1, 0]
    assert ages(filters=[Persons.LIVING.equals(Living.ALONE), Persons.AGE.one_of([3, 4, 5])]) == [3, 5]
    assert ages(filters=[Persons.CARE.any_bit(Care.DEMENTIA), Persons.AGE.at_most(3)]) == [1, 3]
    assert ages(within="220104001001002", filters=[Persons.AGE.at_most(5)]) == [1, 4]


def test_what_the_call_may_not_read_is_an_error():
    class Heated(Row):
        heating = local_column("houses", "x.heating", "dictionary")

    def refused(read, kind):
        with pytest.raises(DataRefused) as error:
            read()
        assert isinstance(error.value.why, kind)

    refused(lambda: forty().withhold("persons", "name").data().scan(Person), c.DataError_NotGranted)
    refused(lambda: forty().data().scan(Person, filters=[Persons.PHONE.known()]), c.DataError_NotGranted)
    refused(lambda: forty().data().scan(Person, within="110101000000"), c.DataError_OutsideRegion)
    refused(lambda: forty().data().scan(Person, filters=[Persons.AGE.at_least("old")]), c.DataError_BadFilter)
    refused(lambda: forty().published().data().scan(Person), c.DataError_PublishedMayNotScan)
    refused(lambda: forty().grant("houses", "x.heating").data().scan(Heated), c.DataError_UnknownColumn)


def test_figures_are_those_worked_out_by_hand_and_a_suppressed_one_stays_suppressed():
    wanted = [measure.count(), measure.known(Persons.LAST_VISIT), measure.sum(Persons.AGE), measure.mean(Persons.AGE), measure.max(Persons.AGE)]
    [every] = forty().data().aggregate(Persons, measures=wanted)
    assert [number_of(every.figure(at)) for at in range(5)] == [40, 26, 780, 19.5, 39]
    grids = forty().data().aggregate(Persons, by=[Persons.GRID], measures=[measure.count()])
    assert [(group.text(0)[-1], number_of(group.figure(0))) for group in grids] == [("1", 14), ("2", 13), ("3", 13)]
    assert percent_of(figure(10), c.Figure_Suppressed()) == c.Figure_Suppressed()
    assert percent_of(figure(10), figure(0)) == c.Figure_None_()
    assert combine(figure(1), figure(2), lambda one, other: one + other) == figure(3)
    with pytest.raises(DataRefused, match="WrongType"):
        forty().grant("houses", "use").data().aggregate(Houses, measures=[measure.mean(Houses.USE)])


def test_a_text_carries_its_values_by_type():
    said = text("k", days=3, share=0.5, who="王", on=Day.of(2024, 3, 1), last_visit=True)
    assert said.args == [
        ("days", c.Value_Integer(3)), ("share", c.Value_Decimal(0.5)), ("who", c.Value_Text("王")), ("on", c.Value_Date(19_783)), ("last-visit", c.Value_Flag(True)),
    ]


def test_a_value_may_have_any_name():
    assert text("k", key=1).args == [("key", c.Value_Integer(1))]
    happened = event("deed", "2024-03-01", kind="loud", on=True).fields
    assert (happened.text("kind"), happened.flag("on")) == ("loud", True)
