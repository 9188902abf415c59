"""The physics: stocks, lanes, lines, markets and outages; it knows no contract and no schedule."""
