"""How the package is built: as setup.cfg says, with what can be made before it is first used.

Templates are compiled and the built-in knowledge is read once, as Python's own files are compiled
when they are installed; engine/compiled.py says how they are kept, and why they cannot be wrong.
Where what that takes is not at hand, the package is the same without them, and slower to start.
"""

import os
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_PREPARE = """
import sys
import jinja2, legspasm.prose, legspasm.reader, legspasm.shipped
sys.dont_write_bytecode = False
legspasm.prose.compile_templates()
legspasm.shipped.built_in_knowledge()
"""


class Build(build_py):
    """The usual build of Python files, and then what they make."""

    def run(self) -> None:
        """Build, and prepare what was built; an editable install is left as it is."""
        super().run()
        if not self.editable_mode:
            paths = [str(Path(self.build_lib).resolve()), os.environ.get("PYTHONPATH", "")]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
            environment.pop("PYTHONPYCACHEPREFIX", None)
            subprocess.run([sys.executable, "-B", "-c", _PREPARE], env=environment, check=False)


setup(cmdclass={"build_py": Build})
