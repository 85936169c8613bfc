"""Draw layers of a GeoPackage as QGIS shows them when they are opened: ``python3 tools/qgis_picture.py FILE PICTURE``.

Needs QGIS (Debian's ``python3-qgis``), and so the Python of the system.
"""

from __future__ import annotations

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QSize

LAYERS = ("proposals", "facilities", "kecamatan", "kelurahan")
"""Those on top first, each with the style that the file brings."""

WIDTH, HEIGHT = 1200, 900


def draw(file: str, picture: str) -> None:
    """Draw the layers of a file into a picture."""
    layers = [QgsVectorLayer(f"{file}|layername={name}", name, "ogr") for name in LAYERS]
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setDestinationCrs(layers[0].crs())
    extent = layers[-1].extent()
    extent.scale(1.05)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def main() -> None:
    """Start QGIS without a window, draw, and end it once every layer is gone."""
    application = QgsApplication([], False)
    application.initQgis()
    draw(*sys.argv[1:])
    application.exitQgis()


if __name__ == "__main__":
    main()
