"""The results folder of a study: its only writer and reader."""

from backsource.results.reader import Results, read
from backsource.results.records import Inputs, Run
from backsource.results.whole import check_writable, whole_file
from backsource.results.writer import NAME, write

__all__ = ["NAME", "Inputs", "Results", "Run", "check_writable", "read", "whole_file", "write"]
