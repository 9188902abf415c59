"""The results folder: its only writer and reader."""

from backsource.results.checks import FOLDER, Beside, Check, read_check, record_name, write_check
from backsource.results.export import export_csv, export_parquet
from backsource.results.looks import ANOTHER, CUT, FIXED, LOST, NAMED
from backsource.results.merging import join
from backsource.results.reader import Results, read
from backsource.results.records import Asked, Inputs, Run
from backsource.results.store import Store
from backsource.results.tables import NAME
from backsource.results.whole import check_writable, whole_file

__all__ = [
    "ANOTHER",
    "CUT",
    "FIXED",
    "FOLDER",
    "LOST",
    "NAME",
    "NAMED",
    "Asked",
    "Beside",
    "Check",
    "Inputs",
    "Results",
    "Run",
    "Store",
    "check_writable",
    "export_csv",
    "export_parquet",
    "join",
    "read",
    "read_check",
    "record_name",
    "whole_file",
    "write_check",
]
