"""What flashdeck costs beside the work that nobody can avoid: `python -m benchmarks [NAME...]`."""
