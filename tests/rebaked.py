"""The bread knowledge base as somebody has changed it: one of every kind of change."""

import shutil
from pathlib import Path

from tiny import BREAD, Bread


def copied(folder: Path) -> Bread:
    """A copy of the bread knowledge base in ``folder``, free to be changed."""
    shutil.copytree(BREAD, folder)
    return Bread(folder)


def reworded(folder: Path) -> Path:
    """The same rules in other words, with another reason beside them and another comment."""
    bread = copied(folder)
    bread.replace("facts.yaml", "Go by what you see.", "Go by your eyes.")
    bread.replace("facts.yaml", "says: There is mould in the dough.", "says: It is mouldy.")
    bread.replace("rules/yeast.yaml", "how much salt.", "how much salt that takes.")
    bread.replace("rules/yeast.yaml", "says: You added nothing.", "says: Nothing was added.")
    bread.replace("rules/yeast.yaml", "that foams does not fit", "that still foams does not fit")
    bread.replace("remarks.yaml", "about people, not", "about bakers, not")
    bread.replace("knowledge.yaml", "# A small", "# A very small")
    return folder


def rebaked(folder: Path) -> Path:
    """Other rules, facts, values, ranges, numbers, words, reasons and orders."""
    bread = copied(folder)
    facts, rules = "facts.yaml", "rules/yeast.yaml"
    bread.replace("parameters.yaml", "value: 180", "value: 365")
    bread.replace(facts, "mixed: {", "spelt: {label: spelt, says: It was spelt.}\n      mixed: {")
    bread.replace(
        facts,
        "      sugar: {label: sugar, says: You added sugar.}",
        "      honey: {label: honey, says: You added honey.}",
    )
    bread.replace(facts, "maximum: 60", "maximum: 40")
    bread.replace(
        facts,
        "    type: yes_no\n    question: Was it winter?",
        "    type: choice\n    question: When was it?",
    )
    bread.replace(
        facts,
        "yes: {says: It was winter.}\n      no: {says: It was not winter.}\n",
        "winter: {label: in winter, says: It was winter.}\n"
        "      summer: {label: in summer, says: It was summer.}\n\n"
        "  - name: proved\n    group: kitchen\n    type: yes_no\n"
        "    question: Did the dough stand for an hour?\n    help: Go by the clock.\n"
        "    why: Slow dough needs time.\n    unknown: You did not say how long it stood.\n"
        "    values:\n      yes: {says: The dough stood for an hour.}\n"
        "      no: {says: The dough did not stand for an hour.}\n",
    )
    bread.replace("rules/beside.yaml", "{fact: winter, is: yes}", "{fact: winter, is: winter}")
    bread.replace("rules/beside.yaml", "[rye, mixed]", "[rye, spelt, mixed]")
    bread.replace(
        "rules/cold.yaml", "      - {state: gas_missing}", "      - {fact: proved, is: yes}"
    )
    bread.replace(rules, "how much salt.", "how much salt that takes.")
    bread.replace(rules, "    hedge: usually\n", "")
    bread.replace(
        rules, "      - {fact: foam, is: yes}\n      - fact: added", "      - fact: added"
    )
    start = bread.text("rules/cold.yaml").index("  - id: warm_enough")
    bread.write("rules/cold.yaml", bread.text("rules/cold.yaml")[:start])
    bread.replace("causes.yaml", "It does not look cold.", "It does not look too cold.")
    bread.replace("rules/scope.yaml", "    silent: yes\n", "")
    bread.replace("safety.yaml", "mould: {level: urgent", "mould: {level: emergency")
    bread.replace("safety.yaml", "  - It cannot see your dough.\n", "")
    bread.replace("advice.yaml", "    caution: Keep it away from fire.\n", "")
    bread.replace("remarks.yaml", "with: advice", "with: answer")
    bread.write(
        "remarks.yaml",
        bread.text("remarks.yaml")
        + "\nforbidden:\n  - id: rye_is_no_reason\n    from: {fact: flour}\n"
        "    to:\n      - {cause: weak_yeast}\n    says: Rye is no reason of its own.\n",
    )
    bread.replace("source.txt", "or only slows it", "or just slows it")
    bread.replace("remarks.yaml", "or only slows it", "or just slows it")
    groups = "  - {id: loaf, title: The loaf}\n", "  - {id: yeast, title: The yeast}\n"
    bread.replace(facts, "".join(groups), "".join(reversed(groups)))
    return folder
