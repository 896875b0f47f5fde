#!/usr/bin/env python3
"""Holds `wirecopy dedup` against the libraries that people use for it, or `wirecopy scan` against passim, by turns, on one corpus.

  benches/compare.py                            a corpus made up here: 50,000 documents, of which one in eight is a near-duplicate
  benches/compare.py CORPUS.jsonl               your own: JSON lines with the fields `id` and `text`
  benches/compare.py CORPUS.jsonl --rounds 5 --peers gaoya daft
  benches/compare.py CORPUS.jsonl --scan 'seriatim --fields outlet'

Each round runs every program once, one after another, each in a process of its own: read JSON lines, word 5-grams, near-duplicates at
Jaccard .8 (the libraries with 16 bands of 8 rows, as their users mostly take them), write families. Printed are the medians of wall time, processor time
and peak memory, and the ratios to wirecopy's. Nothing is installed here. The libraries:

  pip install gaoya daft rensa

A program that is not there is left out, and said to be. wirecopy is target/release/wirecopy, or what $WIRECOPY names.

With --scan it is `wirecopy scan --same-outlet` against the command that you name: corpus and a new folder are added to it. passim and the Spark it runs on are
installed by hand. Processor time is that of all processes that a command starts (on Linux; elsewhere of those whose end somebody asked for, which leaves out
Spark's workers). Peak memory is that of the largest one.
"""
import argparse, ctypes, json, os, random, shlex, shutil, signal, statistics, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

READ = """
import json, re, sys
path, out = sys.argv[1:3]
ids, texts = [], []
for line in open(path, encoding="utf-8"):
    record = json.loads(line); ids.append(str(record["id"])); texts.append(record["text"])
"""
WRITE = """
parent = list(range(len(ids)))
def find(x):
    while parent[x] != x: parent[x] = parent[parent[x]]; x = parent[x]
    return x
for n, others in enumerate(found):
    for other in others:
        a, b = find(n), find(other); parent[max(a, b)] = min(a, b)
with open(out, "w") as file:
    for n, id in enumerate(ids): file.write(f"{id}\\t{find(n)}\\n")
"""
PEERS = {
    "gaoya": READ + """
import gaoya
index = gaoya.minhash.MinHashStringIndex(hash_size=32, jaccard_threshold=0.8, num_bands=16, band_size=8, num_hashes=None, analyzer="word",
                                         lowercase=True, ngram_range=(5, 5), id_container="smallvec")
index.par_bulk_insert_docs(list(range(len(ids))), texts)
found = index.par_bulk_query(texts)
""" + WRITE,
    "rensa": READ + """
import rensa
word = re.compile(r"\\w+")
def grams(text):
    words = word.findall(text.lower())
    return [" ".join(words[n:n + 5]) for n in range(max(1, len(words) - 4))]
sketches = []
for n in range(0, len(texts), 20000):
    sketches.extend(rensa.RMinHash.from_token_sets([grams(text) for text in texts[n:n + 20000]], num_perm=128, seed=42))
index = rensa.RMinHashLSH(threshold=0.8, num_perm=128, num_bands=16)
index.insert_many(sketches)
found = [[o for o in others if o < n and sketches[n].jaccard(sketches[o]) >= 0.8] for n, others in enumerate(index.query_all(sketches))]
""" + WRITE,
    "daft": """
import sys
import daft
from daft import col
from daft.functions import monotonically_increasing_id
path, out = sys.argv[1:3]
frame = daft.read_json(path)
text = col("text")
kinds = dict(remove_punct=True, lowercase=True, nfd_unicode=True, white_space=True)
text = text.normalize(**kinds) if hasattr(text, "normalize") else text.str.normalize(**kinds)
frame = frame.with_column("text", text)
frame = frame.with_column("sketch", col("text").minhash(num_hashes=128, ngram_size=5, seed=42, hash_function="xxhash"))
frame = frame.select("id", "sketch").with_column("node", monotonically_increasing_id()).collect()
@daft.func()
def numbers(sketch: list[int]) -> list[int]: return list(range(16))
bands = frame.with_column("band", col("sketch").chunk(8)).with_column("number", numbers(col("sketch"))).explode("band", "number")
members = col("node").list_agg() if hasattr(col("node"), "list_agg") else col("node").agg_list()
groups = bands.groupby("number", "band").agg(members).where(col("node").list_count() > 1).collect()
rows = frame.to_pydict()
ids = rows["id"]
place = {node: n for n, node in enumerate(rows["node"])}
found = [[] for _ in ids]
for group in groups.to_pydict()["node"]:
    for other in group[1:]: found[place[other]].append(place[group[0]])
""" + WRITE,
}
MODULES = {"gaoya": "gaoya", "rensa": "rensa", "daft": "daft"}


