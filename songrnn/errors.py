"""Every failure that a user can cause, drawn as a tree.

    SongrnnError            1   anything below, when no better exit code is known
    ├── UsageError          2   a name, option or value that makes no sense
    ├── MusicError          3   music that cannot be read
    ├── CorpusError         1   a corpus that is missing, empty or unreadable
    ├── CheckpointError     1   a model folder that is missing, torn, foreign or ill-fitting
    └── TrainingError       1   a training run that cannot start or go on

Each message is one sentence: what, the value, what to do. Programmers' mistakes are assertions, not these.
"""


class SongrnnError(Exception):
    """A failure with a message for the user. `exit_code` is what the command line returns for it."""

    exit_code = 1


class UsageError(SongrnnError):
    """A name, option or value that makes no sense."""

    exit_code = 2


class MusicError(SongrnnError):
    """Music that cannot be read."""

    exit_code = 3


class CorpusError(SongrnnError):
    """A corpus that is missing, empty or unreadable."""


class CheckpointError(SongrnnError):
    """A model folder that is missing, torn, of another version, or whose weights do not fit."""


class TrainingError(SongrnnError):
    """A training run that cannot start or cannot go on."""
