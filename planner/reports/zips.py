"""Archives that are the same for the same content: no time of writing stays in them."""

from __future__ import annotations

import io
import re
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_SAME_STAMP = rb"\g<1>1980-01-01T00:00:00Z\g<3>"
_OFFICE_ENDINGS = (".xlsx", ".pptx", ".docx")


def without_times(archive: bytes) -> bytes:
    """Return a zip archive, or an office document, with all times of writing set to the first that can be named.

    Workbooks inside it, as those behind the charts of slides, are treated alike. The order of entries stays.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(_OFFICE_ENDINGS):
                content = without_times(content)
            elif name.endswith("core.xml"):
                content = _STAMP.sub(_SAME_STAMP, content)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return written.getvalue()
