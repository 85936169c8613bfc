"""What goes from one process of the planner to another: things as bytes, and bytes in frames."""

from __future__ import annotations

import copyreg
import io
import pickle
import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")


def pack(thing: object, shared: Mapping[str, object] | None = None) -> bytes:
    """Return a thing as bytes.

    Parameters
    ----------
    thing
        What is sent; its functions are those of modules.
    shared
        Parts that the other side has as well: they are sent by their names.
    """
    written = io.BytesIO()
    _Packer(written, {id(part): name for name, part in (shared or {}).items() if part is not None}).dump(thing)
    return written.getvalue()


def unpack(data: bytes, shared: Mapping[str, object] | None = None) -> Any:
    """Return a thing that was packed by this program; never to be used on bytes from anywhere else.

    Parameters
    ----------
    data
        What :func:`pack` returned.
    shared
        The same parts as there, by the same names.
    """
    return _Unpacker(io.BytesIO(data), shared or {}).load()


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write bytes so that the other side knows where they end."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next bytes that were written together; ``None`` once the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = int(_LENGTH.unpack(head)[0])
    data = stream.read(length)
    return data if len(data) == length else None


def _frozen(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


class _Packer(pickle.Pickler):
    # Python itself does not know how to send a mapping that can't be changed.
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda one: (_frozen, (dict(one),))}

    def __init__(self, stream: BinaryIO, names: Mapping[int, str]) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._names = names

    def persistent_id(self, thing: object) -> str | None:
        return self._names.get(id(thing))


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: BinaryIO, shared: Mapping[str, object]) -> None:
        super().__init__(stream)
        self._shared = shared

    def persistent_load(self, name: str) -> object:
        return self._shared[name]
