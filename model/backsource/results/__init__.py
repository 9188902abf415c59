"""The results folder: its only writer and reader."""

from backsource.results.checks import FOLDER, Beside, Check, read_check, record_name, write_check
from backsource.results.reader import Results, read
from backsource.results.records import Inputs, Run
from backsource.results.whole import check_writable, whole_file
from backsource.results.writer import NAME, write

__all__ = [
    "FOLDER",
    "NAME",
    "Beside",
    "Check",
    "Inputs",
    "Results",
    "Run",
    "check_writable",
    "read",
    "read_check",
    "record_name",
    "whole_file",
    "write",
    "write_check",
]
