"""The contract's words as data classes. Generated from WIT by scripts/contract.py."""

from dataclasses import dataclass
from enum import Enum
from typing import List, Optional, Tuple, Union



@dataclass
class Value_Flag:
    value: bool


@dataclass
class Value_Integer:
    value: int


@dataclass
class Value_Decimal:
    value: float


@dataclass
class Value_Text:
    value: str


@dataclass
class Value_Date:
    value: int


@dataclass
class Value_Instant:
    value: int


@dataclass
class Value_Codes:
    value: List[str]

Value = Union[Value_Flag, Value_Integer, Value_Decimal, Value_Text, Value_Date, Value_Instant, Value_Codes]


@dataclass
class Cell_Present:
    value: Value


@dataclass
class Cell_Unknown:
    pass


@dataclass
class Cell_Withheld:
    pass

Cell = Union[Cell_Present, Cell_Unknown, Cell_Withheld]


@dataclass
class Field:
    """
    A named cell.
    """
    key: str
    cell: Cell


@dataclass
class DataError_UnknownDataset:
    value: str


@dataclass
class DataError_UnknownColumn:
    value: str


@dataclass
class DataError_NotGranted:
    value: str


@dataclass
class DataError_OutsideRegion:
    value: str


@dataclass
class DataError_NotFound:
    value: str


@dataclass
class DataError_WrongType:
    value: str


@dataclass
class DataError_BadFilter:
    value: str


@dataclass
class DataError_PublishedMayNotScan:
    pass


@dataclass
class DataError_Limit:
    value: str


@dataclass
class DataError_Unavailable:
    pass

DataError = Union[DataError_UnknownDataset, DataError_UnknownColumn, DataError_NotGranted, DataError_OutsideRegion, DataError_NotFound, DataError_WrongType, DataError_BadFilter, DataError_PublishedMayNotScan, DataError_Limit, DataError_Unavailable]


@dataclass
class Region:
    """
    A region, as it was named on the day of the call.
    """
    code: str
    name: str
    level: str


@dataclass
class Text:
    """
    A text of the plugin's catalogs, with what goes into its placeables. The host puts it into the reader's language;
    the language never enters a decision.
    """
    key: str
    args: List[Tuple[str, Value]]


@dataclass
class Clause:
    """
    A place in a law, rule or list.
    """
    document: str
    article: str


@dataclass
class Reason:
    """
    Why: the smallest unit of an explanation.
    """
    rule: str
    text: Text
    basis: Optional[Clause]
    fields: List[str]


class Priority(Enum):
    """
    How much a matter presses.
    """
    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3


@dataclass
class WorkOrder:
    """
    Work for someone.
    """
    rule: str
    duty: str
    title: Text
    to: str
    due: Optional[int]
    priority: Priority


@dataclass
class Visit:
    """
    A visit to be paid.
    """
    rule: str
    duty: str
    checklist: str
    title: Text
    by: int
    priority: Priority


@dataclass
class Notification:
    """
    A message to a post.
    """
    rule: str
    to: str
    text: Text


@dataclass
class Tag:
    """
    A label on the subject of the call.
    """
    rule: str
    tag: str
    until: Optional[int]


@dataclass
class Escalation:
    """
    A matter that goes up.
    """
    rule: str
    to: str
    text: Text


@dataclass
class Extension:
    """
    Something this contract has no word for yet. A host that does not know `kind` refuses this action by name.
    """
    rule: str
    kind: str
    fields: List[Field]


@dataclass
class Action_OpenWorkOrder:
    value: WorkOrder


@dataclass
class Action_ScheduleVisit:
    value: Visit


@dataclass
class Action_Notify:
    value: Notification


@dataclass
class Action_Tag:
    value: Tag


@dataclass
class Action_Escalate:
    value: Escalation


@dataclass
class Action_Extension:
    value: Extension

Action = Union[Action_OpenWorkOrder, Action_ScheduleVisit, Action_Notify, Action_Tag, Action_Escalate, Action_Extension]


