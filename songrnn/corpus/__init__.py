"""From the world to splits: sources, cleaning, duplicates, splits, manifests."""
