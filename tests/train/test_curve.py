"""The loss curve is a picture, and replaced whole."""

from PIL import Image

from songrnn.train.curve import draw_curve

ROWS = [{"epoch": at, "train_nats": 3 / at, "valid_nats": 3.2 / at} for at in (1, 2, 3)]


def test_the_curve_is_a_png_with_both_colours_in_it(tmp_path):
    path = tmp_path / "loss.png"
    path.write_bytes(b"the one before")
    draw_curve(ROWS, path)
    colours = {colour for _, colour in Image.open(path).convert("RGB").getcolors(10**6)}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colours
    assert [p.name for p in tmp_path.iterdir()] == ["loss.png"]
