"""What is played against the engine and against a Saleor server; every function of these files is one scenario."""

from tests.contract.playing import Scenario
from tests.contract.scenarios import browsing, buying, granting, orders, paying, people, promoting, refusing

FILES = (browsing, buying, promoting, refusing, paying, granting, orders, people)


def scenarios() -> dict[str, Scenario]:
    """Return every scenario by its name: the public functions that the files themselves define."""
    return {
        name: function
        for file in FILES
        for name, function in vars(file).items()
        if callable(function) and not name.startswith("_") and getattr(function, "__module__", "") == file.__name__
    }
