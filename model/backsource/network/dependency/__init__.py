"""What the outputs of a network depend on, on any day of a plan, without simulating."""

from backsource.network.dependency.analysis import depend
from backsource.network.dependency.report import Dependency, Loss, Picture

__all__ = ["Dependency", "Loss", "Picture", "depend"]
