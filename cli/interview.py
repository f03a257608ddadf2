"""The interview at a terminal: the words and keys around the interview as a value (``dialogue``).

Prompts go to standard error, so that standard output holds the result alone. Answers are taken by
word, number or unique beginning. The end of input and Ctrl-C stop without a result.
"""

import io
import sys
from typing import Any

import click
import msgspec
from legspasm.asking import Question
from legspasm.cli.answers import ALL_COMMANDS, completed
from legspasm.cli.output import say, terminal_width
from legspasm.dialogue import Interview
from legspasm.errors import FactsError, message
from legspasm.facts import parse_value, spoken
from legspasm.inquiry import need
from legspasm.model import Knowledge
from legspasm.prose import print_template
from legspasm.targets import influence


def hold(talk: Interview, *, color: bool, plain: bool) -> Interview:
    """Ask until nothing is left to ask, or the person has had enough. Raises click.Abort."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # what cannot be read is asked again, not fatal
        sys.stdin.reconfigure(errors="replace")
    return _Session(talk, color=color, plain=plain).run()


class _Session:
    """One person at one terminal."""

    def __init__(self, talk: Interview, *, color: bool, plain: bool) -> None:
        self._talk = talk
        self._knowledge: Knowledge = talk.knowledge
        self._definitions = {each.name: each for each in talk.knowledge.facts}
        self._style = {"color": color, "plain": plain}
        self._card = talk.card

    def run(self) -> Interview:
        self._show("interview", knowledge=self._knowledge)
        while True:
            question = self._talk.question
            if question is None and not self._stopped():
                self._review()
                question = self._talk.question
            if question is None or not self._take(question):
                break
        say("")
        return self._talk

    def _take(self, question: Question) -> bool:
        """Ask one question; False where the person wants to stop."""
        numbered = question.kind == "fact" and question.fact != self._knowledge.safety.fact
        self._show(
            "question",
            question=question,
            number=self._talk.number if numbered else 0,
            at_most=self._talk.at_most if numbered else 0,
        )
        while True:
            text = self._line()
            if not text:
                self._tell(message("prompts", "empty"))
                continue
            word = completed(text, question)
            if word == "quit":
                return False
            if word in {"help", "why"}:
                self._explain(word, question)
            elif word in {"facts", "back"}:
                self._review() if word == "facts" else self._go_back()
                return True
            elif self._answer(question, None if word == "not_sure" else word):
                return True

    def _answer(self, question: Question, word: str | None) -> bool:
        """Take an answer; False, with the reason told, where it is none."""
        try:
            if question.kind == "read_card":
                self._talk = self._talk.answer(word == "yes")
            elif question.kind == "conflict":
                self._talk = self._talk.answer(word)
            else:
                self._talk = self._talk.answer(self._value(question.fact, word))
        except FactsError as error:
            self._complain(question, error)
            return False
        self._show_card()
        return True

    def _value(self, fact: str, word: str | None) -> object:
        return None if word is None else parse_value(self._definitions[fact], word)

    def _go_back(self) -> None:
        if not self._talk.steps:
            self._tell(message("prompts", "nothing_before"))
        self._talk = self._talk.back()
        self._card = self._talk.card

    def _explain(self, word: str, question: Question) -> None:
        if word == "help":
            definition = self._definitions.get(question.fact if question.kind == "fact" else "")
            self._show("help", question=question, definition=definition)
            return
        unsure = {each.fact for each in self._talk.steps if each.answer is None}
        asked = question.kind == "fact" and bool(question.reason.could_change)
        needed = need(self._talk.record, question.fact, unsure) if asked else None
        self._show(
            "why",
            question=question,
            told=self._told(),
            changes=[influence(self._knowledge, each) for each in question.reason.could_change],
            answers=msgspec.to_builtins(needed.answers) if needed else (),
        )

    def _review(self) -> None:
        """Show what was told, and change what the person picks, until that opens a question."""
        while True:
            told = self._told()
            self._show("told", told=told)
            if not told:
                return
            self._tell(message("prompts", "change"))
            text = self._line()
            if not text:
                return
            if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(told):
                if self._change(told[int(text[:9]) - 1][0]) and self._talk.question is not None:
                    return
            else:
                self._tell(message("prompts", "answer_change", count=len(told)))

    def _change(self, name: str) -> bool:
        question = self._talk.ask(name)
        self._show("question", question=question, number=0, at_most=0)
        while True:
            text = self._line()
            word = completed(text, question) if text else "back"
            if word in ALL_COMMANDS and word != "not_sure":
                return False
            try:
                value = None if word == "not_sure" else self._value(name, word)
                self._talk = self._talk.change(name, value)
            except FactsError as error:
                self._complain(question, error)
                continue
            self._show_card()
            return True

    def _told(self) -> list[tuple[str, str]]:
        """The names of the known facts, and what they say, in vocabulary order."""
        values = {fact.name: fact.value for fact in self._talk.facts}
        return [
            (each.name, " ".join(spoken(each, values[each.name])))
            for each in self._knowledge.facts
            if each.name in values
        ]

    def _complain(self, question: Question, error: FactsError) -> None:
        """What was wrong with an answer, in the words of the question: labels, never ids."""
        count = len(question.options)
        if question.type == "set":
            self._tell(message("prompts", "answer_set", count=count))
        elif question.options:
            self._tell(message("prompts", "answer_option", count=count))
        else:
            for each in error.problems:
                self._tell(each.text)

    def _show_card(self) -> None:
        """The safety card at once, where the last answer calls for another one."""
        card = self._talk.card
        if card is not None and card != self._card:
            say("")
            self._show("card", card=card, verbose=False)
        self._card = card

    def _stopped(self) -> bool:
        last = self._talk.steps[-1] if self._talk.steps else None
        return last is not None and last.kind == "read_card" and last.answer is None

    def _line(self) -> str:
        say(message("prompts", "prompt"), newline=False)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        return line.strip().lower()

    def _tell(self, text: str) -> None:
        self._show("message", text=text)

    def _show(self, name: str, **data: Any) -> None:
        width = terminal_width()
        say(print_template(f"{name}.txt.j2", width=width, **self._style, **data), newline=False)
