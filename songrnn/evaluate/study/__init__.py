"""A study of runs as a page: what was measured, in words, tables, pictures and sound.

runs → standings, difference → sections → page → html or markdown. Trains nothing and has nobody write music; whoever
asks for a page hands over what was measured.
"""
