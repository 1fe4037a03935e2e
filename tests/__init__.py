"""The tests: a second description of the shop."""
