"""Write ``docs/rules.md``: every rule of the catalogue, out of the catalogue itself.

``tests/test_rules_table.py`` fails where the file is out of date.
"""

from __future__ import annotations

from pathlib import Path

from planner.model.rule import Rule, Rules
from planner.model.rule_labels import RULE_STATUS_LABELS
from planner.reports.rule_table import kept_out_text, numbers_text, planner_text
from planner.rules.catalogue import load_rules
from planner.rules.citing import by_theme, certainty_text, theme_text
from planner.texts import Language, Text, speak, translate

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"

HEAD = """# The rules

Every standard that the planner knows. Made by `python tools/rules_table.py` out of
[`data/rules/`](../data/rules/README.md), which says what each key means; a rule is changed there, never here. A city
changes numbers in its own `city.toml`:

```toml
[rules.WALK_SPEED_SCHOOL]
value = 1.1
```

The page "Rules" and `planner rules` show the same table for one city, each number that it changed beside the
catalogue's own.

- **Binding**: only *binding* rules, *rules of a programme* and *defaults* are found met or not met, and checklists and
  inspections by what a survey saw. *Advice* is measured and never judged. A rule that *has no number yet* is shown with
  its blanks.
- **How sure**: what was written down from memory is never enforced; where only a part of a rule is from memory, the
  other parts may be used.
- **Compared**: the day on which the rule was last compared with what was collected from that page. The page itself may
  have changed or gone since it was collected.
- **In the planner**: *checked* rules give findings, *measured* ones give numbers without a pass mark.
"""

COLUMNS = ("Rule", "Title", "What it says", "Binding", "How sure", "Source", "Compared", "In the planner")


def page(rules: Rules) -> str:
    """Return the whole page, in English."""
    with speak(Language.ENGLISH):
        parts = [HEAD]
        for theme, group in by_theme(rules).items():
            rows = [f"| {' | '.join(_cells(rule))} |" for rule in group]
            head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
            parts.append("\n".join([f"## {_sentence(theme_text(theme))}\n", head, *rows]) + "\n")
        kept_out = kept_out_text(rules)
        if kept_out is not None:
            parts.append(translate(kept_out) + "\n")
    return "\n".join(parts)


def _cells(rule: Rule) -> list[str]:
    planner = planner_text(rule)
    source = rule.citation if not rule.source else f"{rule.citation} <{rule.source}>"
    return [
        f"`{rule.id}`",
        _escaped(f"{rule.titles['id']} / {rule.titles['en']}"),
        _escaped(translate(numbers_text(rule))),
        _escaped(translate(RULE_STATUS_LABELS[rule.status])),
        _escaped(translate(certainty_text(rule))),
        _escaped(source) + (f" (city {rule.city} only)" if rule.city else ""),
        rule.checked,
        "" if planner is None else translate(planner),
    ]


def _sentence(words: Text) -> str:
    said = translate(words)
    return said[:1].upper() + said[1:]


def _escaped(words: str) -> str:
    return words.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(load_rules()), encoding="utf-8")
    print(f"Written: {PAGE.name}")


if __name__ == "__main__":
    main()
