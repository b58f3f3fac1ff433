"""The passive in an English sentence, by form."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from contenthub.tone.words import words

BEING = words("am is are was were be been being gets got")
BETWEEN = words(
    "not yet also always often usually already still never ever just only then now soon later automatically currently "
    "immediately only fully partly sometimes first both all probably directly officially being been"
)
IRREGULAR = words(
    "awarded begun bitten blown bought bound broken brought built burnt cast caught chosen cut dealt done drawn "
    "driven eaten fed fallen felt fought found forbidden forgotten forgiven frozen given grown heard held hidden hit "
    "hurt kept known laid led left lent let lost made meant met paid put read ridden run said seen sent set shaken "
    "shown shut sold sought spent spoken spread stolen struck sung sunk swept taken taught thought thrown told "
    "understood undone withdrawn withheld won worn woven written overseen overtaken undertaken rebuilt resent"
)
NO_PARTICIPLE = words(
    "registered entitled insured interested tired married "
    "retired located based supposed used allowed qualified experienced advanced aged beloved "
    "concerned worried pleased excited bored confused surprised disabled unemployed related involved limited detailed "
    "complicated dedicated united needed speed need feed indeed hundred red bed led-light embed seed exceed proceed "
    "succeed closed crowded unlimited unexpected unchanged disappointed prepared satisfied"
)
WORD = regex.compile(r"[\p{L}\p{N}'’\-]+|[,;:()]", regex.V1)


def spans(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges from auxiliary to participle."""
    found = list(WORD.finditer(sentence))
    lower = [match[0].lower() for match in found]
    taken = -1
    for place, word in enumerate(lower):
        if word not in BEING or place <= taken:
            continue
        ahead = place + 1
        while ahead < len(lower) and ahead < place + 4 and (lower[ahead] in BETWEEN or lower[ahead].endswith("ly")):
            ahead += 1
        if ahead < len(lower) and _is_participle(lower[ahead]):
            taken = ahead
            yield found[place].start(), found[ahead].end()


def _is_participle(word: str) -> bool:
    return word in IRREGULAR or (len(word) > 4 and word.endswith("ed") and word not in NO_PARTICIPLE)
