"""The passive in a Dutch sentence, by form."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from contenthub.tone.words import words

AUXILIARY = words("word wordt worden werd werden geworden")
BEING = words("is zijn was waren ben bent geweest")
PREFIX = (
    "aan|achter|achteruit|af|bij|binnen|bijeen|deel|dicht|door|gade|gelijk|goed|in|kennis|klaar|los|mee|mis|na|neer|om|"
    "onder|op|open|over|plaats|rond|samen|schoon|stil|tegen|teleur|terecht|terug|thuis|toe|tussen|uit|vast|vol|voor|"
    "vooruit|vrij|waar|weer|weg"
)
PARTICIPLE = regex.compile(
    rf"(?:(?:{PREFIX})?ge\p{{L}}{{2,}}(?:d|t|en)|(?:{PREFIX})?(?:be|her|ont|ver)\p{{L}}{{2,}}(?:d|t|en)"
    rf"|mis(?:lukt|bruikt|leid)|ge(?:daan|zien|gaan|staan|slagen)|(?:{PREFIX})ge(?:daan|zien)"
    rf"|(?:over|onder|door|aan|om|voor|weer)(?:handigd|tuigd|leden|tekend|zocht|nomen|bouwd|houden|zien|broken|vaard|komen"
    rf"|schreden|wogen|geven|dragen|legd|zegd|staan|steund|ziene|bracht))",
    regex.V1 | regex.IGNORECASE,
)
NO_PARTICIPLE = words(
    "gemeente gebied geduld gebeurt gebeuren geld gelden geldt gevolgen gegeven gegevens gebouw gebouwen geluid "
    "geweld gezicht gezond gewicht gerecht geval gevallen getal getallen gebruiken gesprekken gesprek gebreken "
    "geschenken gelden geven geeft genieten geniet geleden gewoon geen geduldig geheugen geslacht gebrek gehoor "
    "gemeenten gelegenheden gewoonten gewoontes geschikt bekend bereid bezet beperkt bewust bedreven beleefd "
    "bevoegd begin beginnen bestaan bestaat betalen betaalt bezoeken bezoekt bellen belt bepalen bekijken bekijkt "
    "begrijpen begrijpt beslissen beslist bewaren bewaart beschermen beschermt behandelen behandelt bereiken "
    "bereikt beleid besluit besluiten berichten bericht bedragen bedrijven betekent beheert beheren bewoners "
    "bewegen beweegt verhuizen verhuist verlengen verlengt vergeten verkopen verkoopt verdienen verdient "
    "vertellen vertelt verwachten verwacht vertrekken vertrekt verliezen verliest verstaan verandert veranderen "
    "verzoeken verschillen verschilt verbeteren verbetert vervallen vervalt verzamelen verzamelt verdwijnen "
    "verdwijnt verlopen verloopt verplicht verhalen verkeert verlaat verlaten vermeldt verstuurt versturen "
    "herkent herkennen herstelt herstellen herinneren herinnert ontvangen ontvangt ontstaan ontstaat ontbreken "
    "ontbreekt ontmoeten ontmoet ontwikkelen ontwikkelt gebruikt geloven gelooft genezen geneest gehandicapt "
    "gespannen gescheiden gepensioneerd gehuwd getrouwd verleden verstand verband verbanden verlof vermogen "
    "verkeerd verschillend verliefd vergunningen gedrag gezinnen gezin beroemd verlegen vermoeid geworden geweest "
    "gebleven bestand verkeer verzoek"
)
"""Words with the form of a participle that mostly are none; after `worden` some of them are, see `SURE`."""

SURE = words(
    "betaald besloten bepaald bewaard behandeld bereikt beschermd gegeven gebruikt verlengd ontvangen verzonden "
    "verstuurd verkocht verwacht verzameld verloren vergeten verlaten beperkt verplicht verwijderd ontwikkeld "
    "besproken genomen gevallen gehouden begrepen"
)
"""Participles even though the list above has them."""

BREAK = words(
    "heeft hebben had hadden heb hebt is zijn was waren maar of want omdat doordat zodat als wanneer terwijl hoewel "
    "nadat voordat totdat die dat wie wat waar"
)
"""Here another clause begins, or another verb takes the participle."""
MOVED = words(
    "gegaan gekomen gelopen gereden gevaren gevlogen gefietst gewandeld gezwommen gesprongen gevallen geklommen "
    "gekropen gereisd gevlucht geglipt geslopen gestapt getrokken gerend vertrokken verhuisd verdwenen ontsnapt "
    "ontstaan overleden gestorven verdronken gezonken gestegen gedaald gegroeid gekrompen toegenomen afgenomen "
    "begonnen geëindigd gestopt geslaagd gezakt gelukt mislukt gebleken geschrokken ontwaakt geraakt gegroeid "
    "bevallen bezweken gesmolten bevroren verbleekt verouderd verwelkt veranderd verbeterd verslechterd gebarsten "
    "geknapt gebroken vertraagd opgegroeid afgelopen aangekomen weggegaan doorgegaan opgestaan voorbijgegaan "
    "teruggekomen omgevallen ingestort uitgevallen"
)
"""Participles of what happens by itself: with a form of `zijn` they are no passive, and `door` tells where or why."""

NOUN_BEFORE = words("de het een uw onze mijn jouw hun dit dat deze die geen elk elke ieder iedere van in op te per")
"""After these a word with the form of a participle is a noun or an infinitive."""

LOOSE = regex.compile(r"(?:onder|over|door|vol|om|weer|voor|aan)\p{L}{3,}(?:d|t)", regex.V1)
"""Verbs that do not part; only at the very end of a clause, since many nouns look like this."""

INFINITIVE = regex.compile(r"\p{L}*[^o]eren", regex.V1)
WORD = regex.compile(r"[\p{L}\p{N}'’\-]+|[,;:()]", regex.V1)
BETWEEN = words(
    "te kan kunnen moet moeten zal zullen mag mogen zou zouden gaat gaan ging gingen wil willen hoeft hoeven"
)
BEFORE_NOUN = words("op in van voor bij aan per met de het")
WINDOW = 20
NEAR = 10
COPULA = words(
    "tijd arts lid ouder beter slechter groter kleiner duurder goedkoper moeder vader ziek boos oud volwassen"
)
"""After these `worden` means to become."""


def spans(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges from auxiliary to participle, either way round."""
    found = list(WORD.finditer(sentence))
    lower = [match[0].lower() for match in found]
    taken = -1
    for place, word in enumerate(lower):
        if place <= taken:
            continue
        if word in AUXILIARY:
            partner = _partner(lower, place)
        elif word in BEING:
            partner = _agent(lower, place)
        else:
            continue
        if partner is not None:
            first, last = sorted((place, partner))
            taken = last
            yield found[first].start(), found[last].end()


