"""The physics of goods: stocks, lanes, lines and markets, on the grid of days and off it."""
