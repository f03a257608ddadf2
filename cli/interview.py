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
from legspasm.cli.answers import ALL_COMMANDS, bare_number, completed
from legspasm.cli.output import say, terminal_width
from legspasm.dialogue import Interview
from legspasm.errors import FactsError, message, words
from legspasm.facts import Fact, spoken
from legspasm.inquiry import need
from legspasm.model import Knowledge
from legspasm.prose import print_template
from legspasm.safety import SafetyCard
from legspasm.targets import influence
from legspasm.textvalue import parse_value


def remind(talk: Interview, *, color: bool, plain: bool) -> None:
    """The safety card once more where an emergency ended the questions: the last to be seen."""
    card = talk.card
    if card is not None and talk.stopped:
        width = terminal_width()
        text = print_template(
            "card.txt.j2", width=width, color=color, plain=plain, card=card, verbose=False
        )
        say(f"\n{text}", newline=False)


def hold(knowledge: Knowledge, facts: tuple[Fact, ...], *, color: bool, plain: bool) -> Interview:
    """Ask until nothing is left to ask, or the person has had enough. Raises click.Abort."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # what cannot be read is asked again, not fatal
        sys.stdin.reconfigure(errors="replace")
    return _Session(Interview(knowledge, facts), color=color, plain=plain).run()


class _Session:
    """One person at one terminal."""

    def __init__(self, talk: Interview, *, color: bool, plain: bool) -> None:
        self._talk = talk
        self._knowledge: Knowledge = talk.knowledge
        self._definitions = {each.name: each for each in talk.knowledge.facts}
        self._style = {"color": color, "plain": plain}
        self._card: SafetyCard | None = None
        self._enough = False
        """Whether the person wants no more questions."""

    def run(self) -> Interview:
        self._show("interview", knowledge=self._knowledge)
        self._show_card()
        while not self._enough:
            question = self._talk.question
            if question is None and not self._talk.stopped and self._told():
                self._review()
                question = self._talk.question
            if question is None:
                break
            if not self._enough:
                self._take(question)
        say("")
        return self._talk

    def _take(self, question: Question) -> None:
        """Ask one question, until it is answered or left."""
        if question.kind == "read_card" and self._card != self._talk.card:
            self._show_card()
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
            if word in {"help", "why"}:
                self._explain(word, question)
            elif word in {"quit", "facts", "back"}:
                self._leave(word)
                return
            elif self._answer(question, None if word == "not_sure" else word):
                return

    def _leave(self, word: str) -> None:
        if word == "quit":
            self._enough = True
        elif word == "facts":
            self._review()
        else:
            self._go_back()

    def _answer(self, question: Question, word: str | None) -> bool:
        """Take an answer; False, with the reason told, where it is none."""
        try:
            if question.kind == "read_card" and word not in {"yes", "no", None}:
                self._explain_form(question)
                return False
            if question.kind == "read_card":
                self._talk = self._talk.answer(word == "yes")
            elif question.kind == "conflict":
                self._talk = self._talk.answer(word)
            else:
                self._talk = self._talk.answer(self._value(question.fact, word))
        except FactsError:
            self._explain_form(question)
            return False
        self._show_card()
        return True

    def _value(self, fact: str, word: str | None) -> object:
        definition = self._definitions[fact]
        return None if word is None else parse_value(definition, bare_number(word, definition.unit))

    def _go_back(self) -> None:
        if not self._talk.steps:
            self._tell(message("prompts", "nothing_before"))
        self._talk = self._talk.back()
        question = self._talk.question
        asks_about_card = question is not None and question.kind == "read_card"
        self._card = None if asks_about_card else self._talk.card

    def _explain(self, word: str, question: Question) -> None:
        if word == "help":
            definition = self._definitions.get(question.fact if question.kind == "fact" else "")
            self._show("help", question=question, definition=definition)
            return
        asked = question.kind == "fact" and bool(question.reason.could_change)
        needed = need(self._talk.record, question.fact) if asked else None
        self._show(
            "why",
            question=question,
            told=self._told(),
            changes=[influence(self._knowledge, each) for each in question.reason.could_change],
            answers=msgspec.to_builtins(needed.answers) if needed else (),
        )

    def _review(self) -> None:
        """Show what was told, and change what the person picks, until that opens a question."""
        told = self._told()
        self._show("told", told=told)
        if told:
            self._tell(message("prompts", "change"))
        while told and (text := self._line()):
            if text in words("quit"):
                self._enough = True
                return
            if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(told):
                changed = self._change(told[int(text[:9]) - 1][0])
                if not self._enough and not (changed and self._talk.question is not None):
                    self._review()
                return
            self._tell(message("prompts", "answer_change", count=len(told)))

    def _change(self, name: str) -> bool:
        question = self._talk.ask(name)
        self._show("question", question=question, number=0, at_most=0)
        while True:
            text = self._line()
            word = completed(text, question) if text else "back"
            if word in {"help", "why"}:
                self._explain(word, question)
                continue
            if word in ALL_COMMANDS and word != "not_sure":
                self._enough = word == "quit"
                return False
            try:
                value = None if word == "not_sure" else self._value(name, word)
                self._talk = self._talk.change(name, value)
            except FactsError:
                self._explain_form(question)
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

    def _explain_form(self, question: Question) -> None:
        """What was wrong with an answer, in the words of the question: labels, never ids."""
        count = len(question.options)
        if question.type == "set":
            self._tell(message("prompts", "answer_set", count=count))
        elif question.options:
            self._tell(message("prompts", "answer_option", count=count))
        else:
            definition = self._definitions[question.fact]
            whole = definition.type == "whole_number"
            self._tell(
                message(
                    "prompts",
                    "answer_whole_number" if whole else "answer_number",
                    unit=definition.unit,
                    low=definition.minimum,
                    high=definition.maximum,
                )
            )

    def _show_card(self) -> None:
        """The safety card at once, where the last answer calls for another one."""
        card = self._talk.card
        if card is not None and card != self._card:
            say("")
            self._show("card", card=card, verbose=False)
        self._card = card

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
