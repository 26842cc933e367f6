"""Reading and writing music: text and files on one side, Score on the other."""
