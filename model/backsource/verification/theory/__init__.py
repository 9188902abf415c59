"""Exact values by kind of case: parameters as a case names them in, values as it names them out."""
