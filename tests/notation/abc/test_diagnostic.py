"""Severities are plain words, so that they print and compare as such."""

from songrnn.notation.abc.diagnostic import Diagnostic, Severity


def test_a_severity_is_its_word():
    assert f"{Diagnostic(Severity.ERROR, 1, 2, 'x').severity}" == "error"
    assert [*Severity] == ["error", "warning", "remark"]
