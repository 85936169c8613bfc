"""What differs between two written assessments, as lines for people: by kecamatan, then by rule."""

from __future__ import annotations

from collections.abc import Iterator

from planner.history.changes import ChangeOf, FindingChange, ReachChange
from planner.model.history import KeptFinding, KeptReach
from planner.model.kinds import CHILD_FRIENDLY_PARK, Level
from planner.model.labels import KIND_LABELS, STATUS_LABELS
from planner.model.rule import Rules
from planner.reports.difference.between import Difference, ProposalChange, ProposalChangeOf
from planner.reports.scoreboard.changed import change_sentences
from planner.reports.shares import FINE_BELOW
from planner.reports.written import WrittenAssessment
from planner.texts import Percent, Text, current_language, plural, text, translate


def difference_lines(difference: Difference, rules: Rules) -> Iterator[str]:
    """Say what differs, in the language that is spoken: first what makes the two hard to compare.

    Parameters
    ----------
    difference
        What differs.
    rules
        The rule catalogue, for the titles of rules; a rule that is in it no more is told by its id.
    """
    yield translate(text("Before: {assessment}", assessment=_about(difference.before)))
    yield translate(text("After: {assessment}", assessment=_about(difference.after)))
    if difference.nothing:
        yield translate(text("Nothing differs."))
        return
    yield from (translate(notice) for notice in difference.notices)
    said = change_sentences(difference.changes, rules)
    # The notices at their end stand above already.
    yield from (translate(sentence) for sentence in said[: len(said) - len(difference.changes.notices)])
    yield from _by_kecamatan(difference, rules)
    yield from _plan(difference)
    yield from _sources(difference)


def kecamatan_of(difference: Difference, level: Level, code: str) -> str:
    """Return the code of the kecamatan that a region is or lies in; empty for a whole city, or where none is known.

    The code of a kelurahan begins with that of its kecamatan.
    """
    if level is Level.CITY:
        return ""
    return max((one for one in difference.kecamatan if code == one or code.startswith(f"{one}.")), key=len, default="")


def rule_title(rule: str, rules: Rules) -> str:
    """Return the title of a rule in the language that is spoken; its id where the catalogue has it no more."""
    return rules[rule].titles[current_language()] if rule in rules else rule


def proposal_text(change: ProposalChange) -> Text:
    """Say what is different about a proposed site."""
    before, after = change.before, change.after
    one = after or before
    if one is None:
        raise ValueError("a change of a site has a site")
    place = text("{place}, {kecamatan}", place=one.place, kecamatan=one.kecamatan_name)
    match change.change:
        case ProposalChangeOf.NEW:
            return text(
                "new: {rank}. {place} ({children} children newly reached)",
                rank=one.rank,
                place=place,
                children=one.children_newly_within,
            )
        case ProposalChangeOf.GONE:
            return text(
                "gone: {rank}. {place} ({children} children newly reached)",
                rank=one.rank,
                place=place,
                children=one.children_newly_within,
            )
        case ProposalChangeOf.RANK if before and after:
            return text(
                "{place}: place {before} → {after} in the plan", place=place, before=before.rank, after=one.rank
            )
    return text(
        "{place}: {before} → {after} children newly reached",
        place=place,
        before=0 if before is None else before.children_newly_within,
        after=0 if after is None else after.children_newly_within,
    )


def _about(side: WrittenAssessment) -> Text:
    return text(
        "{city} as of {day} (planner {version}, data {fingerprint}, {minutes} minutes)",
        city=side.snapshot.city_name,
        day=side.snapshot.day,
        version=side.made.version,
        fingerprint=side.made.fingerprint,
        minutes=side.made.options.threshold_min,
    )


def _by_kecamatan(difference: Difference, rules: Rules) -> Iterator[str]:
    groups: dict[str, list[str]] = {code: [] for code in ("", *difference.kecamatan)}
    for change in difference.changes.findings:
        line = translate(_finding(change, rules))
        groups[kecamatan_of(difference, change.level, change.code)].append(line)
    more = 0
    for reach in difference.changes.reach:
        one = reach.after or reach.before
        if one is not None and (one.level is Level.CITY or _is_of_programme(one)):
            groups[kecamatan_of(difference, one.level, one.code)].append(translate(_reach(reach, one)))
        else:
            more += 1
    for code, lines in groups.items():
        if lines:
            yield ""
            yield difference.kecamatan[code] if code else translate(text("The whole city"))
            yield from (f"  {line}" for line in lines)
    if more:
        yield ""
        yield translate(
            plural(
                "Reach differs for {n} more region and kind of place: --out writes them all.",
                "Reach differs for {n} more regions and kinds of place: --out writes them all.",
                more,
            )
        )


def _is_of_programme(reach: KeptReach) -> bool:
    """Say whether a line is worth its room: of a kecamatan only what the programme is about."""
    return reach.level is Level.KECAMATAN and reach.kind == CHILD_FRIENDLY_PARK


def _finding(change: FindingChange, rules: Rules) -> Text:
    title = rule_title(change.rule, rules)
    about = title if change.level is not Level.KELURAHAN else f"{change.name}: {title}"
    match change.change:
        case ChangeOf.STATUS:
            before, after = _status(change.before), _status(change.after)
        case ChangeOf.VALUE:
            before, after = _number(change.before, "value"), _number(change.after, "value")
        case ChangeOf.REQUIRED:
            return text(
                "{about}: asked for {before} → {after}",
                about=about,
                before=_number(change.before, "required"),
                after=_number(change.after, "required"),
            )
        case ChangeOf.NEW:
            return text("{about}: not judged before, now {after}", about=about, after=_status(change.after))
        case ChangeOf.GONE:
            return text("{about}: was {before}, not judged any more", about=about, before=_status(change.before))
        case ChangeOf.REASON:
            return text("{about}: {status} as before, for another reason", about=about, status=_status(change.after))
    return text("{about}: {before} → {after}", about=about, before=before, after=after)


def _status(finding: KeptFinding | None) -> Text:
    return text("–") if finding is None else STATUS_LABELS[finding.status]


def _number(finding: KeptFinding | None, which: str) -> Text:
    value = None if finding is None else getattr(finding, which)
    return text("not known") if value is None else text("{number}", number=value)


def _reach(reach: ReachChange, one: KeptReach) -> Text:
    return text(
        "Children who reach: {kind}: {before} → {after}",
        kind=KIND_LABELS.get(one.kind, one.kind),
        before=_reached(reach.before),
        after=_reached(reach.after),
    )


def _reached(reach: KeptReach | None) -> Text:
    if reach is None:
        return text("not known")
    if reach.share is None:
        return text("{number}", number=reach.children_within)
    share = Percent(reach.share, 1 if 0 < reach.share < FINE_BELOW else 0)
    return text("{within} of {children} ({share})", within=reach.children_within, children=reach.children, share=share)


def _plan(difference: Difference) -> Iterator[str]:
    if difference.proposals:
        yield ""
        yield translate(text("Proposed sites"))
        yield from (f"  {translate(proposal_text(change))}" for change in difference.proposals)


def _sources(difference: Difference) -> Iterator[str]:
    if difference.sources:
        yield ""
        yield translate(text("Sources"))
    for setting in difference.sources:
        then, now = (
            text("none")
            if own is None
            else text("{title}, {date}, {rows} rows", title=own[0], date=own[1], rows=own[2])
            for own in (setting.before, setting.after)
        )
        yield "  " + translate(text("{before} → {after}", before=then, after=now))
