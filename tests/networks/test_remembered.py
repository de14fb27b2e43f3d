"""Answers that a process remembers."""

from girih.networks.queries.remembered import Remembered


def test_an_answer_is_computed_once_until_others_are_asked_for_later():
    asked = []

    def ask(kept, key):
        return kept.answer(key, lambda: asked.append(key) or key * 2)

    kept = Remembered(2)
    assert [ask(kept, key) for key in (1, 1, 2, 1, 3, 1, 2)] == [2, 2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]  # when 3 came, 2 had waited longest
