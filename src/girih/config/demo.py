"""Settings of `girih demo`: the production settings on a database of its own, with the one-click door.

The door exists only in this URL configuration, and the demo people only in this database, so a served
installation has neither to close nor to delete them.
"""

import os
from pathlib import Path

os.environ["GIRIH_HOME"] = str(Path(os.environ.get("GIRIH_HOME", "var")) / "demo")
os.environ.pop("DATABASE_URL", None)

from girih.config.settings import *  # noqa: F403

ROOT_URLCONF = "girih.config.demo_urls"
