"""ABC notation: lexemes, header fields, timing and a reader for one-voice tunes.

After: the ABC music standard 2.1 (Walshaw and others, 2011).
"""
