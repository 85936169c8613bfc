"""Cities kept in memory, in parts: a recorded sign reads the survey again, and nothing else."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import pandas as pd

from planner.assess import Ground, measure
from planner.errors import BusyError
from planner.ingest import Unsurveyed, read_unsurveyed, with_survey
from planner.model.city import City
from planner.model.options import WalkingOptions
from planner.scenarios.ground import changed_ground
from planner.sources.layers import read_crs
from planner.sources.settings import SETTINGS_FILE
from planner.sources.settings_file import read_settings
from planner.sources.survey.places import surveyed_places
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.texts import text

KEPT = 3
"""How many cities before their survey are kept, and how many grounds of them."""

HASHED = 1024
"""Of how many files it is remembered what they held."""

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Stand:
    """What two processes both know of a city, so that it is not sent from one to the other.

    Attributes
    ----------
    folder
        A city folder that holds it.
    key
        Hash of all it is read from.
    walking
        How children walk in it.
    """

    folder: Path
    key: str
    walking: WalkingOptions


class Cities:
    """Cities and their grounds, each read and measured once; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: dict[tuple[int, Hashable], threading.Lock] = {}
        self._hashes: OrderedDict[tuple[int, ...], bytes] = OrderedDict()
        self._unsurveyed: OrderedDict[str, Unsurveyed] = OrderedDict()
        self._grounds: OrderedDict[tuple[str, WalkingOptions], Ground] = OrderedDict()

    def read(self, folder: Path) -> tuple[City, str]:
        """Return the city of a folder as it is now, and the key of what it is made of.

        Raises
        ------
        planner.errors.PlannerError
            If the folder can't be used.
        """
        while True:
            state = _state(folder / SURVEY_FILE)
            survey = read_survey(folder)
            key, unsurveyed = self._read(folder, survey)
            city = with_survey(unsurveyed, survey, folder)
            # Where somebody recorded something in the middle, the fingerprint may be of what was not read.
            if _state(folder / SURVEY_FILE) == state:
                return city, key

    def ground(self, city: City, stand: Stand) -> Ground:
        """Return what an assessment of a city stands on; measured anew are only kinds of which a place is another.

        Parameters
        ----------
        city
            The city, its survey applied.
        stand
            What it is made of.
        """
        before = self._known(stand)
        return changed_ground(before.city, self._ground(before, stand), city).ground

    def shared(self, stand: Stand) -> Mapping[str, object]:
        """Return the large parts of a city and its ground by their names, the same ones whoever asks.

        Raises
        ------
        planner.errors.PlannerError
            If the folder holds another city by now, or can't be used.
        """
        before = self._known(stand)
        ground = self._ground(before, stand)
        tables = {field.name: getattr(before.city, field.name) for field in fields(City)}
        named = {f"city.{name}": part for name, part in tables.items() if isinstance(part, pd.DataFrame)}
        return {
            **named,
            "city.elevation": before.city.elevation,
            "rules": ground.rules,
            "demand": ground.demand,
            "demand.points": ground.demand.points,
            "walking": ground.walking,
            "walking.walking": ground.walking.walking,
        }

    def _ground(self, before: Unsurveyed, stand: Stand) -> Ground:
        key = (stand.key, stand.walking)
        return self._once(self._grounds, key, lambda: measure(before.city, walking=stand.walking))

    def _known(self, stand: Stand) -> Unsurveyed:
        with self._lock:
            known = self._unsurveyed.get(stand.key)
        if known is not None:
            return known
        key, read = self._read(stand.folder, read_survey(stand.folder))
        if key != stand.key:
            raise BusyError(text("The data of the city were changed meanwhile: ask again."))
        return read

    def _read(self, folder: Path, survey: pd.DataFrame) -> tuple[str, Unsurveyed]:
        key = self._key(folder, survey)
        return key, self._once(self._unsurveyed, key, lambda: read_unsurveyed(folder, survey))

    def _key(self, folder: Path, survey: pd.DataFrame) -> str:
        """Return a hash of all that a city is read from, but for what was seen of places that are known anyway."""
        settings = read_settings(folder)
        files = [SETTINGS_FILE, *(layer.file for layer in settings.layers().values())]
        files += [settings.merging.decisions] if settings.merging else []
        digest = hashlib.sha256()
        if survey["kind"].notna().any():
            found = surveyed_places(survey, read_crs(settings.city.metric_crs, SETTINGS_FILE))
            digest.update(found.to_csv(index=False).encode())
        for name in dict.fromkeys(files):
            if (folder / name).is_file():
                digest.update(name.encode() + b"\0" + self._hash(folder / name))
        return digest.hexdigest()

    def _hash(self, path: Path) -> bytes:
        key = _state(path)
        with self._lock:
            known = self._hashes.get(key)
        if known is None:
            known = hashlib.sha256(path.read_bytes()).digest()
            with self._lock:
                _keep(self._hashes, key, known, HASHED)
        return known

    def _once(self, kept: OrderedDict[Key, Kept], key: Key, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it; whoever wants the same meanwhile waits for it, nobody else."""
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
            makes = self._making.setdefault((id(kept), key), threading.Lock())
        with makes:
            with self._lock:
                if key in kept:
                    return kept[key]
            try:
                made = make()
                with self._lock:
                    _keep(kept, key, made, KEPT)
            finally:
                with self._lock:
                    self._making.pop((id(kept), key), None)
            return made


def _state(path: Path) -> tuple[int, ...]:
    """Return what tells one content of a file from another without reading it; nothing where there is no file."""
    if not path.is_file():
        return ()
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _keep(kept: OrderedDict[Key, Kept], key: Key, value: Kept, most: int) -> None:
    """Keep something, and forget what was kept longest ago if it is too much."""
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


CITIES = Cities()
"""The cities that this process knows."""
