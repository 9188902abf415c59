"""What cases say in words."""

import pytest

from backsource.verification.words import at_parameters, law_in_words, parameters_in, predecessors


def test_names_give_up_their_parameters() -> None:
    assert parameters_in("cost_S40") == ("cost", {"S": 40})
    assert parameters_in("cost_s6_S12") == ("cost", {"s": 6, "S": 12})
    assert parameters_in("mean_cost_Q12.5") == ("mean_cost", {"Q": 12.5})
    assert parameters_in("cost_opt") == ("cost_opt", {})
    assert parameters_in("S_opt") == ("S_opt", {})


def test_parameters_are_told_apart_by_case_and_by_which_there_are() -> None:
    names = ["cost", "cost_S8", "cost_s6_S12", "mean_S8"]
    assert at_parameters(names, "cost", "S") == {"cost_S8": [8]}
    assert at_parameters(names, "cost", "s", "S") == {"cost_s6_S12": [6, 12]}


@pytest.mark.parametrize(
    ("text", "family", "mean"),
    [
        ("Weibull shape 2 mean 100", "weibull", 100),
        ("lognormal mean 8 cv 1", "lognormal", 8),
        ("Exponential mean 5", "exponential", 5),
        ("exponential 5", "exponential", 5),
        ("gamma mean 6, cv 0.5", "gamma", 6),
        ("Erlang k 4 mean 6", "gamma", 6),
        ("normal mean 50 sd 8", "normal", 50),
        ("constant 8", "constant", 8),
        ("uniform from 4 to 12", "uniform", 8),
        ("uniform 4 12", "uniform", 8),
        ("triangular 1 2 6", "triangular", 3),
    ],
)
def test_laws_in_words(text: str, family: str, mean: float) -> None:
    read = law_in_words(text)
    assert read.family == family
    assert read.law.mean == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize("text", ["", "Cauchy 3", "Weibull mean 100", "uniform 4"])
def test_laws_that_are_not_understood_say_so(text: str) -> None:
    with pytest.raises(ValueError, match="law"):
        law_in_words(text)


def test_predecessors_are_letters_or_names() -> None:
    tasks = {"E": 1, "G": 1, "EG2": 1, "build": 1}
    assert predecessors("EG", tasks) == ["E", "G"]
    assert predecessors("EG2", tasks) == ["EG2"]
    assert predecessors("build, E", tasks) == ["build", "E"]
    assert predecessors(["build"], tasks) == ["build"]
    assert predecessors("", tasks) == []
