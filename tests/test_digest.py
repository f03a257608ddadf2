"""Digests that anyone can repeat."""

import subprocess
import sys

from legspasm.digest import canonical_bytes, digest_of

NOTHING_IMPORTED = """
import sys
from legspasm.digest import digest_of
before = set(sys.modules)
digest_of({"b": [1.0, None, True], "a": "\\u00e9"})
print(sorted(set(sys.modules) - before))
"""


def test_keys_are_in_the_order_of_their_utf_16_form_and_numbers_as_ecmascript_writes_them() -> None:
    data = {"\ufb33": 1.0, "\U0001f600": 1e21, "a": [None, True]}
    expected = '{"a":[null,true],"\U0001f600":1e+21,"\ufb33":1}'  # RFC 8785, 3.2.3
    assert canonical_bytes(data) == expected.encode()


def test_a_digest_is_the_sha_256_of_the_canonical_bytes() -> None:
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
    assert digest_of({}) == empty


def test_to_make_a_digest_imports_nothing_more() -> None:
    """A child that is forked while a thread imports something waits for ever for it."""
    done = subprocess.run([sys.executable, "-c", NOTHING_IMPORTED], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
