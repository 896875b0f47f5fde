"""The worked examples of GUIDE.md run as they stand and print what the guide says."""
import unittest

import guide


class WorkedExamples(unittest.TestCase):
    maxDiff = None

    def test_there_is_one_for_a_researcher_and_one_for_an_engineer(self):
        headings = [section.partition("\n")[0] for section in guide.sections() if guide.is_example(section)]
        self.assertTrue(any("media researcher" in heading for heading in headings), headings)
        self.assertTrue(any("data engineer" in heading for heading in headings), headings)

    def test_every_block_runs_and_prints_what_the_guide_says(self):
        for section in filter(guide.is_example, guide.sections()):
            with self.subTest(section.partition("\n")[0]):
                self.assertGreaterEqual(section.count("```python"), 3)
                self.assertEqual(section, guide.rerun(section), "bring it up to date: python tests/python/guide.py --write")


if __name__ == "__main__":
    unittest.main()
