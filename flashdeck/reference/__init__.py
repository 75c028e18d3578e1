"""The mathematics, in NumPy alone: one family of systems a module, float64, pure functions."""
