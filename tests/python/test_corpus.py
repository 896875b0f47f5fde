"""The demonstration corpus against its truth, by the corpus's own script."""
import subprocess
import sys
import unittest

from support import ROOT


class Truth(unittest.TestCase):
    def test_the_truth_is_up_to_date_sound_and_complete(self):
        done = subprocess.run([sys.executable, "corpus/truth.py", "--check"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
