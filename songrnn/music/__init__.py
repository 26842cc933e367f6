"""Music without files: pitches, exact time, scores, pieces."""
