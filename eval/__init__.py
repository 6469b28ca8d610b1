"""How good is it: question sets, metrics, reports, benchmarks."""
