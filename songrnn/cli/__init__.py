"""The command line: one file a command. click only; the work is done in actions."""
