"""A result as Markdown, and where it goes: between two marks of a page whose prose stays."""

from speed.result import Line, Result, Row, shown

BEGIN = "<!-- measured: begin (written by `python benchmarks/speed`) -->"
END = "<!-- measured: end -->"
_UNITS = {"µs": 1.0, "ms": 1e3, "s": 1e6}


class MarksMissingError(Exception):
    """A page has not exactly one pair of marks, in order."""


def markdown(result: Result, plot: str = "") -> str:
    """The tables; ``plot`` is the file of the picture, shown between them where there is one."""
    parts = [_targets(result.rows)]
    for row in result.rows:
        if row.lines or row.notes:
            parts.append(f"### {row.title}")
        if row.lines:
            parts.append(_lines(row))
        if row.id == "consultation" and plot:
            parts.append(f"![The same as bars, on a logarithmic scale]({plot})")
        parts.extend(row.notes)
    parts.append("### Measured on")
    facts = [f"- {what}: {each}" for what, each in (*result.machine, ("run", result.settings))]
    facts.append("- versions: " + ", ".join(f"{name} {each}" for name, each in result.versions))
    parts.append("\n".join(facts))
    return "\n\n".join(parts) + "\n"


def between_marks(page: str, text: str) -> str:
    """``page`` with ``text`` between its marks. Raises MarksMissingError."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise MarksMissingError(f"{BEGIN} and {END} have to stand in the page once, in this order")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}"


def _targets(rows: tuple[Row, ...]) -> str:
    lines = ["| what | must reach | measured | |", "|---|---|---|---|"]
    for row in rows:
        for goal in row.goals:
            met = goal.met if goal.met == "met" else f"**{goal.met}**"
            lines.append(f"| {goal.what} | {goal.must} | {goal.measured} | {met} |")
    return "\n".join(lines)


def _lines(row: Row) -> str:
    noted = any(line.note for line in row.lines)
    unit = row.unit
    head = ["what", f"median, {unit}", f"p99, {unit}", "times", f"× {row.compared_with}"]
    head += ["what it tells"] if noted else []
    rule = ["---", "--:", "--:", "--:", "--:"] + (["---"] if noted else [])
    cells = [head, rule]
    for line in row.lines:
        cells.append(_cells(line, unit) + ([line.note] if noted else []))
    written = [f"| {' | '.join(each)} |" for each in cells]
    written[1] = f"|{'|'.join(rule)}|"
    return "\n".join(written)


def _cells(line: Line, unit: str) -> list[str]:
    size = _UNITS[unit]
    ratio = "" if line.ratio is None else shown(line.ratio)
    return [
        line.name,
        shown(line.median / size),
        shown(line.p99 / size),
        f"{line.times:,}",
        ratio,
    ]
