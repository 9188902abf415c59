"""Chance switched off in the truth of a run: what the planner believes and has decided stays what it is."""
