"""What the facts of a field survey are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.survey import NO_EQUIPMENT, PlayEquipment, SurveyFact
from planner.texts import Text, text

FACT_LABELS: Mapping[SurveyFact, Text] = {
    SurveyFact.PUBLIC: text("open to the public"),
    SurveyFact.FREE: text("free entry"),
    SurveyFact.FENCE: text("fence around the place"),
    SurveyFact.TOILETS: text("toilets"),
    SurveyFact.HAND_WASHING: text("place to wash hands"),
    SurveyFact.DISABLED_ACCESS: text("access for children with disabilities"),
    SurveyFact.SMOKE_FREE_SIGN: text("no-smoking sign"),
    SurveyFact.PLAY_EQUIPMENT: text("play equipment"),
    SurveyFact.OPENING_HOURS: text("opening hours"),
    SurveyFact.AREA: text("area in m²"),
    SurveyFact.PHOTO: text("photo"),
}

FACT_QUESTIONS: Mapping[SurveyFact, Text] = {
    SurveyFact.PUBLIC: text("May everybody enter?"),
    SurveyFact.FREE: text("Is entry free?"),
    SurveyFact.FENCE: text("Is there a fence around it?"),
    SurveyFact.TOILETS: text("Are there toilets that can be used?"),
    SurveyFact.HAND_WASHING: text("Is there a place to wash hands?"),
    SurveyFact.DISABLED_ACCESS: text("Can children in wheelchairs get in and around?"),
    SurveyFact.SMOKE_FREE_SIGN: text("Is there a no-smoking sign?"),
    SurveyFact.PLAY_EQUIPMENT: text("Which kinds of play equipment are there?"),
    SurveyFact.OPENING_HOURS: text("When is it open?"),
    SurveyFact.AREA: text("How large is it, in m²?"),
    SurveyFact.PHOTO: text("A photo of the place"),
}

EQUIPMENT_LABELS: Mapping[str, Text] = {
    PlayEquipment.SWING: text("swing"),
    PlayEquipment.SLIDE: text("slide"),
    PlayEquipment.SEESAW: text("seesaw"),
    PlayEquipment.CLIMBING_FRAME: text("climbing frame"),
    PlayEquipment.BALANCE_BEAM: text("balance beam"),
    PlayEquipment.SPRING_RIDER: text("spring rider"),
    PlayEquipment.ROUNDABOUT: text("roundabout"),
    PlayEquipment.SANDPIT: text("sandpit"),
    PlayEquipment.WATER_PLAY: text("water play"),
    PlayEquipment.BALL_GAMES: text("field for ball games"),
    PlayEquipment.OTHER: text("something else"),
    NO_EQUIPMENT: text("none at all"),
}
"""Name of each kind of play equipment, and of there being none."""
