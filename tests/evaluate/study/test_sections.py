from songrnn.evaluate.study.html import html
from songrnn.evaluate.study.media import Media
from songrnn.evaluate.study.notes import Note, distributions
from songrnn.evaluate.study.page import Code, File, Table, Words
from songrnn.evaluate.study.sections import page
from songrnn.evaluate.study.study import Output, Sample, Study
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

TUNE = NoteSequence((Part((Span(0, WHOLE, 60), Span(WHOLE, 2 * WHOLE, 67))),))


def sections(study):
    return {section.title: section.blocks for section in page(study).sections}


def tables(blocks):
    return [block for block in blocks if isinstance(block, Table)]


def said(blocks):
    return [block.text for block in blocks if isinstance(block, Words)]


def grid(make_run):
    return [
        make_run(name=f"{cell}{width}{seed}", cell=cell, width=width, seed=seed, recipe=f"szeto-{cell}",
                 valid=(2.0 + (cell == "rnn") * 0.2 + width / 100 + seed / 500,))
        for cell in ("lstm", "rnn") for width in (10, 20) for seed in (1, 2)
    ]  # fmt: skip


def test_a_single_run_has_an_overview_curves_and_settings_and_no_comparison(make_run):
    found = sections(Study("t", (make_run(recipe="mine"),)))
    assert list(found) == ["Runs", "Curves", "Settings"]
    (overview,) = tables(found["Runs"])
    assert overview.rows == (
        ("r", "mine (base)", "reels", "1,000", "3.0", "2.0", "1.500", "2.000", "nats a character", "unknown", "12.0 s"),
    )


def test_standings_have_a_column_for_each_cell_and_the_spread_of_seeds(make_run):
    blocks = sections(Study("t", tuple(grid(make_run))))["Comparison"]
    (table,) = tables(blocks)
    assert table.heads == ("width", "lstm", "rnn")
    assert table.rows == (
        ("10", "2.103 ± 0.001 (2) *", "2.303 ± 0.001 (2) *"), ("20", "2.203 ± 0.001 (2)", "2.403 ± 0.001 (2)")
    )  # fmt: skip
    assert any("lstm is better" in text for text in said(blocks))


def test_splits_have_columns_of_their_own_but_no_difference_is_told_between_them(make_run):
    from dataclasses import replace

    one = make_run()
    other = replace(one, corpus={"name": "shuffled", "valid": {"sha256": "b"}})
    blocks = sections(Study("t", (one, other)))["Comparison"]
    assert tables(blocks)[0].heads == ("reels", "shuffled")
    assert said(blocks) == []


def test_a_split_anew_has_a_column_of_its_own(make_run):
    from dataclasses import replace

    own, anew = (
        replace(
            run, recipe={**run.recipe, "split": {"mixed": mixed}}, corpus={"name": "reels", "valid": {"sha256": at}}
        )
        for run, mixed, at in ((make_run(), False, "a"), (make_run(), True, "b"))
    )
    (table,) = tables(sections(Study("t", (own, anew)))["Comparison"])
    assert table.heads == ("its own split", "split anew")


def test_what_many_runs_have_in_common_is_said_once_and_their_list_comes_late(make_run):
    found = sections(Study("t", tuple(grid(make_run))))
    assert list(found) == ["Comparison", "Curves", "Beside the published figures", "Runs", "Settings"]
    (table,) = tables(found["Runs"])
    assert table.heads == ("run", "recipe", "training", "validation")
    assert "corpus reels, parameters 1,000" in table.caption


def test_runs_of_different_measures_share_no_picture(make_run):
    found = sections(Study("t", (make_run(), make_run(measure="loss", recipe="zhang-events"))))
    assert [block.name for block in found["Curves"] if isinstance(block, File)] == ["curves-1.svg", "curves-2.svg"]
    assert any("do not compare" in text for text in said(found["Curves"]))
    assert "Comparison" not in found


def test_figures_that_curves_do_not_show_have_a_picture_of_their_own(make_run):
    run = make_run(figures={"valid_f1": 0.5, "valid_bits": 1.0})
    (picture,) = sections(Study("t", (run,)))["Figures of each epoch"]
    assert "f1 of the validation split" in picture.words


def test_published_figures_stand_beside_ours_with_the_protocol(make_run):
    blocks = sections(Study("t", (make_run(width=150, model={"dropout": 0.1}, windows=1.8),)))
    (table,) = tables(blocks["Beside the published figures"])
    assert table.rows[0][1:] == ("1.931", "1.800; whole tunes 2.000")
    assert any(text.startswith("Theirs: one random window") for text in said(blocks["Beside the published figures"]))


def output(run, **further):
    media = Media(b"<svg/>", b"sound", None, ("There is no MIDI: gone.",))
    first = (Note(60, 0.0, 2.0, 0.0, 2.0),)
    drawn = distributions([TUNE])
    samples, alarms = (Sample(1, "<X>", False, "", media),), ((2, "It loops."),)
    return Output(run, "temperature 1", 2, samples, alarms, first, drawn, drawn, **further)


def test_what_a_model_wrote_is_shown_with_what_is_wrong_with_it(make_run):
    run = make_run(written=({"step": 10, "epoch": 1.0, "notation": "abc", "text": "K:C\nCDE|"},))
    blocks = sections(Study("t", (run,), (output(run),)))["Output of r"]
    names = [block.name for block in blocks if isinstance(block, File)]
    assert names == ["learning-1.svg", "distributions-1.svg", "sample-1-1.svg", "sample-1-1.mp3"]
    assert [table.rows for table in tables(blocks)] == [
        (("2", "It loops."),), (("0", "60", "0.000", "2.000", "0.000", "2.000"),)
    ]  # fmt: skip
    assert Code("<X>") in blocks
    assert "There is no MIDI: gone." in said(blocks)
    assert any("pitch 1.00, step 1.00, duration 1.00" in block.words for block in blocks if isinstance(block, File))


def test_the_roll_of_the_best_validation_is_that_of_its_step(make_run):
    written = tuple({"step": 10 * at, "epoch": at, "notation": "abc", "text": "K:C\n" + "C" * at} for at in (1, 2, 3))
    run = make_run(written=written)
    texts = said(sections(Study("t", (run,), (output(run),)))["Output of r"])
    assert "first validation, epoch 1: 1 note; best validation, epoch 2: 2 notes." in texts[0]


def test_what_is_missing_is_said(make_run):
    run = make_run()
    blocks = sections(Study("t", (run,), (Output(run, "", 0, remarks=("Its corpus is gone.",)),), ("A cell is out.",)))
    assert said(blocks["Output of r"])[0] == "Its corpus is gone."
    assert said(blocks["What is left out"]) == ["A cell is out."]


def test_names_from_strangers_do_no_harm(make_run):
    run = make_run(name="<img src=x>\x1b[2J", recipe="<b>")
    assert "<img src=x" not in html(page(Study("<t>", (run,), (output(run),))))


def test_the_settings_of_many_runs_are_those_of_the_first(make_run):
    (table,) = sections(Study("t", tuple(grid(make_run))))["Settings"]
    assert table.heads == ("setting", "lstm101")
    assert ("model.width", "10") in table.rows
