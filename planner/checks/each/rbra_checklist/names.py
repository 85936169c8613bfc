"""What the items of the checklist are called in a table or in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from planner.model.survey import SurveyFact
from planner.texts import Text, text

ITEM_NAMES: Mapping[SurveyFact, Text] = {
    SurveyFact.RBRA_LOKASI: text("location"),
    SurveyFact.RBRA_PEMANFAATAN: text("use"),
    SurveyFact.RBRA_KEMUDAHAN: text("ease of reaching and using it"),
    SurveyFact.RBRA_MATERIAL: text("materials"),
    SurveyFact.RBRA_VEGETASI: text("plants"),
    SurveyFact.RBRA_PENGHAWAAN: text("fresh air"),
    SurveyFact.RBRA_PERABOT_BERMAIN: text("play equipment and furniture"),
    SurveyFact.RBRA_KESELAMATAN: text("safety from accidents"),
    SurveyFact.RBRA_KEAMANAN: text("security"),
    SurveyFact.RBRA_KESEHATAN_KEBERSIHAN: text("health and cleanliness"),
    SurveyFact.RBRA_KENYAMANAN: text("comfort"),
    SurveyFact.RBRA_PENCAHAYAAN: text("light"),
    SurveyFact.RBRA_PENGELOLAAN: text("management"),
    SurveyFact.PRINCIPLE_GRATIS: text("free of charge"),
    SurveyFact.PRINCIPLE_NON_DISKRIMINASI: text("no discrimination"),
    SurveyFact.PRINCIPLE_KEPENTINGAN_TERBAIK: text("best interest of the child"),
    SurveyFact.PRINCIPLE_PARTISIPASI_ANAK: text("children take part"),
    SurveyFact.PRINCIPLE_AMAN_SELAMAT: text("safe and secure"),
    SurveyFact.PRINCIPLE_NYAMAN: text("comfortable"),
    SurveyFact.PRINCIPLE_KREATIF_INOVATIF: text("creative and innovative"),
    SurveyFact.PRINCIPLE_SEHAT: text("healthy"),
    SurveyFact.PLAY_EQUIPMENT: text("kinds of play equipment"),
    SurveyFact.SMOKE_FREE_SIGN: text("no-smoking sign"),
}
"""Short name of each item. Only the names of the requirements are known: the text of SNI 9169:2023 was not seen."""


def items_told(facts: Iterable[SurveyFact]) -> Text:
    """Return the names of items with commas between."""
    return reduce(
        lambda first, second: text("{first}, {second}", first=first, second=second),
        [ITEM_NAMES[fact] for fact in facts],
    )
