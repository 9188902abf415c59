"""What is decided: processes that wait for their day, read gauges and pull levers."""