@dataclass
class Decision:
    """
    A decision: what to do, and why. No actions is a decision too, and needs its reasons as well.
    """
    actions: List[Action]
    reasons: List[Reason]


@dataclass
class PluginError_UnknownId:
    value: str


@dataclass
class PluginError_BadInput:
    value: Tuple[str, Text]


@dataclass
class PluginError_Data:
    value: DataError


@dataclass
class PluginError_Withheld:
    value: str


@dataclass
class PluginError_Refused:
    value: Text

PluginError = Union[PluginError_UnknownId, PluginError_BadInput, PluginError_Data, PluginError_Withheld, PluginError_Refused]


@dataclass
class Test_Equals:
    value: Value


@dataclass
class Test_OneOf:
    value: List[Value]


@dataclass
class Test_AtLeast:
    value: Value


@dataclass
class Test_AtMost:
    value: Value


@dataclass
class Test_AnyBit:
    value: int


@dataclass
class Test_Known:
    pass


@dataclass
class Test_Unknown:
    pass

Test = Union[Test_Equals, Test_OneOf, Test_AtLeast, Test_AtMost, Test_AnyBit, Test_Known, Test_Unknown]


@dataclass
class Filter:
    """
    One condition.
    """
    column: str
    test: Test


@dataclass
class ScanQuery:
    """
    What to read.
    """
    dataset: str
    columns: List[str]
    filters: List[Filter]
    region: Optional[str]
    sort: List[str]


@dataclass
class TextColumn:
    """
    A column of text without repetition: row `i` is `bytes[offsets[i]..offsets[i + 1]]`.
    """
    offsets: List[int]
    bytes: bytes


@dataclass
class DictionaryColumn:
    """
    A column of repeated text: row `i` is `words[codes[i]]`. The words of a scan only ever grow, and a code keeps its
    meaning through all batches of a scan.
    """
    codes: List[int]
    words: List[str]


@dataclass
class Measure_Count:
    pass


@dataclass
class Measure_Known:
    value: str


@dataclass
class Measure_Sum:
    value: str


@dataclass
class Measure_Mean:
    value: str


@dataclass
class Measure_Min:
    value: str


@dataclass
class Measure_Max:
    value: str

Measure = Union[Measure_Count, Measure_Known, Measure_Sum, Measure_Mean, Measure_Min, Measure_Max]


@dataclass
class AggregateQuery:
    """
    What to count.
    """
    dataset: str
    by: List[str]
    measures: List[Measure]
    filters: List[Filter]
    region: Optional[str]


@dataclass
class Figure_Number:
    value: float


@dataclass
class Figure_None_:
    pass


@dataclass
class Figure_Suppressed:
    pass

Figure = Union[Figure_Number, Figure_None_, Figure_Suppressed]


@dataclass
class Group:
    """
    One group.
    """
    key: List[Optional[Value]]
    figures: List[Figure]


@dataclass
class Event:
    """
    Something that happened 事件.
    """
    id: str
    kind: str
    occurred: int
    fields: List[Field]


@dataclass
class Outcome:
    """
    What is proposed for each row that a sweep marked with it.
    """
    code: str
    actions: List[Action]
    reasons: List[Reason]


@dataclass
class SweepAnswer:
    """
    The answer of a sweep, in columns: row `rows[i]` of the scan has outcome `outcomes[marks[i]]`.
    """
    rows: List[int]
    marks: List[int]
    outcomes: List[Outcome]


@dataclass
class Period:
    """
    Both days included.
    """
    first: int
    last: int


@dataclass
class TableCell_Empty:
    pass


@dataclass
class TableCell_Number:
    value: Tuple[Figure, int]


@dataclass
class TableCell_Text:
    value: Text


@dataclass
class TableCell_Data:
    value: str


@dataclass
class TableCell_Date:
    value: int

TableCell = Union[TableCell_Empty, TableCell_Number, TableCell_Text, TableCell_Data, TableCell_Date]


@dataclass
class Table:
    """
    A table.
    """
    caption: Text
    columns: List[Text]
    rows: List[List[TableCell]]


class ChartKind(Enum):
    """
    How a chart draws.
    """
    BAR = 0
    LINE = 1
    PIE = 2


