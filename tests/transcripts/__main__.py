"""``python -m tests.transcripts --accept``: renew the transcripts."""

import sys

from tests.transcripts import FOLDER, NAMES, transcript

if "--accept" not in sys.argv:
    sys.exit("nothing done; --accept writes the transcripts anew")
for stale in FOLDER.glob("*.txt"):
    stale.unlink()
for name in NAMES:
    (FOLDER / f"{name}.txt").write_text(transcript(name), encoding="utf-8")
