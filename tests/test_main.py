"""The program: every mistake is one sentence on standard error with the exit code of the contract, and no traceback."""

import errno
import io
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from songrnn import __main__ as program
from songrnn.session import find_model

ESCAPES = "T:\x1b]0;evil\x07\x1b[31m"


@pytest.fixture
def place(run_folder, tunebook, elsewhere):
    """A working folder with a model, a corpus, and everything that may be wrong with either."""
    whole = find_model(str(run_folder))
    for name in ("model", "torn", "foreign", "cut", "bare", "wide"):
        shutil.copytree(whole, name)
    Path("torn/model.json").write_text('{"format')
    Path("foreign/model.json").write_text('{"format": 99}')
    Path("cut/weights.safetensors").write_bytes(Path("cut/weights.safetensors").read_bytes()[:5000])
    Path("bare/weights.safetensors").unlink()
    description = json.loads(Path("wide/model.json").read_text())
    description["family"]["settings"]["width"] = 64
    Path("wide/model.json").write_text(json.dumps(description))
    shutil.copy(tunebook, "reels.abc")
    Path("one.abc").write_text(tunebook.read_text().split("\n\n")[0])
    Path("empty.abc").touch()
    Path("bin.abc").write_bytes(b"\0\1\2" * 99)
    Path("full").mkdir()
    Path("full/thesis.tex").write_text("years of work")
    Path("folder.abc").mkdir()
    Path("folder.png").mkdir()
    return elsewhere


