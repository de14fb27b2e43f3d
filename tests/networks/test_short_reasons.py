"""Reasons in a few words: every reason of a pair has them, and the most telling come first."""

import re
from types import MappingProxyType

from django.utils.translation import override

from girih.engines.matching import REASON_CODES
from girih.networks.queries.labels import Labels
from girih.networks.queries.reasons import REASONS
from girih.networks.queries.short_reasons import SHORT_REASONS, short_reasons

LABELS = Labels(MappingProxyType({}))
NAMED = re.compile(r"%\((\w+)\)s")
# What the engine says of a set or of limits that clash, never of a pair.
NOT_OF_A_PAIR = (
    "_brought_in",
    "_joined",
    "locked_",
    "asked_",
    "_left_over",
    "region_without",
    "_above_reach",
    "_below_need",
)


def test_every_reason_of_a_pair_has_its_few_words():
    of_a_pair = {code for code in REASONS if not any(part in code for part in NOT_OF_A_PAIR)}
    assert set(SHORT_REASONS) == of_a_pair
    values = REASON_CODES
    with override("en"):
        for code, words in SHORT_REASONS.items():
            assert set(NAMED.findall(str(words))) <= set(values[code]), code


def test_two_members_without_ties_are_one_reason_and_the_telling_ones_come_first():
    reasons = [
        ("near", {"km": 261.5}),
        ("reaches_isolate", {"member": "andenne-be", "degree": 0}),
        ("reaches_isolate", {"member": "linz-at", "degree": 0}),
        ("joins_components", {"size_a": 1, "size_b": 1}),
    ]
    with override("en"):
        assert short_reasons(reasons, LABELS) == [
            "the first tie of both",
            "joins two separate parts",
            "262 kilometres apart",
        ]
        assert short_reasons(reasons, LABELS, limit=1) == ["the first tie of both"]
        assert short_reasons(reasons[1:2], LABELS) == ["the first tie of andenne-be"]
        few = [("reaches_isolate", {"member": "linz-at", "degree": 2})]
        assert short_reasons(few, LABELS) == ["few ties so far: linz-at"]
    with override("fa"):
        assert "۲۶۲" in short_reasons(reasons[:1], LABELS)[0]
