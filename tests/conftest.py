"""What the tests share."""

import shutil
from pathlib import Path

import pytest
from tiny import BREAD, Bread


@pytest.fixture
def bread(tmp_path: Path) -> Bread:
    """A copy of the bread knowledge base, free to be broken."""
    folder = tmp_path / "bread"
    shutil.copytree(BREAD, folder)
    return Bread(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--bless``: take what is told now as what should be told."""
    parser.addoption("--bless", action="store_true", help="write the goldens anew")


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be written anew."""
    return bool(request.config.getoption("--bless"))