def made_up(path, documents=50_000):
    """Texts of made-up words that occur as unevenly as words do; one in eight is an earlier one with one word in thirty changed."""
    draw = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(draw.choice(syllables) for _ in range(1 + min(n // 50, 2))) for n in range(20_000)]
    weights = [1 / (n + 10) for n in range(len(words))]
    texts = []
    with open(path, "w", encoding="utf-8") as file:
        for n in range(documents):
            if n > 100 and n % 8 == 0:
                text = [draw.choice(words) if draw.random() < 1 / 30 else word for word in draw.choice(texts)]
            else:
                text = draw.choices(words, weights, k=max(40, int(draw.lognormvariate(5.6, 0.5))))
            if len(texts) < 5000:
                texts.append(text)
            file.write(json.dumps({"id": f"d{n:07}", "text": " ".join(text)}) + "\n")


def adopt():
    """Makes this process the parent of all whose own parent ends, so that none is lost sight of."""
    PR_SET_CHILD_SUBREAPER = 36
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class Watch(threading.Thread):
    """Looks four times a second at what all processes below this one have taken: where a parent does not ask for its children's end, as Spark's does not,
    nobody is told what they took."""

    def __init__(self):
        super().__init__(daemon=True)
        self.taken, self.is_over = {}, threading.Event()

    def look(self):
        """Returns the processes below this one."""
        parents, found, below = {}, {}, []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            # Parent, user and system time, and when it began, which tells a process from another one of its number.
            parents[int(name)] = int(fields[1])
            found[int(name)] = fields[19], int(fields[11]) + int(fields[12])
        for process, (begun, ticks) in found.items():
            above = parents[process]
            while above in parents and above != os.getpid():
                above = parents[above]
            if above == os.getpid():
                self.taken[process, begun] = ticks
                below.append(process)
        return below

    def run(self):
        while sys.platform == "linux" and not self.is_over.wait(0.25):
            self.look()

    def seconds(self):
        self.is_over.set()
        self.join()
        return sum(self.taken.values()) / os.sysconf("SC_CLK_TCK")


def end_others(watch, name, seconds=10):
    """What processes took that the command left behind. Those that do not end by themselves are ended."""
    usages, deadline = [], time.monotonic() + seconds
    while True:
        below = watch.look() if sys.platform == "linux" else []
        try:
            process, _, usage = os.wait3(os.WNOHANG)
        except ChildProcessError:
            return usages
        if process:
            usages.append(usage)
        elif time.monotonic() < deadline:
            time.sleep(0.05)
        elif not below:
            print(f"{name} left a process behind that goes on")
            return usages
        else:
            print(f"{name} left {len(below)} processes behind, which are ended")
            for other in below:
                try:
                    os.kill(other, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            deadline = time.monotonic() + seconds


def run(command):
    """(wall seconds, processor seconds, peak MiB) of a process and of those that it starts."""
    watch = Watch()
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        usages = [usage, *end_others(watch, command[0])]
        if process.returncode != 0:
            told.seek(0)
            sys.exit(f"{' '.join(command[:3])}... failed:\n{told.read().decode(errors='replace')[-2000:]}")
    told_of = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return wall, max(told_of, watch.seconds()), max(usage.ru_maxrss for usage in usages) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=["gaoya", "daft"])
    parser.add_argument("--scan", metavar="COMMAND", help="hold `wirecopy scan` against this instead")
    options = parser.parse_args()
    adopt()
    wirecopy = os.environ.get("WIRECOPY", os.path.join(ROOT, "target", "release", "wirecopy"))
    if not os.path.exists(wirecopy):
        sys.exit(f"{wirecopy} is not there: cargo build --release, or name the program with WIRECOPY")
    with tempfile.TemporaryDirectory() as folder:
        corpus = options.corpus
        if corpus is None:
            corpus = os.path.join(folder, "corpus.jsonl")
            made_up(corpus)
        job = ["dedup"] if options.scan is None else ["scan", "--same-outlet"]
        commands = {"wirecopy": [wirecopy, *job, corpus, "--out", os.path.join(folder, "run"), "--force", "--quiet"]}
        if options.scan is not None:
            other = shlex.split(options.scan)
            if shutil.which(other[0]) is None:
                sys.exit(f"{other[0]} is not there: install it, or name where it lies")
            commands[os.path.basename(other[0])] = [*other, corpus, os.path.join(folder, "other")]
        for peer in options.peers if options.scan is None else []:
            if subprocess.run([sys.executable, "-c", f"import {MODULES[peer]}"], capture_output=True).returncode == 0:
                commands[peer] = [sys.executable, "-c", PEERS[peer], corpus, os.path.join(folder, peer + ".tsv")]
            else:
                print(f"{peer} is left out: pip install {MODULES[peer]}")
        taken = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                taken[name].append(run(command))
                # passim goes on from what it finds.
                shutil.rmtree(os.path.join(folder, "other"), ignore_errors=True)
    middle = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in taken.items()}
    own = middle["wirecopy"]
    print(f"{options.corpus or 'made-up corpus'}, median of {options.rounds} rounds by turns")
    print(f"{'':14}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}   times wirecopy's wall, CPU, memory")
    for name, (wall, cpu, peak) in middle.items():
        print(f"{name:14}{wall:9.2f}{cpu:9.2f}{peak:10.0f}   {wall / own[0]:8.1f}{cpu / own[1]:8.1f}{peak / own[2]:8.1f}")


if __name__ == "__main__":
    main()
