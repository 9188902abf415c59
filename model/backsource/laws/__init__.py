"""Formulas without a clock, each with its source: what theory says of one thing at a time."""
