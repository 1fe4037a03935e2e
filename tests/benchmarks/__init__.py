"""What pages cost, as ratios within one run: `make bench`."""
