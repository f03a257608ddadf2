"""A folder of files becomes one knowledge base, or all its problems at once: never half of it."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from legspasm.errors import KnowledgeError
from legspasm.model import Sentence, Source
from legspasm.reader import load_knowledge, read_knowledge
from legspasm.shipped import built_in_knowledge
from logs import nobody, open_folder
from tiny import BREAD, Bread

FILES = [
    "advice.yaml",
    "causes.yaml",
    "facts.yaml",
    "knowledge.yaml",
    "parameters.yaml",
    "remarks.yaml",
    "rules/beside.yaml",
    "rules/cold.yaml",
    "rules/scope.yaml",
    "rules/yeast.yaml",
    "safety.yaml",
    "source.txt",
]


def test_a_knowledge_base_about_another_subject_loads_without_problems(bread: Bread) -> None:
    assert bread.problems() == []


def test_a_knowledge_base_has_its_name_version_title_and_source(bread: Bread) -> None:
    knowledge = bread.load()
    assert (knowledge.name, knowledge.version, knowledge.title) == (
        "bread",
        "0.1.0",
        "Why bread does not rise, as one short text tells it",
    )
    assert knowledge.source == Source(
        title="Flat bread",
        digest=hashlib.sha256((BREAD / "source.txt").read_bytes()).hexdigest(),
        sentences=tuple(
            Sentence(id=line.split("\t")[0], text=line.split("\t")[1], line=number)
            for number, line in enumerate(bread.text("source.txt").splitlines(), start=1)
            if line
        ),
    )
    assert len(knowledge.source.sentences) == 14


def test_a_folder_may_be_given_as_text_and_is_read_the_same_each_time(bread: Bread) -> None:
    first, second = load_knowledge(str(bread.folder)), load_knowledge(bread.folder)
    assert first == second
    assert hash(first) == hash(second)


def test_the_digest_is_that_of_the_canonical_map_from_files_to_their_digests(bread: Bread) -> None:
    digests = {
        name: hashlib.sha256((bread.folder / name).read_bytes()).hexdigest() for name in FILES
    }
    canonical = json.dumps(digests, sort_keys=True, separators=(",", ":"))
    assert bread.load().digest == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_digest_changes_with_any_byte_of_any_file(bread: Bread) -> None:
    digests = {bread.load().digest}
    for name in FILES:
        bread.write(name, bread.text(name) + "\n")
        digests.add(bread.load().digest)
    assert len(digests) == 1 + len(FILES)


def test_the_digest_does_not_depend_on_where_the_folder_is(bread: Bread, tmp_path: Path) -> None:
    shutil.copytree(bread.folder, tmp_path / "elsewhere")
    assert load_knowledge(tmp_path / "elsewhere") == bread.load()


def test_the_built_in_knowledge_is_read_once_and_is_about_legs() -> None:
    assert built_in_knowledge() is built_in_knowledge()
    assert built_in_knowledge().name == "leg_spasm"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: bread\n", "", ["knowledge.yaml:3:1: name is missing"]),
        (
            "title: Why",
            "titel: Why",
            [
                "knowledge.yaml:3:1: title is missing",
                "knowledge.yaml:5:1: unknown key 'titel'; did you mean title?",
            ],
        ),
        ("version: 0.1.0", "version: [0, 1]", ["knowledge.yaml:4:10: expected a name, got a list"]),
        ("version: 0.1.0", "version: 1.0", []),
        ("  title: Flat bread\n", "", ["knowledge.yaml:8:3: title is missing"]),
        (
            "  title: Flat bread\n",
            "  title: Flat bread\n  author: Nobody\n",
            ["knowledge.yaml:9:3: unknown key 'author'"],
        ),
        (
            "files:",
            "fils:",
            [
                "knowledge.yaml:3:1: files is missing",
                "knowledge.yaml:11:1: unknown key 'fils'; did you mean files?",
            ],
        ),
        (
            "  facts: facts.yaml\n",
            "",
            [
                "knowledge.yaml:12:3: facts is missing",
                "facts.yaml: is not named in knowledge.yaml, so it would not be read",
            ],
        ),
        (
            "facts: facts.yaml",
            "facts: ''",
            [
                "knowledge.yaml:13:10: expected a name, got nothing",
                "facts.yaml: is not named in knowledge.yaml, so it would not be read",
            ],
        ),
        (
            "facts: facts.yaml",
            "facts: fact.yaml",
            [
                "fact.yaml: cannot be read: No such file or directory",
                "facts.yaml: is not named in knowledge.yaml, so it would not be read",
            ],
        ),
        (
            "facts: facts.yaml",
            "facts: facts.yaml\n  fakts: facts.yaml",
            ["knowledge.yaml:14:3: unknown key 'fakts'; did you mean facts?"],
        ),
        (
            "    - rules/beside.yaml\n",
            "",
            ["rules/beside.yaml: is not named in knowledge.yaml, so it would not be read"],
        ),
        (
            "    - rules/beside.yaml\n",
            "    - rules/beside.yaml\n    - rules\n",
            ["rules: cannot be read: Is a directory"],
        ),
        (
            "  safety: safety.yaml\n",
            "",
            ["safety.yaml: is not named in knowledge.yaml, so it would not be read"],
        ),
        (
            "safety: safety.yaml",
            "safety: safty.yaml",
            [
                "safty.yaml: cannot be read: No such file or directory",
                "safety.yaml: is not named in knowledge.yaml, so it would not be read",
            ],
        ),
        (
            "safety: safety.yaml",
            "safety: [safety.yaml]",
            [
                "knowledge.yaml:22:11: expected a name, got a list",
                "safety.yaml: is not named in knowledge.yaml, so it would not be read",
            ],
        ),
    ],
)
def test_what_is_wrong_in_the_index_is_told(
    bread: Bread, old: str, new: str, expected: list[str]
) -> None:
    bread.replace("knowledge.yaml", old, new)
    assert bread.problems() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "facts.yaml: is empty"),
        ("groups: [", "facts.yaml:2:1: is not valid YAML: did not find expected node content"),
        (
            "a: &x 1",
            "facts.yaml:1:4: anchors and aliases are not read here; write the value out",
        ),
        (
            "a: *x",
            "facts.yaml:1:4: anchors and aliases are not read here; write the value out",
        ),
        ("a: b\n---\nc: d", "facts.yaml:2:1: a second document begins here; only one is read"),
        ("? [a]\n: b", "facts.yaml:1:3: expected a plain name as key"),
        ("facts: []\nfacts: []", "facts.yaml:2:1: the key 'facts' stands twice"),
        (
            "a: \0",
            "facts.yaml: is not valid YAML: unacceptable character #x0000: control "
            "characters are not allowed",
        ),
        ("[" * 100_000, "facts.yaml: is nested too deeply"),
    ],
    ids=["empty", "broken", "anchor", "alias", "documents", "key", "key twice", "NUL", "deep"],
)
def test_a_file_that_is_no_plain_yaml_is_told_alone(bread: Bread, text: str, expected: str) -> None:
    bread.write("facts.yaml", text)
    assert bread.problems() == [expected]


@pytest.mark.parametrize("name", ["knowledge.yaml", "facts.yaml", "rules/beside.yaml"])
def test_a_file_that_is_not_utf_8_is_told_alone(bread: Bread, name: str) -> None:
    (bread.folder / name).write_bytes(b"name: caf\xe9")
    assert bread.problems() == [f"{name}: is not text in UTF-8"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nothing", "nothing: there is no such folder"),
        ("file/below", "file/below: there is no such folder"),
        ("dangling", "dangling: there is no such folder"),
        (
            "file",
            "file: is no folder; "
            "a knowledge base is a folder with knowledge.yaml and other files in it",
        ),
        (
            "bread/knowledge.yaml",
            "bread/knowledge.yaml: is no folder; "
            "a knowledge base is a folder with knowledge.yaml and other files in it",
        ),
        (
            "empty",
            "empty: there is no knowledge.yaml in this folder, so it holds no knowledge base",
        ),
        (
            "bread/rules",
            "bread/rules: there is no knowledge.yaml in this folder, so it holds no knowledge base",
        ),
        (".", ".: there is no knowledge.yaml in this folder, but there is one in bread"),
        ("", ".: there is no knowledge.yaml in this folder, but there is one in bread"),
        ("loop", "loop/knowledge.yaml: cannot be read: Too many levels of symbolic links"),
        ("index", "index/knowledge.yaml: cannot be read: Is a directory"),
    ],
)
def test_a_path_that_is_no_folder_of_knowledge_is_told_as_such_and_alone(
    bread: Bread, monkeypatch: pytest.MonkeyPatch, path: str, problem: str
) -> None:
    here = bread.folder.parent
    (here / "empty").mkdir()
    (here / "index" / "knowledge.yaml" / "more").mkdir(parents=True)
    (here / "file").write_text("name: bread\n")
    (here / "loop").symlink_to("loop")
    (here / "dangling").symlink_to("nothing")
    monkeypatch.chdir(here)
    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(path)
    assert [str(each) for each in raised.value.problems] == [problem]


def test_a_folder_that_may_not_be_entered_is_told() -> None:
    with open_folder() as here:
        closed = here / "closed"
        closed.mkdir(mode=0)
        with pytest.raises(KnowledgeError) as raised, nobody():
            load_knowledge(closed)
        closed.chmod(0o755)
    assert str(raised.value) == f"{closed}/knowledge.yaml: cannot be read: Permission denied"


def test_a_file_that_the_system_cannot_name_is_told(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "- rules/beside.yaml", '- rules/beside.yaml\n    - "a\\0b"')
    with pytest.raises(KnowledgeError) as raised:
        bread.load()
    assert [problem.code for problem in raised.value.problems] == ["file_unreadable"]


def test_files_that_lie_unread_in_the_folder_are_told_in_order(bread: Bread) -> None:
    for name in ("z.yaml", "notes.txt", "rules/old.yml", "README.md", "picture.png"):
        bread.write(name, "anything")
    assert bread.problems() == [
        f"{name}: is not named in knowledge.yaml, so it would not be read"
        for name in ("notes.txt", "rules/old.yml", "z.yaml")
    ]


@pytest.mark.parametrize("name", ["../elsewhere.yaml", "{folder}/../elsewhere.yaml"])
def test_a_file_outside_the_folder_is_not_read(bread: Bread, name: str) -> None:
    name = name.format(folder=bread.folder)
    bread.write("../elsewhere.yaml", "states: []")
    bread.replace("knowledge.yaml", "- rules/beside.yaml", f"- rules/beside.yaml\n    - {name}")
    assert bread.problems() == [
        "../elsewhere.yaml: must be a file inside the folder",
    ]


def test_scenarios_are_named_and_not_read(bread: Bread) -> None:
    bread.write("more.yaml", "- [")
    assert bread.problems() == [
        "more.yaml: is not named in knowledge.yaml, so it would not be read"
    ]
    bread.replace("knowledge.yaml", "- scenarios.yaml", "- more.yaml\n    - not_there.yaml")
    (bread.folder / "scenarios.yaml").unlink()
    assert bread.problems() == []


def test_other_scenarios_are_no_other_knowledge(bread: Bread) -> None:
    before = bread.load()
    bread.write("scenarios.yaml", "scenarios: []")
    assert bread.load() == before


def test_scenarios_outside_the_folder_are_refused(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "- scenarios.yaml", "- scenarios.yaml\n    - ../more.yaml")
    assert bread.problems() == ["../more.yaml: must be a file inside the folder"]


def test_a_source_outside_the_folder_is_not_read(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "file: source.txt", "file: ../source.txt")
    (bread.folder / "source.txt").rename(bread.folder / "../source.txt")
    assert bread.problems() == ["../source.txt: must be a file inside the folder"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", "knowledge.yaml:1:1: expected keys with values, got a list"),
        ("a", "knowledge.yaml:1:1: expected keys with values, got 'a'"),
        ("a: [", "knowledge.yaml:2:1: is not valid YAML: did not find expected node content"),
        ("", "knowledge.yaml: is empty"),
    ],
)
def test_an_index_that_is_no_mapping_is_told_alone(bread: Bread, text: str, expected: str) -> None:
    bread.write("knowledge.yaml", text)
    assert bread.problems() == [expected]


def test_the_same_problem_is_told_once(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "parameters: parameters.yaml", "parameters: nothing.yaml")
    bread.replace("knowledge.yaml", "advice: advice.yaml", "advice: nothing.yaml")
    (bread.folder / "parameters.yaml").unlink()
    (bread.folder / "advice.yaml").unlink()
    assert bread.problems() == ["nothing.yaml: cannot be read: No such file or directory"]


def test_all_problems_of_all_files_are_told_at_once_in_reading_order(bread: Bread) -> None:
    bread.replace("knowledge.yaml", "version: 0.1.0", "version: [1]")
    bread.replace("source.txt", "P1.S3\tThere", "P1.S2\tThere")
    bread.replace("parameters.yaml", "value: 180", "value: many")
    bread.replace("facts.yaml", "question: Was it winter?", "qestion: Was it winter?")
    bread.replace("causes.yaml", "title: Weak yeast", "title: 7")
    bread.replace("advice.yaml", "P4.S1: put the dough", "P4.S1: put a dough")
    bread.replace("safety.yaml", "level: urgent", "level: urgnt")
    bread.replace("rules/yeast.yaml", "hedge: usually", "hedge: always")
    bread.replace("rules/cold.yaml", "below: cold_limit", "below: cold_limt")
    bread.replace("rules/scope.yaml", "{out_of_scope: no_bread}", "{out_of_scope: no_bred}")
    bread.replace("rules/beside.yaml", "one_of: [rye, mixed]", "one_of: [rye, maize]")
    bread.replace("remarks.yaml", "with: answer", "with: both")
    bread.write("unread.txt", "")
    told = [
        "knowledge.yaml:4:10: expected a name, got a list",
        "source.txt:3:1: the sentence P1.S2 stands twice",
        "unread.txt: is not named in knowledge.yaml, so it would not be read",
        "parameters.yaml:3:12: expected a number, got 'many'",
        "facts.yaml:108:5: question is missing",
        "facts.yaml:111:5: unknown key 'qestion'; did you mean question?",
        "causes.yaml:3:12: expected text, got '7'; put it in quotes if it is text",
        "safety.yaml:16:10: there is no level 'urgnt'; did you mean urgent?",
        "advice.yaml:14:7: the quote is not verbatim in P4.S1: "
        "'One should use fresh yeast, and put the dough in a warm spot.'",
        "rules/scope.yaml:19:16: there is no scope 'no_bred'; did you mean no_bread?",
        "rules/yeast.yaml:46:5: the hedge 'always' is in none of the rule's quotes",
        "rules/cold.yaml:10:9: there is no parameter 'cold_limt'; did you mean cold_limit?",
        "rules/beside.yaml:18:9: the fact has no value 'maize'; did you mean mixed?",
        "remarks.yaml:2:5: expected with: answer or with: advice, got 'both'",
        "remarks.yaml:6:7: the source has no sentence 'P1.S3'; did you mean P4.S3?",
    ]
    assert bread.problems() == told


def test_a_broken_file_does_not_hide_the_problems_of_the_others(bread: Bread) -> None:
    bread.write("rules/beside.yaml", "rules: [")
    bread.replace("facts.yaml", "group: safety", "group: safty")
    bread.replace("remarks.yaml", "with: answer", "with: both")
    assert sorted(bread.problems()) == [
        "facts.yaml:8:5: there is no group 'safty'; did you mean safety?",
        "remarks.yaml:2:5: expected with: answer or with: advice, got 'both'",
        "rules/beside.yaml:2:1: is not valid YAML: did not find expected node content",
    ]


def test_two_broken_files_that_others_need_are_both_told(bread: Bread) -> None:
    bread.write("facts.yaml", "- [")
    bread.write("causes.yaml", "")
    assert bread.problems() == [
        "facts.yaml:2:1: is not valid YAML: did not find expected node content",
        "causes.yaml: is empty",
    ]


def test_every_problem_stands_in_a_file_of_the_folder(bread: Bread) -> None:
    bread.replace("rules/yeast.yaml", "{state: yeast_tired}\n    c", "{state: gas_missing}\n    c")
    with pytest.raises(KnowledgeError) as raised:
        bread.load()
    assert list(map(str, raised.value.problems)) == [
        f"{bread.folder}/rules/yeast.yaml:18:5: these rules wait for one another: "
        "tired_yeast_makes_no_gas -> tired_yeast_makes_no_gas"
    ]


SALT = "- {fact: added, includes: salt}"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "rules/yeast.yaml",
            SALT,
            "- {fact: aded, includes: salt}",
            "rules/yeast.yaml:38:9: there is no fact 'aded'; did you mean added?",
        ),
        (
            "rules/yeast.yaml",
            SALT,
            "- {fact: added, includes: slat}",
            "rules/yeast.yaml:38:9: the fact has no value 'slat'; did you mean salt?",
        ),
        (
            "rules/yeast.yaml",
            SALT,
            "- {state: gas_mising}",
            "rules/yeast.yaml:38:9: there is no state 'gas_mising'; did you mean gas_missing?",
        ),
        (
            "rules/yeast.yaml",
            SALT,
            "- added",
            "rules/yeast.yaml:38:9: expected keys with values, got 'added'",
        ),
        (
            "rules/yeast.yaml",
            "{against: weak_yeast}",
            "weak_yeast",
            "rules/yeast.yaml:52:16: expected keys with values, got 'weak_yeast'",
        ),
        (
            "rules/yeast.yaml",
            "P2.S3: Salt can",
            "P2.S9: Salt can",
            "rules/yeast.yaml:45:7: the source has no sentence 'P2.S9'; did you mean P2.S3?",
        ),
        (
            "rules/beside.yaml",
            "  - id: winter_flattens\n    when",
            "  - when",
            "rules/beside.yaml:28:5: id is missing",
        ),
        (
            "rules/cold.yaml",
            "topic: cold_dough",
            "topic: cold_dough\nplace: [flat_where]",
            "rules/cold.yaml:2:8: expected keys with values, got a list",
        ),
        (
            "causes.yaml",
            "answers:",
            "  - oven\n\nanswers:",
            "causes.yaml:21:5: expected keys with values, got 'oven'",
        ),
        (
            "facts.yaml",
            "  - name: winter",
            "  - oven\n  - name: winter",
            "facts.yaml:108:5: expected keys with values, got 'oven'",
        ),
        (
            "rules/beside.yaml",
            "reported_by: flat_where",
            "reported_by: [flat_where]",
            "rules/beside.yaml:10:16: expected a name, got a list",
        ),
        (
            "parameters.yaml",
            "parameters:",
            "parameters:\n  - old_after",
            "parameters.yaml:2:5: expected keys with values, got 'old_after'",
        ),
        (
            "facts.yaml",
            "{label: wheat, says: It was wheat.}",
            "It was wheat.",
            "facts.yaml:41:14: expected keys with values, got 'It was wheat.'",
        ),
        (
            "safety.yaml",
            "{level: urgent, source: Common sense}",
            "urgent",
            "safety.yaml:16:10: expected keys with values, got 'urgent'",
        ),
    ],
)
def test_one_mistake_is_told_once_and_not_again_by_what_follows_from_it(
    bread: Bread, file: str, old: str, new: str, expected: str
) -> None:
    bread.replace(file, old, new)
    assert bread.problems() == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "file: source.txt",
            "file: source.text",
            ["source.text: cannot be read: No such file or directory"],
        ),
        (
            "source:\n",
            "sauce:\n",
            [
                "knowledge.yaml:3:1: source is missing",
                "knowledge.yaml:7:1: unknown key 'sauce'; did you mean source?",
            ],
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_told_once_and_not_again_by_every_quote(
    bread: Bread, old: str, new: str, expected: list[str]
) -> None:
    bread.replace("knowledge.yaml", old, new)
    assert bread.problems() == [
        *expected,
        "source.txt: is not named in knowledge.yaml, so it would not be read",
    ]


def test_a_folder_inside_that_one_may_not_enter_is_passed_over() -> None:
    with open_folder() as place:
        shutil.copytree(BREAD, place / "bread")
        closed = place / "bread" / "closed"
        closed.mkdir()
        (closed / "x.yaml").write_text("unread")
        assert len(read_knowledge(place / "bread").problems) == 1
        closed.chmod(0o444)
        with nobody():
            assert read_knowledge(place / "bread").problems == ()
        closed.chmod(0o755)
