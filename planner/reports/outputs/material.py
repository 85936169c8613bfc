"""What an output is made again from: each part is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planner.assess import Ground, assess, measure
from planner.checks.basis import Basis
from planner.errors import OptionError
from planner.ingest import load_city
from planner.model.assessment import Assessment, PlanStatus
from planner.model.city import City
from planner.model.history import Snapshot
from planner.model.options import Options
from planner.model.scenario import Scenario
from planner.reports.provenance import Provenance
from planner.rules.catalogue import apply_changes, load_rules
from planner.scenarios.applying import apply_scenario
from planner.scenarios.running import what_if
from planner.sources.builtin import builtin_city
from planner.sources.history.document import snapshot_id
from planner.sources.history.store import load_snapshots
from planner.sources.scenarios.document import read_scenario
from planner.texts import Text, text


@dataclass(frozen=True, eq=False)
class Material:
    """What an output is made again from.

    Attributes
    ----------
    made
        How the output was made.
    folder
        The city folder; the built-in city if left out.
    files
        Other files that were named: the template of slides, or the two assessments that were compared.
    progress
        Is told what is being done.
    """

    made: Provenance
    folder: Path | None = None
    files: Sequence[Path] = ()
    progress: Callable[[Text], None] = lambda _: None

    @property
    def options(self) -> Options:
        """What was chosen."""
        return self.made.options

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario that the city was changed by, if any."""
        return None if self.made.scenario is None else read_scenario(self.made.scenario.encode("utf-8"), "scenario")

    @cached_property
    def present(self) -> City:
        """The city as it is."""
        return load_city(self.folder, progress=self.progress)

    @cached_property
    def city(self) -> City:
        """The city that the output is about: changed, if it was changed by a scenario."""
        return self.present if self.scenario is None else apply_scenario(self.present, self.scenario)

    @cached_property
    def basis(self) -> Basis:
        """What rules are applied to before anything is measured."""
        return Basis(self.city, apply_changes(load_rules(), self.city.rule_changes), self.options.as_of)

    @cached_property
    def ground(self) -> Ground:
        """Where children live in the present city, and how they walk."""
        return measure(self.present, walking=self.options.walking, progress=self.progress)

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment, in the way in which it was made: of a scenario out of that of the present city."""
        if self.scenario is None:
            return assess(self.present, options=self.options, progress=self.progress)
        present = assess(self.present, options=self.options, ground=self.ground, progress=self.progress)
        return what_if(present, self.ground, self.scenario, self.options, progress=self.progress)

    @property
    def is_infeasible(self) -> bool:
        """Whether the assessment was asked for and has no feasible plan."""
        return "assessment" in vars(self) and self.assessment.plan.optimality.status is PlanStatus.INFEASIBLE

    def kept(self, names: Sequence[str]) -> tuple[Snapshot, ...]:
        """Return kept assessments by their names.

        Raises
        ------
        planner.errors.OptionError
            If one is no longer kept.
        """
        if not names:
            return ()
        folder = self.folder or builtin_city()
        known = {snapshot_id(one): one for one in load_snapshots(folder, self.present.code)}
        missing = next((name for name in names if name not in known), None)
        if missing is not None:
            raise OptionError(
                text(
                    "The file was made with the kept assessment {name}, which is no longer in {folder}: put it back "
                    "into the folder “history” there.",
                    name=missing,
                    folder=str(folder),
                )
            )
        return tuple(known[name] for name in names)