@dataclass
class Chart:
    """
    A chart.
    """
    kind: ChartKind
    caption: Text
    labels: List[str]
    series: List[Tuple[Text, List[Figure]]]


@dataclass
class KeyFigure:
    """
    A single figure that stands for itself.
    """
    label: Text
    value: Tuple[Figure, int]


@dataclass
class Block_Section:
    value: Text


@dataclass
class Block_Paragraph:
    value: Text


@dataclass
class Block_KeyFigure:
    value: KeyFigure


@dataclass
class Block_Table:
    value: Table


@dataclass
class Block_Chart:
    value: Chart

Block = Union[Block_Section, Block_Paragraph, Block_KeyFigure, Block_Table, Block_Chart]


@dataclass
class BlockNode:
    """
    A node of a document, flat as a form's nodes are.
    """
    parent: Optional[int]
    block: Block


@dataclass
class Document:
    """
    A report as a document; the host renders it.
    """
    title: Text
    nodes: List[BlockNode]


@dataclass
class Choice:
    """
    One choice of a question.
    """
    code: str
    label: Text


@dataclass
class AnswerType_Flag:
    pass


@dataclass
class AnswerType_Integer:
    value: Tuple[int, int]


@dataclass
class AnswerType_Decimal:
    value: Tuple[float, float]


@dataclass
class AnswerType_Text:
    value: int


@dataclass
class AnswerType_Date:
    pass


@dataclass
class AnswerType_One:
    value: List[Choice]


@dataclass
class AnswerType_Many:
    value: List[Choice]

AnswerType = Union[AnswerType_Flag, AnswerType_Integer, AnswerType_Decimal, AnswerType_Text, AnswerType_Date, AnswerType_One, AnswerType_Many]


@dataclass
class NodeKind_Group:
    pass


@dataclass
class NodeKind_Note:
    pass


@dataclass
class NodeKind_Question:
    value: AnswerType

NodeKind = Union[NodeKind_Group, NodeKind_Note, NodeKind_Question]


@dataclass
class Node:
    """
    A node of a form. Forms are flat lists in reading order; a node's parent comes before it.
    """
    id: str
    parent: Optional[int]
    kind: NodeKind
    label: Text
    hint: Optional[Text]
    field: Optional[str]


@dataclass
class Form:
    """
    A checklist as it is asked on the day of the call.
    """
    id: str
    title: Text
    nodes: List[Node]


@dataclass
class Answer:
    """
    An answer to a question.
    """
    node: str
    value: Value


@dataclass
class NodeState:
    """
    How a node stands, given the answers so far.
    """
    node: int
    visible: bool
    required: bool
    problems: List[Text]


@dataclass
class FormState:
    """
    How the whole form stands. One entry per node, in the form's order.
    """
    nodes: List[NodeState]


class Severity(Enum):
    """
    How bad a finding is.
    """
    MINOR = 0
    MAJOR = 1
    CRITICAL = 2


@dataclass
class Finding:
    """
    Something wrong that the visit found 问题.
    """
    rule: str
    node: str
    severity: Severity
    text: Text


@dataclass
class Judgement:
    """
    What a filled checklist means.
    """
    findings: List[Finding]
    actions: List[Action]
    reasons: List[Reason]


@dataclass
class Referral:
    """
    Who issues instead.
    """
    office: Text
    advice: Text


@dataclass
class Standing_MayIssue:
    value: Text


@dataclass
class Standing_MayNotIssue:
    value: Referral

Standing = Union[Standing_MayIssue, Standing_MayNotIssue]


@dataclass
class Certificate:
    """
    One item of a list.
    """
    id: str
    title: Text
    keywords: List[str]
    standing: Standing
    basis: Clause
    in_force: int
    until: Optional[int]
    mandatory: bool


@dataclass
class Withdrawal:
    """
    An outer item that does not hold here.
    """
    id: str
    basis: Clause
    in_force: int


@dataclass
class CertificateList:
    """
    A list of certificates.
    """
    items: List[Certificate]
    withdrawn: List[Withdrawal]
