"""Where things stand on a day: what a run tells of itself, and how a run takes it over."""
