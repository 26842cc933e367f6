"""songrnn chat: the conversation on a terminal, or over plain lines where there is none."""

import secrets
import sys
from pathlib import Path

import click

from songrnn.actions.generate import USUAL_TEMPERATURES, Wish
from songrnn.cli.options import complete_model, sampling
from songrnn.repl.chat import Chat
from songrnn.session import DEFAULT_MODEL, Session, find_model


@click.command(short_help="Trade phrases with a model (what songrnn does without a command).")
@click.argument("model", default=DEFAULT_MODEL, shell_complete=complete_model)
@sampling
@click.pass_obj
def chat(
    session: Session, model: str, temperature: float | None, top_k: int, top_p: float, seed: int | None,
    length: int | None, rules: str,
) -> None:  # fmt: skip
    """Type the beginning of a tune in ABC and watch MODEL go on. /help says what else there is."""
    heat = USUAL_TEMPERATURES["character"] if temperature is None else temperature
    wish = Wish(heat, top_k, top_p, secrets.randbelow(10**6) if seed is None else seed, length, rules)
    if not Path(model).is_dir():  # to look into a run's folder takes torch; the chat does it behind the prompt
        find_model(model)
    conversation = Chat(session, model, wish)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from songrnn.repl import loop

        loop.talk(conversation)
    else:
        from songrnn.repl import plain

        plain.talk(conversation, sys.stdin, sys.stdout)
