import subprocess
import sys

import pytest

from songrnn.notation.stream.alone import music21_alone

IMPORT = """
from songrnn.notation.stream.alone import music21_alone
with music21_alone():
    import music21
print("imported")
"""


def test_a_broken_settings_file_of_the_user_is_not_read(tmp_path):
    for name in (".music21rc", ".config/music21rc", "AppData/Roaming/music21-settings.xml"):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("<settings><broken")
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.returncode) == ("imported\n", 0), ran.stderr


def test_the_divisions_hold_inside_only():
    with music21_alone():
        from music21 import defaults

        kept = defaults.divisionsPerQuarter
    with music21_alone(12):
        assert defaults.divisionsPerQuarter == 12
        with music21_alone():
            assert defaults.divisionsPerQuarter == 12
    assert defaults.divisionsPerQuarter == kept


def test_the_divisions_are_put_back_after_an_error():
    with pytest.raises(KeyError), music21_alone(12):
        raise KeyError
    from music21 import defaults

    assert defaults.divisionsPerQuarter != 12
