"""Everything a plugin's author imports; what only tests need is in `lifang_sdk.testing`."""

from . import log
from .actions import escalation, extension, notification, tag, visit, work_order
from .answers import Answers
from .call import ALL_DAY, Call, OfficeHours
from .certificates import certificates, may_issue, may_not_issue, withdrawal
from .checklist import Checklist, choice, choices, group, note, question
from .contract import ChartKind, Decision, Document, Judgement, Priority, SweepAnswer, Text
from .data.column import Column, local_column
from .data.data import Data, Group, by_region, measure
from .data.datasets import *  # noqa: F403
from .data.figure import Figure, combine, figure, number_of, percent_of
from .data.rows import Batch, Row, Rows, Scan, Values
from .failure import BadInput, DataRefused, PluginFailure, Refused, UnknownId, Withheld
from .fields import Fields
from .forms import Forms
from .judgement import decision, finding, judgement
from .report import cell, chart, data_cell, key_figure, paragraph, report, section, table
from .rules import Event, Marks, Period, Rules, outcome
from .time import Day, Instant
from .words import clause, reason, text
