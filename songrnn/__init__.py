"""songrnn: train recurrent networks on text-notation music, talk to them, look inside them and hear them."""

__version__ = "0.1.0"
