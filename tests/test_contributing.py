"""The recipe in CONTRIBUTING.md, followed as it stands."""

import re
import shutil
import textwrap
from pathlib import Path

import legspasm
from legspasm.authoring.check import check

ROOT = Path(__file__).parents[1]


def test_the_rule_of_the_recipe_is_read_fires_and_is_told(tmp_path: Path) -> None:
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [rule] = re.findall(r"^ +```yaml\n(.*?)^ +```$", recipe, re.DOTALL | re.MULTILINE)
    [file] = set(re.findall(r"here `(rules/\w+\.yaml)`", recipe))
    [command] = re.findall(r"^ +legspasm consult (.*)$", recipe, re.MULTILINE)
    folder = tmp_path / "leg_spasm"
    shutil.copytree(Path(legspasm.__file__).with_name("knowledge") / "leg_spasm", folder)
    with (folder / file).open("a", encoding="utf-8") as rules:
        rules.write("\n" + textwrap.indent(textwrap.dedent(rule), "  "))

    facts = dict(setting.split("=") for setting in re.findall(r"--set (\S+)", command))
    told = {**facts, "activities": facts["activities"].split(",")}
    knowledge = legspasm.load_knowledge(folder)
    record = legspasm.consult(told, knowledge=knowledge)
    routes = [firing for firing in record.firings if firing.concludes.kind == "cause"]
    assert [firing.rule for firing in routes] == ["work_in_excess", "restless_muscles_cramp"]
    assert record.verdicts[1].because == tuple(firing.seq for firing in routes)
    assert "Work is one of the activities that can do this." in record.render("text")
    assert [(each.code, each.about) for each in check(folder).findings] == [
        ("not_reviewed", ("rule", "work_in_excess"))
    ]
    assert knowledge.digest != legspasm.built_in_knowledge().digest
