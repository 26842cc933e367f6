"""One file a verb. Actions yield events or return values; they never print, exit or read the terminal."""