@pytest.fixture
def run(place, monkeypatch, capsys):
    """Run `songrnn ARGUMENTS` in this process: exit code, standard output, standard error."""
    assert place.is_dir()

    def run(*arguments, given=b""):
        monkeypatch.setattr(sys, "argv", ["songrnn", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = program._run()
        return code, *capsys.readouterr()

    return run


TABLE = [
    # the program
    ("generat", 2, "No command is called 'generat'. Did you mean 'generate'?"),
    ("--nope", 2, "No such option '--nope'"),
    # generate
    ("generate --nope", 2, "No such option '--nope'"),
    ("generate --temperatur 1", 2, "'--temperature'?"),
    ("generate --temperature abc", 2, "'abc' is not a valid float"),
    ("generate --temperature nan", 2, "temperature is nan"),
    ("generate --temperature inf", 2, "temperature is inf"),
    ("generate --temperature -1", 2, "temperature is -1.0"),
    ("generate --length -5", 2, "length is -5"),
    ("generate --length 0", 2, "length is 0"),
    ("generate --length 1e9", 2, "'1e9' is not a valid integer"),
    ("generate --top-p 0", 2, "top-p is 0.0"),
    ("generate --top-p nan", 2, "top-p is nan"),
    ("generate --top-k -1", 2, "top-k is -1"),
    ("generate --seed x", 2, "'x' is not a valid integer"),
    ("generate -n 0", 2, "0 is not in the range"),
    ("generate a b", 2, "unexpected extra argument (b)"),
    ("generate -m nope", 1, "No model or folder is called 'nope'"),
    ("generate -m full", 1, "'full' holds no model"),
    ("generate -m torn", 1, "its model.json is not whole"),
    ("generate -m foreign", 1, "format version 99"),
    ("generate -m cut", 1, "missing or damaged"),
    ("generate -m bare", 1, "missing or damaged"),
    ("generate -m wide", 1, "do not fit"),
    ("generate -m ~nobody-of-that-name", 1, "No model or folder"),
    ("generate -o x.pdf", 2, "'x.pdf' ends in no format"),
    ("generate -o missing/x.abc", 2, "'missing/x.abc' cannot be written"),
    ("generate -o reels.abc/x.abc", 2, "'reels.abc/x.abc' cannot be written"),
    ("generate -o /proc/x.abc", 2, "'/proc/x.abc' cannot be written"),
    ("generate -o folder.abc", 2, "'folder.abc' is a directory"),
    ("generate -o x.abc --jsonl", 2, "not both"),
    ("generate missing.abc", 2, "no file 'missing.abc'"),
    ("generate bin.abc", 1, "'bin.abc' is not a text file"),
    ("generate K:D -m model --length 1 --seed 1 -o x.mid", 3, "no notes"),
    # chat
    ("chat nope", 1, "No model or folder is called 'nope'"),
    ("chat model extra", 2, "unexpected extra argument (extra)"),
    ("chat -T nan", 2, "temperature is nan"),
    # train
    ("train", 2, "Missing argument 'CORPUS'"),
    ("train reels.abc", 2, "Missing option '-o' / '--output'"),
    ("train nope -o new", 1, "No corpus or file is called 'nope'"),
    ("train empty.abc -o new", 1, "The corpus is empty"),
    ("train bin.abc -o new", 1, "'bin.abc' is not a text file"),
    ("train one.abc -o new", 1, "at least three"),
    ("train reels.abc -o full", 1, "'full' is not empty"),
    ("train reels.abc -o reels.abc", 2, "'reels.abc' is a file"),
    ("train reels.abc -o reels.abc/new", 1, "The system refused 'reels.abc/new'"),
    ("train reels.abc -o /proc/new", 1, "The system refused '/proc/new'"),
    ("train reels.abc -o new -r char-lsmt", 2, "Did you mean 'char-lstm'?"),
    ("train reels.abc -o new --size huge", 2, "No size is called 'huge'"),
    ("train reels.abc -o new --set foo", 2, "'foo' is not a setting"),
    ("train reels.abc -o new --set train.rat=1", 2, "Did you mean 'rate'?"),
    ("train reels.abc -o new --set train.rate=nan", 2, "train.rate is nan"),
    ("train reels.abc -o new --set model.width=0", 2, "model.width is 0"),
    # evaluate
    ("evaluate", 2, "Missing argument 'MODEL'"),
    ("evaluate model", 2, "Missing argument 'CORPUS'"),
    ("evaluate model fokl", 1, "Did you mean 'folk'?"),
    ("evaluate model full", 1, "The corpus is empty"),
    ("evaluate model empty.abc", 1, "The corpus is empty"),
    ("evaluate model one.abc", 1, "at least three"),
    ("evaluate model reels.abc --split nope", 2, "'nope' is not one of 'train', 'valid', 'test'"),
    # heatmap
    ("heatmap model", 2, "Missing argument 'TUNE'"),
    ("heatmap model one.abc --unit x", 2, "'x' is not a unit"),
    ("heatmap model one.abc --unit 9:9", 2, "no layer 9"),
    ("heatmap model one.abc --unit 1:99", 2, "no unit 99"),
    ("heatmap model one.abc --unit 1:1 --signal q", 2, "'q' is not one of 'h', 'c'"),
    ("heatmap model one.abc --unit 1:1 --signal z", 2, "no signal 'z'"),
    ("heatmap model one.abc --unit 1:1 --all", 2, "give one of them"),
    ("heatmap model one.abc --feature barline", 2, "Did you mean 'bar-line'?"),
    ("heatmap model one.abc --match 3:9999", 2, "The passage 3:9999 is not in the tune"),
    ("heatmap model one.abc --unit 1:1 -o x.jpg", 2, "Cannot paint 'x.jpg'"),
    ("heatmap model one.abc --unit 1:1 -o missing/x.png", 2, "cannot be written"),
    ("heatmap model one.abc --unit 1:1 -o folder.png", 2, "'folder.png' is a directory"),
    ("heatmap model one.abc --unit 1:1 -o x.png --json", 2, "not both"),
    ("heatmap model empty.abc --unit 1:1", 2, "The tune is empty"),
    ("heatmap model missing.abc --unit 1:1", 2, "no file 'missing.abc'"),
    # corpus
    ("corpus", 2, "'songrnn corpus' needs one of: build, check, list, stats"),
    ("corpus nope", 2, "No command of 'corpus' is called 'nope'"),
    ("corpus stats nope", 1, "No corpus or file is called 'nope'"),
    ("corpus stats bin.abc", 1, "'bin.abc' is not a text file"),
    ("corpus check reels", 1, "No corpus or file is called 'reels'"),
    ("corpus build reels.abc", 2, "Missing option '-o' / '--output'"),
    ("corpus build reels.abc -o full", 1, "'full' is not empty"),
    ("corpus build reels.abc -o reels.abc", 2, "'reels.abc' is a file"),
    ("corpus build reels.abc -o /proc/new", 1, "The system refused '/proc/new'"),
    # models
    ("models", 2, "'songrnn models' needs one of: list, show"),
    ("models lst", 2, "Did you mean 'list'?"),
    ("models show nope", 1, "No model or folder is called 'nope'"),
]


@pytest.mark.parametrize(("line", "code", "said"), TABLE, ids=[line for line, _, _ in TABLE])
def test_a_mistake_is_one_sentence_with_its_exit_code(run, line, code, said):
    ended, out, err = run(*line.split())
    *remarks, sentence = err.splitlines()
    assert (ended, out) == (code, "")
    assert sentence.startswith("songrnn: ")
    assert said in sentence
    assert not any(word in err for word in ("Traceback", "Usage:", "Errno"))
    assert all("greatest length" in remark for remark in remarks)


def test_a_mistake_leaves_nothing_behind(run, place):
    before = sorted(path.name for path in place.rglob("*"))
    for line, _, _ in TABLE:
        if "-o new" not in line:
            run(*line.split())
    assert sorted(path.name for path in place.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "value", "words", "said"),
    [
        ("SONGRNN_GENERATE_TEMPERATURE", "hot", ["generate"], "'hot' is not a valid float (from SONGRNN_GENERATE_"),
        ("SONGRNN_GENERATE_MODEL", "nope", ["generate"], "No model or folder is called 'nope'"),
        ("SONGRNN_CHAT_SEED", "x", [], "(from SONGRNN_CHAT_SEED)"),
        ("SONGRNN_CHAT_LENGTH", "-1", [], "length is -1"),
        ("SONGRNN_EVALUATE_SPLIT", "x", ["evaluate", "model", "reels.abc"], "(from SONGRNN_EVALUATE_SPLIT)"),
    ],
)
def test_nonsense_in_a_variable_is_answered_like_nonsense_that_is_typed(run, monkeypatch, name, value, words, said):
    monkeypatch.setenv(name, value)
    code, out, err = run(*words)
    assert (code in (1, 2), out, len(err.splitlines())) == (True, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", []),
        ('[chat]\nmodel = "nope"', []),
        ("[chta]\nseed = 1", []),
        ("[generate]\nsede = 1", ["generate"]),
    ],
)
def test_nonsense_in_a_settings_file_is_one_sentence(run, text, words):
    Path("songrnn.toml").write_text(text)
    code, out, err = run(*words)
    assert (code, out, len(err.splitlines())) == (1 if "nope" in text else 2, "", 1)


