"""Explanation data in, words out: the one door to Jinja2.

The templates in ``templates/`` hold the connectives; everything about the subject comes from the
knowledge. A user's own template runs in Jinja2's sandbox and sees the same data:
``explanation`` (:class:`~legspasm.explanation.Explanation`) and ``record`` (plain data).
"""

import marshal
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from legspasm.body import Body
from legspasm.compiled import code_in, keep, kept, moved
from legspasm.document import Document, plain_document
from legspasm.errors import TemplateError, printable, problem
from legspasm.explanation import explain
from legspasm.model import Knowledge

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context
    from legspasm.layout import Picture

Format = Literal["text", "markdown", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIX = {"text": "txt", "markdown": "md", "html": "html"}
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MERMAID = re.compile(r"[^\w ().,:=]")
_STYLES = {"bold": "1", "dim": "2", "red": "31;1", "green": "32;1", "yellow": "33;1"}
_ESCAPED = (".html.j2", ".svg.j2")
_MAX_WIDTH = 100


def render(
    document: Document,
    knowledge: Knowledge,
    format: Format,
    *,
    verbose: bool,
    width: int,
    color: bool,
    plain: bool,
) -> str:
    """The explanation as ``text``, ``markdown`` or ``html``; see ``Record.render``."""
    suffix = _suffix(format)
    pictures = pictures_of_causes(document.body, knowledge) if format == "html" else {}
    return print_template(
        f"consultation.{suffix}.j2",
        width=width,
        color=color,
        plain=plain,
        explanation=explain(document.body, knowledge),
        record=plain_document(document),
        pictures=pictures,
        verbose=verbose,
    )


def pictures_of_causes(body: Body, knowledge: Knowledge) -> "dict[str, Picture]":
    """By id, what leads to each cause and away from it: for pages, since it takes a while."""
    from legspasm.graph import cause_graph
    from legspasm.layout import lay_out

    return {cause.id: lay_out(cause_graph(body, knowledge, cause.id)) for cause in knowledge.causes}


def print_explanation(template: str, format: Format, **data: Any) -> str:
    """An explanation through a template that is the same for every format.

    It prints its parts with the macros of ``blocks``, which know the format. Takes what
    :func:`print_template` takes. Raises ValueError for an unknown format.
    """
    suffix = _suffix(format)
    name = "explanation.html.j2" if format == "html" else template
    told = print_template(name, content=template, blocks=f"blocks.{suffix}.j2", **data)
    return told if format == "html" else _BLANK_LINES.sub("\n\n", told).strip("\n") + "\n"


def print_template(
    name: str, /, *, width: int = 80, color: bool = False, plain: bool = False, **data: Any
) -> str:
    """One of our own templates, printed; ``width`` in columns. Safe from many threads.

    ``plain`` leaves out what a screen reader stumbles over: lines that only draw.
    """
    template = _environment(name.endswith(_ESCAPED)).get_template(name)
    return template.render(width=_columns(width), color=color and not plain, plain=plain, **data)


def render_template(
    document: Document, knowledge: Knowledge, template: str, name: str, *, width: int
) -> str:
    """The explanation through a user's own template; see ``Record.render_template``."""
    from jinja2 import TemplateSyntaxError, select_autoescape
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    escape = select_autoescape(["html", "htm", "xml", "html.j2", "htm.j2", "xml.j2"])
    environment = ImmutableSandboxedEnvironment(autoescape=escape(name))
    _prepare(environment)
    explanation, record = explain(document.body, knowledge), plain_document(document)
    try:
        return environment.from_string(template).render(
            explanation=explanation, record=record, width=_columns(width), color=False, plain=False
        )
    except TemplateSyntaxError as error:
        place = f"{name}:{error.lineno}"
        raise TemplateError([problem("template_broken", place, why=error.message)]) from error
    except Exception as error:  # a template is a program of the user's: it can raise anything
        why = str(error) or type(error).__name__
        raise TemplateError([problem("template_failed", name, why=why)]) from error


def compile_templates() -> None:
    """Compile every template of our own; they are kept where that can be (``compiled.py``)."""
    for escape, other in ((False, _ESCAPED), (True, ".txt.j2")):
        environment = _environment(escape)
        for name in environment.list_templates(extensions=["j2"]):
            if not name.endswith(other):
                environment.get_template(name)


def _suffix(format: Format) -> str:
    if format not in _SUFFIX:
        raise ValueError(f"{format!r}: expected one of {', '.join(FORMATS)}")
    return _SUFFIX[format]


@cache
def _environment(escape: bool) -> "Environment":
    from jinja2 import Environment, FileSystemLoader

    folder = Path(__file__).with_name("templates")
    loader = FileSystemLoader(folder)
    cache = _kept_templates("escaped" if escape else "plain")
    environment = Environment(
        loader=loader, autoescape=escape, auto_reload=False, bytecode_cache=cache
    )
    _prepare(environment)
    return environment


def _kept_templates(kind: str) -> "BytecodeCache | None":
    """Templates that were compiled before, by this Jinja2, from the same text."""
    import jinja2

    try:
        compiler = code_in(Path(jinja2.__file__).parent)
    except OSError:  # no folder of files: nothing can be told about its code, so nothing is kept
        return None

    class KeptTemplates(jinja2.BytecodeCache):
        def get_cache_key(self, name: str, filename: str | None = None) -> str:
            return str(filename)

        def load_bytecode(self, bucket: "Bucket") -> None:
            code = kept(Path(bucket.key), kind, (compiler, bucket.checksum))
            if code is not None:
                bucket.code = moved(marshal.loads(code), bucket.key)

        def dump_bytecode(self, bucket: "Bucket") -> None:
            code = marshal.dumps(bucket.code)
            keep(Path(bucket.key), kind, (compiler, bucket.checksum), code)

    return KeptTemplates()


def _prepare(environment: "Environment") -> None:
    from jinja2 import StrictUndefined, pass_context

    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.keep_trailing_newline = True
    environment.filters["dot"] = _escape_dot
    environment.filters["fold"] = _fold
    environment.filters["markdown"] = _escape_markdown
    environment.filters["mermaid"] = _escape_mermaid
    environment.filters["plain"] = _plain
    environment.filters["style"] = pass_context(_style)
    environment.filters["yaml"] = _yaml
    environment.filters["wrap"] = pass_context(_wrap)


def _columns(width: int) -> int:
    return max(20, min(width, _MAX_WIDTH))


def _plain(text: object) -> str:
    """``text`` without what could steer a terminal; what is escaped already stays so."""
    return type(text)(printable(text)) if isinstance(text, str) else printable(str(text))


def _escape_markdown(text: object) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(str(text)))


