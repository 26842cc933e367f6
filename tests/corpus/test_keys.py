"""Tunes in other keys: only into keys that are met, as often as they are met."""

from collections import Counter

import pytest

from songrnn.corpus.keys import Version, in_other_keys
from songrnn.notation.abc.parser import read_tune


def tune(key, body="GAB c2"):
    return f"M:4/4\nL:1/8\nK:{key}\n{body}|]"


def many(**keys):
    """So many tunes in each key."""
    return [tune(key.replace("s", "#"), f"GAB c{n % 7 + 1}") for key, count in keys.items() for n in range(count)]


def key_of(text):
    key = read_tune(text).score.key
    return key.tonic + key.mode


def test_a_tune_has_a_version_on_every_tonic_that_is_often_met_with_its_mode():
    versions = in_other_keys(many(D=20, G=10, A=9, Am=10, Em=15))
    assert [key_of(version.text) for version in versions[0]] == ["Dmaj", "Gmaj"]
    assert [key_of(version.text) for version in versions[-1]] == ["Am", "Em"]


def test_a_tune_is_met_in_a_key_as_likely_as_the_corpus_has_it():
    for versions in in_other_keys(many(D=30, G=10))[::10]:
        assert {key_of(version.text): version.weight for version in versions} == {"Dmaj": 0.75, "Gmaj": 0.25}


def test_how_often_each_key_is_met_does_not_change():
    keys = {"D": 30, "G": 20, "Bb": 10, "A": 3, "Em": 12, "Am": 24, "Ador": 1}
    texts = many(**keys)
    met = Counter()
    for versions in in_other_keys(texts):
        for version in versions:
            met[key_of(version.text)] += version.weight
    assert met == pytest.approx(Counter(map(key_of, texts)))


def test_weights_are_of_versions_that_there_are():
    texts = [*many(Cb=10, Cs=10), tune("Cb", "^^F4")]  # the last cannot be written in C sharp
    last = in_other_keys(texts)[-1]
    assert last == [Version(texts[-1], 1.0)]
    assert all(sum(v.weight for v in versions) == pytest.approx(1) for versions in in_other_keys(texts))


def test_one_version_of_each_tune_is_the_tune():
    texts = many(D=12, G=12, Am=11)
    assert all(text in [v.text for v in versions] for text, versions in zip(texts, in_other_keys(texts), strict=True))


def test_versions_sound_the_same_tune():
    texts = many(D=12, G=12)
    for version in in_other_keys(texts)[3]:
        (bar,) = read_tune(version.text).score.voices[0].bars
        pitches = [note.pitches[0].midi for note in bar.notes]
        assert [pitch - pitches[0] for pitch in pitches] == [0, 2, 4, 6]  # G A B c sharp in D


def test_a_tune_in_a_rare_key_stays_there():
    texts = many(D=20, A=9)
    assert in_other_keys(texts)[-1] == [Version(texts[-1], 1.0)]


def test_a_tune_without_a_key_stays_as_it_is():
    texts = [*many(D=20, G=20), "abc", "K:none\nabc"]
    assert in_other_keys(texts)[-2:] == [[Version("abc", 1.0)], [Version("K:none\nabc", 1.0)]]


def test_no_tunes_have_no_versions():
    assert in_other_keys([]) == []
