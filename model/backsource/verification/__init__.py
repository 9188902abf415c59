"""Published and exact numbers, and what backsource has to say to them."""
