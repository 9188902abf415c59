"""Things on the grid: looked at once a day, in the sweeps of the clock."""
