"""Looking inside: what each unit of a network says while it reads."""
