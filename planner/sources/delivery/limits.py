"""How much a delivered file may ask for."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What is refused before, or while, a delivered file is read.

    Attributes
    ----------
    file_bytes
        Size of the file as it comes.
    unpacked_bytes
        Size of everything in a packed file together, once unpacked.
    members
        How many files a packed file may hold.
    rows, columns
        Rows and columns of one table.
    cells
        Cells of one sheet, the blank ones between the first and the last included.
    read_seconds
        How long reading may take.
    memory_bytes
        Memory of the process that reads.
    name_characters
        The longest name of a facility.
    text_characters
        The longest of any other text, such as an address or a note.
    """

    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 500 * MEGABYTE
    members: int = 1_000
    rows: int = 500_000
    columns: int = 500
    cells: int = 20_000_000
    read_seconds: int = 9
    memory_bytes: int = 4_000 * MEGABYTE
    name_characters: int = 200
    text_characters: int = 2_000


LIMITS = Limits()
