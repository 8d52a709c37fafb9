"""Speed and memory as ratios of bare parts, taken side by side in one run: `make bench`."""
