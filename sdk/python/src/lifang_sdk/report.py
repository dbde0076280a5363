"""Reports 报表 as documents: sections, paragraphs, figures, tables and charts. The host renders them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import contract as c
from .contract import ChartKind, Figure
from .data.figure import figure
from .time import Day


@dataclass(frozen=True)
class Part:
    """What stands in a document; a section holds others."""

    block: c.Block
    inside: Sequence["Part"] = ()


def section(title: c.Text, inside: Sequence[Part]) -> Part:
    """A heading with what stands under it."""
    return Part(c.Block_Section(title), inside)


def paragraph(text: c.Text) -> Part:
    """Running text."""
    return Part(c.Block_Paragraph(text))


def key_figure(label: c.Text, value: Figure | float, decimals: int = 0) -> Part:
    """A single figure with so many decimals."""
    return Part(c.Block_KeyFigure(c.KeyFigure(label, (_figure(value), decimals))))


def table(caption: c.Text, columns: Iterable[c.Text], rows: Iterable[Iterable[c.TableCell]]) -> Part:
    """A table; each row is as long as its heads."""
    return Part(c.Block_Table(c.Table(caption, list(columns), [list(row) for row in rows])))


def chart(kind: ChartKind, caption: c.Text, labels: Iterable[str], series: Iterable[tuple[c.Text, Iterable[Figure]]]) -> Part:
    """A chart; each series has one point per label."""
    return Part(c.Block_Chart(c.Chart(kind, caption, list(labels), [(name, list(points)) for name, points in series])))


def cell(content: c.Text | Day | Figure | float | None, decimals: int = 0) -> c.TableCell:
    """A cell: a text of the catalogs, a day, a figure with its decimals, or nothing."""
    match content:
        case None:
            return c.TableCell_Empty()
        case Day():
            return c.TableCell_Date(content.number)
        case c.Text():
            return c.TableCell_Text(content)
    return c.TableCell_Number((_figure(content), decimals))


def data_cell(content: str) -> c.TableCell:
    """A cell of text that is data: a name, a code."""
    return c.TableCell_Data(content)


def report(title: c.Text, parts: Sequence[Part]) -> c.Document:
    """The document as the contract wants it: a flat list, parents first."""
    nodes: list[c.BlockNode] = []

    def flatten(parts: Sequence[Part], parent: int | None) -> None:
        for part in parts:
            nodes.append(c.BlockNode(parent, part.block))
            flatten(part.inside, len(nodes) - 1)

    flatten(parts, None)
    return c.Document(title, nodes)


def _figure(value: Figure | float) -> Figure:
    return figure(value) if isinstance(value, (int, float)) else value