@pytest.mark.parametrize("prompt", ["", "T:é音", "A" * 300, "A" * 3000, "\\n\\n", "%", ESCAPES, "T:\udcff", "full"])
def test_any_prompt_makes_a_tune(run, prompt):
    code, out, err = run("generate", prompt, "-m", "model", "--length", "9", "--seed", "1")
    assert code == 0
    assert out.startswith("X:1\n")
    assert "\x1b" not in err


@pytest.mark.parametrize("given", [b"", b"K:D\n", b"\xff\xfe\x80", b"T:\xc3\xa9\r\n"])
def test_any_text_on_standard_input_makes_a_tune(run, given):
    code, out, _ = run("generate", "-", "-m", "model", "--length", "9", "--seed", "1", given=given)
    assert (code, out[:4]) == (0, "X:1\n")
    code, out, _ = run("chat", "model", "--length", "9", given=given)
    assert (code, out[:4]) == (0, "X:1\n" if given else "")


def test_what_is_there_already_is_done_with_0(run):
    for words in (["--version"], ["--help"], ["corpus", "list"], ["models", "list"], ["corpus", "stats", "reels.abc"]):
        code, out, _ = run(*words)
        assert (code, bool(out)) == (0, True)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted."),
        (MemoryError(), 1, "There is not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 1, "The system refused 'x' (No space left on device)"),
        (OSError(errno.EIO, "Input/output error"), 1, "The system refused (Input/output error)"),
    ],
)
def test_what_the_system_does_to_a_command_is_a_sentence_too(run, monkeypatch, error, code, said):
    def fail():
        raise error

    monkeypatch.setattr("songrnn.cli.models.model_names", fail)
    ended, out, err = run("models", "list")
    assert (ended, out) == (code, "")
    assert f"songrnn: {said}" in err


def test_a_sentence_cannot_move_the_cursor(run):
    assert "\x1b" not in run("generate", "-m", "\x1b[31m")[2]
    assert "\x1b" not in run("\x1b[31m")[2]


SONGRNN = [sys.executable, "-m", "songrnn"]


def shell(line):
    """Run a line of shell in which $songrnn is the program."""
    command = f"songrnn='{sys.executable} -m songrnn'\n{line}"
    return subprocess.run(["bash", "-c", command], capture_output=True, check=False, stdin=subprocess.DEVNULL)


def test_a_reader_who_leaves_is_not_complained_to(place):
    done = shell("$songrnn generate -m model -n 50 --length 200 --seed 1 | head -1")
    assert place.is_dir()
    assert done.stdout == b"X:1\n"
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-"])
def test_a_closed_stream_is_an_empty_one(place, closed):
    done = shell(
        f"$songrnn chat model --length 5 {closed} && $songrnn generate - -m model --length 5 {closed}; echo $?"
    )
    assert place.is_dir()
    assert done.stdout.split()[-1] == b"0"
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_one_sentence(place):
    done = shell("$songrnn corpus list > /dev/full")
    assert place.is_dir()
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "songrnn: The system refused (No space left on device); check the place and its permissions.\n"
    )


def test_ctrl_c_ends_a_command_with_130_and_one_sentence(place):
    with subprocess.Popen(
        [*SONGRNN, "generate", "-m", "model", "-n", "100000", "--length", "50"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=place,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == b"X:1\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith(b"\nsongrnn: Interrupted.\n")
    assert b"Traceback" not in err


def test_ctrl_c_in_training_saves_and_training_goes_on(place):
    words = ["--size", "tiny", "--set", "train.epochs=9999", "--set", "model.width=8", "--set", "train.patience=9999"]
    with subprocess.Popen(
        [*SONGRNN, "train", "reels.abc", "-o", "new", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=place,
    ) as process:  # fmt: skip
        while not Path("new/best").exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert Path(out.decode().strip(), "model.json").is_file()
    assert b"interrupted" in err
