"""What a plan is resolved from: scenario, schedule and graph, turned into numbers."""
