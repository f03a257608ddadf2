"""The ``legspasm`` command: a group of thin commands, and how errors reach a person.

Results go to standard output and everything else to standard error. Exit status: 0 done, 1 a
check found something, 2 bad usage or bad input, 130 stopped by the person.
"""

import io
import sys

import click
from legspasm import LegspasmError, __version__
from legspasm.cli.deferred import Deferred
from legspasm.cli.output import abandon_output, say
from legspasm.errors import message, printable, problem

_COMMANDS = {
    "audit": "audit:audit",
    "batch": "batch:batch",
    "consult": "consult:consult",
    "explain": "explain:explain",
    "facts": "vocabulary:facts",
    "knowledge": "knowledge:knowledge",
    "rules": "vocabulary:rules",
}


@click.group(
    commands=Deferred(_COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="legspasm")
def commands() -> None:
    """Explain what one short text says about a leg spasm.

    \b
    Examples:
      legspasm consult                          asks questions at a terminal
      legspasm consult --set recent_injury=yes --set age=70
      legspasm explain how injury --set recent_injury=yes
      legspasm facts                            what can be told
      legspasm rules                            what the text supports
      legspasm knowledge --help                 to write such knowledge, and to check it

    This explains a text. It gives no diagnosis. With --knowledge FOLDER the commands work on a
    knowledge base of your own, about another text.
    """


def main() -> None:
    """Run the command line; end the process with its exit status."""
    try:
        commands(standalone_mode=False)
    except LegspasmError as error:
        for each in error.problems:
            say(str(each))
        sys.exit(2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        for line in told.getvalue().splitlines():
            say(printable(line))
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say(f"\n{message('prompts', 'stopped')}")
        sys.exit(130)
    except OSError as error:  # click's own output, such as --help: ours is told where it is written
        if error.errno is None or error.filename is not None:
            raise
        name = message("prompts", "standard_output")
        say(str(problem("file_unwritable", name, why=error.strerror)))
        abandon_output()
        sys.exit(2)


if __name__ == "__main__":
    main()
