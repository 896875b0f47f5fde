"""The worked examples of GUIDE.md, run as they stand, in a folder like the reader's."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

from support import ROOT, program

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples():
    """(heading, language, code) of every block of console commands and Python below a heading that begins with `Worked example`."""
    guide = (ROOT / "GUIDE.md").read_text(encoding="utf-8")
    for section in re.split(r"^## ", guide, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if heading.startswith("Worked example"):
            yield heading, [(m.group(1), m.group(2)) for m in FENCE.finditer(body)]


class WorkedExamples(unittest.TestCase):
    def test_there_is_one_for_a_researcher_and_one_for_an_engineer(self):
        headings = " / ".join(heading for heading, _ in examples())
        self.assertRegex(headings, "media researcher")
        self.assertRegex(headings, "data engineer")

    def test_every_block_runs_and_prints_what_the_guide_says(self):
        for heading, blocks in examples():
            with self.subTest(heading), tempfile.TemporaryDirectory() as folder:
                os.symlink(ROOT / "corpus", pathlib.Path(folder, "corpus"))
                self.assertTrue(blocks)
                ran, printed = 0, ""
                for language, code in blocks:
                    if language == "console":
                        printed = self.console(code, folder)
                    elif language == "python":
                        printed = self.call([sys.executable, "-c", code], folder)
                    elif language == "text":
                        self.assertEqual(printed.rstrip(), code.rstrip(), f"{heading}: what the block above prints")
                    else:
                        self.fail(f"{heading}: nobody knows how to run a block of {language}")
                    ran += language != "text"
                self.assertGreater(ran, 0)

    def console(self, code, folder):
        printed = ""
        for line in code.splitlines():
            self.assertTrue(line.startswith("$ "), f"a command begins with $: {line}")
            words = shlex.split(line[2:])
            self.assertEqual(words[0], "wirecopy", line)
            printed = self.call([str(program()), *words[1:]], folder)
        return printed

    def call(self, command, folder):
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        self.assertEqual(done.returncode, 0, f"{command[0]}:\n{done.stderr}")
        return done.stdout


if __name__ == "__main__":
    unittest.main()