def _escape_dot(text: object) -> str:
    """``text`` for a quoted label of the DOT language, where references such as ``&amp;`` count."""
    escaped = printable(str(text)).replace("&", "&amp;")
    return escaped.replace("\\", "\\\\").replace('"', '\\"')


def _escape_mermaid(text: object) -> str:
    """``text`` for a quoted label of Mermaid: by number, whatever could mean more than itself."""
    return _MERMAID.sub(lambda found: f"#{ord(found[0])};", printable(str(text)))


def _yaml(text: str) -> str:
    """``text`` as a scalar of a YAML file."""
    from legspasm.yamlfile import in_quotes

    return in_quotes(text)


def _fold(text: str, width: int) -> list[str]:
    """The lines of ``text``, long ones broken; nothing of them is lost."""
    folding = textwrap.TextWrapper(
        width, replace_whitespace=False, drop_whitespace=False, break_on_hyphens=False
    )
    return [piece for line in text.splitlines() for piece in folding.wrap(line)]


def _wrap(context: "Context", text: object, first: str = "", rest: str | None = None) -> str:
    """``text`` broken into lines of the width, with what stands before each of them."""
    lines = textwrap.wrap(
        printable(str(text)),
        context["width"],
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _style(context: "Context", text: object, name: str) -> str:
    """``text`` in a colour, line by line; as it is where no colour is wanted."""
    if not context["color"]:
        return str(text)
    lines = str(text).split("\n")
    return "\n".join(f"\x1b[{_STYLES[name]}m{line}\x1b[0m" for line in lines)
