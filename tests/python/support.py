"""One scan of the demonstration corpus, in every format, for all tests of this folder."""
import functools
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
FORMATS = ("jsonl", "csv", "parquet")
EXPORTS = ("passim", "gexf", "graphml", "webanno")
TABLES = ("documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families")
# What a table's rows are sorted by; equal keys do not occur.
KEYS = {
    "documents": ("doc",),
    "texts": ("doc",),
    "pairs": ("left_doc", "right_doc", "left_start", "right_start", "left_end", "right_end"),
    "passages": ("cluster", "doc", "start", "end"),
    "clusters": ("cluster",),
    "repeats": ("doc", "start", "again_start"),
    "credits": ("doc", "start", "end"),
    "families": ("family", "doc", "start"),
}


def program():
    """The program under test: $WIRECOPY, else the newest that cargo built here."""
    named = os.environ.get("WIRECOPY")
    if named:
        return pathlib.Path(named)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for path in (target / "release/wirecopy", target / "debug/wirecopy") if path.exists()]
    if not built:
        raise FileNotFoundError("no program to test: run `cargo build --release`, or name one in $WIRECOPY")
    return max(built, key=lambda path: path.stat().st_mtime)


def wirecopy(*arguments, folder=ROOT):
    """Runs the program in `folder`; an error carries what it said."""
    done = subprocess.run([program(), *map(str, arguments)], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise AssertionError(f"wirecopy {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
    return done


_folder = tempfile.TemporaryDirectory(prefix="wirecopy-tests-")


@functools.cache
def run():
    """The folder of a scan of corpus/ with every format and export."""
    folder = pathlib.Path(_folder.name) / "run"
    arguments = ["--out", folder, "--quiet", "--format", ",".join(FORMATS), "--export", ",".join(EXPORTS)]
    wirecopy("scan", "corpus", *arguments)
    return folder
