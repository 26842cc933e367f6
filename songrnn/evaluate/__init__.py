"""How good is it: what a model's figures mean beside honest baselines."""
