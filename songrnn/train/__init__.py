"""Training: batches, optimisers, schedule, the one loop, and what a run leaves on disk."""