def _partner(lower: list[str], place: int) -> int | None:
    """Return where the participle of a form of `worden` stands: before it at the end of a clause, or after it."""
    if place and (_stands(lower, place - 1) or _is_loose(lower, place)):
        return place - 1
    if place > 1 and lower[place - 1] in BETWEEN and _stands(lower, place - 2):
        return place - 2
    for ahead in range(place + 1, min(len(lower), place + 1 + WINDOW)):
        word, before = lower[ahead], lower[ahead - 1]
        if _stands(lower, ahead) and not (before == "," and word in NO_PARTICIPLE):
            return ahead
        if word in BREAK or word in (";", ":") or (word == "te" and before == "om"):
            return None
        if word in COPULA and before not in BEFORE_NOUN:
            return None
    return None


def _agent(lower: list[str], place: int) -> int | None:
    """Return where the participle stands after a form of `zijn`, when `door` names who did it."""
    window = lower[place + 1 : place + 1 + WINDOW]
    named = "door" in window or "door" in lower[max(0, place - NEAR) : place]
    if not named:
        return None
    for ahead, word in enumerate(window, place + 1):
        if word in (";", ":") or word in ("omdat", "maar", "want", "die", "dat"):
            return None
        if _stands(lower, ahead):
            return None if word in MOVED else ahead
    return None


def _stands(lower: list[str], place: int) -> bool:
    """Tell whether a participle stands here, and not a noun or an infinitive."""
    return _is_participle(lower[place]) and not (place and lower[place - 1] in NOUN_BEFORE)


def _is_loose(lower: list[str], place: int) -> bool:
    """Tell whether the word before an auxiliary at the end of a clause can only be its participle."""
    ends = place + 1 == len(lower) or lower[place + 1] in (",", ";", ":", ")")
    noun = place > 1 and lower[place - 2] in NOUN_BEFORE
    return ends and not noun and LOOSE.fullmatch(lower[place - 1]) is not None


def _is_participle(word: str) -> bool:
    if word in SURE:
        return True
    if word in NO_PARTICIPLE or INFINITIVE.fullmatch(word):
        return False
    return PARTICIPLE.fullmatch(word) is not None
