"""Writing music: the policy that draws the next symbol, and the stream of symbols."""
