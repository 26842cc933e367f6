"""The chat: prompt_toolkit on a terminal, plain lines elsewhere."""
