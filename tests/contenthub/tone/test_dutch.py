"""Dutch as readers labelled it who had not seen the rules."""

from __future__ import annotations

from tests.benchmarks.tone_quality import measure


def test_what_is_said_about_dutch_is_what_readers_say() -> None:
    figures, wrong = measure()
    assert figures == {
        "passive_precision": 1.0,
        "passive_recall": 0.96,
        "address_precision": 0.993,
        "address_recall": 0.986,
        "sentences_f1": 0.991,
        "texts": 986,
    }
    assert len(wrong) == 13
