"""What stands off the grid: everything acts at its own instant."""
