"""What the page and the document say of the evidence for KLA: the same sentences in both."""

from __future__ import annotations

from collections.abc import Mapping

from planner.kla.evidence import BANDS_RULE, Band, IndicatorEvidence, KlaEvidence
from planner.kla.indicators import Checklist, Indicator, Titles
from planner.kla.missing import Missing
from planner.kla.proofs import Proof, count_words, trend_words
from planner.model.rule_labels import CERTAINTY_LABELS
from planner.reports.facts import capitalised
from planner.reports.figures import figure_text
from planner.rules.citing import citation_text
from planner.texts import Text, current_language, text

TITLE = text("Evidence for KLA")
NO_SCORE = text(
    "The planner works out no score: how much each indicator weighs was not found, and most of them have no place on a "
    "map."
)
BANDS_TITLE = text("Ranks, for orientation only")
FIELDS_TITLE = text("The city's own five fields")
FIELDS_APART = text(
    "“Lima bidang” is the city's list of places: schools, health, worship, parks and RTH. It is not the five clusters "
    "of the evaluation, and nothing of it is added to them."
)
ELSEWHERE_TITLE = text("Not on the map")
ELSEWHERE = text("Of these indicators the planner can prove nothing. Their evidence comes from elsewhere.")
NOTHING = text("Nothing.")
PUBLISHED = text("Published by others, not found by the planner:")
NO_PUBLISHED = text("No score or rank of the city is among its published figures.")

BAND_LABELS: Mapping[str, str] = {
    "pratama": "Pratama",
    "madya": "Madya",
    "nindya": "Nindya",
    "utama": "Utama",
    "kla_paripurna": "KLA (Paripurna)",
}
"""Official names of the ranks, the same in each language."""


def in_language(titles: Titles) -> str:
    """Return words in the language that is spoken; nothing where there are none."""
    return titles.get(str(current_language()), "")


def indicator_title(indicator: Indicator) -> Text:
    """Return an indicator's number and title."""
    return text("{number}. {title}", number=indicator.number, title=in_language(indicator.titles))


def certainty_line(indicator: Indicator) -> Text:
    """Return how sure an indicator's number and wording are, and where it was seen."""
    return text(
        "Number: {number}; wording: {wording}. {citation}",
        number=CERTAINTY_LABELS[indicator.number_certainty],
        wording=CERTAINTY_LABELS[indicator.wording_certainty],
        citation=indicator.citation,
    )


def group_title(evidence: KlaEvidence, indicator: Indicator) -> str:
    """Return the title of an indicator's group."""
    return in_language(evidence.indicators.groups[indicator.group])


def proof_line(proof: Proof) -> Text:
    """Return what is proven, with the rule that it is about."""
    about = in_language(proof.about)
    return text("{about}: {sentence}", about=about, sentence=proof.sentence) if about else proof.sentence


def share_line(proof: Proof) -> Text:
    """Return the count with its denominator; marked where it is reckoned, or where more may be so."""
    if proof.estimate:
        return text("about {count}", count=count_words(proof.now))
    if proof.unknown and proof.unknown == proof.now.total:
        return text("not known")
    if proof.unknown:
        return text("at least {count}", count=count_words(proof.now))
    return count_words(proof.now)


def trend_line(proof: Proof) -> Text:
    """Return the trend, or that there is none."""
    return trend_words(proof) or text("no earlier assessment kept")


def missing_line(missing: Missing) -> Text:
    """Return what is missing, with what it is about."""
    about = capitalised(in_language(missing.about))
    return text("{about}: {sentence}", about=about, sentence=missing.sentence) if about else missing.sentence


def figure_lines(evidence: IndicatorEvidence) -> list[Text]:
    """Return published figures as sentences, each with definition, date and source."""
    return [figure_text(row) for row in evidence.figures.astype(object).to_dict("records")]  # type: ignore[arg-type]


def published_lines(evidence: KlaEvidence) -> list[Text]:
    """Return the published scores and ranks as sentences."""
    return [figure_text(row) for row in evidence.published.astype(object).to_dict("records")]  # type: ignore[arg-type]


def band_name(band: Band) -> str:
    """Return the official name of a rank."""
    return BAND_LABELS.get(band.name, band.name)


def bands_caption(evidence: KlaEvidence) -> Text:
    """Return where the ranks come from."""
    rule = evidence.assessment.rules.get(BANDS_RULE)
    if rule is None:
        return text("The rule catalogue has no ranks.")
    return text("{title}. {citation}", title=in_language(rule.titles), citation=citation_text(rule))


def has_trend(evidence: KlaEvidence) -> bool:
    """Say whether any count was kept before."""
    return any(proof.former for one in evidence.on_map for proof in one.proofs)


def trend_note(evidence: KlaEvidence) -> Text:
    """Return what the trend rests on."""
    days = sorted({count.day for one in evidence.on_map for proof in one.proofs for count in proof.former})
    if not days:
        return text(
            "No earlier assessment is kept, so there is no trend yet. Keep this one, and the next will have one."
        )
    return text("The trend is against the assessment kept as of {day}.", day=days[-1])


def checklist_note(checklist: Checklist) -> Text:
    """Return how sure the items of a checklist are, and where they were seen."""
    note = text("{note}", note=checklist.note)
    return text(
        "Names of items only: {certainty}. {citation}. {note}",
        certainty=CERTAINTY_LABELS[checklist.certainty],
        citation=checklist.citation,
        note=note,
    )
