"""The worked examples of GUIDE.md.

  python tests/python/guide.py           run them, and say where what they print is not what the guide says
  python tests/python/guide.py --write   put what they print into the guide

An example is a section whose heading begins with `Worked example`. Its blocks run in order in a folder
that holds `corpus`: `console` (commands behind `$ `) and `python`. A block of `text` is what the block
before it prints.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

from support import ROOT, program

GUIDE = ROOT / "GUIDE.md"
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections():
    """The guide in parts; all but the first begin with a heading."""
    return SECTION.split(GUIDE.read_text(encoding="utf-8"))


def is_example(section):
    return section.startswith("## Worked example")


def rerun(section):
    """The section with what its blocks print now."""
    printed = ""

    def replace(match):
        nonlocal printed
        language, code = match.groups()
        if language == "text":
            return f"```text\n{tidy(printed)}\n```"
        if language == "console":
            printed = "".join(command(line, folder) for line in code.splitlines())
        elif language == "python":
            printed = call([sys.executable, "-c", code], folder)
        else:
            raise ValueError(f"nobody knows how to run a block of {language}")
        return match.group()

    with tempfile.TemporaryDirectory(prefix="wirecopy-guide-") as folder:
        os.symlink(ROOT / "corpus", pathlib.Path(folder, "corpus"))
        return BLOCK.sub(replace, section)


def tidy(printed):
    return "\n".join(line.rstrip() for line in printed.rstrip().splitlines())


def command(line, folder):
    prompt, name, *arguments = shlex.split(line)
    if (prompt, name) != ("$", "wirecopy"):
        raise ValueError(f"a command begins with `$ wirecopy`: {line}")
    return call([str(program()), *arguments], folder)


def call(arguments, folder):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise AssertionError(f"{arguments[0]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    old = sections()
    new = [rerun(section) if is_example(section) else section for section in old]
    if sys.argv[1:] == ["--write"]:
        GUIDE.write_text("".join(new), encoding="utf-8")
    elif old != new:
        sys.exit("GUIDE.md says something else than its examples print: run this with --write")
