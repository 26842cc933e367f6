from songrnn import shipped as module
from songrnn.shipped import shipped


def test_a_checkout_ships_what_stands_beside_the_package():
    assert (shipped("corpora") / "folk.toml").is_file()


def test_a_wheel_ships_what_lies_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "songrnn"
    (package / "_shipped").mkdir(parents=True)
    monkeypatch.setattr(module, "_PACKAGE", package)
    assert shipped("corpora") == package / "_shipped" / "corpora"
